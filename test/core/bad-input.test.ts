import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { Failure } from '../../src/domain/errors.ts';
import { setUp } from '../faults/journey.ts';
import { DRAFT, PAPER } from './samples.ts';

const hasQpdf = existsSync('/usr/bin/qpdf');
let profilesDir: string;
let desk: Desk;
let pdf: Uint8Array;
beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-bad-'));
  desk = openDesk({ profilesDir, documents: 0, autoReply: false });
  await setUp(desk, newPassphrase());
  const sample = await desk.call['outgoing.sampleDraft']({ subject: 'Về việc thử', recipient: 'Sở Mẫu' });
  const { id } = await desk.call['outgoing.saveDraft']({ ...draft, uploadIds: [sample.uploadId] });
  const [file] = (await desk.call['outgoing.get']({ id })).files;
  pdf = await desk.readFile(file?.id ?? '');
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});

const draft = DRAFT;
const paper = PAPER;
const vaultFiles = (): number =>
  readdirSync(join(profilesDir, 'training', 'vault'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
}

describe('a file that a person adds', () => {
  it('with no bytes is refused before anything is stored', async () => {
    expect(await codeOf(desk.call['upload.begin']({ name: 'rong.pdf', size: 0 }))).toBe('files.empty');
  });
  it('larger than the limit is refused before anything is stored', async () => {
    expect(await codeOf(desk.call['upload.begin']({ name: 'to.pdf', size: 200 * 1024 * 1024 + 1 }))).toBe('files.too_large');
  });
  it('cut on the way is refused, and leaves nothing behind', async () => {
    const before = vaultFiles();
    const { uploadId } = await desk.call['upload.begin']({ name: 'nua.pdf', size: pdf.byteLength });
    await desk.call['upload.chunk']({ uploadId, offset: 0, bytes: pdf.slice(0, 1000) });
    expect(await codeOf(desk.call['upload.chunk']({ uploadId, offset: 2000, bytes: pdf.slice(2000, 3000) }))).toBe(
      'files.upload_out_of_order',
    );
    expect(await codeOf(desk.call['upload.finish']({ uploadId }))).toBe('files.upload_cut');
    expect(vaultFiles()).toBe(before);
  });
  it('that is no PDF cannot be the scan or the draft itself, whatever its name', async () => {
    const uploadId = await desk.upload('gia-mao.pdf', new TextEncoder().encode('không phải PDF'));
    expect(await codeOf(desk.call['incoming.createPaper']({ ...paper, uploadIds: [uploadId] }))).toBe('files.not_a_pdf');
    expect(await codeOf(desk.call['outgoing.saveDraft']({ ...draft, uploadIds: [uploadId] }))).toBe('files.not_a_pdf');
    // Nothing of the refused act remains, no number was taken.
    const real = await desk.upload('ban-quet.pdf', pdf);
    expect((await desk.call['incoming.createPaper']({ ...paper, uploadIds: [real, uploadId] })).arrivalNumber).toBe(1);
  });
  it.skipIf(!hasQpdf)('with a password is refused in words, and leaves nothing behind [needs qpdf]', async () => {
    const plain = join(profilesDir, 'a.pdf');
    const locked = join(profilesDir, 'b.pdf');
    writeFileSync(plain, pdf);
    execFileSync('qpdf', ['--encrypt', 'user', 'owner', '256', '--', plain, locked]);
    const before = vaultFiles();
    expect(await codeOf(desk.upload('khoa.pdf', readFileSync(locked)))).toBe('files.encrypted_pdf');
    expect(vaultFiles()).toBe(before);
  });
});
