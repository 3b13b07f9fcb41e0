/**
 * A thick scan comes in: 300 colour pages as one file of the scanner's, into the vault, looked at, given words and made a
 * PDF/A with a text layer in the background, while the lists answer. Words come from a stand-in here (how fast pages are
 * read is `bench ocr`'s), and the look for marks of secrecy is left out; all else is the product's own, in its own processes. `--size` is the number of pages.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listIncoming } from '../../../src/core/documents/index.ts';
import { bindScans, openGroups, type PageReader } from '../../../src/core/scanning/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { imagingKit, ORGAN, paperDesk } from '../../scanning/kit.ts';
import { putIncoming } from '../../support/documents.ts';
import { openTestStore } from '../../support/store.ts';
import { type Bench, median } from '../bench.ts';

const PAGES = 300;
const DOCUMENTS = 5_000;
const ROUNDS = 3;
const PIECE = 1024 * 1024;
const EVERY_MS = 25;

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

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

/** About as many words as stand on a page. */
const reader: PageReader = {
  available: () => true,
  read: ({ width, height }) =>
    Promise.resolve({
      width,
      height,
      words: Array.from({ length: 400 }, (_, n) => ({
        text: ['Ủy', 'ban', 'nhân', 'dân', 'xã', 'Ví', 'Dụ', 'đề', 'nghị', 'các'][n % 10] ?? '',
        x: (0.1 + 0.08 * (n % 10)) * width,
        y: (0.08 + 0.021 * Math.floor(n / 10)) * height,
        w: 0.06 * width,
        h: 0.014 * height,
        confidence: 90,
      })),
    }),
};

const rssOf = (pid: number | undefined): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** Asks for the first page of the list again and again, as a page would; how long after it was asked each answer was there. */
function askingLists(store: Store): { stop(): number[] } {
  const took: number[] = [];
  let timer: NodeJS.Timeout;
  const ask = (): void => {
    const due = performance.now() + EVERY_MS;
    timer = setTimeout(() => {
      listIncoming(store, { states: [], text: '', offset: 0, limit: 50 });
      took.push(performance.now() - due);
      ask();
    }, EVERY_MS);
  };
  ask();
  return {
    stop() {
      clearTimeout(timer);
      return took;
    },
  };
}

export const intake: Bench = {
  name: 'intake',
  about: 'a 300-page colour scan into the store and to PDF/A with a text layer in the background, against copying it encrypted',
  async run(options = {}) {
    const pages = Number(options.size ?? PAGES);
    const source = join(options.cache ?? tmpdir(), `tram-bench-intake-${pages}.pdf`);
    if (!existsSync(source)) execFileSync(process.execPath, [join(import.meta.dirname, '..', 'intake', 'make.ts'), source, String(pages)]);
    const t = openTestStore();
    const kit = imagingKit(tmpdir());
    const folder = mkdtempSync(join(tmpdir(), 'scanner-'));
    const desk = paperDesk(t.store, kit.imaging, { folder });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss() / 1e6 + rssOf(kit.process()?.pid));
    }, 100);
    try {
      for (let n = 0; n < DOCUMENTS; n += 500)
        t.store.tx(() => {
          for (let k = 0; k < 500; k++)
            putIncoming(t.store, { subject: `Văn bản số ${n + k} của xã Ví Dụ`, number: String(n + k), notation: 'UBND' });
        });
      await kit.imaging.ask('dropArchive', {});
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
      const lists = askingLists(t.store);
      desk.scanning.setReader(reader);
      const [group] = openGroups(t.store, ORGAN);
      const start = performance.now();
      const id = t.store.tx(() => {
        const made = putIncoming(t.store, { subject: 'Hồ sơ ba trăm trang' }).id;
        bindScans(t.store, made as RecordId, [group?.id ?? '']);
        return made;
      });
      desk.scanning.bound();
      const withWords = (): boolean =>
        t.store.db.prepare(`SELECT with_text FROM scan_group WHERE incoming_id = ? AND make = 'done'`).pluck().get(id) === pages;
      while (!withWords()) await new Promise((resolve) => setTimeout(resolve, 200));
      const all = performance.now() - start;
      const answered = lists.stop();
      return {
        figures: {
          import_over_encrypted_copy: { value: median(ratios), unit: 'ratio', target: '<=2' },
          list_p95_ms_during_import: { value: p95(answered), unit: 'ms', target: '<=50' },
          peak_rss_mb: { value: peak, unit: 'MB' },
          page_ms: { value: all / pages, unit: 'ms' },
          scan_mb: { value: statSync(source).size / 1e6, unit: 'MB' },
        },
      };
    } finally {
      clearInterval(watch);
      await desk.stop();
      await kit.stop();
      t.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

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
