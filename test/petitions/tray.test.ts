/** A petition that came through the scanner: from the moment it is one, what was read of it is nowhere, and its pages are nobody else's. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { officeCalendar, shippedTable } from '../../src/core/deadlines/index.ts';
import { keepForm } from '../../src/core/documents/keptForms.ts';
import { originalsOf } from '../../src/core/documents/originals.ts';
import { getPetition, PetitionFiles, registerPetition } from '../../src/core/petitions/index.ts';
import { bindScans, openGroups, type PageReader, pagesOf } from '../../src/core/scanning/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { PageText } from '../../src/domain/pageText.ts';
import { foldVietnamese } from '../../src/domain/secrecy.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { type Office, ORGAN, openOffice } from '../paper/support.ts';
import { type ImagingKit, imagingKit, type PaperDesk, paperDesk } from '../scanning/kit.ts';
import { colourTiff, joinTiffs } from '../scanning/pages.ts';
import { putIncoming } from '../support/documents.ts';

const NAME = 'Phạm Thị Kín Đáo';
const resources = new URL('../../resources', import.meta.url).pathname;
let kit: ImagingKit;
let office: Office;
let desk: PaperDesk;
/** What the reader finds on any page; where `hold` is set it answers once that was let go. */
let hold: Promise<void> | undefined;
let asked = 0;
const reader: PageReader = {
  available: () => true,
  async read({ width, height }): Promise<PageText> {
    asked++;
    await hold;
    const words = NAME.split(' ').map((text, n) => ({ text, x: 50 + n * 60, y: 300, w: 50, h: 20, confidence: 95 }));
    return { width, height, words, lines: [0] };
  },
};
beforeAll(() => {
  kit = imagingKit(tmpdir());
});
afterAll(() => kit.stop());
beforeEach(() => {
  office = openOffice();
  hold = undefined;
  asked = 0;
  desk = paperDesk(office.store, kit.imaging, { reader });
});
afterEach(async () => {
  await desk.stop();
  office.remove();
});

/** Every text of every table but the sealed ones, unpacked where that can be. */
function everywhere(): string {
  const { db } = office.store;
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).pluck().all();
  return tables
    .filter((table) => !['petition_sealed', 'petition_act', 'petition_file'].includes(table))
    .flatMap((table) => db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
    .flat()
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    .join('\n');
}
const told = (): boolean => /kin dao/.test(foldVietnamese(everywhere()));
const register = (groupId: string) =>
  registerPetition(office.store, office.clerk, ORGAN, {
    ...{ kind: 'denunciation', channel: 'hand', receivedOn: '2026-11-20' as LegalDate, people: 1 },
    ...{ name: NAME, address: 'Ngõ Vắng', phone: '', identity: '', matter: 'Tố cáo ăn chặn', against: '' },
    ...{ readers: [], uploadIds: [], scanGroupIds: [groupId], notSame: false },
  });
async function scanned(): Promise<{ groupId: string; pageIds: string[] }> {
  const page = (seed: number) => colourTiff({ dpi: 60, lines: 5, seed });
  writeFileSync(join(desk.folder, `don ba ${NAME}.tif`), joinTiffs([await page(1), await page(2)]));
  await desk.scanning.look(ORGAN);
  const [group] = openGroups(office.store, ORGAN);
  return { groupId: group?.id ?? '', pageIds: pagesOf(office.store, group?.id ?? '').map(({ id }) => id) };
}

it('leaves the tray with what was read of it and the name of its file; its file is made, and is answered to the named alone', async () => {
  const { groupId, pageIds } = await scanned();
  await expect.poll(() => pagesOf(office.store, groupId).filter((page) => page.text !== null).length, { timeout: 20_000 }).toBe(2);
  expect(told()).toBe(true);
  desk.scanning.edit(office.clerk, ORGAN, { kind: 'turn', pageIds: pageIds.slice(0, 1), degrees: 180 });
  await expect.poll(() => asked, { timeout: 20_000 }).toBe(3);
  // What somebody began to type of it as a letter goes with the rest.
  const typed = JSON.stringify({ typed: { values: { sender: NAME } }, beside: [groupId] });
  expect(keepForm(office.store, office.clerk, ORGAN, { form: 'paper' }, typed)).toBeDefined();
  const { id, number } = register(groupId);
  expect(told()).toBe(false);
  expect(keepForm(office.store, office.clerk, ORGAN, { form: 'paper' }, typed)).toBeUndefined();
  expect(told()).toBe(false);
  desk.scanning.bound();
  const see = () => getPetition(office.store, office.clerk, officeCalendar(office.store, shippedTable(resources)), id);
  await expect
    .poll(() => see().files, { timeout: 20_000 })
    .toMatchObject([{ kind: 'original', name: `Đơn số ${number} – bản quét 1.pdf`, pages: 2 }]);
  expect(see().making).toBe(0);
  // Whoever looks at the petition meanwhile is told by the petition's own name.
  await expect.poll(() => desk.told, { timeout: 20_000 }).toEqual([id]);
  await desk.scanning.settle();
  // Nothing was read again, and nothing says who it is.
  expect([told(), asked]).toEqual([false, 3]);
  expect(openGroups(office.store, ORGAN)).toEqual([]);
  const other = office.person('Hoàng Văn Khác', 'clerk', 'administrator');
  const door = new PetitionFiles(office.store);
  for (const call of [{ groupId }, { pageId: pageIds[1], maxSide: 100, original: true }, { fileId: see().files[0]?.fileId }])
    expect([door.admits(call, office.clerk.personId), door.admits(call, other.personId), door.admits(call, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
});

it('that is being read while it becomes one is not kept, nor read again', async () => {
  let letGo = (): void => undefined;
  hold = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { groupId } = await scanned();
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0);
  register(groupId);
  const before = asked;
  letGo();
  desk.scanning.bound();
  await desk.scanning.settle();
  expect([told(), office.store.db.prepare('SELECT count(text) FROM scan_page').pluck().get(), asked]).toEqual([false, 0, before]);
});

it('that came in one pass with another paper takes the common file along: it is offered with the other no more', async () => {
  const { pageIds } = await scanned();
  desk.scanning.edit(office.clerk, ORGAN, { kind: 'split', pageIds: [pageIds[1] ?? ''], remove: [] });
  const [petition, other] = openGroups(office.store, ORGAN).map((group) => group.id);
  const incomingId = office.store.tx(() => {
    const { id } = putIncoming(office.store, { subject: 'giấy khác' });
    bindScans(office.store, id as RecordId, [other ?? '']);
    return id;
  });
  // A paper's own scan is offered as it came.
  expect(originalsOf(office.store, { incomingId }).map(({ mended, isFile }) => [mended, isFile])).toEqual([[false, false]]);
  register(petition ?? '');
  expect(originalsOf(office.store, { incomingId })).toEqual([]);
});

it('is registered as one or not at all: of a refused one the paper stays in the tray as it was', async () => {
  const { groupId, pageIds } = await scanned();
  await expect.poll(() => pagesOf(office.store, groupId).filter((page) => page.text !== null).length, { timeout: 20_000 }).toBe(2);
  register(groupId);
  const second = openGroups(office.store, ORGAN);
  expect(second).toEqual([]);
  // The same paper twice: no number is taken for it.
  const numbers = () => office.store.db.prepare(`SELECT count(*) FROM book_number`).pluck().get();
  const before = numbers();
  expect(() => register(groupId)).toThrow();
  expect([numbers(), office.store.db.prepare('SELECT count(*) FROM petition').pluck().get()]).toEqual([before, 1]);
  expect(pageIds).toHaveLength(2);
});
