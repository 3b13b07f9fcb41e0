import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { readersFor } from '../../src/core/reading/pool.ts';
import { Failure } from '../../src/domain/errors.ts';
import { NOTHING_KNOWN, proposeFields } from '../../src/domain/proposals/index.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { makePages } from '../bench/ocr/pages.ts';
import { type ReaderKit, readerKit } from './kit.ts';

const stub = join(import.meta.dirname, 'stub.ts');
const hasPdftoppm = spawnSync('pdftoppm', ['-v']).status === 0;
const kits: ReaderKit[] = [];
const start = (...args: Parameters<typeof readerKit>): ReaderKit => {
  const kit = readerKit(...args);
  kits.push(kit);
  return kit;
};
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.stop();
});
const code = (job: Promise<unknown>): Promise<string> =>
  job.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );
/** What the stub is to do, as a page's picture in a folder of the test's own, which its permissions let it read. */
function page(kit: ReaderKit, what: string): SealedFile {
  const file = kit.sealed(new Uint8Array());
  writeFileSync(file.path, what);
  return file;
}

describe('the reader process', () => {
  it.skipIf(!hasPdftoppm)(
    'reads a worn page on this machine alone, under the permissions it ships with, and its fields are proposed [needs pdftoppm]',
    async () => {
      const [worn] = await makePages(1, 11);
      if (!worn) throw new Error('no page');
      const kit = start();
      const text = await kit.pool.read({ image: kit.sealed(worn.jpeg), dpi: worn.dpi });
      const { fields } = proposeFields([text], { ...NOTHING_KNOWN, today: '2026-11-22' as LegalDate });
      expect(fields.number?.value).toBe(worn.document.number);
      expect(fields.date?.value).toBe(worn.document.date);
      expect(fields.typeName?.value).toBe(worn.document.typeName);
      const box = fields.number?.box;
      const size = await sharp(worn.jpeg).metadata();
      expect(box && box.y > 0 && box.y < (size.height ?? 0) * 0.3 && box.x + box.w < (size.width ?? 0) * 0.55).toBe(true);
      // What was no picture, or larger than any page, is refused before anything of it is unpacked; the process goes on.
      expect(await code(kit.pool.read({ image: kit.sealed(Buffer.from('không phải ảnh')) }))).toBe('reader.no_picture');
      expect(await code(kit.pool.read({ image: kit.sealed(worn.jpeg.subarray(0, 200)) }))).toBe('reader.no_picture');
      const bomb = Buffer.from(
        await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
          .png()
          .toBuffer(),
      );
      bomb.writeUInt32BE(60_000, 16);
      expect(await code(kit.pool.read({ image: kit.sealed(bomb) }))).toBe('reader.too_large');
      expect(await code(kit.pool.read({ image: { path: join(tmpdir(), 'nowhere'), key: Buffer.alloc(32) } }))).toBe(
        'reader.file_unreadable',
      );
      expect(kit.processes.pids).toHaveLength(1);
    },
    120_000,
  );

  it('no process runs before the first page, and none after the last for a while', async () => {
    const kit = start({ entry: stub, limits: { idleMs: 30 } });
    expect(kit.processes.pids).toEqual([]);
    await kit.pool.read({ image: page(kit, 'một') });
    await expect.poll(() => kit.processes.pids).toEqual([]);
    expect((await kit.pool.read({ image: page(kit, 'hai') })).words[0]?.text).toBe('hai');
  });

  it('a page that does not end is ended with its process, and the others are read', async () => {
    const PAGE_MS = 77_777;
    const late = new Set<() => void>();
    const clock: Clock = {
      ...systemClock,
      setTimer(run, ms) {
        if (ms !== PAGE_MS) return systemClock.setTimer(run, ms);
        late.add(run);
        return { cancel: () => late.delete(run) };
      },
    };
    const kit = start({ entry: stub, clock, limits: { pageMs: PAGE_MS } });
    const jobs = [code(kit.pool.read({ image: page(kit, 'hang') })), kit.pool.read({ image: page(kit, 'sau') })] as const;
    await expect.poll(() => late.size).toBe(1);
    for (const run of late) run();
    const [bad, good] = await Promise.all(jobs);
    expect(bad).toBe('reader.too_long');
    expect(good.words[0]?.text).toBe('sau');
  });

  it('a page that swells is ended under way, before it takes the machine’s memory, and the others are read', async () => {
    const kit = start({ entry: stub, limits: { mostRssBytes: 400_000_000, watchMs: 20 } });
    const swelling = page(kit, 'swell');
    const jobs = [code(kit.pool.read({ image: swelling })), kit.pool.read({ image: page(kit, 'sau') })] as const;
    const [bad, good] = await Promise.all(jobs);
    expect([bad, good.words[0]?.text]).toEqual(['reader.too_much_memory', 'sau']);
    expect(await code(kit.pool.read({ image: swelling }))).toBe('reader.too_much_memory');
    expect(await code(kit.pool.read({ image: swelling }))).toBe('reader.refused');
  });

  it('a page that ended its process twice is not tried again', async () => {
    const kit = start({ entry: stub });
    const deadly = page(kit, 'die');
    expect(await code(kit.pool.read({ image: deadly }))).toBe('reader.process_died');
    expect(await code(kit.pool.read({ image: deadly }))).toBe('reader.process_died');
    expect(await code(kit.pool.read({ image: deadly }))).toBe('reader.refused');
    expect((await kit.pool.read({ image: page(kit, 'sau') })).words[0]?.text).toBe('sau');
  });

  it('a cancelled page stops at once, waiting or under way, and the next is read by a new process', async () => {
    const kit = start({ entry: stub });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = await kit.pool.read({ image: page(kit, 'trước') });
    const jobs = [
      code(kit.pool.read({ image: page(kit, 'hang'), signal: running.signal })),
      code(kit.pool.read({ image: page(kit, 'chờ'), signal: waiting.signal })),
    ];
    await expect.poll(() => kit.pool.state()).toEqual({ waiting: 1, active: 1 });
    waiting.abort();
    running.abort();
    expect(await Promise.all(jobs)).toEqual(['reader.cancelled', 'reader.cancelled']);
    const next = await kit.pool.read({ image: page(kit, 'sau') });
    expect(next.words[0]?.text).toBe('sau');
    expect(next.width).not.toBe(first.width);
  });

  it('a page that a person waits for goes before those in the background, which wait while somebody works', async () => {
    let busy = true;
    const kit = start({ entry: stub, busy: () => busy });
    const order: string[] = [];
    const read = (name: string, now: boolean): Promise<unknown> =>
      kit.pool.read({ image: page(kit, name), now }).then(({ words }) => order.push(words[0]?.text ?? ''));
    const later = read('nền', false);
    await Promise.all([read('một', true), read('hai', true)]);
    expect(order).toEqual(['một', 'hai']);
    busy = false;
    await later;
    expect(order.at(-1)).toBe('nền');
  });

  it('where the data is missing the machine says so and reads nothing', async () => {
    const kit = start({ keep: () => Promise.reject(new Failure('reader.no_data')) });
    expect(kit.pool.available()).toBe(true);
    expect(await code(kit.pool.read({ image: page(kit, 'x') }))).toBe('reader.no_data');
    expect(kit.pool.available()).toBe(false);
  });

  it('a small PC reads one page at a time', () => {
    expect([readersFor(2, 16e9), readersFor(8, 4e9), readersFor(4, 8e9), readersFor(32, 64e9)]).toEqual([1, 1, 2, 3]);
  });
});
