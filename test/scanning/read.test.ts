/** A paper from the scanner's folder to proposals and a searched PDF, with the real reader: nothing between them is played. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Parsing } from '../../src/core/parsing/index.ts';
import { createReading, type Reading } from '../../src/core/reading/index.ts';
import { bindScans, openGroups } from '../../src/core/scanning/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { makePages } from '../bench/ocr/pages.ts';
import { type ReaderKit, readerKit } from '../reading/kit.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { type ImagingKit, imagingKit, ORGAN, type PaperDesk, paperDesk, quiet } from './kit.ts';

const has = spawnSync('pdftotext', ['-v']).error === undefined && spawnSync('pdftoppm', ['-v']).error === undefined;
let t: TestStore;
let pictures: ImagingKit;
let readers: ReaderKit;
let reading: Reading;
let desk: PaperDesk;
beforeEach(() => {
  t = openTestStore();
  pictures = imagingKit(tmpdir());
  readers = readerKit({ dir: tmpdir() });
  reading = createReading({ store: t.store, parsing: {} as Parsing, readers: readers.pool, log: quiet, changed: () => undefined });
  desk = paperDesk(t.store, pictures.imaging, { reader: reading.pageReader });
});
afterEach(async () => {
  await desk.stop();
  await reading.close();
  await Promise.all([pictures.stop(), readers.stop()]);
  t.remove();
});

describe.skipIf(!has)('a paper that is scanned [needs poppler]', () => {
  it('is read, proposed from, registered, and found by its words in the file that was made of it', async () => {
    const [worn] = await makePages(1, 11);
    if (!worn) throw new Error('no page');
    writeFileSync(join(desk.folder, 'van-ban.jpg'), worn.jpeg);
    await desk.scanning.look(ORGAN);
    const [group] = openGroups(t.store, ORGAN);
    const id = group?.id ?? '';
    // Nobody waits for a timer: the page is read as soon as it was looked at.
    await expect.poll(() => desk.scanning.texts(id)[0]?.read, { timeout: 60_000, interval: 100 }).toBe(true);
    const { fields, state } = reading.ofPages(desk.scanning.texts(id), false);
    const values = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
    expect([state, values.number, values.date]).toEqual(['ready', worn.document.number, worn.document.date]);
    const incoming = t.store.tx(() => {
      const made = putIncoming(t.store, { subject: worn.document.subject }).id as RecordId;
      bindScans(t.store, made, [id]);
      return made;
    });
    desk.scanning.bound();
    const blob = () =>
      t.store.db.prepare('SELECT blob_id FROM file WHERE incoming_id = ? AND current = 1').pluck().get(incoming) as never | undefined;
    await expect.poll(blob, { timeout: 30_000, interval: 50 }).toBeDefined();
    const dir = mkdtempSync(join(tmpdir(), 'tvt-read-'));
    try {
      writeFileSync(join(dir, 'a.pdf'), await t.store.vault.readAll(blob() as never));
      const text = execFileSync('pdftotext', [join(dir, 'a.pdf'), '-'], { encoding: 'utf8' });
      expect(text).toContain(worn.document.signer.split(' ').at(-1));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }, 120_000);
});
