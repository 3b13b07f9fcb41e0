/**
 * The paper desk: advance copies held for the official one, envelopes that stay closed, what leaves on paper and what
 * comes back of it, addresses, copies with a book of their own, petitions. What says who petitions lies in one table that
 * no list, search or print reads.
 */
export const paperDesk = /* sql */ `
-- A copy without force (mail, Zalo, fax …) that waits for the official one.
CREATE TABLE advance_copy (
  incoming_id TEXT PRIMARY KEY REFERENCES incoming(id), state TEXT NOT NULL CHECK (state IN ('held','joined','released')),
  reason TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, by_name TEXT NOT NULL, settled_at INTEGER, settled_by TEXT, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX advance_held ON advance_copy (seq) WHERE state = 'held';

CREATE TABLE envelope (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, year TEXT NOT NULL, number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person','organisation','bid','other')),
  state TEXT NOT NULL CHECK (state IN ('logged','handed','registered','returned')),
  channel TEXT NOT NULL, sender TEXT NOT NULL, addressee TEXT NOT NULL, marks TEXT NOT NULL, post_code TEXT NOT NULL, note TEXT NOT NULL,
  arrived_at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, handed_to TEXT, handed_at INTEGER, settled_note TEXT,
  incoming_id TEXT REFERENCES incoming(id), seq INTEGER NOT NULL, UNIQUE (organ_id, year, number)
) STRICT;
CREATE INDEX envelope_incoming ON envelope (incoming_id) WHERE incoming_id IS NOT NULL;

-- What an outgoing document has on paper: signed by hand, printed for the seal, where the archive copy is.
CREATE TABLE outgoing_paper (
  outgoing_id TEXT PRIMARY KEY REFERENCES outgoing(id), by_hand INTEGER NOT NULL DEFAULT 0,
  signed_on TEXT, signed_by_name TEXT, scanned INTEGER NOT NULL DEFAULT 0,
  copies INTEGER, sheets INTEGER, duplex INTEGER NOT NULL DEFAULT 0, seals INTEGER, printed_at INTEGER, printed_by TEXT,
  archive_place TEXT NOT NULL DEFAULT '', archive_holder TEXT NOT NULL DEFAULT '', archive_copies INTEGER NOT NULL DEFAULT 1,
  archived_at INTEGER, archived_by TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE paper_delivery (
  id TEXT PRIMARY KEY, outgoing_id TEXT NOT NULL REFERENCES outgoing(id), recipient_code TEXT, name TEXT NOT NULL, address TEXT NOT NULL,
  carry TEXT NOT NULL CHECK (carry IN ('post','hand')), copies INTEGER NOT NULL, envelopes INTEGER NOT NULL DEFAULT 1,
  wants_slip INTEGER NOT NULL DEFAULT 1, slip_year TEXT, slip_number INTEGER,
  sent_on TEXT, post_code TEXT NOT NULL DEFAULT '', handed_to TEXT NOT NULL DEFAULT '', sent_by TEXT,
  back_on TEXT, back_name TEXT, back_note TEXT, back_by TEXT, at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX paper_delivery_outgoing ON paper_delivery (outgoing_id, seq);
CREATE INDEX paper_delivery_open ON paper_delivery (seq) WHERE back_on IS NULL;
CREATE TABLE address_book (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, recipient_code TEXT, name TEXT NOT NULL, folded TEXT NOT NULL, address TEXT NOT NULL,
  phone TEXT NOT NULL, removed_at INTEGER, at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;

ALTER TABLE book_number ADD COLUMN copy_id TEXT;
ALTER TABLE book_number ADD COLUMN petition_id TEXT;

CREATE TABLE copy_issue (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, book_id TEXT NOT NULL REFERENCES book(id), period TEXT NOT NULL, number INTEGER NOT NULL,
  code TEXT NOT NULL, date TEXT NOT NULL, form TEXT NOT NULL CHECK (form IN ('SY','SL','TrS')),
  direction TEXT NOT NULL CHECK (direction IN ('ee','ep','pe','pp')), state TEXT NOT NULL CHECK (state IN ('made','cancelled')),
  incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id), source_file_id TEXT REFERENCES file(id),
  source_code TEXT NOT NULL, source_date TEXT, source_agency TEXT NOT NULL, source_subject TEXT NOT NULL,
  parts TEXT NOT NULL DEFAULT '', print_file_id TEXT REFERENCES file(id), signed_file_id TEXT REFERENCES file(id),
  copies INTEGER NOT NULL, for_whom TEXT NOT NULL, competence TEXT NOT NULL, signer_position TEXT NOT NULL, signer TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX copy_issue_book ON copy_issue (book_id, period, number);
CREATE INDEX copy_issue_incoming ON copy_issue (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX copy_issue_outgoing ON copy_issue (outgoing_id) WHERE outgoing_id IS NOT NULL;

CREATE TABLE petition (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, book_id TEXT NOT NULL REFERENCES book(id), period TEXT NOT NULL, number INTEGER NOT NULL,
  date TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL, received_on TEXT NOT NULL, people INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL, accepted_on TEXT, complex INTEGER NOT NULL DEFAULT 0, extended INTEGER NOT NULL DEFAULT 0, ended_on TEXT,
  same_as TEXT REFERENCES petition(id), at INTEGER NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX petition_order ON petition (organ_id, seq DESC);
-- Read by nobody but those named for the case.
CREATE TABLE petition_sealed (
  petition_id TEXT PRIMARY KEY REFERENCES petition(id), name TEXT NOT NULL, folded_name TEXT NOT NULL, address TEXT NOT NULL, folded_address TEXT NOT NULL,
  phone TEXT NOT NULL, identity TEXT NOT NULL, matter TEXT NOT NULL, folded_matter TEXT NOT NULL, against TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE petition_reader (
  petition_id TEXT NOT NULL REFERENCES petition(id), person_id TEXT NOT NULL, by_name TEXT NOT NULL, at INTEGER NOT NULL, ended_at INTEGER,
  PRIMARY KEY (petition_id, person_id)
) STRICT, WITHOUT ROWID;
-- Files are rows of "file" with a neutral name, so that every door that shows names shows nothing.
CREATE TABLE petition_file (
  file_id TEXT PRIMARY KEY REFERENCES file(id), petition_id TEXT NOT NULL REFERENCES petition(id),
  kind TEXT NOT NULL CHECK (kind IN ('original','form','redacted')), name TEXT NOT NULL, at INTEGER NOT NULL, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX petition_file_petition ON petition_file (petition_id, seq);
CREATE TABLE petition_act (
  id TEXT PRIMARY KEY, petition_id TEXT NOT NULL REFERENCES petition(id), act TEXT NOT NULL, sealed TEXT NOT NULL DEFAULT '{}',
  at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX petition_act_petition ON petition_act (petition_id, seq);
`;
