/** The page's own door for scans, with the real parser and the real pictures' process: what cannot be taken says so, and leaves nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createUploads, type Uploads } from '../../src/core/documents/index.ts';
import { openGroups, pagesOf } from '../../src/core/scanning/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { BlobId } from '../../src/domain/ids.ts';
import { type ParserKit, parserKit } from '../parser/kit.ts';
import { canMount, smallDisk } from '../support/disk.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { hugeJpeg, hugePng } from './absurd.ts';
import { CLERK, type ImagingKit, imagingKit, ORGAN, type PaperDesk, paperDesk } from './kit.ts';
import { colourTiff, jpegPage, pdfOf } from './pages.ts';

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
let jpeg: Buffer;
let tiff: Buffer;
let pdf: Buffer;
let imaging: ImagingKit;
let parser: ParserKit;
let t: TestStore;
let desk: PaperDesk;
let uploads: Uploads;
beforeAll(async () => {
  imaging = imagingKit(tmpdir());
  parser = parserKit({}, tmpdir());
  [jpeg, tiff] = await Promise.all([jpegPage({ dpi: 60, lines: 4 }), colourTiff({ dpi: 60, lines: 5 })]);
  pdf = await pdfOf([jpeg, await jpegPage({ dpi: 60, lines: 7 }), await jpegPage({ dpi: 60, lines: 9 })], 60);
});
afterAll(async () => {
  await Promise.all([imaging.stop(), parser.stop()]);
});
beforeEach(() => {
  t = openTestStore();
  desk = paperDesk(t.store, imaging.imaging, { parsing: parser.parsing });
  uploads = createUploads(t.store, parser.parsing);
});
afterEach(async () => {
  await desk.stop();
  t.remove();
});

/** As the page does it: begun, sent in pieces, ended, taken into the tray. */
async function send(name: string, bytes: Uint8Array, on = { store: t.store, desk, uploads }): Promise<string> {
  let id = '';
  try {
    id = await on.uploads.begin(name, bytes.byteLength);
    for (let at = 0; at < bytes.byteLength; at += 65_536) await on.uploads.chunk(id, at, bytes.subarray(at, at + 65_536));
    const { uploadId, repaired } = await on.uploads.finish(id);
    const { kind } = await on.desk.scanning.takeUpload(CLERK, ORGAN, uploadId);
    return repaired ? `${kind}, mended` : kind;
  } catch (error) {
    if (id !== '') await on.uploads.drop(id);
    if (!(error instanceof Failure)) throw error;
    const { code, params } = error.error;
    // Whoever is told learns which file it was.
    return params?.name === undefined || params.name === name ? code : `${code} of ${params.name}`;
  }
}
const papers = (store: Store = t.store): number[] => openGroups(store, ORGAN).map((g) => pagesOf(store, g.id).length);
function kept(store: Store = t.store, dir = t.dir): { files: number; blobs: number; uploads: number; items: number } {
  const count = (table: string): number => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const vault = join(dir, 'vault');
  const files = existsSync(vault)
    ? readdirSync(vault, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && !one.name.startsWith('.')).length
    : 0;
  return { files, blobs: count('blob'), uploads: count('upload'), items: count('scan_item') };
}

const withoutPlace = (whole: Buffer): Buffer => Buffer.from(whole.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1');

describe("the page's own door for scans", () => {
  it('takes what a scanner makes, page for page, and the same bytes once', async () => {
    expect([await send('a.jpg', jpeg), await send('b.tif', tiff), await send('c.pdf', pdf)]).toEqual(['new', 'new', 'new']);
    expect(papers()).toEqual([1, 1, 3]);
    const before = kept();
    expect(await send('lan-hai.pdf', pdf)).toBe('known');
    expect(kept()).toEqual(before);
  });

  it('says of an empty, a half, a foreign file and of a picture of absurd size what it is, by its name, and keeps nothing of it', async () => {
    expect(await send('tot.jpg', jpeg)).toBe('new');
    const before = kept();
    const bad: readonly (readonly [string, Buffer, string])[] = [
      ['rong.pdf', Buffer.alloc(0), 'files.empty'],
      ['nua.pdf', pdf.subarray(0, Math.floor(pdf.length / 2)), 'files.half_pdf'],
      ['gan-het.pdf', pdf.subarray(0, pdf.lastIndexOf('startxref')), 'files.half_pdf'],
      ['nua.jpg', jpeg.subarray(0, jpeg.length / 2), 'scan.half_file'],
      ['nua.tif', tiff.subarray(0, tiff.length / 2), 'scan.half_file'],
      ['la.jpg', Buffer.from('không phải bản quét'), 'scan.not_a_scan'],
      ['bom.png', hugePng(60_000), 'scan.too_large_page'],
      ['bom.jpg', hugeJpeg(jpeg), 'scan.too_large_page'],
    ];
    for (const [name, bytes, code] of bad) expect([name, await send(name, bytes)]).toEqual([name, code]);
    expect(kept()).toEqual(before);
    expect(papers()).toEqual([1]);
    // What was refused is taken as soon as it is whole.
    expect(await send('nua.tif', tiff)).toBe('new');
  });

  it('a PDF whose page says an absurd size is refused before any of it is unpacked', async () => {
    const before = kept();
    // Its table does not lead anywhere after this: it is mended first, and refused then.
    const absurd = Buffer.from(
      pdf
        .toString('latin1')
        .replace(/\/Width \d+/, '/Width 99999')
        .replace(/\/Height \d+/, '/Height 99999'),
      'latin1',
    );
    expect(await send('to.pdf', absurd)).toBe('scan.too_large_page');
    expect(kept()).toEqual(before);
  });

  it.skipIf(!has('qpdf'))('a PDF under a password is named, and nothing of it stays [needs qpdf]', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tvt-door-'));
    try {
      writeFileSync(join(dir, 'a.pdf'), pdf);
      execFileSync('qpdf', ['--encrypt', 'mat-khau', 'chu', '256', '--', join(dir, 'a.pdf'), join(dir, 'khoa.pdf')]);
      const before = kept();
      expect(await send('khoa.pdf', readFileSync(join(dir, 'khoa.pdf')))).toBe('files.encrypted_pdf');
      expect(kept()).toEqual(before);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('of a PDF that lost its own table the pages are taken, the bytes as they came stay, and it is known by them', async () => {
    const damaged = withoutPlace(pdf);
    expect(await send('hong.pdf', damaged)).toBe('new, mended');
    expect(papers()).toEqual([3]);
    const item = t.store.db.prepare('SELECT blob_id, came_blob_id FROM scan_item').get() as { blob_id: BlobId; came_blob_id: BlobId };
    expect(Buffer.from(await t.store.vault.readAll(item.came_blob_id)).equals(damaged)).toBe(true);
    const before = kept();
    expect(await send('hong-lan-hai.pdf', damaged)).toBe('known, mended');
    expect(kept()).toEqual(before);
    // Dropped for good, both go.
    const [group] = openGroups(t.store, ORGAN);
    desk.scanning.edit(CLERK, ORGAN, { kind: 'drop', groupIds: [group?.id ?? ''] });
    t.store.tx(() => t.store.db.prepare('UPDATE scan_group SET changed_at = 0').run());
    await desk.scanning.sweep();
    expect(kept()).toEqual({ files: 0, blobs: 0, uploads: 0, items: 0 });
  });

  it('of one that a person says is a secret nothing stays: no page, word, name or way back, neither of the mended file nor of what came', async () => {
    const { db } = t.store;
    expect(await send('phong bi rieng.pdf', withoutPlace(pdf))).toBe('new, mended');
    const [group] = openGroups(t.store, ORGAN);
    const [page] = pagesOf(t.store, group?.id ?? '');
    desk.scanning.edit(CLERK, ORGAN, { kind: 'turn', pageIds: [page?.id ?? ''], degrees: 90 });
    t.store.tx(() => {
      db.prepare(`UPDATE scan_page SET text = '{"width":1,"height":1,"words":[{"text":"tài liệu kín"}]}'`).run();
      db.prepare(`UPDATE scan_group SET secrecy = ?`).run(JSON.stringify({ state: 'asks', asks: [{ words: 'MẬT', page: 1 }] }));
      // And what was being typed beside it.
      db.prepare(`INSERT INTO kept_form VALUES ('a', 'b', 'paper', '', ?, 0)`).run(
        JSON.stringify({ note: 'tài liệu kín', beside: [group?.id] }),
      );
    });
    await desk.scanning.answerSecrecy(CLERK, group?.id ?? '', true);
    await desk.scanning.settle();
    expect(kept()).toEqual({ files: 0, blobs: 0, uploads: 0, items: 0 });
    expect(
      ['scan_page', 'scan_group', 'file', 'file_text', 'incoming'].map((table) =>
        db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      ),
    ).toEqual([0, 0, 0, 0, 0]);
    expect(desk.scanning.undo(CLERK, ORGAN)).toBeUndefined();
    const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).pluck().all();
    const all = tables
      .flatMap((table) => db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
      .flat()
      .map(String)
      .join('\n');
    for (const word of ['phong bi rieng', 'tài liệu kín']) expect([word, all.includes(word)]).toEqual([word, false]);
  });

  it('and the same from the scanner’s folder that is to be emptied: what is removed there stays here as it came, and is taken once', async () => {
    desk.scanning.setFolder(CLERK, ORGAN, { path: desk.folder, after: 'remove' });
    const damaged = withoutPlace(pdf);
    for (const name of ['hong.pdf', 'hong-lan-hai.pdf']) {
      writeFileSync(join(desk.folder, name), damaged);
      await desk.scanning.look(ORGAN);
    }
    expect([papers(), existsSync(join(desk.folder, 'hong.pdf'))]).toEqual([[3], false]);
    const came = t.store.db.prepare('SELECT came_blob_id FROM scan_item').pluck().get() as BlobId;
    expect(Buffer.from(await t.store.vault.readAll(came)).equals(damaged)).toBe(true);
  });

  it('a damaged scan that a document took whole keeps what came beside it, as none of its files', async () => {
    const damaged = withoutPlace(pdf);
    const { uploadId } = await uploads.take('hong.pdf', damaged);
    const { bindUploads } = await import('../../src/core/documents/uploads.ts');
    const { putIncoming } = await import('../support/documents.ts');
    const id = t.store.tx(() => {
      const made = putIncoming(t.store, { subject: 'hỏng' }).id;
      bindUploads(t.store, { incomingId: made as never }, [uploadId]);
      return made;
    });
    const rows = t.store.db.prepare('SELECT role, stage, current, blob_id FROM file WHERE incoming_id = ? ORDER BY seq').all(id) as {
      role: string;
      stage: string;
      current: number;
      blob_id: BlobId;
    }[];
    expect(rows.map(({ role, stage, current }) => [role, stage, current])).toEqual([
      ['main', 'original', 1],
      ['register', 'as_came', 0],
    ]);
    expect(Buffer.from(await t.store.vault.readAll(rows[1]?.blob_id as BlobId)).equals(damaged)).toBe(true);
    // It is offered with the document, and one that is put beside it later keeps its own.
    const { attachUpload } = await import('../../src/core/documents/uploads.ts');
    const { originalOf, originalsOf } = await import('../../src/core/documents/originals.ts');
    const second = withoutPlace(await pdfOf([jpeg], 90));
    const { uploadId: beside } = await uploads.take('kem.pdf', second);
    t.store.tx(() => attachUpload(t.store, { incomingId: id as never }, beside, 'original'));
    const offered = originalsOf(t.store, { incomingId: id });
    expect(offered.map(({ name, mended }) => [name, mended])).toEqual([
      ['hong.pdf', true],
      ['kem.pdf', true],
    ]);
    for (const [i, bytes] of [damaged, second].entries())
      expect(Buffer.from(await t.store.vault.readAll(offered[i]?.blobId as BlobId)).equals(bytes)).toBe(true);
    expect(() => originalOf(t.store, { outgoingId: id }, offered[0]?.id ?? '')).toThrow('files.not_found');
    // One that nobody bound goes whole.
    const { uploadId: loose } = await uploads.take('hong-2.pdf', withoutPlace(await pdfOf([jpeg, jpeg], 60)));
    t.store.tx(() => t.store.db.prepare('UPDATE upload SET at = 0 WHERE id = ?').run(loose));
    const { sweepUploads } = await import('../../src/core/documents/index.ts');
    await sweepUploads(t.store);
    expect(kept()).toMatchObject({ uploads: 0, blobs: 4, files: 4 });
  });

  it.skipIf(!canMount)(
    'on a full disk says so, holds no place for the next file, and takes it when there is room [needs a disk]',
    async () => {
      const disk = smallDisk(24);
      const store = openStore({ dir: disk.path, keys: deriveKeys(randomBytes(32)), clock: systemClock, create: true });
      const other = paperDesk(store, imaging.imaging, { parsing: parser.parsing });
      const on = { store, desk: other, uploads: createUploads(store, parser.parsing) };
      try {
        const thick = await pdfOf(await Promise.all(Array.from({ length: 8 }, (_, n) => jpegPage({ dpi: 200, noise: 30, seed: n }))), 200);
        disk.fill(500_000);
        // More often than files may be under way at once.
        for (let n = 0; n < 10; n++) expect(await send('day.pdf', thick, on)).toBe('store.disk_full');
        expect(papers(store)).toEqual([]);
        disk.clear();
        expect(await send('day.pdf', thick, on)).toBe('new');
        expect(papers(store)).toEqual([8]);
        expect(kept(store, disk.path)).toMatchObject({ uploads: 0, items: 1, blobs: 1 });
      } finally {
        await other.stop();
        store.close();
        await imaging.stop();
        imaging = imagingKit(tmpdir());
        disk.remove();
      }
    },
  );
});
