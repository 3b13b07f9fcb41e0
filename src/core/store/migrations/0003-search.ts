/**
 * Search and long lists. Full text lies in contentless FTS5 tables whose row id is the document's `seq`, so that newest
 * first is the index's own order; what changed waits in `search_dirty` until the same transaction's end, where the
 * search room writes its words. `list_bucket` counts documents by state and stretch of the sequence: totals, and the
 * way to any page, without walking the list.
 */
const LISTS = [
  {
    list: 'incoming',
    words:
      'state, sender_name, number, notation, date, type_name, subject, content, signer, due_date, arrival_number, arrival_date, instruction, note',
  },
  { list: 'outgoing', words: 'state, number, code, date, type_name, subject, content, signer, recipients, due_date' },
] as const;

/** Stretch of the sequence that one bucket counts. */
export const LIST_BUCKET = 4096;

const perList = ({ list, words }: (typeof LISTS)[number]): string => /* sql */ `
CREATE VIRTUAL TABLE ${list}_search USING fts5(
  folded, marked, facts, content = '', contentless_delete = 1, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE INDEX ${list}_list ON ${list} (seq DESC, state);
CREATE TRIGGER ${list}_search_insert AFTER INSERT ON ${list} BEGIN
  INSERT OR IGNORE INTO search_dirty VALUES ('${list}', new.seq);
  INSERT INTO list_bucket VALUES ('${list}', new.state, new.seq / ${LIST_BUCKET}, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER ${list}_search_update AFTER UPDATE OF ${words} ON ${list} BEGIN
  INSERT OR IGNORE INTO search_dirty VALUES ('${list}', new.seq);
END;
CREATE TRIGGER ${list}_state_update AFTER UPDATE OF state, seq ON ${list} WHEN old.state <> new.state OR old.seq <> new.seq BEGIN
  UPDATE list_bucket SET n = n - 1 WHERE list = '${list}' AND state = old.state AND bucket = old.seq / ${LIST_BUCKET};
  INSERT INTO list_bucket VALUES ('${list}', new.state, new.seq / ${LIST_BUCKET}, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER ${list}_search_delete AFTER DELETE ON ${list} BEGIN
  INSERT OR IGNORE INTO search_dirty VALUES ('${list}', old.seq);
  UPDATE list_bucket SET n = n - 1 WHERE list = '${list}' AND state = old.state AND bucket = old.seq / ${LIST_BUCKET};
END;
CREATE TRIGGER ${list}_search_file AFTER INSERT ON file WHEN new.${list}_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO search_dirty SELECT '${list}', seq FROM ${list} WHERE id = new.${list}_id;
END;
INSERT INTO search_dirty SELECT '${list}', seq FROM ${list};
INSERT INTO list_bucket SELECT '${list}', state, seq / ${LIST_BUCKET}, count(*) FROM ${list} GROUP BY 2, 3;
`;

export const search = /* sql */ `
CREATE TABLE search_dirty (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE list_bucket (
  list TEXT NOT NULL, state TEXT NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (list, bucket, state)
) STRICT, WITHOUT ROWID;
${LISTS.map(perList).join('\n')}
CREATE INDEX outgoing_state ON outgoing (state, seq DESC);
CREATE INDEX incoming_document ON incoming (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX dispatch_outgoing ON dispatch (outgoing_id, seq) WHERE outgoing_id IS NOT NULL;
CREATE INDEX dispatch_incoming ON dispatch (incoming_id, seq) WHERE incoming_id IS NOT NULL;
CREATE INDEX status_in_outgoing ON status_in (outgoing_id, seq) WHERE outgoing_id IS NOT NULL;
CREATE INDEX package_state ON package (state) WHERE state <> 'stored';
CREATE INDEX file_blob ON file (blob_id);
`;
