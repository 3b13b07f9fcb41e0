/** A file carried out whole: what lies in the folder, what is written down, and that nothing stays of one broken off. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getIncoming } from '../../src/core/documents/index.ts';
import { dossierDetail, exportDossier, printDossier, putIn, saveDossier } from '../../src/core/dossiers/index.ts';
import { Leaving } from '../../src/core/leaving/index.ts';
import type { Parsing } from '../../src/core/parsing/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { checkDossierXml } from '../../src/formats/dossier/index.ts';
import { fonts } from '../desk/support.ts';
import { canMount, smallDisk } from '../support/disk.ts';
import { type Desk, FIELDS, giveFile, OURS, openDesk, putOutgoing } from './support.ts';

let desk: Desk;
let out: string;
let id: RecordId;
let arrival: RecordId;
beforeEach(async () => {
  desk = openDesk();
  out = mkdtempSync(join(tmpdir(), 'tvt-hoso-'));
  const { store } = desk.kit;
  id = saveDossier(store, desk.clerk, OURS, { ...FIELDS, creator: 'Phòng Văn hóa – Xã hội' });
  arrival = desk.arrival({ subject: 'Về việc <rà soát> & báo cáo' });
  const reply = putOutgoing(store, { subject: 'Trả lời' });
  await giveFile(store, 'incoming', arrival, 'công văn 125.pdf', 'một', 4);
  await giveFile(store, 'incoming', arrival, 'phụ lục.xlsx', 'hai', null, 'attachment');
  await giveFile(store, 'outgoing', reply, 'tra loi.pdf', 'ba', 2);
  putIn(store, desk.clerk, id, 'incoming', [arrival]);
  putIn(store, desk.clerk, id, 'outgoing', [reply]);
});
afterEach(() => {
  desk.kit.remove();
  rmSync(out, { recursive: true, force: true });
});
const place = () => ({
  officeName: 'Ủy ban nhân dân xã Ví Dụ',
  parentName: 'UBND tỉnh Mẫu',
  place: 'Ví Dụ',
  now: desk.kit.store.now(),
  fonts,
});
const carry = (stop = new AbortController(), at?: number) => {
  const detail = dossierDetail(desk.kit.store, id);
  return exportDossier(desk.kit.store, OURS, detail, out, () => printDossier(detail, place()), {
    signal: stop.signal,
    progress: (done) => {
      if (done === at) stop.abort();
    },
  });
};

it('holds cover, XML, the files as they are and sums that a common tool checks; each file is written down as one that left', async () => {
  const { store } = desk.kit;
  const made = await carry();
  const names = readdirSync(made.path).sort();
  expect(names).toEqual([
    '000 Bia va muc luc van ban.pdf',
    '000 Ho so.xml',
    '000 SHA256SUMS.txt',
    '001 công văn 125.pdf',
    '001.1 phụ lục.xlsx',
    '002 tra loi.pdf',
  ]);
  expect(readFileSync(join(made.path, '001.1 phụ lục.xlsx'), 'utf8')).toBe('hai');
  const xml = readFileSync(join(made.path, '000 Ho so.xml'), 'utf8');
  expect(checkDossierXml(xml)).toEqual([]);
  for (const said of [
    '<FileNotation>01.VP</FileNotation>',
    '<Subject>Về việc &lt;rà soát&gt; &amp; báo cáo</Subject>',
    '<ArrivalNumber>1</ArrivalNumber>',
    '<Language>Tiếng Việt</Language>',
    '<IssuedAmount>1</IssuedAmount>',
    '<FileName>001.1 phụ lục.xlsx</FileName>',
    '<PageTotal>6</PageTotal>',
  ])
    expect(xml).toContain(said);
  expect(made.over).toEqual([]);
  expect(readFileSync(join(made.path, '000 Bia va muc luc van ban.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  if (spawnSync('sha256sum', ['--version']).status === 0)
    expect(execFileSync('sha256sum', ['-c', '000 SHA256SUMS.txt'], { cwd: made.path, encoding: 'utf8' }).match(/: OK/g)).toHaveLength(5);
  const leaving = new Leaving({
    store,
    dir: out,
    parsing: {} as Parsing,
    log: { info() {}, warn() {}, error() {} },
    openPath: async () => ({ opened: true }),
  });
  leaving.noteSavedMany(desk.clerk, made.fileIds, made.path);
  expect(
    getIncoming(store, arrival)
      .history.filter(({ act }) => act === 'file.saved_outside')
      .map(({ params }) => params.name),
  ).toEqual(['công văn 125.pdf', 'phụ lục.xlsx']);
});

it('a field longer than the annex lets it be is named, and written whole', async () => {
  desk.kit.store.tx(() => desk.kit.store.db.prepare('UPDATE outgoing SET signer = ?').run('M'.repeat(51)));
  const made = await carry();
  expect(made.over).toEqual(['OutgoingDocument[2]/SignerInfo/FullName: 51 characters, at most 50']);
  expect(readFileSync(join(made.path, '000 Ho so.xml'), 'utf8')).toContain('M'.repeat(51));
});

it.skipIf(!canMount)('is not begun on a medium without room for it [needs mount]', async () => {
  const disk = smallDisk(1);
  try {
    const detail = dossierDetail(desk.kit.store, id);
    const flow = { signal: new AbortController().signal, progress: () => undefined };
    const made = exportDossier(desk.kit.store, OURS, detail, disk.path, () => printDossier(detail, place()), flow);
    await expect(made).rejects.toThrow('dossiers.no_room');
    expect(readdirSync(disk.path)).toEqual([]);
  } finally {
    disk.remove();
  }
});

it('stopped, damaged or without room for its folder it leaves nothing behind', async () => {
  const code = async (work: () => Promise<unknown>): Promise<string> =>
    work().then(
      () => 'done',
      (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
    );
  expect(await code(() => carry(new AbortController(), 1))).toBe('dossiers.export_stopped');
  expect(readdirSync(out)).toEqual([]);
  desk.kit.store.tx(() => desk.kit.store.db.prepare(`UPDATE blob SET sha256 = 'ff'`).run());
  expect(await code(() => carry())).toBe('store.file_damaged');
  expect(readdirSync(out)).toEqual([]);
});
