/**
 * Found without reading the book: arrivals near in time, which a new one may be a copy of, those that still wait for a number
 * by themselves; and whether somebody said where a book begins.
 */
export const nearArrivals = /* sql */ `
CREATE INDEX incoming_arrived ON incoming (arrived_at, organ_id);
CREATE INDEX incoming_waiting ON incoming (arrived_at, organ_id) WHERE state = 'arrived';
CREATE INDEX audit_first_number ON audit (object) WHERE act = 'book.first_number';
`;
