/**
 * Does the full-text index hold just the words that the rows make? Both sides are summed up, word by word and column by
 * column, in an order that does not matter: the index by its own vocabulary (SQLite, FTS5, 4.7 "fts5vocab"), the rows by
 * their words. Equal sums say yes for all documents at once, in a small part of the time of asking for each.
 */
import type Database from 'better-sqlite3';
import { foldedText, markedText } from '../../../domain/searchText.ts';
import { documentWords, type SearchedList } from '../../search/index.ts';

type Db = Database.Database;
const BATCH = 200;

/** Two sums of 32 bits: a difference that both miss is no accident. */
class Sum {
  #a = 0;
  #b = 0;
  add(column: string, word: string, times: number): void {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (const text of [column, word]) {
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ code, 0x85ebca6b) + 0x5bd1e995;
      }
      b ^= b >>> 15;
    }
    this.#a = (this.#a + Math.imul(a, times)) >>> 0;
    this.#b = (this.#b + Math.imul(b, times)) >>> 0;
  }
  equals(other: Sum): boolean {
    return this.#a === other.#a && this.#b === other.#b;
  }
}

/** Words as the index cuts them (`unicode61`: letters, digits and private use). */
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];

/** @param step after so many documents; may stop the check by throwing */
export async function sameWords(db: Db, list: SearchedList, step: (documents: number) => Promise<void>): Promise<boolean> {
  const ofRows = new Sum();
  const rows = db.prepare<[number, number], number>(`SELECT seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT ?`).pluck();
  for (let after = 0; ; ) {
    const batch = rows.all(after, BATCH);
    if (batch.length === 0) break;
    for (const seq of batch) {
      const words = documentWords(db, list, seq);
      if (words === undefined) continue;
      for (const [column, text] of [
        ['folded', foldedText(words.text)],
        ['marked', markedText(words.text)],
        ['facts', words.facts],
      ] as const) {
        for (const word of wordsOf(text)) ofRows.add(column, word, 1);
      }
    }
    after = batch.at(-1) ?? after;
    await step(batch.length);
  }
  return ofRows.equals(await sumOfIndex(db, list, step));
}

async function sumOfIndex(db: Db, list: SearchedList, step: (documents: number) => Promise<void>): Promise<Sum> {
  const sum = new Sum();
  const table = `temp.${list}_words`;
  db.exec(`CREATE VIRTUAL TABLE ${table} USING fts5vocab(main, ${list}_search, col)`);
  try {
    const terms = db.prepare<[string], [string, string, number]>(
      `SELECT term, col, cnt FROM ${list}_words WHERE term > ? AND col IN ('folded', 'marked', 'facts') LIMIT 20000`,
    );
    for (let after = ''; ; ) {
      const part = terms.raw().all(after);
      // A word stands there once for each column; the last one of a part may go on in the next.
      const last = part.at(-1)?.[0];
      const whole = part.length < 20_000 ? part : part.filter(([term]) => term !== last);
      for (const [term, column, times] of whole) sum.add(column, term, times);
      if (part.length < 20_000 || last === undefined) return sum;
      after = whole.at(-1)?.[0] ?? after;
      await step(0);
    }
  } finally {
    db.exec(`DROP TABLE ${table}`);
  }
}
