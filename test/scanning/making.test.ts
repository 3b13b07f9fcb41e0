/** From pages in the tray to a document's one PDF/A-2b; originals stay; a stop of the machine at any point loses and doubles nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bindScans, openGroups, type PageReader, pagesOf } from '../../src/core/scanning/index.ts';
import { removeScans, scannedFrom } from '../../src/core/scanning/remains.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { startChild } from '../support/child.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { CLERK, type ImagingKit, imagingKit, ORGAN, type PaperDesk, paperDesk } from './kit.ts';
import { bilevelTiff, colourTiff, joinTiffs, jpegPage, pdfOf, pngPage } from './pages.ts';

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
const DPI = 60;
let jpeg: Buffer;
let blank: Buffer;
let tiff: Buffer;
let kit: ImagingKit;
let t: TestStore;
let desk: PaperDesk;
let readable = true;
/** Reads the same words from every page. */
const reader: PageReader = {
  available: () => readable,
  read: ({ width, height }) =>
    Promise.resolve({
      width,
      height,
      words: ['Ủy', 'ban', 'nhân', 'dân'].map((text, n) => ({ text, x: 40 + n * 90, y: 40, w: 80, h: 30, confidence: 95 })),
    }),
};
beforeAll(async () => {
  kit = imagingKit(tmpdir());
  jpeg = await jpegPage({ dpi: DPI, lines: 6 });
  blank = await jpegPage({ dpi: DPI, lines: 0, noise: 6 });
  tiff = joinTiffs([
    await bilevelTiff({ dpi: DPI, lines: 5 }),
    await colourTiff({ dpi: DPI, lines: 7 }),
    await bilevelTiff({ dpi: DPI, lines: 8 }),
  ]);
});
afterAll(() => kit.stop());
beforeEach(() => {
  t = openTestStore();
  readable = false;
  desk = paperDesk(t.store, kit.imaging, { reader });
});
afterEach(async () => {
  await desk.stop();
  t.remove();
});
async function take(...files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<string[]> {
  for (const [name, bytes] of files) writeFileSync(join(desk.folder, name), bytes);
  await desk.scanning.look(ORGAN);
  return openGroups(t.store, ORGAN).map((g) => g.id);
}
function register(groupIds: readonly string[], subject = 'Về việc rà soát hộ nghèo'): string {
  const id = t.store.tx(() => {
    const made = putIncoming(t.store, { subject, number: '12', notation: 'UBND-VP' }).id;
    bindScans(t.store, made as RecordId, groupIds);
    return made;
  });
  desk.scanning.bound();
  return id;
}
interface File {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly pages: number;
  readonly blob_id: never;
}
const filesOf = (id: string): File[] =>
  t.store.db
    .prepare('SELECT id, role, name, pages, blob_id FROM file WHERE incoming_id = ? AND current = 1 ORDER BY position')
    .all(id) as File[];
async function saved(file: File | undefined): Promise<string> {
  const path = join(desk.folder, '.made.pdf.tmp');
  writeFileSync(path, await t.store.vault.readAll(file?.blob_id as never));
  return path;
}
const run = (tool: string, ...args: string[]): string => execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const edit = (input: Parameters<PaperDesk['scanning']['edit']>[2]): readonly string[] => desk.scanning.edit(CLERK, ORGAN, input);
const pageIds = (groupId: string): string[] => pagesOf(t.store, groupId).map((p) => p.id);

describe('the pages of a paper', () => {
  it('are looked at by themselves: blank sheets, slope and lie are known', async () => {
    const head = await jpegPage({ dpi: 100, lines: 24, turn: 180 });
    const askew = await jpegPage({ dpi: 100, lines: 24, skew: 2 });
    await take(['a.jpg', blank], ['b.jpg', head], ['c.jpg', askew]);
    await desk.scanning.settle();
    const looks = openGroups(t.store, ORGAN).map(
      (g) => JSON.parse(pagesOf(t.store, g.id)[0]?.look ?? '{}') as { ink: number; skew: number; turn: number },
    );
    expect(looks[0]?.ink).toBeLessThan(0.0004);
    expect([looks[1]?.turn, Math.round(looks[2]?.skew ?? 0)]).toEqual([180, -2]);
  });

  it('are turned, moved, taken out, split and merged, and every act can be undone to how the file came', async () => {
    const [first = '', second = ''] = await take(['a.tif', tiff], ['b.jpg', jpeg]);
    const state = () =>
      openGroups(t.store, ORGAN).map((g) =>
        pagesOf(t.store, g.id, true).map((p) => `${p.item_id.slice(-4)}/${p.page} ${p.turn} ${p.straighten} ${p.crop} ${p.removed}`),
      );
    const before = state();
    const [a = '', b = '', c = ''] = pageIds(first);
    edit({ kind: 'turn', pageIds: [a], degrees: 90 });
    edit({ kind: 'crop', pageIds: [a], crop: { x: 0.1, y: 0, w: 0.5, h: 1 } });
    edit({ kind: 'straighten', pageIds: [b], degrees: 1.5 });
    edit({ kind: 'move', pageIds: [c], before: a });
    edit({ kind: 'remove', pageIds: [b] });
    expect(pageIds(first)).toEqual([c, a]);
    edit({ kind: 'split', pageIds: [a], remove: [] });
    expect(openGroups(t.store, ORGAN).map((g) => pageIds(g.id).length)).toEqual([1, 1, 1]);
    edit({ kind: 'merge', groupIds: [first, second] });
    edit({ kind: 'drop', groupIds: [first] });
    expect(openGroups(t.store, ORGAN).length).toBe(1);
    for (let n = 0; n < 8; n++) desk.scanning.undo(CLERK, ORGAN);
    expect(state()).toEqual(before);
    expect(desk.scanning.undo(CLERK, ORGAN)).toBeUndefined();
    expect(() => edit({ kind: 'remove', pageIds: [a, b, c] })).toThrow(expect.objectContaining({ error: { code: 'scan.last_page' } }));
  });

  it('are shown as edited, the original as it came', async () => {
    const [group = ''] = await take(['a.jpg', jpeg]);
    const [page = ''] = pageIds(group);
    edit({ kind: 'turn', pageIds: [page], degrees: 90 });
    edit({ kind: 'crop', pageIds: [page], crop: { x: 0, y: 0, w: 0.5, h: 1 } });
    const shown = await desk.scanning.picture(page, 300);
    const original = await desk.scanning.original(page, 300);
    expect(Math.round((shown.width / shown.height) * 100)).toBeCloseTo(Math.round((11.69 / 2 / 8.27) * 100), -1);
    expect([original.height, original.jpeg[0], original.jpeg[1]]).toEqual([300, 0xff, 0xd8]);
  });
});

describe.skipIf(!has('qpdf') || !has('pdftotext'))('the file of a registered paper [needs qpdf, poppler]', () => {
  it('is one PDF/A-2b of its pages in order: JPEG kept byte for byte, black and white without loss, originals untouched', async () => {
    const [first = '', second = '', third = ''] = await take(
      ['a.jpg', jpeg],
      ['b.tif', tiff],
      ['c.png', await pngPage({ dpi: DPI, lines: 3 })],
    );
    edit({ kind: 'merge', groupIds: [first, second] });
    edit({ kind: 'turn', pageIds: [pageIds(first)[0] ?? ''], degrees: 180 });
    const id = register([first, third]);
    await desk.scanning.settle();
    const [main, more] = filesOf(id);
    expect([main?.role, main?.name, main?.pages, more?.role, more?.pages]).toEqual(['main', '12-UBND-VP.pdf', 4, 'attachment', 1]);
    const path = await saved(main);
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors');
    expect(run('pdfinfo', path)).toMatch(/Title:\s+12\/UBND-VP – Về việc rà soát hộ nghèo/);
    const images = run('pdfimages', '-list', path).split('\n').slice(2, 6);
    expect(images.map((line) => line.trim().split(/\s+/).slice(5, 9).join(' '))).toEqual([
      'rgb 3 8 jpeg',
      'gray 1 1 image',
      'rgb 3 8 jpeg',
      'gray 1 1 image',
    ]);
    expect((await t.store.vault.readAll(main?.blob_id as never)).length).toBeGreaterThan(jpeg.length);
    expect(Buffer.from(await t.store.vault.readAll(main?.blob_id as never)).includes(jpeg)).toBe(true);
    const originals = t.store.db.prepare('SELECT count(*) FROM scan_item').pluck().get();
    expect(originals).toBe(3);
    expect(() => edit({ kind: 'turn', pageIds: [pageIds(first)[0] ?? ''], degrees: 90 })).toThrow(
      expect.objectContaining({ error: { code: 'scan.group_registered' } }),
    );
  });

  it('that a full disk kept from being read, however often, is read once there is room', async () => {
    const [group = ''] = await take(['a.jpg', jpeg]);
    let full = 3;
    readable = true;
    const once: PageReader = {
      ...reader,
      read: (page, signal) => (full-- > 0 ? Promise.reject(new Failure('store.disk_full')) : reader.read(page, signal)),
    };
    for (let n = 0; n < 8 && pagesOf(t.store, group)[0]?.text === null; n++) {
      desk.scanning.setReader(once);
      await desk.scanning.settle();
    }
    expect(pagesOf(t.store, group).map((page) => page.text !== null)).toEqual([true]);
    expect(full).toBeLessThan(0);
  });

  it('is made anew once its words were read, and found by them; nothing of the earlier file stays', async () => {
    const [group = ''] = await take(['a.jpg', jpeg]);
    const id = register([group]);
    await desk.scanning.settle();
    const [bare] = filesOf(id);
    expect(run('pdftotext', await saved(bare), '-').trim()).toBe('');
    readable = true;
    desk.scanning.setReader(reader);
    for (let n = 0; n < 5 && filesOf(id)[0]?.id === bare?.id; n++) await desk.scanning.settle();
    const [worded, ...others] = filesOf(id);
    expect([run('pdftotext', await saved(worded), '-').trim(), others]).toEqual(['Ủy ban nhân dân', []]);
    expect(t.store.db.prepare('SELECT count(*) FROM blob WHERE id = ?').pluck().get(bare?.blob_id)).toBe(0);
  });

  it('is the PDF that came where that can stand as it is', async () => {
    const made = await pdfOf([jpeg, jpeg], DPI);
    const signedLike = Buffer.from(made);
    const [group = ''] = await take(['quet.pdf', signedLike]);
    const whole = t.store.db.prepare('SELECT whole, detected FROM scan_item').get();
    expect(whole).toEqual({ whole: 0, detected: 'pdf' });
    const id = register([group]);
    await desk.scanning.settle();
    // A plain scan without words becomes an archive file …
    const first = filesOf(id)[0];
    expect(run('pdfinfo', await saved(first))).toContain('Tram Van thu');
    // … and one that is an archive file already stays byte for byte.
    const archive = Buffer.from(await t.store.vault.readAll(first?.blob_id as never));
    const [again = ''] = await take(['luu-tru.pdf', archive]);
    const other = register([again], 'Lần hai');
    await desk.scanning.settle();
    expect(Buffer.from(await t.store.vault.readAll(filesOf(other)[0]?.blob_id as never)).equals(archive)).toBe(true);
  });

  it('that would be no archive file is not taken; the paper says so, keeps its pages, and is tried again when asked', async () => {
    const { imaging } = kit;
    await imaging.ask('dropArchive', {});
    await expect(imaging.ask('endArchive', {})).rejects.toThrow('scan.no_archive');
    await desk.stop();
    let spoils = true;
    const ask = (async (name, input, now) => {
      const answer = await imaging.ask(name, input, now);
      return name === 'endArchive' && spoils ? { ...answer, faults: ['font'] } : answer;
    }) as typeof imaging.ask;
    desk = paperDesk(t.store, { ...imaging, ask }, { reader });
    const [group = ''] = await take(['a.jpg', jpeg]);
    const id = register([group]);
    await desk.scanning.settle();
    const problem = t.store.db.prepare('SELECT problem FROM scan_group WHERE id = ?').pluck().get(group) as string;
    expect(JSON.parse(problem)).toMatchObject({ code: 'scan.not_an_archive', params: { faults: 'font' } });
    expect(filesOf(id)).toEqual([]);
    spoils = false;
    desk.scanning.makeAgain(group);
    await desk.scanning.settle();
    expect(filesOf(id)).toHaveLength(1);
  });

  it('can be given up and made after all; a document that goes takes its originals along', async () => {
    const [group = ''] = await take(['a.tif', tiff]);
    const id = register([group]);
    desk.scanning.stopMaking(group);
    await desk.scanning.settle();
    desk.scanning.makeAgain(group);
    await desk.scanning.settle();
    expect(filesOf(id).length).toBe(1);
    expect(scannedFrom(t.store, id).length).toBe(1);
    t.store.tx(() => removeScans(t.store, id));
    expect(t.store.db.prepare('SELECT count(*) FROM scan_page').pluck().get()).toBe(0);
  });
});

describe('a machine that stops', () => {
  it('at any point has each file exactly once, and its paper exactly one file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scanner-'));
    const dir = mkdtempSync(join(tmpdir(), 'tvt-killed-'));
    const child = join(import.meta.dirname, 'child.ts');
    try {
      // Each start goes on with what the one before left, and is ended at the next point.
      for (const [n, point] of ['scan:copied', 'scan:recorded', 'scan:moved', 'scan:made'].entries()) {
        writeFileSync(join(folder, `${n}.jpg`), await jpegPage({ dpi: 40, lines: 3 + n }));
        const killed = startChild(child, [dir, folder], { TRAM_KILL_AT: point, TRAM_KILL_MARK: join(dir, `mark-${n}`) });
        expect(await killed.ended).toBe('SIGKILL');
      }
      const last = startChild(child, [dir, folder]);
      expect(JSON.parse((await last.line()) ?? '{}')).toEqual({ items: 4, made: 4, left: 0, taken: 4, unsettled: 0 });
      await last.ended;
    } finally {
      rmSync(folder, { recursive: true, force: true });
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
