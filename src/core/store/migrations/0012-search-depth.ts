/**
 * Search as deep as a clerk's memory: what was said of a document and every fact it may be filtered by are words of the
 * index; the text of PDFs lies in an index of its own (a state's change must not write a hundred pages again); keys tie
 * documents of one matter together; saved searches; and every change of a document's fields, before and after, kept in
 * rows that nothing changes or deletes while the document stands.
 */
const LISTS = [
  {
    list: 'incoming',
    words: `state, sender_name, sender_organ_id, number, notation, date, type_name, subject, content, signer, due_date, arrival_number, arrival_date,
      instruction, note, priority, channel, organ_id, book_id, destruction_id`,
    keys: 'number, notation, subject, content, message',
    fields: [
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
    ],
  },
  {
    list: 'outgoing',
    words: `state, number, code, date, type_name, subject, content, signer, recipients, due_date, priority, organ_id, book_id, issued_at, destruction_id`,
    keys: 'code, subject, content',
    fields: [
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
    ],
  },
] as const;

const perList = ({ list, words, keys, fields }: (typeof LISTS)[number]): string => /* sql */ `
DROP TRIGGER ${list}_search_update;
CREATE TRIGGER ${list}_search_update AFTER UPDATE OF ${words} ON ${list} BEGIN
  INSERT OR IGNORE INTO search_dirty VALUES ('${list}', new.seq);
END;
CREATE TRIGGER ${list}_search_said AFTER INSERT ON history WHEN new.${list}_id IS NOT NULL AND new.params LIKE '%"text"%' BEGIN
  INSERT OR IGNORE INTO search_dirty SELECT '${list}', seq FROM ${list} WHERE id = new.${list}_id;
END;
INSERT OR IGNORE INTO search_dirty SELECT '${list}', seq FROM ${list};

CREATE TRIGGER ${list}_key_insert AFTER INSERT ON ${list} BEGIN INSERT OR IGNORE INTO key_dirty VALUES ('${list}', new.seq); END;
CREATE TRIGGER ${list}_key_update AFTER UPDATE OF ${keys} ON ${list} BEGIN INSERT OR IGNORE INTO key_dirty VALUES ('${list}', new.seq); END;
CREATE TRIGGER ${list}_key_delete AFTER DELETE ON ${list} BEGIN INSERT OR IGNORE INTO key_dirty VALUES ('${list}', old.seq); END;
INSERT OR IGNORE INTO key_dirty SELECT '${list}', seq FROM ${list};

-- Words of the files and of the row together, so that a search may take some from each.
CREATE VIRTUAL TABLE ${list}_body USING fts5(
  folded, marked, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER ${list}_text_insert AFTER INSERT ON file WHEN new.${list}_id IS NOT NULL AND new.detected = 'pdf' AND new.role <> 'register' AND new.current = 1
BEGIN
  INSERT OR IGNORE INTO file_text (file_id, seq) VALUES (new.id, new.seq);
END;
CREATE TRIGGER ${list}_text_old AFTER UPDATE OF current ON file WHEN new.${list}_id IS NOT NULL AND new.current = 0 AND old.current = 1 BEGIN
  DELETE FROM file_text WHERE file_id = old.id;
  INSERT OR IGNORE INTO body_dirty SELECT '${list}', seq FROM ${list} WHERE id = new.${list}_id;
END;
CREATE TRIGGER ${list}_body_delete AFTER DELETE ON ${list} BEGIN INSERT OR IGNORE INTO body_dirty VALUES ('${list}', old.seq); END;

-- What a transaction changes waits here; before it commits, the history room writes it down with who did it.
CREATE TRIGGER ${list}_changed AFTER UPDATE OF ${fields.join(', ')} ON ${list} WHEN new.destruction_id IS NULL BEGIN
${fields
  .map(
    (field) =>
      `  INSERT INTO change_waiting (list, document_id, field, before, after, after_seq) SELECT '${list}', new.id, '${field}', old.${field}, new.${field}, last FROM sequence WHERE old.${field} IS NOT new.${field};`,
  )
  .join('\n')}
END;
-- Of a destroyed document nothing is kept but its row.
CREATE TRIGGER ${list}_destroyed AFTER UPDATE OF destruction_id ON ${list} WHEN new.destruction_id IS NOT NULL BEGIN
  DELETE FROM change_waiting WHERE list = '${list}' AND document_id = new.id;
  DELETE FROM document_change WHERE list = '${list}' AND document_id = new.id;
  DELETE FROM document_key WHERE list = '${list}' AND seq = new.seq;
  DELETE FROM file_text WHERE file_id IN (SELECT id FROM file WHERE ${list}_id = new.id);
  INSERT OR IGNORE INTO body_dirty VALUES ('${list}', new.seq);
  INSERT OR IGNORE INTO key_dirty VALUES ('${list}', new.seq);
END;
`;

export const searchDepth = /* sql */ `
CREATE TABLE file_text (
  file_id TEXT PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE,
  -- none: it has no text layer (a scan); failed: it could not be read, and is not tried again.
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting','done','none','failed')),
  next_page INTEGER NOT NULL DEFAULT 1, pages INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
  truncated INTEGER NOT NULL DEFAULT 0, encoding TEXT, chars INTEGER NOT NULL DEFAULT 0,
  body BLOB, -- the text so far, deflated
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX file_text_state ON file_text (state);
CREATE INDEX outgoing_reply_to ON outgoing (reply_to_id) WHERE reply_to_id IS NOT NULL;
CREATE INDEX outgoing_amends ON outgoing (amends_id) WHERE amends_id IS NOT NULL;
CREATE INDEX file_text_waiting ON file_text (seq DESC) WHERE state = 'waiting';
-- Documents whose files' text is in the index.
CREATE TABLE body_text (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE body_dirty (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
INSERT INTO file_text (file_id, seq) SELECT id, seq FROM file WHERE detected = 'pdf' AND role <> 'register' AND current = 1;

CREATE TABLE key_dirty (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE document_key (
  list TEXT NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL CHECK (source IN ('row','file')),
  role TEXT NOT NULL CHECK (role IN ('own','subject','answers','replaces','mentions')),
  key TEXT NOT NULL, issuer TEXT NOT NULL DEFAULT '', date TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (list, seq, source, role, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_key_key ON document_key (key, role, list, seq);

CREATE TABLE search_handler (folded TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE saved_search (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, -- JSON SavedQuery
  at INTEGER NOT NULL, seq INTEGER NOT NULL, UNIQUE (person_id, name)
) STRICT;

CREATE TABLE change_waiting (list TEXT NOT NULL, document_id TEXT NOT NULL, field TEXT NOT NULL, before ANY, after ANY, after_seq INTEGER NOT NULL) STRICT;
CREATE TABLE document_change (
  seq INTEGER PRIMARY KEY, list TEXT NOT NULL CHECK (list IN ('incoming','outgoing')), document_id TEXT NOT NULL,
  at INTEGER NOT NULL, person_id TEXT, by_name TEXT NOT NULL,
  act TEXT NOT NULL, -- of the audit, '' where none was written
  history_id TEXT, -- the line of the history it belongs to
  changes TEXT NOT NULL -- JSON {field: [before, after]}
) STRICT;
CREATE INDEX document_change_document ON document_change (list, document_id, seq);

${LISTS.map(perList).join('\n')}
CREATE TRIGGER document_change_no_update BEFORE UPDATE ON document_change BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
CREATE TRIGGER document_change_no_delete BEFORE DELETE ON document_change
WHEN EXISTS (SELECT 1 FROM incoming WHERE id = old.document_id AND destruction_id IS NULL)
  OR EXISTS (SELECT 1 FROM outgoing WHERE id = old.document_id AND destruction_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
WHEN EXISTS (SELECT 1 FROM incoming WHERE id = old.incoming_id AND destruction_id IS NULL)
  OR EXISTS (SELECT 1 FROM outgoing WHERE id = old.outgoing_id AND destruction_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history
WHEN EXISTS (SELECT 1 FROM incoming WHERE id = old.incoming_id AND destruction_id IS NULL)
  OR EXISTS (SELECT 1 FROM outgoing WHERE id = old.outgoing_id AND destruction_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
`;
