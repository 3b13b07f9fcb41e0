/**
 * Signing powers, bodies without a code, joint documents, pictures with their size, recorded overrides, copies with a
 * signature of their own; acts that are not of an outgoing document.
 */
export const signing = /* sql */ `
-- Bodies that use an organ's seal and code (Thường trực HĐND, Ban, Hội đồng, Ban chỉ đạo).
CREATE TABLE signing_body (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL REFERENCES organ(organ_id), name TEXT NOT NULL, profile TEXT,
  created_at INTEGER NOT NULL, ended_at INTEGER, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
-- Who signs what in which capacity, from when to when; an end is written, rows are kept.
CREATE TABLE signing_power (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL REFERENCES organ(organ_id), body_id TEXT REFERENCES signing_body(id),
  person TEXT NOT NULL, capacity TEXT NOT NULL, collective TEXT NOT NULL, head_position TEXT NOT NULL, position TEXT NOT NULL,
  kinds TEXT NOT NULL, -- JSON names; empty = all
  from_date TEXT NOT NULL, to_date TEXT, authority TEXT NOT NULL,
  created_at INTEGER NOT NULL, removed_at INTEGER, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX signing_power_organ ON signing_power (organ_id, from_date);

-- What an outgoing document's signing has beyond its first signer: the body, the form, the others of a joint document.
CREATE TABLE outgoing_signing (
  outgoing_id TEXT PRIMARY KEY REFERENCES outgoing(id), body_id TEXT REFERENCES signing_body(id), profile TEXT
) STRICT, WITHOUT ROWID;
-- Position 1 is the document's own signer and organ.
CREATE TABLE outgoing_signer (
  outgoing_id TEXT NOT NULL REFERENCES outgoing(id), position INTEGER NOT NULL CHECK (position > 1), agency TEXT NOT NULL,
  name TEXT NOT NULL, competence TEXT NOT NULL, signer_position TEXT NOT NULL, PRIMARY KEY (outgoing_id, position)
) STRICT, WITHOUT ROWID;

-- An agency's signature allowed against the table of powers, by a named person, for one file only.
CREATE TABLE signing_override (
  id TEXT PRIMARY KEY, outgoing_id TEXT NOT NULL REFERENCES outgoing(id), file_id TEXT NOT NULL REFERENCES file(id),
  refusals TEXT NOT NULL, -- JSON AppError[]
  reason TEXT NOT NULL, allowed_by TEXT NOT NULL, at INTEGER NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX signing_override_file ON signing_override (file_id);

-- Seal of an organ (owner: its code), handwritten signature of a person (owner: the name).
CREATE TABLE signing_image (
  kind TEXT NOT NULL CHECK (kind IN ('seal','signature')), owner TEXT NOT NULL, png BLOB NOT NULL,
  width_mm REAL NOT NULL CHECK (width_mm > 0), at INTEGER NOT NULL, person_id TEXT, seq INTEGER NOT NULL, PRIMARY KEY (kind, owner)
) STRICT, WITHOUT ROWID;

-- A copy that got a signature or mark of its own; its file is never current in the document it was made of.
CREATE TABLE derived_copy (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, file_id TEXT NOT NULL REFERENCES file(id), source_file_id TEXT NOT NULL REFERENCES file(id),
  incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX derived_copy_incoming ON derived_copy (incoming_id);
CREATE INDEX derived_copy_outgoing ON derived_copy (outgoing_id);

CREATE TABLE signing_act_new (
  id TEXT PRIMARY KEY, outgoing_id TEXT REFERENCES outgoing(id), incoming_id TEXT REFERENCES incoming(id), act TEXT NOT NULL,
  serial TEXT NOT NULL, certificate_sha256 TEXT NOT NULL, begun_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
INSERT INTO signing_act_new (id, outgoing_id, act, serial, certificate_sha256, begun_at, ended_at, outcome, person_id, seq)
  SELECT id, outgoing_id, act, serial, certificate_sha256, begun_at, ended_at, outcome, person_id, seq FROM signing_act;
DROP TABLE signing_act;
ALTER TABLE signing_act_new RENAME TO signing_act;
`;
