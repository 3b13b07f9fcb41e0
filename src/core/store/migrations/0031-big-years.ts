/**
 * Years of tens of thousands of documents: open documents with a day to be done by, by their book, for a year's closing;
 * and the number of a document, for its cancelling, for copies put together and for the list for the province's system.
 */
export const bigYears = /* sql */ `
CREATE INDEX incoming_open_due ON incoming (book_id, due_date, arrival_date) WHERE due_date IS NOT NULL AND state IN ('registered','assigned','in_progress');
CREATE INDEX book_number_incoming ON book_number (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX book_number_outgoing ON book_number (outgoing_id) WHERE outgoing_id IS NOT NULL;
`;
