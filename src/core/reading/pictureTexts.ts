/**
 * Words of files that came as pictures (packages of the axis, mail), read in the background page by page, so that they are
 * found like a text layer is. Each page's words are kept as soon as they were read: a crash goes on where it was, a page is
 * read once. Scans of our own tray are read by the tray. A page that ends its reader is passed over, never the file.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { PageText } from '../../domain/pageText.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import { bodyOf, MAX_FILE_CHARS, packText } from '../search/index.ts';
import type { Store } from '../store/types.ts';
import type { PagePictures } from './index.ts';
import type { ReaderPool } from './pool.ts';

export interface PictureTextsParts {
  readonly store: Store;
  readonly pictures: PagePictures;
  readonly readers: ReaderPool;
  readonly clock: Clock;
  readonly log: Log;
  /** A file's words are there now: its document is found by them. */
  readonly changed: (incomingId: string | undefined) => void;
}
export interface PictureTexts {
  start(): void;
  wake(): void;
  /** One page read, or one file looked at; false where nothing waits. */
  step(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Of a thicker file only so many pages are read for the search. */
const MAX_PAGES = 300;
const MAX_TRIES = 2;
const PAUSE_MS = 500;
/** The morning's first minute is the clerk's. */
const START_MS = 60_000;
const LOOK_MS = 20_000;
const AWAY_MS = 15_000;
/** Letters of one file's words, inflated, at the most: a page of a hundred thousand words is none. */
const MAX_WORDS_BYTES = 8 * 1024 * 1024;
/** Codes that say nothing of the page. */
const PASSING = new Set([
  'reader.closed',
  'reader.cancelled',
  'contract.closed',
  'scan.closed',
  'scan.cannot_read_here',
  'parsing.closed',
  'store.disk_full',
  'parsing.disk_full',
]);

/** The words of a file's page, where they were read before. */
export function keptWords(store: Store, fileId: string, page: number): PageText | undefined {
  const words = store.db
    .prepare<[string, number], Buffer>('SELECT words FROM file_words WHERE file_id = ? AND page = ?')
    .pluck()
    .get(fileId, page);
  return words && (JSON.parse(inflateRawSync(words, { maxOutputLength: MAX_WORDS_BYTES }).toString('utf8')) as PageText);
}
/** Keeps them with the file, where its text is searched at all. */
export function keepWords(store: Store, fileId: string, page: number, text: PageText): void {
  store.db
    .prepare('INSERT OR REPLACE INTO file_words (file_id, page, words) SELECT file_id, ?, ? FROM file_text WHERE file_id = ?')
    .run(page, deflateRawSync(Buffer.from(JSON.stringify(text), 'utf8')), fileId);
}
/** Line under line, as a person reads them. */
function plain({ words, lines = [] }: PageText): string {
  const starts = new Set(lines);
  return words.map(({ text }, n) => (n === 0 ? text : starts.has(n) ? `\n${text}` : ` ${text}`)).join('');
}

interface Waiting {
  readonly file_id: string;
  readonly blob_id: BlobId;
  readonly incoming_id: string | null;
  readonly picture_pages: number | null;
  readonly picture_page: number;
  readonly picture_tries: number;
}
/** Newest first; a paper of the tray that is made anew with its words waits for that. For tests too: what is asked of the store. */
export const PICTURES_WAITING = `SELECT t.file_id, f.blob_id, f.incoming_id, t.picture_pages, t.picture_page, t.picture_tries
  FROM file_text t INDEXED BY file_text_pictures JOIN file f ON f.id = t.file_id
  WHERE t.state = 'none' AND (t.picture_pages IS NULL OR t.picture_page <= t.picture_pages)
    AND NOT EXISTS (SELECT 1 FROM scan_group g WHERE g.incoming_id = f.incoming_id AND g.file_id = f.id AND g.with_text = 0)
  ORDER BY t.seq DESC LIMIT 1`;

export function createPictureTexts(parts: PictureTextsParts): PictureTexts {
  const { clock } = parts;
  const stop = new AbortController();
  let timer: { cancel(): void } | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = true;
  let busy = false;
  const plan = (ms: number): void => {
    timer?.cancel();
    if (!stopped) timer = clock.setTimer(run, ms);
  };
  const run = (): void => {
    if (busy) return;
    busy = true;
    running = step(parts, stop.signal)
      .then(
        (more) => plan(more ? PAUSE_MS : LOOK_MS),
        (error: unknown) => {
          if (!stopped) parts.log.info('a picture was not read', { code: error instanceof Failure ? error.error.code : String(error) });
          plan(AWAY_MS);
        },
      )
      .finally(() => {
        busy = false;
      });
  };
  return {
    start() {
      stopped = false;
      plan(START_MS);
    },
    wake: () => {
      if (!busy) plan(PAUSE_MS);
    },
    step: () => step(parts, stop.signal),
    async stop() {
      stopped = true;
      timer?.cancel();
      stop.abort();
      await running;
    },
  };
}

async function step(parts: PictureTextsParts, signal: AbortSignal): Promise<boolean> {
  const { store, readers, pictures } = parts;
  if (!readers.available()) return false;
  const next = store.db.prepare<[], Waiting>(PICTURES_WAITING).get();
  if (!next) return false;
  const source = store.vault.sealed(next.blob_id);
  if (next.picture_pages === null) {
    const pages = Math.min(MAX_PAGES, (await pictures.count(source)) ?? 0);
    store.tx(() => store.db.prepare('UPDATE file_text SET picture_pages = ? WHERE file_id = ?').run(pages, next.file_id), 'pictures:look');
    return true;
  }
  const kept = keptWords(store, next.file_id, next.picture_page);
  const text = kept ?? (next.picture_tries >= MAX_TRIES ? undefined : await readPage(parts, next, signal));
  store.tx(() => settle(parts, next, kept ? undefined : text), 'pictures:read');
  if (next.picture_page >= next.picture_pages) parts.changed(next.incoming_id ?? undefined);
  return true;
}

/** Undefined where it cannot be read. @throws Failure where it is not the page's fault: it is tried again */
async function readPage(
  { store, readers, pictures, log }: PictureTextsParts,
  next: Waiting,
  signal: AbortSignal,
): Promise<PageText | undefined> {
  const tried = (n: number): void => {
    const count = store.db.prepare('UPDATE file_text SET picture_tries = picture_tries + ? WHERE file_id = ?');
    store.tx(() => count.run(n, next.file_id), 'pictures:try');
  };
  const [target] = store.vault.reserve(1);
  if (!target) throw new Failure('store.disk_full');
  // Counted before: a page that ends this machine is not tried for ever.
  tried(1);
  try {
    const { dpi } = await pictures.picture(store.vault.sealed(next.blob_id), next.picture_page - 1, target.file);
    return await readers.read({ image: target.file, dpi, signal });
  } catch (error) {
    const code = error instanceof Failure ? error.error.code : 'unexpected';
    if (PASSING.has(code)) {
      if (store.db.open) tried(-1);
      throw error;
    }
    if (code === 'reader.no_data') throw error;
    log.info('a page of a file was not read', { code });
    return undefined;
  } finally {
    if (store.db.open) await store.vault.discard([target.id]);
  }
}

/** The page's words are kept; behind the last one the file's text is theirs. */
function settle({ store }: PictureTextsParts, next: Waiting, text: PageText | undefined): void {
  if (text) keepWords(store, next.file_id, next.picture_page, text);
  store.db
    .prepare('UPDATE file_text SET picture_page = picture_page + 1, picture_tries = 0, attempts = 0 WHERE file_id = ?')
    .run(next.file_id);
  if (next.picture_page < (next.picture_pages ?? 0)) return;
  let whole = '';
  for (let page = 1; page <= (next.picture_pages ?? 0) && whole.length < MAX_FILE_CHARS; page++) {
    const read = keptWords(store, next.file_id, page);
    if (read) whole += `${plain(read)}\n`;
  }
  if (!/[\p{L}\p{N}]/u.test(whole)) return;
  store.db
    .prepare(`UPDATE file_text SET state = 'done', pages = ?, chars = ?, truncated = ?, body = ? WHERE file_id = ?`)
    .run(
      next.picture_pages,
      Math.min(whole.length, MAX_FILE_CHARS),
      whole.length > MAX_FILE_CHARS ? 1 : 0,
      packText(whole.slice(0, MAX_FILE_CHARS)),
      next.file_id,
    );
  bodyOf(store, next.file_id);
}
