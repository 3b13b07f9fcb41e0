/**
 * Writes the words of changed documents into the full-text index. The store calls it before every commit, so that no
 * transaction leaves a document and its words apart, whoever wrote the document.
 */
import type Database from 'better-sqlite3';
import { dateWords, foldedText, markedText, stateWord } from '../../domain/searchText.ts';

type Db = Database.Database;
export const SEARCHED_LISTS = ['incoming', 'outgoing'] as const;
export type SearchedList = (typeof SEARCHED_LISTS)[number];

/** What of a document is searched: its text, and its facts as words of their own. */
export interface Words {
  readonly text: string;
  readonly facts: string;
}
type Row = Readonly<Record<string, string | number | null>>;

const text = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value));
/** `05` is also looked for as `5`. */
const bare = (value: string | number | null | undefined): string => text(value).replace(/^0+(?=\d)/, '');

/** Strings anywhere in a JSON value: names in an instruction, recipients in words. */
function strings(json: string | number | null | undefined, keys: readonly string[]): string[] {
  if (typeof json !== 'string' || json === '') return [];
  const found: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (typeof value === 'string' && (keys.includes(key) || /^\d+$/.test(key))) found.push(value);
    return value;
  });
  return found;
}

function incomingWords(row: Row): Words {
  const parts = [
    [text(row.number), text(row.notation)].filter(Boolean).join('/'),
    bare(row.number),
    text(row.arrival_number),
    text(row.sender_name),
    text(row.type_name),
    text(row.subject),
    row.content === row.subject ? '' : text(row.content),
    text(row.signer),
    text(row.note),
    ...strings(row.instruction, ['leader', 'text', 'lead']),
    text(row.files),
  ];
  const facts = [stateWord(text(row.state)), ...[row.date, row.arrival_date, row.due_date].flatMap((date) => dateWords(text(date)))];
  return { text: parts.filter(Boolean).join(' \n '), facts: facts.join(' ') };
}
function outgoingWords(row: Row): Words {
  const parts = [
    text(row.code),
    bare(row.number),
    text(row.type_name),
    text(row.subject),
    row.content === row.subject ? '' : text(row.content),
    text(row.signer),
    ...strings(row.recipients, ['name']),
    text(row.files),
  ];
  const facts = [stateWord(text(row.state)), ...[row.date, row.due_date].flatMap((date) => dateWords(text(date)))];
  return { text: parts.filter(Boolean).join(' \n '), facts: facts.join(' ') };
}

const files = (column: string): string =>
  `(SELECT group_concat(f.name, ' ') FROM file f WHERE f.${column} = d.id AND f.current = 1) AS files`;
const SELECT: Readonly<Record<SearchedList, string>> = {
  incoming: `SELECT state, number, notation, arrival_number, sender_name, type_name, subject, content, signer, note, instruction, date, arrival_date,
    due_date, ${files('incoming_id')} FROM incoming d WHERE seq = ?`,
  outgoing: `SELECT state, number, code, type_name, subject, content, signer, recipients, date, due_date, ${files('outgoing_id')} FROM outgoing d WHERE seq = ?`,
};
const WORDS: Readonly<Record<SearchedList, (row: Row) => Words>> = { incoming: incomingWords, outgoing: outgoingWords };

/** The words that a document's row has now; undefined where there is none. */
export function documentWords(db: Db, list: SearchedList, seq: number): Words | undefined {
  const row = db.prepare<[number], Row>(SELECT[list]).get(seq);
  return row && WORDS[list](row);
}

export interface Indexer {
  /** Takes up to `limit` changed documents into the index; how many. Only inside a transaction. */
  settle(limit?: number): number;
}

export function createIndexer(db: Db): Indexer {
  const next = db.prepare<[number], { list: SearchedList; seq: number }>('SELECT list, seq FROM search_dirty LIMIT ?');
  const done = db.prepare<[string, number]>('DELETE FROM search_dirty WHERE list = ? AND seq = ?');
  const of = (list: SearchedList) => ({
    row: db.prepare<[number], Row>(SELECT[list]),
    put: db.prepare<[number, string, string, string]>(
      `INSERT OR REPLACE INTO ${list}_search (rowid, folded, marked, facts) VALUES (?, ?, ?, ?)`,
    ),
    remove: db.prepare<[number]>(`DELETE FROM ${list}_search WHERE rowid = ?`),
  });
  const lists = { incoming: of('incoming'), outgoing: of('outgoing') };
  return {
    settle(limit = 100_000) {
      const rows = next.all(limit);
      for (const { list, seq } of rows) {
        const { row, put, remove } = lists[list];
        const document = row.get(seq);
        if (document === undefined) remove.run(seq);
        else {
          const words = WORDS[list](document);
          put.run(seq, foldedText(words.text), markedText(words.text), words.facts);
        }
        done.run(list, seq);
      }
      return rows.length;
    },
  };
}
