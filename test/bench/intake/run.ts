/**
 * The run of the intake benchmark, in a process of its own as the core is one: `run.ts PAGES SCAN` prints its figures as JSON
 * and, on stderr, how far it is.
 */
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createReading, readersFor } from '../../../src/core/reading/index.ts';
import { bindScans, openGroups } from '../../../src/core/scanning/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { parserKit } from '../../parser/kit.ts';
import { readerKit } from '../../reading/kit.ts';
import { imagingKit, ORGAN, type PaperDesk, paperDesk, quiet } from '../../scanning/kit.ts';
import { putIncoming } from '../../support/documents.ts';
import { openTestStore } from '../../support/store.ts';
import { type Figure, median } from '../bench.ts';
import { askingLists, p95, watchMemory } from './watch.ts';

const DOCUMENTS = 5_000;
const ROUNDS = 3;
const PIECE = 1024 * 1024;
/** Nothing new for so long: it does not go on. */
const STUCK_MS = 180_000;
const SAY_MS = 15_000;

/** The same bytes sealed into the vault and synced, and nothing else. */
async function encryptedCopy(store: Store, path: string): Promise<number> {
  const start = performance.now();
  const writer = await store.vault.create();
  const file = await open(path, 'r');
  const piece = Buffer.allocUnsafe(PIECE);
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, PIECE);
    if (bytesRead === 0) break;
    await writer.write(piece.subarray(0, bytesRead));
  }
  await file.close();
  const blob = await writer.finish();
  const took = performance.now() - start;
  await store.vault.discard([blob.id]);
  return took;
}

function fill(store: Store): void {
  for (let n = 0; n < DOCUMENTS; n += 500)
    store.tx(() => {
      for (let k = 0; k < 500; k++)
        putIncoming(store, { subject: `Văn bản số ${n + k} của xã Ví Dụ`, number: String(n + k), notation: 'UBND' });
    });
}

/** From the paper's registering to its file with every page's words. */
async function inBackground(store: Store, desk: PaperDesk, pages: number): Promise<{ ms: number; worded: number }> {
  const [group] = openGroups(store, ORGAN);
  const start = performance.now();
  const id = store.tx(() => {
    const made = putIncoming(store, { subject: 'Hồ sơ ba trăm trang' }).id;
    bindScans(store, made as RecordId, [group?.id ?? '']);
    return made;
  });
  desk.scanning.bound();
  const state = store.db.prepare(`SELECT make, with_text AS worded FROM scan_group WHERE incoming_id = ?`);
  const count = store.db.prepare(`SELECT count(look) AS looked, count(text) AS read FROM scan_page WHERE group_id = ?`);
  let [last, lastAt, saidAt] = ['', performance.now(), performance.now()];
  for (;;) {
    const { make, worded } = state.get(id) as { make: string; worded: number };
    const { looked, read } = count.get(group?.id) as { looked: number; read: number };
    const { waiting } = desk.scanning.reading();
    // Pages that could not be read are not waited for.
    if (make === 'done' && waiting === 0 && worded === read && worded > 0) return { ms: performance.now() - start, worded };
    const now = performance.now();
    const made = desk.scanning.makeProgress(group?.id ?? '')?.done ?? 0;
    const say = `looked at ${looked}, read ${read}, put into the file ${made} of ${pages}`;
    if (say !== last) [last, lastAt] = [say, now];
    else if (now - lastAt > STUCK_MS) throw new Error(`nothing new for ${STUCK_MS / 1000} s: ${say}, file ${make}`);
    if (now - saidAt > SAY_MS) {
      process.stderr.write(`${Math.round((now - start) / 1000)} s: ${say}\n`);
      saidAt = now;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const mb = (value: number): Figure => ({ value, unit: 'MB' });

async function run(pages: number, source: string): Promise<Record<string, Figure>> {
  const t = openTestStore();
  const pictures = imagingKit(tmpdir());
  const parser = parserKit({}, tmpdir());
  const count = readersFor(cpus().length, totalmem());
  const readers = readerKit({ dir: tmpdir(), count });
  const folder = mkdtempSync(join(tmpdir(), 'scanner-'));
  const reading = createReading({ store: t.store, parsing: parser.parsing, readers: readers.pool, log: quiet, changed: () => undefined });
  const desk = paperDesk(t.store, pictures.imaging, { folder, parsing: parser.parsing });
  try {
    fill(t.store);
    await pictures.imaging.ask('dropArchive', {});
    const memory = watchMemory({
      core: () => process.pid,
      pictures: () => pictures.process()?.pid,
      parser: () => parser.process().pid,
      ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`reader ${n + 1}`, () => readers.processes.pids[n]])),
    });
    const ratios: number[] = [];
    for (let n = 0; n <= ROUNDS; n++) {
      const copied = await encryptedCopy(t.store, source);
      copyFileSync(source, join(folder, `scan-${n}.pdf`));
      const start = performance.now();
      await desk.scanning.look(ORGAN);
      const took = performance.now() - start;
      if (n > 0) ratios.push(took / copied);
      // The last one goes on; the others are not looked at further.
      if (n < ROUNDS) await forget(t.store);
    }
    process.stderr.write(`taken in; ${pages} pages go on in the background with ${count} reader(s)\n`);
    const lists = askingLists(t.store);
    desk.scanning.setReader(reading.pageReader);
    const { ms, worded } = await inBackground(t.store, desk, pages);
    const answered = lists.stop();
    const { peak, of, between } = memory.stop();
    return {
      // How often as long as the copy: at least half as fast is at most twice as long.
      import_over_encrypted_copy: { value: median(ratios), unit: 'ratio', target: '<=2' },
      list_p95_ms_during_import: { value: p95(answered), unit: 'ms', target: '<=50' },
      peak_rss_mb: { ...mb(peak), target: '<=1200' },
      rss_growth_mb: mb(between(0.75, 1) - between(0.25, 0.5)),
      ...Object.fromEntries(Object.entries(of).map(([name, value]) => [`rss_${name.replace(' ', '_')}_mb`, mb(value)])),
      pages_with_words_percent: { value: (100 * worded) / pages, unit: 'percent', target: '>=100' },
      page_ms: { value: ms / pages, unit: 'ms' },
      scan_mb: mb(statSync(source).size / 1e6),
    };
  } finally {
    await desk.stop();
    await reading.close();
    await Promise.all([pictures.stop(), parser.stop(), readers.stop()]);
    t.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Drops the paper at once, so that the same bytes are new again. */
async function forget(store: Store): Promise<void> {
  const blobs = store.db.prepare<[], never>('SELECT blob_id FROM scan_item').pluck().all();
  store.tx(() => {
    store.db.prepare('DELETE FROM scan_item').run();
    store.db.prepare('DELETE FROM scan_group').run();
    for (const id of blobs) store.db.prepare('DELETE FROM blob WHERE id = ?').run(id);
  });
  await store.vault.discard(blobs);
}

const [pages = '', source = ''] = process.argv.slice(2);
const figures = await run(Number(pages), source);
process.stdout.write(JSON.stringify(figures));
process.exit(0);
