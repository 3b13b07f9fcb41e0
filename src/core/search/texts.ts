/**
 * The text of PDFs, read in the background: the newest file first, some pages a job so that an arrival never waits long
 * behind it, each step kept, so that a crash goes on where it was. A file that ends the parser, or cannot be read, is
 * marked and left alone; one without a text layer is marked so.
 */
import type { ReadTextResult, SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { foldedText, markedText } from '../../domain/searchText.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import type { Store } from '../store/types.ts';
import { MAX_FILE_CHARS, packText, textOfDocument, unpackText } from './fileText.ts';
import { documentWords, type SearchedList } from './indexer.ts';
import { createKeyWriter } from './keys.ts';

/** The parser, as far as this room needs it. */
export interface TextReader {
  readText(input: { source: SealedFile; fromPage: number; maxPages: number; maxChars: number; maxMs: number }): Promise<ReadTextResult>;
}
export interface TextsParts {
  readonly store: Store;
  readonly parsing: TextReader;
  readonly clock: Clock;
  readonly log: Log;
  /** Documents can now be found by the text of their files; now and then, and at the end. */
  changed(): void;
}
export interface Texts {
  start(): void;
  /** Something came in: look now rather than later. */
  wake(): void;
  /** One step: a document's words written, or some pages read; false where nothing waits. */
  step(): Promise<boolean>;
  stop(): Promise<void>;
}

const PAGES_A_JOB = 40;
const MS_A_JOB = 1_500;
const MAX_PAGES = 400;
const MAX_ATTEMPTS = 3;
/** Between two steps, so that other work goes first. */
const PAUSE_MS = 150;
const LOOK_MS = 4_000;
/** The pages are told after so many steps, not after each. */
const STEPS_A_WORD = 30;
/** After the parser was away: it says nothing about the file. */
const AWAY_MS = 10_000;

interface Waiting {
  readonly file_id: string;
  readonly blob_id: BlobId;
  readonly next_page: number;
  readonly attempts: number;
  readonly body: Buffer | null;
}

export function createTexts(parts: TextsParts): Texts {
  const { clock } = parts;
  let timer: { cancel(): void } | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = true;
  const plan = (ms: number): void => {
    timer?.cancel();
    if (!stopped) timer = clock.setTimer(run, ms);
  };
  let done = 0;
  const run = (): void => {
    running = step(parts).then(
      (more) => {
        if (more) done++;
        if (done >= STEPS_A_WORD || (!more && done > 0)) {
          done = 0;
          parts.changed();
        }
        plan(more ? PAUSE_MS : LOOK_MS);
      },
      (error: unknown) => {
        if (!stopped) parts.log.warn('text of a file not read', { code: error instanceof Failure ? error.error.code : String(error) });
        plan(AWAY_MS);
      },
    );
  };
  return {
    start() {
      stopped = false;
      plan(PAUSE_MS);
    },
    wake: () => plan(PAUSE_MS),
    step: () => step(parts),
    async stop() {
      stopped = true;
      timer?.cancel();
      await running;
    },
  };
}

async function step(parts: TextsParts): Promise<boolean> {
  if (writeBody(parts)) return true;
  const next = parts.store.db
    .prepare<[], Waiting>(
      `SELECT t.file_id, f.blob_id, t.next_page, t.attempts, t.body FROM file_text t JOIN file f ON f.id = t.file_id WHERE t.state = 'waiting'
       ORDER BY t.seq DESC LIMIT 1`,
    )
    .get();
  if (next === undefined) return false;
  if (reuse(parts, next)) return true;
  if (next.attempts >= MAX_ATTEMPTS) settle(parts, next.file_id, 'failed');
  else await readSome(parts, next);
  return true;
}

/** The same bytes were read before (two organs of ours, a document sent again). */
function reuse({ store }: TextsParts, next: Waiting): boolean {
  if (next.next_page > 1) return false;
  const twin = store.db
    .prepare<[BlobId, string, BlobId], { file_id: string; state: string }>(
      `SELECT t.file_id, t.state FROM file f JOIN file_text t ON t.file_id = f.id WHERE f.blob_id IN
         (SELECT b.id FROM blob a JOIN blob b ON b.sha256 = a.sha256 AND b.size = a.size WHERE a.id = ? UNION SELECT ?)
         AND t.file_id <> ? AND t.state IN ('done', 'none') LIMIT 1`,
    )
    .get(next.blob_id, next.blob_id as unknown as string, next.file_id as BlobId);
  if (twin === undefined) return false;
  store.tx(() => {
    store.db
      .prepare(
        `UPDATE file_text SET (state, pages, truncated, encoding, chars, body) = (SELECT state, pages, truncated, encoding, chars, body FROM file_text WHERE file_id = ?)
         WHERE file_id = ?`,
      )
      .run(twin.file_id, next.file_id);
    bodyOf(store, next.file_id);
  }, 'texts:reuse');
  return true;
}

async function readSome(parts: TextsParts, next: Waiting): Promise<void> {
  const { store } = parts;
  // Counted before: a file that ends this whole machine is not tried for ever.
  store.tx(() => store.db.prepare('UPDATE file_text SET attempts = attempts + 1 WHERE file_id = ?').run(next.file_id), 'texts:try');
  const before = unpackText(next.body);
  let read: ReadTextResult;
  try {
    read = await parts.parsing.readText({
      source: store.vault.sealed(next.blob_id),
      fromPage: next.next_page,
      maxPages: PAGES_A_JOB,
      maxChars: Math.max(1, MAX_FILE_CHARS - before.length),
      maxMs: MS_A_JOB,
    });
  } catch (error) {
    if (error instanceof Failure && BY_THE_FILE.includes(error.error.code)) {
      if (next.attempts + 1 >= MAX_ATTEMPTS || error.error.code === 'parsing.refused') settle(parts, next.file_id, 'failed');
      return;
    }
    // Not the file's fault: the try does not count.
    if (store.db.open)
      store.tx(() => store.db.prepare('UPDATE file_text SET attempts = attempts - 1 WHERE file_id = ?').run(next.file_id), 'texts:untried');
    throw error;
  }
  keep(parts, next, before, read);
}
const BY_THE_FILE: readonly string[] = [
  'parsing.process_died',
  'parsing.too_long',
  'parsing.too_much_memory',
  'parsing.refused',
  'parsing.file_unreadable',
  'unexpected',
  'store.file_missing',
  'store.file_damaged',
];

function keep(parts: TextsParts, next: Waiting, before: string, read: ReadTextResult): void {
  const { store } = parts;
  const text = (before === '' ? read.text : `${before}\n${read.text}`).slice(0, MAX_FILE_CHARS);
  const letters = /[\p{L}\p{N}]/u.test(text);
  const ended = read.nextPage === undefined || read.nextPage > MAX_PAGES || text.length >= MAX_FILE_CHARS;
  const truncated = read.truncated || (ended && read.nextPage !== undefined);
  const state = read.unreadable ? 'failed' : !ended ? 'waiting' : letters ? 'done' : 'none';
  store.tx(() => {
    store.db
      .prepare(
        `UPDATE file_text SET state = ?, next_page = ?, pages = ?, attempts = 0, truncated = ?, encoding = coalesce(encoding, ?), chars = ?, body = ?
         WHERE file_id = ?`,
      )
      .run(
        state,
        read.nextPage ?? next.next_page,
        read.pages || null,
        truncated ? 1 : 0,
        read.encoding ?? null,
        text.length,
        letters ? packText(text) : null,
        next.file_id,
      );
    if (state !== 'waiting') bodyOf(store, next.file_id);
  }, 'texts:keep');
}

function settle({ store }: TextsParts, fileId: string, state: 'failed'): void {
  store.tx(() => {
    store.db.prepare('UPDATE file_text SET state = ? WHERE file_id = ?').run(state, fileId);
    bodyOf(store, fileId);
  }, 'texts:failed');
}

/** Its document's words are to be written again; inside the transaction that changed them. */
export function bodyOf(store: Store, fileId: string): void {
  for (const list of ['incoming', 'outgoing'] as const) {
    store.db
      .prepare(`INSERT OR IGNORE INTO body_dirty SELECT '${list}', d.seq FROM file f JOIN ${list} d ON d.id = f.${list}_id WHERE f.id = ?`)
      .run(fileId);
  }
}

/** Writes the words of one document's files, with its own, into the index; false where none waits. */
function writeBody({ store }: TextsParts): boolean {
  const { db } = store;
  const next = db.prepare<[], { list: SearchedList; seq: number }>('SELECT list, seq FROM body_dirty ORDER BY seq DESC LIMIT 1').get();
  if (next === undefined) return false;
  const { list, seq } = next;
  const id = db.prepare<[number], string>(`SELECT id FROM ${list} WHERE seq = ?`).pluck().get(seq);
  const text = id === undefined ? '' : textOfDocument(store, list, id);
  store.tx(() => {
    db.prepare('DELETE FROM body_dirty WHERE list = ? AND seq = ?').run(list, seq);
    const table = `${list}_body`;
    if (text === '') {
      db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(seq);
      db.prepare('DELETE FROM body_text WHERE list = ? AND seq = ?').run(list, seq);
    } else {
      const whole = `${documentWords(db, list, seq)?.text ?? ''} \n ${text}`;
      db.prepare(`INSERT OR REPLACE INTO ${table} (rowid, folded, marked) VALUES (?, ?, ?)`).run(seq, foldedText(whole), markedText(whole));
      db.prepare('INSERT OR IGNORE INTO body_text VALUES (?, ?)').run(list, seq);
    }
    createKeyWriter(db).file(list, seq, text);
  }, 'texts:body');
  return true;
}

/** How far the reading is, in files. */
export function textsState(store: Store): { waiting: number; done: number; none: number; failed: number } {
  const rows = store.db.prepare<[], { state: string; n: number }>('SELECT state, count(*) AS n FROM file_text GROUP BY state').all();
  const of = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0;
  return { waiting: of('waiting'), done: of('done'), none: of('none'), failed: of('failed') };
}
