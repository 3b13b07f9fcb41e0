/**
 * What goes on by itself: pages are looked at (ink, slope, lie), read where the machine can read, and documents' files are
 * made. Every step is kept, so that a crash goes on where it was; one step at a time, the clerk's own first pages before the
 * rest.
 */
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { MAX_PAGE_WORDS, type PageText } from '../../domain/pageText.ts';
import { LEAST_SKEW, type PageLook, printedNumber } from '../../domain/scan.ts';
import { type PlacedText, secrecyOf } from '../../domain/secrecyMark.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import type { KeptFinding } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import type { Imaging } from './imaging.ts';
import { type MakeProgress, makeFile } from './make.ts';
import type { PageReader } from './reader.ts';
import {
  editOf,
  type GroupRow,
  groupById,
  itemById,
  MAX_READ_TRIES,
  type PageRow,
  pageById,
  pagesOf,
  textOf,
  wordedPages,
} from './tray.ts';

export interface BackgroundParts {
  readonly store: Store;
  readonly imaging: Imaging;
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: () => PageReader | undefined;
  readonly changed: (groupId?: string) => void;
  /** A document got its file. */
  readonly made: (incomingId: string) => void;
  /** The file of a petition's pages was made, or could not be. */
  readonly petitionChanged: (petitionId: string) => void;
  readonly onPoint?: ((name: string) => void) | undefined;
}
export interface Background {
  start(): void;
  wake(): void;
  /** Works until nothing is left; for tests. */
  settle(): Promise<void>;
  progress(groupId: string): MakeProgress | undefined;
  /** Gives the making of a file up until somebody asks for it again. */
  stopMaking(groupId: string): void;
  /** What is being read now, and what waits. */
  reading(): { readonly waiting: number; readonly active: boolean };
  stop(): Promise<void>;
}

const AWAY_MS = 10_000;
const LOOK_MS = 30_000;
const MOST_READERS = 8;
/** The page is told of so many looked-at pages at once. */
const TELL_EVERY = 8;
/** Codes that say something of the process, not of the page. */
const PASSING = new Set([
  'scan.closed',
  'scan.cannot_read_here',
  'store.disk_full',
  'parsing.disk_full',
  'contract.closed',
  'reader.closed',
]);

export function createBackground(parts: BackgroundParts): Background {
  const { store, clock, log } = parts;
  const making = new Map<string, { progress: MakeProgress; stop: AbortController }>();
  const ends = new AbortController();
  let stopped = true;
  /** Pages that are being read. */
  const underWay = new Set<string>();
  let timers: { cancel(): void }[] = [];
  const lanes: Promise<void>[] = [];

  /** What the picture process does by itself is one lane; what readers do beside it are as many as they are, and one more. */
  const lane = (name: string, step: () => Promise<boolean>): (() => void) => {
    let [running, again] = [false, false];
    const run = (): void => {
      if (stopped) return;
      if (running) {
        again = true;
        return;
      }
      running = true;
      const work = (async () => {
        try {
          do {
            again = false;
            while (!stopped && (await step()));
          } while (again && !stopped);
          if (!stopped) timers.push(clock.setTimer(run, LOOK_MS));
        } catch (error) {
          const code = error instanceof Failure ? error.error.code : String(error);
          if (!stopped) {
            log.warn('scans: a step was not done', { lane: name, code });
            timers.push(clock.setTimer(run, AWAY_MS));
          }
        } finally {
          running = false;
        }
      })();
      lanes.push(work);
      void work.finally(() => lanes.splice(lanes.indexOf(work), 1));
    };
    return run;
  };

  let looked = 0;
  const lookStep = async (): Promise<boolean> => {
    const group = nextToMake(store, parts.reader()?.available() ?? false, 'first');
    if (group) return make(group);
    const page = nextUnseen(store);
    if (page) {
      await look(parts, page);
      // It can be read now: whoever reads found nothing to do before.
      wakeRead();
      if (++looked % TELL_EVERY === 0 || !nextUnseen(store)) parts.changed(page.group_id);
      return true;
    }
    const remake = nextToMake(store, parts.reader()?.available() ?? false, 'again');
    return remake ? make(remake) : false;
  };
  const make = async (group: GroupRow): Promise<boolean> => {
    const held = { progress: { done: 0, total: pagesOf(store, group.id).length }, stop: new AbortController() };
    making.set(group.id, held);
    const end = (): void => held.stop.abort();
    ends.signal.addEventListener('abort', end);
    try {
      const incomingId = await makeFile(parts, group, held.stop.signal, (progress) => {
        held.progress = progress;
        if (progress.done % 5 === 0) parts.changed(group.id);
      });
      if (incomingId !== undefined && group.petition_id === null) parts.made(incomingId);
    } finally {
      ends.signal.removeEventListener('abort', end);
      making.delete(group.id);
      if (!stopped) {
        parts.changed(group.id);
        if (group.petition_id !== null) parts.petitionChanged(group.petition_id);
      }
    }
    return true;
  };
  const readStep = async (): Promise<boolean> => {
    const reader = parts.reader();
    if (!reader?.available()) return false;
    const page = nextUnread(store, underWay);
    if (!page) return false;
    underWay.add(page.id);
    try {
      await read(parts, reader, page, ends.signal);
    } finally {
      underWay.delete(page.id);
    }
    parts.changed(page.group_id);
    // A document may have been waiting for its last page.
    wakeLook();
    return true;
  };
  const wakeLook = lane('pictures', lookStep);
  const readLanes: (() => void)[] = [];
  const wakeRead = (): void => {
    // While one page is read the next one's picture is made ready.
    const wanted = 1 + Math.min(MOST_READERS, parts.reader()?.atOnce?.() ?? 1);
    while (readLanes.length < wanted) readLanes.push(lane('reading', readStep));
    for (const wake of readLanes.slice(0, wanted)) wake();
  };

  return {
    start() {
      stopped = false;
      wakeLook();
      wakeRead();
    },
    wake() {
      wakeLook();
      wakeRead();
    },
    async settle() {
      for (;;) {
        wakeLook();
        wakeRead();
        await Promise.all(lanes);
        const left = nextUnseen(store) ?? nextToMake(store, parts.reader()?.available() ?? false, 'first');
        if (!left || stopped) return;
      }
    },
    progress: (groupId) => making.get(groupId)?.progress,
    stopMaking: (groupId) => making.get(groupId)?.stop.abort(),
    reading: () => ({
      active: underWay.size > 0,
      waiting: parts.reader()?.available() ? (store.db.prepare<[], number>(`SELECT count(*) ${UNREAD}`).pluck().get() ?? 0) : 0,
    }),
    async stop() {
      stopped = true;
      for (const timer of timers) timer.cancel();
      timers = [];
      ends.abort();
      await Promise.all(lanes);
    },
  };
}

/** Pages of papers in the tray, oldest group first. */
const nextUnseen = (store: Store): PageRow | undefined =>
  store.db
    .prepare<[], PageRow>(
      `SELECT p.* FROM scan_page p JOIN scan_group g ON g.id = p.group_id
       WHERE p.look IS NULL AND p.problem IS NULL AND g.state <> 'dropped' ORDER BY g.state = 'registered', g.position, p.position LIMIT 1`,
    )
    .get();

/** Of whole PDFs only what has no words yet would be worth it, and they cannot be taken apart: they are left alone. */
const UNREAD = `FROM scan_page p JOIN scan_group g ON g.id = p.group_id JOIN scan_item i ON i.id = p.item_id
  WHERE p.text IS NULL AND p.problem IS NULL AND p.removed = 0 AND p.read_tries < ${MAX_READ_TRIES} AND i.whole = 0 AND g.state <> 'dropped' AND g.petition_id IS NULL AND p.look IS NOT NULL`;
/** First pages of papers that wait for the clerk, then of what was registered, then the rest. */
const nextUnread = (store: Store, underWay: ReadonlySet<string>): PageRow | undefined =>
  store.db
    .prepare<[string], PageRow>(
      `SELECT p.* ${UNREAD} AND p.id NOT IN (SELECT value FROM json_each(?))
       ORDER BY p.position > 0, g.state = 'registered', g.position, p.position LIMIT 1`,
    )
    .get(JSON.stringify([...underWay]));

/** `first`: a document that has no file yet; `again`: one whose words are all there now. */
function nextToMake(store: Store, reads: boolean, which: 'first' | 'again'): GroupRow | undefined {
  if (which === 'first')
    return store.db.prepare<[], GroupRow>(`SELECT * FROM scan_group WHERE make = 'waiting' ORDER BY seq LIMIT 1`).get();
  if (!reads) return undefined;
  return store.db
    .prepare<[], GroupRow>(
      `SELECT g.* FROM scan_group g WHERE g.make = 'done' AND g.state = 'registered' AND g.file_id IS NOT NULL AND g.petition_id IS NULL
         AND g.with_text < (SELECT count(*) FROM scan_page p WHERE p.group_id = g.id AND p.removed = 0 AND p.text IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM scan_page p JOIN scan_item i ON i.id = p.item_id
           WHERE p.group_id = g.id AND p.removed = 0 AND p.text IS NULL AND p.problem IS NULL AND p.read_tries < ${MAX_READ_TRIES} AND i.whole = 0)
       ORDER BY g.seq LIMIT 1`,
    )
    .get();
}

async function look({ store, imaging }: BackgroundParts, page: PageRow): Promise<void> {
  const item = itemById(store, page.item_id);
  try {
    const { ink, skew, turn } = await imaging.ask('lookAt', { source: store.vault.sealed(item.blob_id), page: page.page });
    const found: PageLook = { ink, skew: Math.abs(skew) < LEAST_SKEW ? 0 : skew, turn };
    store.tx(() => store.db.prepare('UPDATE scan_page SET look = ? WHERE id = ?').run(JSON.stringify(found), page.id), 'scan:looked');
  } catch (error) {
    if (!(error instanceof Failure) || PASSING.has(error.error.code)) throw error;
    // Ended the process once: the same page once more, then it is left alone.
    if (error.error.code === 'scan.process_died') return;
    store.tx(
      () => store.db.prepare('UPDATE scan_page SET problem = ? WHERE id = ?').run(JSON.stringify(error.error), page.id),
      'scan:unseen',
    );
  }
}

async function read(parts: BackgroundParts, reader: PageReader, page: PageRow, signal: AbortSignal): Promise<void> {
  const { store, imaging } = parts;
  const item = itemById(store, page.item_id);
  const [target] = store.vault.reserve(1);
  if (!target) return;
  // Counted before: a page that ends this machine is not tried for ever.
  store.tx(() => store.db.prepare('UPDATE scan_page SET read_tries = read_tries + 1 WHERE id = ?').run(page.id), 'scan:reading');
  const untried = (): unknown =>
    store.tx(() => store.db.prepare('UPDATE scan_page SET read_tries = read_tries - 1 WHERE id = ?').run(page.id), 'scan:unread');
  try {
    const source = store.vault.sealed(item.blob_id);
    const size = await imaging.ask('readablePage', { source, page: page.page, edit: editOf(page), target: target.file });
    if (!stillAsItWas(store, page)) {
      untried();
      return;
    }
    const text = await reader.read({ pageId: page.id, image: target.file, ...size }, signal);
    keepText(store, page, { ...text, words: text.words.slice(0, MAX_PAGE_WORDS) });
  } catch (error) {
    if (signal.aborted) {
      untried();
      return;
    }
    // No fault of the page's: a full disk must not leave it unread for good.
    if (error instanceof Failure && PASSING.has(error.error.code)) {
      untried();
      throw error;
    }
    parts.log.info('a page was not read', { code: error instanceof Failure ? error.error.code : 'unexpected' });
  } finally {
    await store.vault.discard([target.id as BlobId]);
  }
}

/** Neither changed nor become a petition's while its picture was made. */
function stillAsItWas(store: Store, page: PageRow): boolean {
  const now = pageById(store, page.id);
  return now.version === page.version && groupById(store, now.group_id).petition_id === null;
}

/** Words of the page as it was when it was read; of no use once it was changed. */
function keepText(store: Store, page: PageRow, text: PageText): void {
  store.tx(() => {
    const now = pageById(store, page.id);
    // What is of a petition meanwhile is read by nobody.
    if (groupById(store, now.group_id).petition_id !== null) return;
    if (now.version !== page.version) {
      store.db.prepare('UPDATE scan_page SET read_tries = 0 WHERE id = ?').run(page.id);
      return;
    }
    const look = now.look === null ? undefined : (JSON.parse(now.look) as PageLook);
    // Who read the page knows better than the shape of its lines how it lies.
    const printed = printedNumber(text);
    const known = look && {
      ...look,
      ...(text.turn === undefined ? {} : { turn: text.turn }),
      ...(printed === undefined ? {} : { printed }),
    };
    store.db
      .prepare('UPDATE scan_page SET text = ?, look = ? WHERE id = ?')
      .run(JSON.stringify(text), known ? JSON.stringify(known) : now.look, page.id);
    if (now.position < 10) askSecrecy(store, now.group_id);
  }, 'scan:read');
}

/** Words on a scan that may be a mark of secrecy: reading errs, so a person is asked before the paper is registered. */
function askSecrecy(store: Store, groupId: string): void {
  const group = groupById(store, groupId);
  const before = group.secrecy === null ? undefined : (JSON.parse(group.secrecy) as KeptFinding);
  if (group.state !== 'open' || before?.state === 'answered') return;
  const pages = wordedPages(store, groupId, 10);
  const shown = pages.flatMap((row, n) => {
    const text = textOf(row);
    return text
      ? [{ page: n + 1, width: (text.width / row.dpi) * 72, height: (text.height / row.dpi) * 72, texts: placed(text, row.dpi) }]
      : [];
  });
  const found = secrecyOf(shown);
  const asks = found.mark ? [{ words: markWords(found.mark.degree), page: found.mark.page }] : found.asks;
  if (asks.length === 0) return;
  store.db
    .prepare('UPDATE scan_group SET secrecy = ? WHERE id = ?')
    .run(JSON.stringify({ state: 'asks', asks } satisfies KeptFinding), groupId);
}
const markWords = (degree: string): string => ({ tuyet_mat: 'TUYỆT MẬT', toi_mat: 'TỐI MẬT' })[degree] ?? 'MẬT';
function placed(text: PageText, dpi: number): PlacedText[] {
  const scale = 72 / dpi;
  return text.words.map((word) => ({
    text: word.text,
    x: word.x * scale,
    y: (word.y + word.h * 0.8) * scale,
    width: word.w * scale,
    // A box holds marks and tails: letters are set about as large as it is high.
    size: word.h * scale,
  }));
}
