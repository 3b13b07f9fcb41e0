/** The scanner's folder: what is taken, what waits, what stays and is named. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { codeOf } from '../../src/core/scanning/folder.ts';
import { openGroups, pagesOf } from '../../src/core/scanning/index.ts';
import { MAX_SCAN_BYTES } from '../../src/core/scanning/take.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { TAKEN_FOLDER } from '../../src/domain/scan.ts';
import { canMount, smallDisk } from '../support/disk.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { CLERK, type ImagingKit, imagingKit, ORGAN, type PaperDesk, paperDesk } from './kit.ts';
import { bilevelTiff, jpegPage, manyPages, pdfOf, pngPage } from './pages.ts';

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
let jpeg: Buffer;
let png: Buffer;
let fax: Buffer;
let t: TestStore;
let kit: ImagingKit;
let desk: PaperDesk;
beforeAll(async () => {
  // One process for all: it sees the folders of all these stores.
  kit = imagingKit(tmpdir());
  [jpeg, png, fax] = await Promise.all([
    jpegPage({ dpi: 60, lines: 4 }),
    pngPage({ dpi: 60, lines: 5 }),
    bilevelTiff({ dpi: 60, lines: 6 }),
  ]);
});
afterAll(() => kit.stop());
beforeEach(() => {
  t = openTestStore();
  desk = paperDesk(t.store, kit.imaging);
});
afterEach(async () => {
  await desk.stop();
  t.remove();
});
const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(desk.folder, name), bytes);
const look = (): Promise<void> => desk.scanning.look(ORGAN);
const tray = (): string[] => openGroups(t.store, ORGAN).map((g) => `${pagesOf(t.store, g.id).length}`);
const said = (): string[] => (desk.scanning.folder(ORGAN)?.notices ?? []).map(({ name, error }) => `${name}: ${error.code}`);

describe("the scanner's folder", () => {
  it('gives up its files one by one: into the vault first, then into its subfolder', async () => {
    put('a.jpg', jpeg);
    put('b.png', png);
    put('c.tif', fax);
    put('.d.jpg.tmp', jpeg);
    put('e.txt', Buffer.from('không phải bản quét'));
    await look();
    expect(desk.taken()).toEqual(['a.jpg', 'b.png', 'c.tif']);
    expect(desk.left()).toEqual(['.d.jpg.tmp', 'e.txt']);
    expect(tray()).toEqual(['1', '1', '1']);
    expect(said()).toEqual(['e.txt: scan.not_a_scan']);
    const blobs = t.store.db.prepare('SELECT blob_id AS id, size FROM scan_item ORDER BY seq').all() as { id: never; size: number }[];
    expect(Buffer.from(await t.store.vault.readAll(blobs[0]?.id as never)).equals(jpeg)).toBe(true);
  });

  it('waits for a file that is half, names one that stays so, and takes it when it is whole', async () => {
    put('nua.jpg', jpeg.subarray(0, jpeg.length / 2));
    put('rong.pdf', new Uint8Array(0));
    await look();
    await look();
    expect(said()).toEqual(['nua.jpg: scan.half_file', 'rong.pdf: scan.empty_file']);
    expect(tray()).toEqual([]);
    appendFileSync(join(desk.folder, 'nua.jpg'), jpeg.subarray(jpeg.length / 2));
    await look();
    expect(said()).toEqual(['rong.pdf: scan.empty_file']);
    expect([tray(), desk.taken()]).toEqual([['1'], ['nua.jpg']]);
  });

  it('names a file that is damaged, and one that is larger than any scan; both stay where they are', async () => {
    put('hong.pdf', Buffer.from('%PDF-1.7\nkhông có trang nào\n%%EOF\n'));
    put('lon.jpg', jpeg);
    truncateSync(join(desk.folder, 'lon.jpg'), MAX_SCAN_BYTES + 1);
    put('nhieu-trang.tif', manyPages(2_000));
    await look();
    expect(said()).toEqual(['hong.pdf: scan.damaged', 'lon.jpg: scan.too_large_file', 'nhieu-trang.tif: scan.too_many_pages']);
    expect([tray(), desk.taken()]).toEqual([[], []]);
  });

  it('tells what another program holds from what cannot be reached, and from what nobody foresaw', () => {
    const system = (code: string): Error => Object.assign(new Error(code), { code });
    const said = [system('EBUSY'), system('EACCES'), system('EIO'), system('ENOENT'), new Error('lạ'), new Failure('scan.empty_file')].map(
      codeOf,
    );
    expect(said).toEqual([
      ...['scan.busy_file', 'scan.busy_file', 'scan.unreachable', 'scan.unreachable'],
      ...['scan.not_taken', 'scan.empty_file'],
    ]);
  });

  it('of a growing file is not touched before it was left alone', async () => {
    await desk.stop();
    desk = paperDesk(t.store, kit.imaging, { times: { pollMs: 3_600_000, settleMs: 60_000, patienceMs: 90_000, answerMs: 60_000 } });
    put('a.jpg', jpeg);
    await look();
    await look();
    expect([tray(), desk.left(), desk.scanning.folder(ORGAN)?.waiting]).toEqual([[], ['a.jpg'], ['a.jpg']]);
  });

  it('recognises the same scan by its content, under whatever name', async () => {
    put('a.jpg', jpeg);
    await look();
    put('lan-hai.jpg', jpeg);
    await look();
    expect(tray()).toEqual(['1']);
    expect(said()).toEqual(['lan-hai.jpg: scan.same_again']);
    expect(desk.taken()).toEqual(['a.jpg', 'lan-hai.jpg']);
    put('a.jpg', png);
    await look();
    expect([tray(), desk.taken()]).toEqual([
      ['1', '1'],
      ['a (2).jpg', 'a.jpg', 'lan-hai.jpg'],
    ]);
  });

  it('takes a dropped paper again, and one that is put back with an undo not twice', async () => {
    put('a.jpg', jpeg);
    await look();
    const [group] = openGroups(t.store, ORGAN);
    desk.scanning.edit(CLERK, ORGAN, { kind: 'drop', groupIds: [group?.id ?? ''] });
    expect(tray()).toEqual([]);
    put('a2.jpg', jpeg);
    await look();
    expect(tray()).toEqual(['1']);
  });

  it('may vanish and come back', async () => {
    put('a.jpg', jpeg);
    renameSync(desk.folder, `${desk.folder}-away`);
    await look();
    expect(desk.scanning.folder(ORGAN)?.state).toBe('gone');
    renameSync(`${desk.folder}-away`, desk.folder);
    await look();
    expect(desk.scanning.folder(ORGAN)?.state).toBe('watching');
    expect(tray()).toEqual(['1']);
  });

  it('leaves files where the office wants them left, and takes each once all the same', async () => {
    desk.scanning.setFolder(CLERK, ORGAN, { path: desk.folder, after: 'leave' });
    put('a.jpg', jpeg);
    await look();
    await look();
    expect([tray(), desk.left()]).toEqual([['1'], ['a.jpg']]);
    const setting = { path: desk.folder, after: 'remove' as const };
    desk.scanning.setFolder(CLERK, ORGAN, setting);
    put('b.png', png);
    await look();
    expect([tray(), desk.left(), desk.taken()]).toEqual([['1', '1'], [], ['a.jpg']]);
    const removed = t.store.db.prepare(`SELECT count(*) FROM audit WHERE act = 'scan.source_removed'`).pluck().get();
    expect(removed).toBe(1);
  });

  it('that cannot be tidied keeps its file, which is named and not taken twice', async () => {
    put('a.jpg', jpeg);
    writeFileSync(join(desk.folder, TAKEN_FOLDER), 'một tệp, không phải thư mục');
    await look();
    await look();
    expect(tray()).toEqual(['1']);
    expect(said().filter((s) => s.startsWith('a.jpg'))).toEqual(['a.jpg: scan.not_moved']);
    rmSync(join(desk.folder, TAKEN_FOLDER));
    mkdirSync(join(desk.folder, TAKEN_FOLDER));
  });

  it.skipIf(!has('qpdf'))('names a PDF under a password and takes a scanned one apart [needs qpdf]', async () => {
    const plain = join(desk.folder, '.plain.pdf.tmp');
    writeFileSync(plain, await pdfOf([jpeg, await jpegPage({ dpi: 60, lines: 9 })], 60));
    execFileSync('qpdf', ['--encrypt', 'mat-khau', 'chu', '256', '--', plain, join(desk.folder, 'khoa.pdf')]);
    execFileSync('qpdf', ['--object-streams=generate', plain, join(desk.folder, 'quet.pdf')]);
    await look();
    expect(said()).toEqual(['khoa.pdf: scan.encrypted_pdf']);
    expect([tray(), desk.left().includes('khoa.pdf')]).toEqual([['2'], true]);
  });

  it.skipIf(!canMount)('on a full disk keeps everything where it is, and goes on when there is room [needs a disk]', async () => {
    const disk = smallDisk(24);
    const small = openTestStoreAt(disk.path);
    const other = paperDesk(small.store, kit.imaging);
    try {
      const big = await sharp({
        create: { width: 900, height: 900, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
      })
        .png()
        .toBuffer();
      writeFileSync(join(other.folder, 'lon.png'), big);
      disk.fill(600_000);
      await other.scanning.look(ORGAN);
      expect(other.scanning.folder(ORGAN)?.notices.map((n) => n.error.code)).toEqual(['store.disk_full']);
      expect([other.left(), openGroups(small.store, ORGAN)]).toEqual([['lon.png'], []]);
      disk.clear();
      other.scanning.setFolder(CLERK, ORGAN, { path: other.folder, after: 'move' });
      await other.scanning.look(ORGAN);
      expect([other.left(), openGroups(small.store, ORGAN).length]).toEqual([[], 1]);
    } finally {
      await other.stop();
      small.store.close();
      // The process holds the file it saw last for a moment.
      await kit.stop();
      kit = imagingKit(tmpdir());
      disk.remove();
    }
  });
});

function openTestStoreAt(dir: string) {
  return { dir, store: openStore({ dir, keys: deriveKeys(randomBytes(32)), clock: systemClock, create: true }) };
}
