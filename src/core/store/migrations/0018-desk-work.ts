/**
 * What the clerk does with a document besides its register: hands it over to people without a screen here, keeps the
 * meetings it calls to, reminds who is slow, notes; and what is typed into a draft before it is saved.
 */
export const deskWork = /* sql */ `
-- Chuyển giao: one slip, one folder of files or one message, for one person.
CREATE TABLE transfer (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL CHECK (number > 0),
  way TEXT NOT NULL CHECK (way IN ('slip','files','text')), to_name TEXT NOT NULL, to_person_id TEXT,
  note TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', -- where the files went
  at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL,
  -- Đã ký nhận: day on the slip, who signed, and who took it down.
  signed_on TEXT, signed_name TEXT, signed_at INTEGER, signed_by TEXT, seq INTEGER NOT NULL,
  UNIQUE (organ_id, year, number)
) STRICT;
CREATE INDEX transfer_open ON transfer (organ_id, seq) WHERE signed_at IS NULL;
CREATE TABLE transfer_item (
  transfer_id TEXT NOT NULL REFERENCES transfer(id), incoming_id TEXT NOT NULL REFERENCES incoming(id), position INTEGER NOT NULL,
  PRIMARY KEY (transfer_id, incoming_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_item_incoming ON transfer_item (incoming_id);

-- Cuộc họp of an invitation, confirmed by a person; or one typed in without a document.
CREATE TABLE meeting (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  title TEXT NOT NULL, date TEXT NOT NULL, from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute INTEGER CHECK (to_minute BETWEEN 1 AND 1440), place TEXT NOT NULL, chair TEXT NOT NULL DEFAULT '',
  attendees TEXT NOT NULL DEFAULT '[]', -- JSON names
  note TEXT NOT NULL DEFAULT '', cancelled_at INTEGER, at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_date ON meeting (date, from_minute);
CREATE INDEX meeting_incoming ON meeting (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX meeting_outgoing ON meeting (outgoing_id) WHERE outgoing_id IS NOT NULL;

-- Đôn đốc: a recipient of ours, or who handles an arrival.
CREATE TABLE reminder (
  id TEXT PRIMARY KEY, incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  recipient_id TEXT, who TEXT NOT NULL, how TEXT NOT NULL CHECK (how IN ('phone','document','message','in_person')),
  said TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, seq INTEGER NOT NULL,
  CHECK ((incoming_id IS NULL) <> (outgoing_id IS NULL))
) STRICT;
CREATE INDEX reminder_incoming ON reminder (incoming_id, seq) WHERE incoming_id IS NOT NULL;
CREATE INDEX reminder_outgoing ON reminder (outgoing_id, seq) WHERE outgoing_id IS NOT NULL;

-- What a person wrote beside a document; a removed one can be brought back.
CREATE TABLE document_note (
  id TEXT PRIMARY KEY, incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  text TEXT NOT NULL, at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, removed_at INTEGER, seq INTEGER NOT NULL,
  CHECK ((incoming_id IS NULL) <> (outgoing_id IS NULL))
) STRICT;
CREATE INDEX document_note_incoming ON document_note (incoming_id, seq) WHERE incoming_id IS NOT NULL;
CREATE INDEX document_note_outgoing ON document_note (outgoing_id, seq) WHERE outgoing_id IS NOT NULL;

-- A form as it is being typed, one a person and form, until it is saved or given up.
CREATE TABLE draft_kept (
  person_id TEXT NOT NULL, organ_id TEXT NOT NULL, form TEXT NOT NULL, draft TEXT NOT NULL, -- JSON
  at INTEGER NOT NULL, PRIMARY KEY (person_id, organ_id, form)
) STRICT, WITHOUT ROWID;
`;
