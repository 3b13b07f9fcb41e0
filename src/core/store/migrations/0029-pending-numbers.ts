/** Documents that wait for the province's number are few: a book's year is closed and its desk shown without reading all documents for them. */
export const pendingNumbers = /* sql */ `
CREATE INDEX incoming_pending ON incoming (book_id) WHERE number_pending = 1;
CREATE INDEX outgoing_pending ON outgoing (book_id) WHERE number_pending = 1;
`;
