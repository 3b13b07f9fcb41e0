/**
 * What an outage asks for: bundles carried by hand between workstations and plain folders for everyone else, numbers out
 * of blocks and numbers that are still to come, the province's system beside this one. And what is asked at every door:
 * marks of secrecy, documents that are here already.
 */
export const byHand = /* sql */ `
-- Workstations of other offices whose keys were exchanged by file; used only once a person compared them by voice.
CREATE TABLE peer (
  id TEXT PRIMARY KEY, key_id TEXT NOT NULL UNIQUE, -- hex SHA-256 of both keys
  name TEXT NOT NULL, organs TEXT NOT NULL, -- JSON [{organId, name}]
  sign_key BLOB NOT NULL CHECK (length(sign_key) = 32), seal_key BLOB NOT NULL CHECK (length(seal_key) = 32),
  state TEXT NOT NULL CHECK (state IN ('new','confirmed','removed')),
  confirmed_at INTEGER, confirmed_by TEXT, confirmed_with TEXT,
  last_number INTEGER NOT NULL DEFAULT 0, -- of the bundles to it
  added_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE TABLE bundle (
  id TEXT PRIMARY KEY, peer_id TEXT NOT NULL REFERENCES peer(id), direction TEXT NOT NULL CHECK (direction IN ('out','in')),
  number INTEGER NOT NULL CHECK (number > 0), state TEXT NOT NULL CHECK (state IN ('writing','written','failed','taken')),
  digest TEXT NOT NULL DEFAULT '', -- hex SHA-512 of its signed bytes
  at INTEGER NOT NULL, by_name TEXT NOT NULL, receipt_at INTEGER, seq INTEGER NOT NULL,
  UNIQUE (peer_id, direction, number)
) STRICT;
CREATE TABLE bundle_item (
  bundle_id TEXT NOT NULL REFERENCES bundle(id), position INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('edoc','status')),
  sha256 TEXT NOT NULL, dispatch_id TEXT REFERENCES dispatch(id), package_id TEXT REFERENCES package(id),
  outcome TEXT CHECK (outcome IN ('stored','refused','waiting')), -- out: as the receipt says
  PRIMARY KEY (bundle_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_item_dispatch ON bundle_item (dispatch_id) WHERE dispatch_id IS NOT NULL;
CREATE INDEX bundle_item_package ON bundle_item (package_id) WHERE package_id IS NOT NULL;
-- Signed PDFs handed over as plain files with a slip in two copies.
CREATE TABLE handover_slip (
  id TEXT PRIMARY KEY, outgoing_id TEXT NOT NULL REFERENCES outgoing(id), recipients TEXT NOT NULL, -- JSON names
  at INTEGER NOT NULL, by_name TEXT NOT NULL, back_at INTEGER, back_note TEXT, back_by TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX handover_slip_outgoing ON handover_slip (outgoing_id, seq);

-- What the mark of secrecy search found in a file: JSON, 'none' where it found nothing; NULL = not looked.
ALTER TABLE file ADD COLUMN secrecy TEXT;
ALTER TABLE upload ADD COLUMN secrecy TEXT;
-- A person is to say whether the words are a mark: JSON of the words; NULL once answered or never asked.
ALTER TABLE incoming ADD COLUMN secrecy_asked TEXT;

ALTER TABLE incoming ADD COLUMN merged_into TEXT REFERENCES incoming(id);
CREATE INDEX incoming_merged ON incoming (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE duplicate_decision (
  incoming_id TEXT NOT NULL REFERENCES incoming(id), other_id TEXT NOT NULL REFERENCES incoming(id),
  decision TEXT NOT NULL CHECK (decision IN ('different','merged')), at INTEGER NOT NULL, by_name TEXT NOT NULL,
  PRIMARY KEY (incoming_id, other_id)
) STRICT, WITHOUT ROWID;

-- Who gives a book's numbers, where it is not this program; who collects an organ's packages.
CREATE TABLE book_source (
  book_id TEXT PRIMARY KEY REFERENCES book(id), numbers TEXT NOT NULL CHECK (numbers IN ('here','province','blocks')),
  changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE organ ADD COLUMN collects TEXT NOT NULL DEFAULT 'here' CHECK (collects IN ('here','province'));
CREATE TABLE number_block (
  id TEXT PRIMARY KEY, book_id TEXT NOT NULL REFERENCES book(id), period TEXT NOT NULL, series TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first > 0), last INTEGER NOT NULL, allowed_by TEXT NOT NULL, allowed_on TEXT NOT NULL,
  valid_to TEXT, origin TEXT NOT NULL CHECK (origin IN ('taken','phone')), note TEXT NOT NULL DEFAULT '',
  closed_at INTEGER, by_name TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, CHECK (last >= first)
) STRICT;
CREATE INDEX number_block_book ON number_block (book_id, period, series, seq);
ALTER TABLE book_number ADD COLUMN block_id TEXT REFERENCES number_block(id);
-- Registered without a number, which the province's system gives later.
ALTER TABLE incoming ADD COLUMN number_pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outgoing ADD COLUMN number_pending INTEGER NOT NULL DEFAULT 0;
-- When a document was entered in the province's system, as the clerk said.
ALTER TABLE incoming ADD COLUMN entered_at INTEGER;
ALTER TABLE outgoing ADD COLUMN entered_at INTEGER;
`;
