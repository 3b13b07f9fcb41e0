/**
 * Hồ sơ (Decree 30/2020, articles 28 to 31; annex VI): the year's list, files with the documents in them, what happened
 * to a file, what was handed to the archive; and the two fields of a document that the annex asks for beside them,
 * language and remarks (of an arrival the remarks stood already). A document's words follow the files it lies in.
 */
const FIELDS = {
  incoming: [
    'state',
    'organ_id',
    'channel',
    'priority',
    'sender_organ_id',
    'sender_name',
    'document_id',
    'number',
    'notation',
    'date',
    'type_name',
    'subject',
    'content',
    'signer',
    'due_date',
    'to_places',
    'business_type',
    'paper_follows',
    'arrival_number',
    'arrival_date',
    'book_id',
    'instruction',
    'verdict',
    'signatures',
    'note',
    'language',
  ],
  outgoing: [
    'state',
    'organ_id',
    'priority',
    'number',
    'code',
    'notation',
    'date',
    'document_id',
    'book_id',
    'type_name',
    'subject',
    'content',
    'competence',
    'signer_position',
    'signer',
    'due_date',
    'to_places',
    'recipients',
    'reply_to_id',
    'amends_id',
    'frozen_at',
    'issued_at',
    'note',
    'language',
  ],
} as const;
type List = keyof typeof FIELDS;
const LISTS: readonly List[] = ['incoming', 'outgoing'];

/** The fields of a document that its history keeps: as before, and the new ones. */
const changed = (list: List): string => /* sql */ `
DROP TRIGGER ${list}_changed;
CREATE TRIGGER ${list}_changed AFTER UPDATE OF ${FIELDS[list].join(', ')} ON ${list} WHEN new.destruction_id IS NULL BEGIN
${FIELDS[list]
  .map(
    (field) =>
      `  INSERT INTO change_waiting (list, document_id, field, before, after, after_seq) SELECT '${list}', new.id, '${field}', old.${field}, new.${field}, last FROM sequence WHERE old.${field} IS NOT new.${field};`,
  )
  .join('\n')}
END;
CREATE TRIGGER ${list}_search_remarks AFTER UPDATE OF ${list === 'outgoing' ? 'note, language' : 'language'} ON ${list} BEGIN
  INSERT OR IGNORE INTO search_dirty VALUES ('${list}', new.seq);
END;
CREATE TRIGGER dossier_item_${list} AFTER INSERT ON dossier_item WHEN new.${list}_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO search_dirty SELECT '${list}', seq FROM ${list} WHERE id = new.${list}_id;
END;
CREATE TRIGGER dossier_item_${list}_out AFTER UPDATE OF removed_at ON dossier_item WHEN new.${list}_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO search_dirty SELECT '${list}', seq FROM ${list} WHERE id = new.${list}_id;
END;
CREATE TRIGGER dossier_${list}_named AFTER UPDATE OF notation, title ON dossier BEGIN
  INSERT OR IGNORE INTO search_dirty SELECT '${list}', d.seq FROM dossier_item x JOIN ${list} d ON d.id = x.${list}_id
    WHERE x.dossier_id = new.id AND x.removed_at IS NULL;
END;
`;

export const dossiers = /* sql */ `
ALTER TABLE incoming ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE outgoing ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE outgoing ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- By which decision the head of the office issued the year's list.
CREATE TABLE dossier_list (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, year INTEGER NOT NULL, decision TEXT NOT NULL, approved_on TEXT NOT NULL, approved_by TEXT NOT NULL,
  at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL, UNIQUE (organ_id, year)
) STRICT;
CREATE TABLE dossier_handover (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, date TEXT NOT NULL, receiver TEXT NOT NULL, receiver_position TEXT NOT NULL, giver TEXT NOT NULL,
  note TEXT NOT NULL, list_file_id TEXT REFERENCES file(id), minutes_file_id TEXT REFERENCES file(id),
  at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE TABLE dossier (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, year INTEGER NOT NULL, notation TEXT NOT NULL,
  heading TEXT NOT NULL, -- đề mục of the list
  title TEXT NOT NULL, maintenance TEXT NOT NULL, rights TEXT NOT NULL, creator TEXT NOT NULL, language TEXT NOT NULL, description TEXT NOT NULL,
  listed INTEGER NOT NULL, -- 0: opened beside the list
  state TEXT NOT NULL CHECK (state IN ('planned','open','closed','handed','dropped')),
  -- Of a closed file as it was settled; of an open one they are counted.
  closed_on TEXT, start_date TEXT, end_date TEXT, doc_total INTEGER, page_total INTEGER,
  handover_id TEXT REFERENCES dossier_handover(id),
  copied_from TEXT REFERENCES dossier(id), -- the year before's
  at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL,
  CHECK ((state IN ('closed','handed')) = (closed_on IS NOT NULL)), CHECK ((state = 'handed') = (handover_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX dossier_notation ON dossier (organ_id, year, notation) WHERE state <> 'dropped';
CREATE INDEX dossier_closed ON dossier (organ_id, closed_on) WHERE state = 'closed';
CREATE TRIGGER dossier_no_delete BEFORE DELETE ON dossier BEGIN SELECT RAISE(ABORT, 'files are dropped, not deleted'); END;

CREATE TABLE dossier_item (
  id TEXT PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier(id),
  incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  ordinal INTEGER NOT NULL, pages INTEGER, -- as a person counted them, where the files do not say
  note TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL,
  removed_at INTEGER, removed_by TEXT,
  CHECK ((incoming_id IS NULL) <> (outgoing_id IS NULL))
) STRICT;
CREATE INDEX dossier_item_order ON dossier_item (dossier_id, ordinal) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX dossier_item_in ON dossier_item (incoming_id, dossier_id) WHERE removed_at IS NULL AND incoming_id IS NOT NULL;
CREATE UNIQUE INDEX dossier_item_out ON dossier_item (outgoing_id, dossier_id) WHERE removed_at IS NULL AND outgoing_id IS NOT NULL;
-- Of a file at its end nothing is moved, whichever act forgot to ask.
CREATE TRIGGER dossier_closed_no_item BEFORE INSERT ON dossier_item
WHEN (SELECT state FROM dossier WHERE id = new.dossier_id) IN ('closed','handed','dropped')
BEGIN SELECT RAISE(ABORT, 'the file is closed'); END;
CREATE TRIGGER dossier_closed_no_move BEFORE UPDATE OF dossier_id, incoming_id, outgoing_id, ordinal, removed_at ON dossier_item
WHEN (SELECT state FROM dossier WHERE id = old.dossier_id) IN ('closed','handed')
BEGIN SELECT RAISE(ABORT, 'the file is closed'); END;

CREATE TABLE dossier_event (
  id TEXT PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier(id), act TEXT NOT NULL, params TEXT NOT NULL, -- JSON; nothing of what a document says
  at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX dossier_event_dossier ON dossier_event (dossier_id, seq);
CREATE TRIGGER dossier_event_no_update BEFORE UPDATE ON dossier_event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER dossier_event_no_delete BEFORE DELETE ON dossier_event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
${LISTS.map(changed).join('\n')}
`;
