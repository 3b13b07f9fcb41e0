/**
 * The first shape of the store. Ids are UUIDv7 text; instants are UTC milliseconds; legal dates `YYYY-MM-DD`.
 * Every row that a person or the axis makes carries `seq`, the workstation's local sequence: the order of events,
 * whatever the clock said.
 */
export const foundation = /* sql */ `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- One row: the last local sequence given.
CREATE TABLE sequence (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL) STRICT;
INSERT INTO sequence VALUES (1, 0);

CREATE TABLE person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, position TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL, -- JSON array of Role
  created_at INTEGER NOT NULL, seq INTEGER NOT NULL, ended_at INTEGER
) STRICT;

-- Organs that this workstation serves, each with its connection to the axis.
CREATE TABLE organ (
  organ_id TEXT PRIMARY KEY, name TEXT NOT NULL, parent_name TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
  abbreviation TEXT NOT NULL, endpoint TEXT NOT NULL DEFAULT '', system_id TEXT NOT NULL DEFAULT '', secret TEXT NOT NULL DEFAULT '',
  leader_name TEXT NOT NULL DEFAULT '', leader_position TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The directory of agencies on the axis.
CREATE TABLE agency (
  organ_id TEXT PRIMARY KEY, name TEXT NOT NULL, parent_id TEXT, other_code TEXT, mail TEXT,
  folded TEXT NOT NULL, -- name without marks, for picking as one types
  seen_at INTEGER NOT NULL, closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_folded ON agency (folded);

-- Files of the vault. A row exists only after file and folder were synced.
CREATE TABLE blob (
  id TEXT PRIMARY KEY, key BLOB NOT NULL CHECK (length(key) = 32), size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Transport packages as listed by the axis, from first sight to acknowledged.
CREATE TABLE package (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, -- the organ of ours whose connection saw it
  doc_id TEXT NOT NULL, message_type TEXT NOT NULL CHECK (message_type IN ('edoc','status')),
  sender TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('listed','stored','quarantined')),
  blob_id TEXT REFERENCES blob(id), reason TEXT, -- JSON AppError
  size INTEGER NOT NULL DEFAULT 0,
  -- What the axis is to be told, and whether it knows: done / fail, acknowledged.
  outcome TEXT CHECK (outcome IN ('done','fail')), acknowledged INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
  listed_at INTEGER NOT NULL, seq INTEGER NOT NULL,
  UNIQUE (organ_id, doc_id)
) STRICT;
CREATE INDEX package_open ON package (acknowledged, seq);

CREATE TABLE book (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, name TEXT NOT NULL, rule TEXT NOT NULL, -- JSON BookRule
  opened_on TEXT NOT NULL, closed_on TEXT, seq INTEGER NOT NULL
) STRICT;
-- A number is taken by this row and nothing else; rows are never deleted.
CREATE TABLE book_number (
  book_id TEXT NOT NULL REFERENCES book(id), period TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('used','cancelled','secret')), date TEXT NOT NULL,
  incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  reason TEXT, allowed_by TEXT, person_id TEXT, at INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (book_id, period, series, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE incoming (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, state TEXT NOT NULL, channel TEXT NOT NULL, priority INTEGER NOT NULL,
  package_id TEXT REFERENCES package(id),
  sender_organ_id TEXT, sender_name TEXT NOT NULL, document_id TEXT, number TEXT NOT NULL, notation TEXT NOT NULL,
  date TEXT, type_name TEXT NOT NULL, subject TEXT NOT NULL, content TEXT, signer TEXT, due_date TEXT,
  to_places TEXT NOT NULL DEFAULT '[]', business_type INTEGER NOT NULL DEFAULT 0, paper_follows INTEGER NOT NULL DEFAULT 0,
  message TEXT, -- JSON EdxmlDocument as read, for everything a screen may need later
  warnings TEXT NOT NULL DEFAULT '[]', package_signature TEXT NOT NULL DEFAULT 'none',
  folded TEXT NOT NULL, -- what the list's filter looks in: subject, sender, code, without marks
  arrived_at INTEGER NOT NULL, arrival_number INTEGER, arrival_date TEXT, book_id TEXT REFERENCES book(id),
  instruction TEXT, -- JSON
  verdict TEXT NOT NULL DEFAULT 'not_checked', signatures TEXT NOT NULL DEFAULT 'unknown',
  note TEXT, updated_at INTEGER NOT NULL, seq INTEGER NOT NULL, workstation_id TEXT NOT NULL, person_id TEXT
) STRICT;
CREATE INDEX incoming_order ON incoming (seq DESC);
CREATE INDEX incoming_state ON incoming (state, seq DESC);
-- One document of one sender is taken in once by the axis, however often its package comes.
CREATE UNIQUE INDEX incoming_once ON incoming (organ_id, sender_organ_id, document_id, business_type)
  WHERE document_id IS NOT NULL AND sender_organ_id IS NOT NULL AND channel = 'axis';
CREATE INDEX incoming_code ON incoming (number, notation);

CREATE TABLE outgoing (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, state TEXT NOT NULL, priority INTEGER NOT NULL,
  number INTEGER, code TEXT NOT NULL DEFAULT '', notation TEXT NOT NULL DEFAULT '', date TEXT, document_id TEXT,
  book_id TEXT REFERENCES book(id),
  type_name TEXT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL DEFAULT '',
  competence TEXT NOT NULL DEFAULT '', signer_position TEXT NOT NULL DEFAULT '', signer TEXT NOT NULL DEFAULT '',
  due_date TEXT, to_places TEXT NOT NULL DEFAULT '[]', recipients TEXT NOT NULL DEFAULT '[]',
  reply_to_id TEXT REFERENCES incoming(id), folded TEXT NOT NULL,
  issued_at INTEGER, updated_at INTEGER NOT NULL, seq INTEGER NOT NULL, workstation_id TEXT NOT NULL, person_id TEXT
) STRICT;
CREATE INDEX outgoing_order ON outgoing (seq DESC);
CREATE UNIQUE INDEX outgoing_document_id ON outgoing (document_id) WHERE document_id IS NOT NULL;

-- Files of a document; a signed file is a new row that replaces the one before (current), nothing is overwritten.
CREATE TABLE file (
  id TEXT PRIMARY KEY, incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  role TEXT NOT NULL CHECK (role IN ('main','attachment','register')), stage TEXT NOT NULL DEFAULT 'original', -- original | leader_signed | agency_signed
  position INTEGER NOT NULL, current INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL, detected TEXT NOT NULL, pages INTEGER, blob_id TEXT NOT NULL REFERENCES blob(id),
  verdict TEXT, -- JSON PdfVerdict
  created_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX file_incoming ON file (incoming_id, position);
CREATE INDEX file_outgoing ON file (outgoing_id, position);

-- What a person uploads before it belongs to a document.
CREATE TABLE upload (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, detected TEXT NOT NULL, pages INTEGER, blob_id TEXT NOT NULL REFERENCES blob(id), at INTEGER NOT NULL
) STRICT;

CREATE TABLE dispatch (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('document','status')),
  state TEXT NOT NULL CHECK (state IN ('queued','sending','accepted','unknown','refused')),
  outgoing_id TEXT REFERENCES outgoing(id), incoming_id TEXT REFERENCES incoming(id),
  document_id TEXT NOT NULL, status_code TEXT, priority INTEGER NOT NULL, title TEXT NOT NULL,
  -- The package: a vault file for documents, the bytes themselves for status messages (so that the text may carry the
  -- number given in the same transaction).
  blob_id TEXT REFERENCES blob(id), inline BLOB, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  transport_doc_id TEXT, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
  error TEXT, -- JSON AppError of the last try
  queued_at INTEGER NOT NULL, accepted_at INTEGER, seq INTEGER NOT NULL,
  CHECK ((blob_id IS NULL) <> (inline IS NULL))
) STRICT;
CREATE INDEX dispatch_open ON dispatch (state, priority DESC, seq);
-- A status is reported once for a document.
CREATE UNIQUE INDEX dispatch_status_once ON dispatch (incoming_id, status_code) WHERE kind = 'status' AND status_code <> '05';
CREATE UNIQUE INDEX dispatch_document_once ON dispatch (outgoing_id, document_id) WHERE kind = 'document';

CREATE TABLE delivery (
  id TEXT PRIMARY KEY, dispatch_id TEXT NOT NULL REFERENCES dispatch(id), organ_id TEXT, name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','sent','delivered','refused')),
  status_code TEXT, status_text TEXT, status_at INTEGER, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_dispatch ON delivery (dispatch_id);

-- Business statuses that came in, each once; orphans (document not known here) keep outgoing_id NULL.
CREATE TABLE status_in (
  id TEXT PRIMARY KEY, package_id TEXT REFERENCES package(id), outgoing_id TEXT REFERENCES outgoing(id), delivery_id TEXT REFERENCES delivery(id),
  sender_organ_id TEXT NOT NULL, sender_name TEXT NOT NULL, document_id TEXT NOT NULL, code TEXT NOT NULL, description TEXT NOT NULL,
  staff TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, received_at INTEGER NOT NULL, seq INTEGER NOT NULL,
  UNIQUE (sender_organ_id, document_id, code, at, description)
) STRICT;

-- Signing acts: begun, and how they ended; an act without an end was not done.
CREATE TABLE signing_act (
  id TEXT PRIMARY KEY, outgoing_id TEXT NOT NULL REFERENCES outgoing(id), act TEXT NOT NULL CHECK (act IN ('leader','agency')),
  serial TEXT NOT NULL, certificate_sha256 TEXT NOT NULL, begun_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT, person_id TEXT, seq INTEGER NOT NULL
) STRICT;

-- What happened to a document, for its history on the screen.
CREATE TABLE history (
  id TEXT PRIMARY KEY, incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, act TEXT NOT NULL, params TEXT NOT NULL DEFAULT '{}', seq INTEGER NOT NULL
) STRICT;
CREATE INDEX history_incoming ON history (incoming_id, seq);
CREATE INDEX history_outgoing ON history (outgoing_id, seq);

-- Who did what, append-only and hash-chained; no document content.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, person_id TEXT, person TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL,
  result TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER book_number_no_delete BEFORE DELETE ON book_number BEGIN SELECT RAISE(ABORT, 'numbers are never deleted'); END;
`;
