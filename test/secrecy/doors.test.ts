/**
 * A document that carries the mark is stopped at every door, and then nothing of it is left: the whole profile and the
 * temporary folder are searched for its text, its subject and its file's name, and every table of the store too.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPaper,
  createUploads,
  finishIncoming,
  getIncoming,
  getOutgoing,
  issueOutgoing,
  listIncoming,
  registerIncoming,
  saveDraft,
} from '../../src/core/documents/index.ts';
import { exportBundle, importFolder } from '../../src/core/folder/index.ts';
import type { Parsing } from '../../src/core/parsing/index.ts';
import { listBooks, registerColumns } from '../../src/core/registers/index.ts';
import { answerDocument, answerUpload, checkOutgoing } from '../../src/core/secrecy/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { documentsErrors } from '../../src/renderer/text/vi/errors/documents.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { count, type Draft, documentIdOf, issue, OFFICES, removeFolder, tempFolder } from '../exchange/support.ts';
import { type Carrying, clerk, introduce, marksIn, workstation } from '../folder/support.ts';

const WORDS = 'Bo tri luc luong dien tap muoi bay';
const FILE = 'ke-hoach-dien-tap-bi-mat.pdf';
const font = readFileSync(new URL('../../resources/fonts/Tinos-Bold.ttf', import.meta.url));
type Where = 'cell' | 'text' | 'none';
/** A letter whose words stand in its bytes as they are. */
function letter(where: Where): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, compress: false, info: { Title: WORDS } });
  doc.registerFont('b', font).font('b').fontSize(13);
  doc.text('Số: 12/KH-UBND', 110, 100, { lineBreak: false });
  if (where === 'cell') doc.text('TỐI MẬT', 130, 140, { lineBreak: false });
  if (where === 'text') doc.text('Theo danh mục TỐI MẬT đã ban hành', 90, 300, { lineBreak: false });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  doc.end();
  return new Promise((resolve) => doc.on('end', () => resolve(Buffer.concat(parts))));
}

let dir: string;
let temp: string;
let axis: TrainingAxis;
let sender: Carrying;
let receiver: Carrying;
let before: string | undefined;
beforeEach(async () => {
  dir = tempFolder();
  temp = mkdtempSync(join(tmpdir(), 'tvt-secret-temp-'));
  before = process.env.TMPDIR;
  process.env.TMPDIR = temp;
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
  sender = workstation(dir, axis, 'H99.01');
  receiver = workstation(dir, axis, 'H99.242');
});
afterEach(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await sender.close().catch(() => undefined);
  await receiver.close().catch(() => undefined);
  await axis.close();
  removeFolder(dir);
  rmSync(temp, { recursive: true, force: true });
});

const draft = async (where: Where): Promise<Draft> => ({
  from: 'H99.01',
  to: ['H99.242'],
  number: '17',
  files: [{ name: FILE, bytes: await letter(where) }],
});
const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'no failure';
};
/** Everything any table holds, as text. */
function everything(at: Carrying): string {
  const tables = at.store.db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[];
  return tables
    .map((table) =>
      JSON.stringify(at.store.db.prepare(`SELECT * FROM "${table}"`).all(), (_key, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('utf8') : value,
      ),
    )
    .join('\n');
}
/** Nothing in the rows, nothing in the files (searched after closing, by another process), no vault file that a row does not name. */
async function nothingRemains(at: Carrying, office: string, ...more: string[]): Promise<void> {
  const rows = everything(at);
  for (const text of [WORDS, FILE, 'thử nghiệm số 17', '17/CV', ...more]) expect(rows.includes(text), text).toBe(false);
  const named = count(at.store, '(SELECT DISTINCT coalesce(name, id) FROM blob)');
  const files = readdirSync(join(dir, office, 'vault'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  expect(files).toBe(named);
  await at.close();
  for (const text of [WORDS, FILE, '%PDF-1.'])
    for (const folder of [join(dir, office), temp]) expect(grep(text, folder), `${text} in ${folder}`).toBe('');
}
function grep(text: string, folder: string): string {
  try {
    return execFileSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' });
  } catch (error) {
    if ((error as { status?: number }).status === 1) return '';
    throw error;
  }
}
const parsing = (): Parsing =>
  ({
    inspect: async () => ({
      detected: 'pdf',
      size: 1,
      pdf: { pages: [{ width: 1, height: 1, rotate: 0 }], encrypted: false, signatureFields: 0, noFurtherSignatures: false },
    }),
    findSecrecy: async ({ source }: { source: Parameters<typeof marksIn>[0] }) =>
      (await marksIn(source)) ?? { looked: false, textless: false, asks: [] },
  }) as unknown as Parsing;
const arrivals = () => listIncoming(receiver.store, { states: [], text: '', offset: 0, limit: 50 }).rows;

describe('the mark in its cell', () => {
  it('stops a package of the axis: time, sender, transport id and reason remain', async () => {
    await issue(sender.store, await draft('cell'));
    sender.exchange.start();
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, 'package WHERE acknowledged = 1') === 1);
    expect(receiver.exchange.quarantine()).toMatchObject([{ sender: 'H99.01', size: 0, reason: { code: 'documents.secret' } }]);
    expect(Object.keys(receiver.exchange.quarantine()[0] ?? {}).sort()).toEqual([
      'at',
      'docId',
      'hasOriginal',
      'id',
      'markedFail',
      'reason',
      'sender',
      'size',
    ]);
    expect(count(receiver.store, 'dispatch'), 'no status goes by itself').toBe(0);
    expect(documentsErrors['documents.secret']).toMatch(/lãnh đạo.*Sổ đăng ký bí mật nhà nước/);
    await nothingRemains(receiver, 'H99.242');
  });

  it('stops what was carried by hand', async () => {
    const { aKnows } = introduce(sender, receiver);
    const usb = join(dir, 'usb');
    mkdirSync(usb);
    await issue(sender.store, await draft('cell'));
    await exportBundle(sender.store, clerk, { peerId: aKnows, folder: usb });
    await importFolder(receiver.store, clerk, usb);
    await receiver.intake.run();
    expect(receiver.exchange.quarantine()).toMatchObject([{ reason: { code: 'documents.secret' }, size: 0 }]);
    await nothingRemains(receiver, 'H99.242');
  });

  it('stops an upload, for paper and for a draft alike', async () => {
    const uploads = createUploads(receiver.store, parsing());
    expect(await refusal(async () => uploads.take(FILE, await letter('cell')))).toBe('documents.secret');
    expect(count(receiver.store, 'blob')).toBe(0);
    const [stop] = receiver.store.db.prepare(`SELECT object, result FROM audit WHERE act = 'secrecy.stop'`).all();
    expect(stop).toEqual({ object: 'upload', result: 'documents.secret' });
    await nothingRemains(receiver, 'H99.242');
  });

  it('stops what lies here from before at the last door, before it is sent; its number goes to the secret book', async () => {
    const { store } = receiver;
    const blob = await store.vault.put(await letter('cell'));
    const id = saveDraft(store, clerk, 'H99.242', {
      ...{ typeName: 'Công văn', subject: WORDS, content: '', competence: '', signerPosition: '', signer: '', priority: 0 },
      ...{ toPlaces: [], recipients: [{ organId: 'H99.01', name: 'Sở Mẫu' }], uploadIds: [] },
    });
    const book = listBooks(store).find((one) => one.rule.direction === 'outgoing');
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, ?, 'pdf', 1, ?, 0, 1)`,
        )
        .run(store.newId(), id, FILE, blob.id);
      store.db.prepare(`UPDATE outgoing SET state = 'agency_signed', number = 17, code = '17/KH-UBND' WHERE id = ?`).run(id);
      store.db
        .prepare(
          `INSERT INTO book_number (book_id, period, series, number, state, date, outgoing_id, at, seq) VALUES (?, '2026', '', 17, 'used', '2026-11-20', ?, 0, 1)`,
        )
        .run(book?.id, id);
    });
    expect(await refusal(() => checkOutgoing(store, parsing(), id, clerk))).toBe('documents.secret');
    expect(await refusal(() => issueOutgoing(store, clerk, id))).toBe('documents.not_found');
    expect(book && registerColumns(store, book, '2026')).toMatchObject([{ number: 17, state: 'secret' }]);
    expect(book && registerColumns(store, book, '2026')[0]?.columns.at(-1)).toContain('quản lý tại sổ riêng');
    await nothingRemains(receiver, 'H99.242', '17/KH-UBND');
  });
});

describe('the words elsewhere', () => {
  async function arrived(): Promise<RecordId> {
    await issue(sender.store, await draft('text'));
    sender.exchange.start();
    receiver.exchange.start();
    await receiver.until(() => arrivals().length === 1);
    return arrivals()[0]?.id as RecordId;
  }

  it('only ask; the document is not registered before the answer, which stays in its history', async () => {
    const id = await arrived();
    expect(getIncoming(receiver.store, id).secrecyAsked).toEqual([{ words: 'Theo danh mục TỐI MẬT đã ban hành', page: 1 }]);
    expect(await refusal(() => registerIncoming(receiver.store, clerk, id))).toBe('documents.secrecy_asked');
    await answerDocument(receiver.store, clerk, 'incoming', id, false);
    expect(getIncoming(receiver.store, id).secrecyAsked).toEqual([]);
    expect(getIncoming(receiver.store, id).history.at(-1)).toMatchObject({ act: 'secrecy.not_secret', by: clerk.name });
    expect(registerIncoming(receiver.store, clerk, id).arrivalNumber).toBe(1);
    expect(await refusal(() => answerDocument(receiver.store, clerk, 'incoming', id, false))).toBe('documents.secrecy_not_asked');
  });

  it('answered as a mark destroy the document with all that tells of it, even after it was worked on', async () => {
    const id = await arrived();
    await answerDocument(receiver.store, clerk, 'incoming', id, false);
    registerIncoming(receiver.store, clerk, id);
    finishIncoming(receiver.store, clerk, id, 'for_information', WORDS);
    await answerDocument(receiver.store, clerk, 'incoming', id, true);
    expect(arrivals()).toEqual([]);
    expect(count(receiver.store, `book_number WHERE state = 'secret' AND number = 1 AND incoming_id IS NULL`)).toBe(1);
    expect(receiver.exchange.quarantine()).toMatchObject([{ sender: 'H99.01', reason: { code: 'documents.secret' }, size: 0 }]);
    await nothingRemains(receiver, 'H99.242', documentIdOf(await draft('none')));
  });

  it('hold an upload until somebody answered; no document takes it before', async () => {
    const uploads = createUploads(receiver.store, parsing());
    const paper = (uploadId: string) =>
      createPaper(receiver.store, clerk, {
        ...{ organId: 'H99.242', channel: 'post', sender: 'Sở Mẫu', number: '9', notation: 'SM', typeName: 'Công văn', subject: 'Về việc' },
        ...{ signer: '', priority: 0, uploadIds: [uploadId], register: true, notDuplicate: true },
      });
    const first = await uploads.take(FILE, await letter('text'));
    expect(first.secrecyAsked).toHaveLength(1);
    expect(await refusal(() => paper(first.uploadId))).toBe('documents.secrecy_asked');
    await answerUpload(receiver.store, clerk, first.uploadId, false);
    const { id } = paper(first.uploadId);
    expect(getIncoming(receiver.store, id).history.map((row) => row.act)).toContain('secrecy.not_secret');
    const second = await uploads.take('khac.pdf', Buffer.concat([await letter('text'), Buffer.from('%')]));
    await answerUpload(receiver.store, clerk, second.uploadId, true);
    expect(await refusal(() => paper(second.uploadId))).toBe('files.no_such_upload');
    expect(count(receiver.store, 'blob')).toBe(1);
  });

  it('hold a draft from being sent', async () => {
    const uploads = createUploads(receiver.store, parsing());
    const { uploadId } = await uploads.take(FILE, await letter('text'));
    await answerUpload(receiver.store, clerk, uploadId, false);
    const id = saveDraft(receiver.store, clerk, 'H99.242', {
      ...{ typeName: 'Công văn', subject: 'Về việc', content: '', competence: '', signerPosition: '', signer: '', priority: 0 },
      ...{ toPlaces: [], recipients: [{ organId: 'H99.01', name: 'Sở Mẫu' }], uploadIds: [uploadId] },
    });
    await checkOutgoing(receiver.store, parsing(), id, clerk);
    receiver.store.tx(() => receiver.store.db.prepare('UPDATE file SET secrecy = NULL').run());
    expect(await refusal(() => checkOutgoing(receiver.store, parsing(), id, clerk))).toBe('documents.secrecy_asked');
    expect(getOutgoing(receiver.store, id).secrecyAsked).toHaveLength(1);
    await answerDocument(receiver.store, clerk, 'outgoing', id, false);
    await checkOutgoing(receiver.store, parsing(), id, clerk);
  });
});
