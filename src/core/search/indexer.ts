/**
 * Writes the words and keys of changed documents into the index. The store calls it before every commit, so that no
 * transaction leaves a document and its words apart, whoever wrote the document.
 */
import type Database from 'better-sqlite3';
import { foldedText, markedText, squashedName } from '../../domain/searchText.ts';
import { createListWriter, noteChanged } from '../lists/rows.ts';
import { createKeyWriter } from './keys.ts';
import { handlersOf, type SearchedList, selectOf, type Words, wordsOf } from './words.ts';

export { SEARCHED_LISTS, type SearchedList } from './words.ts';

type Db = Database.Database;

/** The words that a document's row has now; undefined where there is none. */
export function documentWords(db: Db, list: SearchedList, seq: number): Words | undefined {
  const row = db.prepare<[number], Readonly<Record<string, string | number | null>>>(selectOf(list, hasTable(db, 'dossier'))).get(seq);
  return row && wordsOf(list, row);
}

export interface Indexer {
  /** Takes up to `limit` changed documents into the index; how many. Only inside a transaction. */
  settle(limit?: number): number;
}

/** Only a store of a test of earlier migrations is without it. */
const hasTable = (db: Db, name: string): boolean => db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined;

export function createIndexer(db: Db): Indexer {
  const words = createWordIndexer(db);
  const keys = hasTable(db, 'key_dirty') ? createKeyIndexer(db) : undefined;
  const listed = hasTable(db, 'listed_dirty') ? createListWriter(db) : undefined;
  return { settle: (limit = 100_000) => Math.max(words.settle(limit), keys?.settle(limit) ?? 0, listed?.settle(limit) ?? 0) };
}

type Settler = Required<Pick<Indexer, 'settle'>>;
function createWordIndexer(db: Db): Settler {
  const next = db.prepare<[number], { list: SearchedList; seq: number }>('SELECT list, seq FROM search_dirty LIMIT ?');
  const done = db.prepare<[string, number]>('DELETE FROM search_dirty WHERE list = ? AND seq = ?');
  const whole = hasTable(db, 'body_dirty');
  const dossiers = hasTable(db, 'dossier');
  /** The text of its files is found together with its words, so it follows them; later, it is long. */
  const body = whole ? db.prepare<[string, number, string, number]>(BODY_FOLLOWS) : undefined;
  const handler = whole ? db.prepare<[string, string]>('INSERT OR IGNORE INTO search_handler (folded, name) VALUES (?, ?)') : undefined;
  const [isTaken, notTaken] = hasTable(db, 'search_taken')
    ? [
        db.prepare<[string, number, string]>('INSERT OR REPLACE INTO search_taken (list, seq, day) VALUES (?, ?, ?)'),
        db.prepare<[string, number]>('DELETE FROM search_taken WHERE list = ? AND seq = ?'),
      ]
    : [];
  const of = (list: SearchedList) => ({
    row: db.prepare<[number], Readonly<Record<string, string | number | null>>>(selectOf(list, dossiers)),
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
        const found = document && wordsOf(list, document);
        if (found?.takenOn === undefined) notTaken?.run(list, seq);
        else isTaken?.run(list, seq, found.takenOn);
        if (document === undefined || found === undefined) remove.run(seq);
        else {
          put.run(seq, foldedText(found.text), markedText(found.text), found.facts);
          for (const name of handlersOf(document.instruction)) handler?.run(squashedName(name), name);
        }
        body?.run(list, seq, list, seq);
        done.run(list, seq);
      }
      // A list is filtered by words too.
      noteChanged(db, rows);
      return rows.length;
    },
  };
}
const BODY_FOLLOWS = `INSERT OR IGNORE INTO body_dirty (list, seq) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM body_text WHERE list = ? AND seq = ?)`;

function createKeyIndexer(db: Db): Settler {
  const next = db.prepare<[number], { list: SearchedList; seq: number }>('SELECT list, seq FROM key_dirty LIMIT ?');
  const done = db.prepare<[string, number]>('DELETE FROM key_dirty WHERE list = ? AND seq = ?');
  const keys = createKeyWriter(db);
  return {
    settle(limit = 100_000) {
      const rows = next.all(limit);
      for (const { list, seq } of rows) {
        keys.row(list, seq);
        done.run(list, seq);
      }
      return rows.length;
    },
  };
}
