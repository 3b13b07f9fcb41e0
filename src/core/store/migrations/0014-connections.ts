/**
 * The exchange's own care: connection settings an organ, pausing, urgent packages first, what became of a package set
 * aside, and how each line stood last.
 */
export const connections = /* sql */ `
-- What a connection has besides endpoint, system id and secret (organ): JSON ConnectionSettings.
CREATE TABLE connection (organ_id TEXT PRIMARY KEY, settings TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

ALTER TABLE dispatch ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));
-- Urgency as the head of the bytes seemed to say while they came: an order of reading, never a fact. NULL = not seen.
ALTER TABLE package ADD COLUMN priority INTEGER;
-- A big one that was broken off after its head, so that others come first.
ALTER TABLE package ADD COLUMN put_off INTEGER NOT NULL DEFAULT 0 CHECK (put_off IN (0, 1));
-- What a person did with a package set aside: returned (status 02), or closed with a note.
ALTER TABLE package ADD COLUMN returned_at INTEGER;
ALTER TABLE package ADD COLUMN closed_at INTEGER;
ALTER TABLE package ADD COLUMN handling TEXT; -- JSON {by, reason?, note?}

-- How each connection's line stood last: a restart does not forget since when it is down.
CREATE TABLE line_state (organ_id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The next one is found without looking at all that waits, be they ten thousand.
CREATE INDEX dispatch_next ON dispatch (kind, priority DESC, seq) WHERE state IN ('queued', 'unknown');
CREATE INDEX dispatch_of_incoming ON dispatch (incoming_id, seq) WHERE kind = 'status' AND state IN ('queued', 'sending', 'unknown');
CREATE INDEX package_to_fetch ON package (organ_id, message_type, put_off, seq) WHERE state = 'listed' AND blob_id IS NULL;
CREATE INDEX package_to_read ON package (organ_id, message_type, coalesce(priority, 0) DESC, seq) WHERE state = 'listed' AND blob_id IS NOT NULL;
CREATE INDEX package_statuses_out ON package (organ_id, sender, seq) WHERE state = 'listed' AND message_type = 'status' AND blob_id IS NULL;
CREATE INDEX package_to_tell ON package (organ_id, seq) WHERE acknowledged = 0 AND outcome IS NOT NULL;
`;
