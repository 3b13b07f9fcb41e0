/**
 * Acts on the desk and its records: handing over, an organ's successor, files that left the store and came back, and
 * destruction by decision. A destroyed document keeps its row (number, date, by which decision) and nothing else.
 */
export const deskRecords = /* sql */ `
ALTER TABLE organ ADD COLUMN closed_on TEXT;
ALTER TABLE organ ADD COLUMN successor_id TEXT;
-- Last day on which mail to a closed organ's code is taken in.
ALTER TABLE organ ADD COLUMN accept_until TEXT;

CREATE TABLE handover (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('leave','clerk','machine','merger')),
  state TEXT NOT NULL CHECK (state IN ('under_way','done','abandoned')),
  begun_at INTEGER NOT NULL, ended_at INTEGER,
  giver_id TEXT, giver_name TEXT NOT NULL, taker_id TEXT, taker_name TEXT NOT NULL,
  basis TEXT NOT NULL, -- the decision or order it rests on
  minutes TEXT NOT NULL, -- JSON HandoverMinutes as counted when it was begun
  backup TEXT, -- JSON ProvedBackup
  epoch INTEGER, -- of the right to give numbers that went to another machine
  error TEXT, person_id TEXT, seq INTEGER NOT NULL
) STRICT;

-- Every time a file left the store in plaintext.
CREATE TABLE leaving (
  id TEXT PRIMARY KEY, file_id TEXT NOT NULL, how TEXT NOT NULL CHECK (how IN ('saved','opened')),
  name TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL,
  wiped_at INTEGER, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX leaving_open ON leaving (at) WHERE how = 'opened' AND wiped_at IS NULL;
-- A copy that was changed outside and is in the vault again, until somebody says what it is for.
CREATE TABLE returned_copy (
  id TEXT PRIMARY KEY, leaving_id TEXT NOT NULL REFERENCES leaving(id), name TEXT NOT NULL, detected TEXT NOT NULL, pages INTEGER,
  blob_id TEXT NOT NULL REFERENCES blob(id), at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','used')), seq INTEGER NOT NULL
) STRICT;

CREATE TABLE destruction (
  id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('proposed','done','withdrawn')),
  number TEXT NOT NULL, date TEXT NOT NULL, decided_by TEXT NOT NULL, council TEXT NOT NULL,
  scan_id TEXT NOT NULL REFERENCES blob(id), scan_name TEXT NOT NULL,
  proposed_by TEXT NOT NULL, proposed_name TEXT NOT NULL, proposed_at INTEGER NOT NULL,
  agreed_by TEXT, agreed_name TEXT, done_at INTEGER,
  files INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL
) STRICT;
CREATE TABLE destruction_item (
  destruction_id TEXT NOT NULL REFERENCES destruction(id), list TEXT NOT NULL CHECK (list IN ('incoming','outgoing')),
  document_id TEXT NOT NULL, PRIMARY KEY (destruction_id, list, document_id)
) STRICT, WITHOUT ROWID;
-- Vault files that a destruction took: their bytes must go from backups too, when a backup's disk is next here.
CREATE TABLE destroyed_blob (id TEXT PRIMARY KEY, destruction_id TEXT NOT NULL REFERENCES destruction(id)) STRICT, WITHOUT ROWID;
ALTER TABLE incoming ADD COLUMN destruction_id TEXT REFERENCES destruction(id);
ALTER TABLE outgoing ADD COLUMN destruction_id TEXT REFERENCES destruction(id);
`;
