/** The command line as it is used: processes of their own, SoftHSM behind PKCS#11, the PIN on standard input. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ParserProcess } from '../../src/cli/parserProcess.ts';
import type { PrintedVerdict } from '../../src/cli/report.ts';
import { readArguments } from '../../src/cli/verifyPdf.ts';
import type { Reread } from '../../src/parser/pdf/verify.ts';
import { has, makePdf } from '../signing/kit.ts';
import { createSoftHsmTokens, hasSoftHsm, type SoftHsm } from '../softhsm/index.ts';
import { sampleKey } from '../softhsm/samples.ts';

const PIN = 'Bi-mat-cua-thu-nghiem-1';
const run = (script: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; input?: string } = {}) => {
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join('src', 'cli', script), ...args], {
    env: { ...process.env, ...options.env },
    input: options.input ?? '',
    timeout: 20_000,
    encoding: 'utf8',
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
};
const TRUST = { anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: 0 };
const verdicts = (out: string): PrintedVerdict[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PrintedVerdict);

describe('the arguments of verify-pdf', () => {
  it('take certificates behind --trust and files everywhere else', () => {
    expect(readArguments(['a.pdf', '--trust', 'x.pem', 'y.crt', 'b.pdf', '--json'])).toEqual({
      files: ['a.pdf', 'b.pdf'],
      trust: ['x.pem', 'y.crt'],
      json: true,
    });
    expect(readArguments(['a.pdf', '--report', 'out'])).toEqual({ files: ['a.pdf'], trust: [], json: false, report: 'out' });
    for (const wrong of [['a.pdf', '--report'], [], ['--json'], ['a.pdf', '--trust'], ['a.pdf', '--other']])
      expect(readArguments(wrong)).toBeUndefined();
  });
});

describe('verify-pdf', () => {
  let dir = '';
  const at = (name: string): string => join(dir, name);
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tvt-verify-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('answers for each name with one object, also for what is missing, a folder, empty, no PDF, barred or no plain file, and goes on', async () => {
    writeFileSync(at('plain.pdf'), await makePdf([0]));
    writeFileSync(at('empty.pdf'), '');
    writeFileSync(at('text.pdf'), 'không phải PDF');
    writeFileSync(at('barred.pdf'), 'x', { mode: 0o000 });
    spawnSync('mkfifo', [at('pipe.pdf')]);
    mkdirSync(at('one'));
    writeFileSync(at('one/plain.pdf'), await makePdf([0]));
    const given = ['missing.pdf', 'plain.pdf', 'one', 'empty.pdf', 'text.pdf', 'barred.pdf', 'pipe.pdf', 'plain.pdf', 'one/plain.pdf'].map(
      at,
    );
    const done = run('verifyPdf.ts', [...given, '--json', '--report', at('reports')]);
    expect(done.status).toBe(1);
    expect(done.err).toBe('');
    const told = verdicts(done.out);
    expect(told.map((v) => v.file)).toEqual(given);
    const barred = process.getuid?.() === 0 ? 'pdf.unreadable' : 'file.not_permitted';
    expect(told.map((v) => v.reason ?? v.summary)).toEqual([
      ...['file.not_found', 'unsigned', 'file.is_a_folder', 'pdf.unreadable', 'pdf.unreadable', barred, 'file.not_a_file'],
      ...['unsigned', 'unsigned'],
    ]);
    for (const one of told.filter((v) => v.reason)) expect(one).toMatchObject({ readable: false, signatures: [], summary: 'unreadable' });
    // Reports of files of one name stand beside each other; what is no file has none.
    expect(
      readdirSync(at('reports'))
        .filter((name) => name.endsWith('.json'))
        .sort(),
    ).toEqual([
      ...(barred === 'pdf.unreadable' ? ['barred.bao-cao.json'] : []),
      ...['empty.bao-cao.json', 'plain (2).bao-cao.json', 'plain (3).bao-cao.json', 'plain.bao-cao.json', 'text.bao-cao.json'],
    ]);
  });
  it('is used wrongly, or could not write what it was asked to: 2', () => {
    expect(run('verifyPdf.ts', [])).toMatchObject({ status: 2, out: '' });
    expect(run('verifyPdf.ts', [at('plain.pdf'), '--trust', at('text.pdf')])).toMatchObject({ status: 2, out: '' });
    expect(run('verifyPdf.ts', [at('plain.pdf'), '--trust', at('none.pem')])).toMatchObject({ status: 2, out: '' });
    const unwritten = run('verifyPdf.ts', [at('plain.pdf'), '--json', '--report', at('text.pdf')]);
    expect(unwritten).toMatchObject({ status: 2, err: expect.stringContaining('report not written') });
    expect(verdicts(unwritten.out)).toHaveLength(1);
  });
});

describe.skipIf(!hasSoftHsm || !has('openssl') || !has('pdfsig'))(
  'signing and verifying from the command line [needs softhsm2, openssl, pdfsig]',
  () => {
    let dir = '';
    let hsm: SoftHsm;
    let plain = '';
    const at = (name: string): string => join(dir, name);
    const sign = (file: string, label: string, kind: string, out: string, pin = PIN, ...more: string[]) =>
      run('signPdf.ts', [file, '--token', label, '--kind', kind, '--out', out, ...more], { env: hsm.env, input: `${pin}\n` });
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'tvt-cli-'));
      hsm = createSoftHsmTokens(dir, [
        { label: 'Lãnh đạo', pin: PIN, ...sampleKey(dir, 'leader', 2048, 'Nguyễn Văn Mẫu') },
        { label: 'Cơ quan', pin: PIN, ...sampleKey(dir, 'agency', 3072, 'UBND xã Ví Dụ') },
      ]);
      plain = at('plain.pdf');
      writeFileSync(plain, await makePdf([0, 0]));
    });
    afterAll(() => rmSync(dir, { recursive: true, force: true }));

    it('signs as leader and then as agency with strip and seal; every judge calls all three intact', () => {
      expect(sign(plain, 'Lãnh đạo', 'leader', at('one.pdf'))).toMatchObject({ status: 0 });
      const strip = ['--number', '05', '--code', '05/UBND-VP', '--date', '2026-11-21', '--place', 'Ví Dụ'];
      expect(sign(at('one.pdf'), 'Cơ quan', 'agency', at('two.pdf'), PIN, ...strip)).toMatchObject({ status: 0 });
      const original = readFileSync(plain);
      expect(readFileSync(at('two.pdf')).subarray(0, original.length).equals(original)).toBe(true);
      const peer = spawnSync('pdfsig', [at('two.pdf')], { encoding: 'utf8' }).stdout;
      expect(peer.match(/Signature is Valid/g)).toHaveLength(3);

      const judged = run('verifyPdf.ts', [at('two.pdf'), plain, '--json']);
      expect(judged.status).toBe(1);
      const [signed, unsigned] = verdicts(judged.out);
      expect(signed).toMatchObject({ file: at('two.pdf'), readable: true, summary: 'intact' });
      expect(signed?.signatures.map((s) => s.bytes)).toEqual(['intact_with_allowed_additions', 'intact_with_allowed_additions', 'intact']);
      expect(unsigned).toEqual({ file: plain, readable: true, signatures: [], summary: 'unsigned' });
    });

    it('trusts the certificates that --trust names, in a killable process', () => {
      sign(plain, 'Cơ quan', 'sao-y', at('copy.pdf'));
      spawnSync('openssl', ['x509', '-inform', 'DER', '-in', at('agency.der'), '-out', at('agency.pem')]);
      const trusted = run('verifyPdf.ts', [at('copy.pdf'), '--json', '--trust', at('agency.pem')]);
      expect(trusted.status).toBe(0);
      expect(verdicts(trusted.out)[0]?.signatures[0]).toMatchObject({
        bytes: 'intact',
        signer: 'trusted',
        subject: expect.stringContaining('UBND xã Ví Dụ'),
      });
      expect(verdicts(run('verifyPdf.ts', [at('copy.pdf'), '--json']).out)[0]?.signatures[0]?.signer).toBe('untrusted');
    });

    it('signs nothing with a wrong PIN, the wrong kind of certificate, no such token or a changed file, and says why', () => {
      const out = at('never.pdf');
      const wrongPin = sign(plain, 'Lãnh đạo', 'leader', out, 'sai-ma-pin-1');
      expect(wrongPin.status).toBe(1);
      expect(wrongPin.err).toContain('token.pin_incorrect');
      expect(wrongPin.err).not.toContain('sai-ma-pin');
      expect(sign(plain, 'Không có', 'leader', out).err).toContain('token.not_present');
      sign(plain, 'Lãnh đạo', 'leader', at('ok.pdf'));
      const bad = readFileSync(at('ok.pdf'));
      bad[200] = (bad[200] ?? 0) ^ 1;
      writeFileSync(at('bad.pdf'), bad);
      expect(sign(at('bad.pdf'), 'Lãnh đạo', 'leader', out)).toMatchObject({ status: 1 });
      expect(existsSync(out)).toBe(false);
      expect(run('signPdf.ts', [plain, '--token', 'x', '--kind', 'no such kind', '--out', out])).toMatchObject({ status: 2 });
    });

    it('mends a damaged cross-reference table before signing, and never under a signature', () => {
      const damaged = readFileSync(plain, 'latin1').replace(/startxref\n\d+/, 'startxref\n7');
      writeFileSync(at('damaged.pdf'), damaged, 'latin1');
      expect(sign(at('damaged.pdf'), 'Cơ quan', 'so-hoa', at('mended.pdf'))).toMatchObject({ status: 0 });
      expect(spawnSync('pdfsig', [at('mended.pdf')], { encoding: 'utf8' }).stdout).toContain('Signature is Valid');
      sign(plain, 'Cơ quan', 'sao-y', at('whole.pdf'));
      const cut = readFileSync(at('whole.pdf'), 'latin1');
      const end = cut.lastIndexOf('startxref');
      writeFileSync(at('cut.pdf'), `${cut.slice(0, end)}startxref\n7\n%%EOF\n`, 'latin1');
      expect(sign(at('cut.pdf'), 'Cơ quan', 'sao-y', at('never.pdf'))).toMatchObject({ status: 1 });
      expect(existsSync(at('never.pdf'))).toBe(false);
    });

    it('ends a parser process that takes too long, and judges the next file in a new one', async () => {
      const parser = new ParserProcess({ ms: 1, rssBytes: 1e12 });
      await expect(parser.run('verify', { path: plain, ...TRUST })).rejects.toMatchObject({ error: { code: 'parsing.too_long' } });
      const patient = new ParserProcess();
      expect((await patient.run('verify', { path: plain, ...TRUST })).summary).toBe('unsigned');
      patient.close();
      parser.close();
    });

    it('takes the word of whoever asked for what it read itself, of those bytes and no others', async () => {
      const signed = at('once.pdf');
      expect(sign(plain, 'Lãnh đạo', 'leader', signed).status).toBe(0);
      const bytes = readFileSync(signed);
      const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(bytes.toString('latin1'))?.slice(1).map(Number);
      const [before = 0, behind = 0, rest = 0] = range ?? [];
      const right = createHash('sha256').update(bytes.subarray(0, before)).update(bytes.subarray(behind)).digest();
      const parser = new ParserProcess();
      const told = async (handed: Reread | undefined) =>
        (await parser.run('verify', { path: signed, ...TRUST, reread: true }, () => handed)).summary;
      try {
        const gap = [before, behind] as const;
        const end = behind + rest;
        expect(await told({ gap, end, sha256: right })).toBe('intact');
        expect(await told({ gap, end, sha256: Buffer.alloc(32) })).toBe('broken');
        expect(await told({ gap, end: end - 1, sha256: Buffer.alloc(32) })).toBe('intact');
        expect(await told(undefined)).toBe('intact');
        // A file that never comes to its hash leaves what was handed over behind: the next job is another.
        const unsigned = await parser.run('verify', { path: plain, ...TRUST, reread: true }, () => ({ gap, end, sha256: right }));
        expect(unsigned.summary).toBe('unsigned');
        expect(await told({ gap, end, sha256: right })).toBe('intact');
      } finally {
        parser.close();
      }
    });

    it('leaves no process behind when the command is killed', async () => {
      const script = `import('${join(process.cwd(), 'src/cli/children.ts')}').then(({ startParser, startToken }) =>
        console.log(JSON.stringify([startParser().pid, startToken().pid])))`;
      const command = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(command.stdout, 'data')) as [Buffer];
      const pids = JSON.parse(line.toString()) as number[];
      const alive = (): number[] => pids.filter((pid) => existsSync(`/proc/${pid}`));
      expect(alive()).toEqual(pids);
      command.kill('SIGKILL');
      await vi.waitFor(() => expect(alive()).toEqual([]), { timeout: 5000 });
    });

    it('writes what was checked, when and with what, and what was not, as PDF and JSON', () => {
      const folder = at('reports');
      const done = run('verifyPdf.ts', [plain, '--json', '--report', folder]);
      expect(verdicts(done.out)[0]?.summary).toBe('unsigned');
      const report = JSON.parse(readFileSync(join(folder, 'plain.bao-cao.json'), 'utf8')) as Record<string, unknown>;
      expect(report).toMatchObject({ format: 'tram-van-thu-verification/1', summary: 'unsigned', file: { name: 'plain.pdf', pages: 2 } });
      expect(report.notChecked).toContain('report.content_truth');
      const text = spawnSync('pdftotext', ['-layout', join(folder, 'plain.bao-cao.pdf'), '-'], { encoding: 'utf8' }).stdout;
      expect(text.normalize('NFC')).toContain('BÁO CÁO KIỂM TRA CHỮ KÝ SỐ');
      expect(text.normalize('NFC')).toContain('chỉ để biết, tham khảo');
    });
  },
);
