/**
 * Packages in and out: the product's reader and writer between sealed files, against the floor of the same bytes (seals
 * opened, base64, SHA-256, sealed and synced) and, as a peer, against a streaming XML parser that throws everything away.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedFile } from '../../../src/contract/parser/index.ts';
import { edxmlLimits, readEdxml, writeStatus } from '../../../src/formats/edxml/index.ts';
import { memoryStore, sample } from '../../../src/formats/edxml/testing.ts';
import { openSealed } from '../../../src/parser/files.ts';
import { type Bench, type Figure, median, ratioOfPairs } from '../bench.ts';
import { directoryPick } from './directory-pick.ts';
import { type BenchFiles, readFloor, readPackage, relaid, sealAttachment, writeFloor, writePackage } from './edxml-kit.ts';

const SIZES = [
  ['10kb', 10_000, 25],
  ['1mb', 1_000_000, 15],
  ['50mb', 50_000_000, 9],
  ['200mb', 200_000_000, 3],
] as const;
const STATUSES = 3000;

class Folder implements BenchFiles {
  readonly path = mkdtempSync(join(tmpdir(), 'tram-bench-edxml-'));
  #next = 0;
  fresh(): SealedFile {
    return { path: join(this.path, String(this.#next++)), key: randomBytes(32) };
  }
  clear(): void {
    for (const name of readdirSync(this.path)) unlinkSync(join(this.path, name));
  }
  remove(...files: readonly SealedFile[]): void {
    for (const { path } of files) if (existsSync(path)) unlinkSync(path);
  }
}

type Figures = Record<string, Figure>;
const ms = (value: number): Figure => ({ value, unit: 'ms' });
const ratio = (value: number, target?: string): Figure => ({ value, unit: 'ratio', ...(target === undefined ? {} : { target }) });

/** Pairs in turn, each run's files removed outside its time. */
async function pairsOf(
  folder: Folder,
  pairs: number,
  a: () => Promise<readonly SealedFile[]>,
  b: () => readonly SealedFile[],
): Promise<{ ratio: number; aMs: number; bMs: number }> {
  const time = async (work: () => Promise<readonly SealedFile[]> | readonly SealedFile[]): Promise<number> => {
    const start = performance.now();
    const files = await work();
    const took = performance.now() - start;
    folder.remove(...files);
    return took;
  };
  const seen: { a: number; b: number }[] = [];
  for (let i = 0; i <= pairs; i++) {
    const pair = { a: await time(a), b: await time(b) };
    // The first pair only warms up.
    if (i > 0) seen.push(pair);
  }
  return { ratio: median(seen.map((p) => p.a / p.b)), aMs: median(seen.map((p) => p.a)), bMs: median(seen.map((p) => p.b)) };
}
const reading = (folder: Folder, source: SealedFile, pairs: number): Promise<{ ratio: number; aMs: number; bMs: number }> =>
  pairsOf(
    folder,
    pairs,
    () => readPackage(folder, source),
    () => {
      const target = folder.fresh();
      readFloor(source, target);
      return [target];
    },
  );

async function times(folder: Folder): Promise<Figures> {
  const figures: Figures = {};
  for (const [name, size, pairs] of SIZES) {
    const target = name === '50mb' ? '<=1.4' : undefined;
    const attachment = sealAttachment(folder, size);
    const whole = folder.fresh();
    await writePackage(attachment, whole);
    const read = await reading(folder, whole, pairs);
    figures[`read_${name}_over_floor`] = ratio(read.ratio, target);
    figures[`read_${name}_ms`] = ms(read.aMs);
    const lines = relaid(folder, whole);
    const inLines = await reading(folder, lines, pairs);
    figures[`read_${name}_76_columns_over_floor`] = ratio(inLines.ratio, target);
    figures[`read_${name}_76_columns_ms`] = ms(inLines.aMs);
    const written = await pairsOf(
      folder,
      pairs,
      async () => {
        const target = folder.fresh();
        await writePackage(attachment, target);
        return [target];
      },
      () => {
        const target = folder.fresh();
        writeFloor(attachment, target);
        return [target];
      },
    );
    figures[`write_${name}_over_floor`] = ratio(written.ratio, target);
    figures[`write_${name}_ms`] = ms(written.aMs);
    if (name === '50mb') Object.assign(figures, await peer(folder, whole));
    if (name === '50mb' || name === '200mb') Object.assign(figures, memory(folder, name, attachment, whole, lines));
    folder.clear();
  }
  return figures;
}

/** The same bytes, in the clear and from the page cache, through another streaming parser. */
async function peer(folder: Folder, whole: SealedFile): Promise<Figures> {
  const plain = join(folder.path, 'plain.edxml');
  const source = openSealed(whole);
  writeFileSync(plain, '');
  for (const chunk of source.chunks()) writeFileSync(plain, chunk, { flag: 'a' });
  source.close();
  let rubbish: SealedFile[] = [];
  try {
    const result = await ratioOfPairs(
      5,
      async () => {
        folder.remove(...rubbish);
        rubbish = await readPackage(folder, whole);
      },
      () => execFileSync('xmllint', ['--huge', '--stream', '--noout', plain], { stdio: 'ignore' }),
    );
    return { read_50mb_over_xmllint: ratio(result.ratio), xmllint_50mb_ms: ms(result.bMs) };
  } catch (error) {
    // Its figure promises nothing; `npm run setup` installs it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** The worst of reading either layout and of writing, each in a process of its own. */
function memory(folder: Folder, name: '50mb' | '200mb', attachment: SealedFile, whole: SealedFile, lines: SealedFile): Figures {
  const growth = (way: 'read' | 'write', file: SealedFile): number => {
    const script = join(import.meta.dirname, 'edxml-memory.ts');
    const key = Buffer.from(file.key).toString('hex');
    return Number(execFileSync(process.execPath, ['--expose-gc', script, way, file.path, key, folder.path], { encoding: 'utf8' }));
  };
  const mb = (value: number): Figure => ({ value, unit: 'MB' });
  const parts = { read: growth('read', whole), read_76_columns: growth('read', lines), write: growth('write', attachment) };
  return {
    [`rss_growth_${name}_mb`]: { ...mb(Math.max(...Object.values(parts))), target: '<=40' },
    ...Object.fromEntries(Object.entries(parts).map(([part, value]) => [`rss_growth_${name}_${part}_mb`, mb(value)])),
  };
}

/** Parsed and mapped, one after the other, no commit; by the processor's time, so what one core does whatever else runs. */
async function statusesPerSecond(): Promise<number> {
  const messages = Array.from({ length: STATUSES }, (_, i) =>
    writeStatus({
      kind: 'status',
      from: sample.from,
      responseFor: { ...sample.responseFor[0], code: `${i}/UBND-VP` },
      staffInfo: { department: 'Văn thư', staff: 'Phạm Thị Thử', mobile: '0900000001' },
      statusCode: '03',
      description: `Đã tiếp nhận, vào sổ văn bản đến số ${i}`,
      timestamp: Date.UTC(2026, 10, 20),
    }),
  );
  const limits = edxmlLimits(1024);
  const round = async (): Promise<number> => {
    const start = process.cpuUsage();
    for (const message of messages) await readEdxml([message], memoryStore(), limits);
    const { user, system } = process.cpuUsage(start);
    return (STATUSES * 1e6) / (user + system);
  };
  await round();
  return median([await round(), await round(), await round(), await round(), await round()]);
}

export const edxml: Bench = {
  name: 'edxml',
  about: 'reading and writing packages between sealed files against the floor of the same bytes; memory; status messages; the directory',
  async run() {
    const folder = new Folder();
    try {
      const figures = await times(folder);
      const [small, large] = [figures.rss_growth_50mb_mb?.value ?? Number.NaN, figures.rss_growth_200mb_mb?.value ?? Number.NaN];
      return {
        figures: {
          ...figures,
          rss_growth_difference_mb: { value: Math.abs(large - small), unit: 'MB', target: '<=10' },
          status_per_s: { value: await statusesPerSecond(), unit: 'per_s', target: '>=1000' },
          ...directoryPick(),
        },
      };
    } finally {
      rmSync(folder.path, { recursive: true, force: true });
    }
  },
};
