/**
 * What was taken over from paper books stands in searches at its own day. Its words say so (a fact), which the documents of
 * before do not have yet: they wait in `search_later` and are written anew while nobody writes. `search_taken` tells which
 * documents they are, and their days; it is written with the words.
 */
export const takenOver = /* sql */ `
CREATE TABLE search_taken (list TEXT NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX search_taken_day ON search_taken (day);
CREATE TABLE search_later (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO search_later SELECT 'incoming', d.seq FROM book_number n JOIN incoming d ON d.id = n.incoming_id WHERE n.origin = 'paper_book';
INSERT OR IGNORE INTO search_later SELECT 'outgoing', d.seq FROM book_number n JOIN outgoing d ON d.id = n.outgoing_id WHERE n.origin = 'paper_book';
`;
