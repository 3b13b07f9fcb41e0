/**
 * Deadlines: the office's own days, who owns an urgent arrival, hours set for sending and delivery, and how the line
 * went, so that an outage can be confirmed on paper.
 */
export const deadlines = /* sql */ `
CREATE TABLE calendar_day (
  date TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('off','work')), name TEXT NOT NULL, person_id TEXT, at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE urgent_owner (
  incoming_id TEXT PRIMARY KEY REFERENCES incoming(id), how TEXT NOT NULL CHECK (how IN ('opened','told')), name TEXT NOT NULL,
  at INTEGER NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE line_log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL) STRICT;
ALTER TABLE outgoing ADD COLUMN send_at INTEGER;
ALTER TABLE outgoing ADD COLUMN deliver_before INTEGER;
-- The few deliveries that wait for a first word, among all that ever were.
CREATE INDEX delivery_silent ON delivery (dispatch_id) WHERE state = 'sent';
`;
