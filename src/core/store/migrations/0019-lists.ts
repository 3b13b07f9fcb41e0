/**
 * Long lists as a clerk's register: for each document one narrow row with what lists are filtered and sorted by, in keys
 * that compare in the Vietnamese order, written by the lists room in the transaction that changed the document. Beside
 * it who has opened what, how each person set up their lists, and the office's standing rules.
 */
const LISTS = [
  {
    list: 'incoming',
    fields: `state, organ_id, priority, book_id, sender_organ_id, sender_name, number, notation, subject, date, due_date, arrival_number,
      arrival_date, arrived_at, instruction`,
    ended: `'finished','returned','withdrawn','recalled','merged'`,
  },
  {
    list: 'outgoing',
    fields: 'state, organ_id, priority, book_id, number, code, notation, subject, date, due_date, signer, recipients',
    ended: `'issued','cancelled'`,
  },
] as const;

/** Sorts that are offered; the organ stands in each index, so that another organ's rows are passed over without looking at them. */
export const SORTED = ['number', 'party', 'code', 'subject', 'date', 'due', 'who', 'priority'] as const;

const perList = ({ list, fields, ended }: (typeof LISTS)[number]): string => /* sql */ `
CREATE TABLE ${list}_listed (
  seq INTEGER PRIMARY KEY, organ INTEGER NOT NULL, state INTEGER NOT NULL, open INTEGER NOT NULL, priority INTEGER NOT NULL,
  book TEXT NOT NULL, agency TEXT NOT NULL, day TEXT NOT NULL, number INTEGER NOT NULL, party TEXT NOT NULL, code TEXT NOT NULL,
  subject TEXT NOT NULL, date TEXT NOT NULL, due TEXT NOT NULL, who TEXT NOT NULL, handlers TEXT NOT NULL
) STRICT;
CREATE INDEX ${list}_listed_day ON ${list}_listed (organ, day, seq);
CREATE INDEX ${list}_listed_state ON ${list}_listed (organ, state, day, seq);
CREATE INDEX ${list}_listed_open ON ${list}_listed (organ, seq) WHERE open = 1;
${SORTED.map((column) => `CREATE INDEX ${list}_listed_${column} ON ${list}_listed (${column}, seq, organ) WHERE ${column} <> ${column === 'number' || column === 'priority' ? '0' : `''`};`).join('\n')}
CREATE TRIGGER ${list}_listed_insert AFTER INSERT ON ${list} BEGIN INSERT OR IGNORE INTO listed_dirty VALUES ('${list}', new.seq); END;
CREATE TRIGGER ${list}_listed_update AFTER UPDATE OF ${fields} ON ${list} BEGIN INSERT OR IGNORE INTO listed_dirty VALUES ('${list}', new.seq); END;
CREATE TRIGGER ${list}_listed_delete AFTER DELETE ON ${list} BEGIN INSERT OR IGNORE INTO listed_dirty VALUES ('${list}', old.seq); END;
INSERT INTO listed_dirty SELECT '${list}', seq FROM ${list};
INSERT INTO opened SELECT p.id, '${list}', d.seq FROM person p, ${list} d WHERE d.state NOT IN (${ended});
`;

export const lists = /* sql */ `
CREATE TABLE listed_dirty (list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (list, seq)) STRICT, WITHOUT ROWID;
-- Organs by a small number, which stands in every row of the lists.
CREATE TABLE listed_organ (id INTEGER PRIMARY KEY, organ_code TEXT NOT NULL UNIQUE) STRICT;
-- What a person has opened or acted on. Work without a person has '' for one.
CREATE TABLE opened (person_id TEXT NOT NULL, list TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (person_id, list, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE list_view (person_id TEXT NOT NULL, list TEXT NOT NULL, view TEXT NOT NULL, PRIMARY KEY (person_id, list)) STRICT, WITHOUT ROWID;
CREATE TABLE standing_rule (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  rule TEXT NOT NULL, -- JSON of conditions and outcome
  auto INTEGER NOT NULL DEFAULT 0, active INTEGER NOT NULL DEFAULT 1, person_id TEXT, by_name TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_rule_organ ON standing_rule (organ_id, position);
${LISTS.map(perList).join('\n')}
`;
