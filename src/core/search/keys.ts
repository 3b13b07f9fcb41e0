/**
 * What ties documents together, as keys: each document's own code and matter, and those it answers, replaces or names.
 * Derived from the row, written in the same transaction as the row; the chain is read from here.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { EdxmlDocument } from '../../domain/edxml.ts';
import { codeKey, referencesIn, subjectKey } from '../../domain/references.ts';
import type { SearchedList } from './words.ts';

type Db = Database.Database;
export type KeyRole = 'own' | 'subject' | 'answers' | 'replaces' | 'mentions';
export interface DocumentKey {
  readonly role: KeyRole;
  /** `id:<DocumentId>`, `code:<code>`, `subject:<hash>`. */
  readonly key: string;
  /** Organ code or folded words of the agency, where the key alone is not enough to know it. */
  readonly issuer: string;
  readonly date: string;
}
/** Where a key comes from: the row, or the text of its files, which comes later. */
export type KeySource = 'row' | 'file';

interface Keyed {
  readonly code: string;
  readonly subject: string;
  readonly content: string | null;
  readonly message: string | null;
}
const SELECT: Readonly<Record<SearchedList, string>> = {
  incoming: `SELECT CASE WHEN number = '' THEN notation WHEN notation = '' THEN number ELSE number || '/' || notation END AS code, subject, content, message
    FROM incoming WHERE seq = ?`,
  outgoing: 'SELECT code, subject, content, NULL AS message FROM outgoing WHERE seq = ?',
};

const own = (key: string, role: KeyRole, issuer = '', date = ''): DocumentKey => ({ role, key, issuer, date });
const shortHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/** Codes that a text names, as mentions. */
export const mentionsIn = (text: string): DocumentKey[] =>
  referencesIn(text).map(({ key, date, issuer }) => own(`code:${key}`, 'mentions', issuer ?? '', date ?? ''));

function keysOf({ code, subject, content, message }: Keyed): DocumentKey[] {
  const read = message === null ? undefined : (JSON.parse(message) as Partial<EdxmlDocument>);
  const matter = subjectKey(subject);
  const other = read?.otherInfo;
  return [
    ...(code === '' ? [] : [own(`code:${codeKey(code)}`, 'own')]),
    ...(matter === '' ? [] : [own(`subject:${shortHash(matter)}`, 'subject')]),
    ...(read?.responseFor ?? []).map((to) =>
      to.documentId === undefined
        ? own(`code:${codeKey(to.code ?? '')}`, 'answers', to.organId ?? '', to.promulgationDate ?? '')
        : own(`id:${to.documentId}`, 'answers', to.organId ?? '', to.promulgationDate ?? ''),
    ),
    ...(read?.business?.replacements ?? []).flatMap((one) =>
      one.documentId === undefined ? [] : [own(`id:${one.documentId}`, 'replaces')],
    ),
    ...referencesIn(other?.replyFors ?? '').map((found) => own(`code:${found.key}`, 'answers', found.issuer ?? '', found.date ?? '')),
    ...mentionsIn([subject, content === subject ? '' : (content ?? ''), other?.referenceCodes ?? ''].join('\n')),
  ].filter(({ key }) => !key.endsWith(':'));
}

export interface KeyWriter {
  /** The keys of a document's row again; none where it is gone. */
  row(list: SearchedList, seq: number): void;
  /** The codes that the text of its files names. */
  file(list: SearchedList, seq: number, text: string): void;
}
export function createKeyWriter(db: Db): KeyWriter {
  const remove = db.prepare<[string, number, string]>('DELETE FROM document_key WHERE list = ? AND seq = ? AND source = ?');
  const insert = db.prepare<unknown[]>(
    'INSERT OR IGNORE INTO document_key (list, seq, source, role, key, issuer, date) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const read = {
    incoming: db.prepare<[number], Keyed>(SELECT.incoming),
    outgoing: db.prepare<[number], Keyed>(SELECT.outgoing),
  };
  const write = (list: SearchedList, seq: number, source: KeySource, keys: readonly DocumentKey[]): void => {
    remove.run(list, seq, source);
    for (const { role, key, issuer, date } of keys) insert.run(list, seq, source, role, key, issuer, date);
  };
  return {
    row(list, seq) {
      const row = read[list].get(seq);
      write(list, seq, 'row', row === undefined ? [] : keysOf(row));
    },
    file(list, seq, text) {
      // Its own code stands on its first page.
      const mine = db
        .prepare<[string, number], string>(`SELECT key FROM document_key WHERE list = ? AND seq = ? AND role = 'own'`)
        .pluck()
        .all(list, seq);
      write(
        list,
        seq,
        'file',
        mentionsIn(text).filter(({ key }) => !mine.includes(key)),
      );
    },
  };
}
