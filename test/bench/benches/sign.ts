/**
 * Signing on the processes of the command line (parser, token over SoftHSM) against a floor in the same run: warm, read +
 * SHA-256 + copy + sync + one C_Sign in one process; and from a fresh start against `pdfsig -add-signature` with a file key
 * and @cantoo/pdf-lib. Ours includes what the floor leaves out: reading the signed file again and verifying it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pkcs11 from 'pkcs11js';
import { CLI_DIR, cliBundleFresh } from '../../../build/cli.ts';
import { ParserProcess } from '../../../src/cli/parserProcess.ts';
import { signFile, verifySigned } from '../../../src/cli/signFile.ts';
import { TokenProcess } from '../../../src/cli/tokenProcess.ts';
import { TRAINING_POLICY_OID } from '../../../src/domain/profile.ts';
import type { FieldSpec } from '../../../src/formats/pdf/index.ts';
import { createSoftHsmTokens, hasSoftHsm, type SoftHsm } from '../../softhsm/index.ts';
import { sampleKey } from '../../softhsm/samples.ts';
import { type Bench, median, ratioOfPairs, seededBytes } from '../bench.ts';

const PIN = 'Bi-mat-cua-phep-do-1';
const MB = 1_000_000;

/** Pages that each show one picture of random bytes, or many small objects that nothing shows. */
function makeFile(path: string, pages: number, bytesEach: number, small = 0): void {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  const put = (bytes: Buffer): void => {
    parts.push(bytes);
    at += bytes.byteLength;
  };
  const object = (num: number, head: string, data?: Buffer): void => {
    offsets[num] = at;
    put(Buffer.from(`${num} 0 obj\n${head}${data ? '\nstream\n' : ''}`, 'latin1'));
    if (data) put(Buffer.concat([data, Buffer.from('\nendstream')]));
    put(Buffer.from('\nendobj\n'));
  };
  put(Buffer.from('%PDF-1.7\n'));
  const kids = Array.from({ length: pages }, (_, i) => `${3 + i * 2} 0 R`).join(' ');
  object(1, '<</Type /Catalog /Pages 2 0 R>>');
  object(2, `<</Type /Pages /Kids [${kids}] /Count ${pages}>>`);
  for (let i = 0; i < pages; i++) {
    const image = seededBytes(bytesEach, i + 1);
    object(3 + i * 2, `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</XObject <</I ${4 + i * 2} 0 R>>>>>>`);
    object(
      4 + i * 2,
      `<</Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${bytesEach}>>`,
      image,
    );
  }
  const first = 3 + pages * 2;
  const filling = seededBytes(small > 0 ? 280 : 0, 99);
  for (let i = 0; i < small; i++) object(first + i, `<</N ${i} /Length ${filling.byteLength}>>`, filling);
  const rows = offsets.map((offset, num) => (num === 0 ? '0000000000 65535 f\r\n' : `${String(offset).padStart(10, '0')} 00000 n\r\n`));
  rows[0] = '0000000000 65535 f\r\n';
  const xref = at;
  put(
    Buffer.from(
      `xref\n0 ${offsets.length}\n${rows.join('')}trailer\n<</Size ${offsets.length} /Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`,
      'latin1',
    ),
  );
  writeFileSync(path, Buffer.concat(parts));
}
const field = (): FieldSpec => ({
  fieldName: 'Signature',
  page: 1,
  rectangle: { x: 300, y: 200, width: 120, height: 50 },
  appearance: { kind: 'text', lines: [{ text: 'Đã ký', size: 12 }], color: 'black' },
  signingTime: Date.now(),
  contentsBytes: 16_384,
});

/** The floor's own token: one session, the key found, nothing else. */
function directSigner(hsm: SoftHsm): (data: Buffer) => void {
  Object.assign(process.env, hsm.env);
  const p11 = new pkcs11.PKCS11();
  p11.load(hsm.module);
  p11.C_Initialize();
  const [slot] = p11.C_GetSlotList(true);
  const session = p11.C_OpenSession(slot as Buffer, pkcs11.CKF_SERIAL_SESSION);
  p11.C_Login(session, pkcs11.CKU_USER, PIN);
  p11.C_FindObjectsInit(session, [{ type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY }]);
  const [key] = p11.C_FindObjects(session, 1);
  p11.C_FindObjectsFinal(session);
  return (data) => {
    p11.C_SignInit(session, { mechanism: pkcs11.CKM_SHA256_RSA_PKCS }, key as Buffer);
    p11.C_Sign(session, data, Buffer.alloc(512));
  };
}
function floor(path: string, target: string, sign: (data: Buffer) => void): void {
  const file = openSync(path, 'r');
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 18);
  for (let got = readSync(file, buffer); got > 0; got = readSync(file, buffer)) hash.update(buffer.subarray(0, got));
  closeSync(file);
  copyFileSync(path, target);
  const out = openSync(target, 'r+');
  fsyncSync(out);
  closeSync(out);
  sign(hash.digest());
}
/** Highest resident memory of a process so far, in MB. */
const status = (pid: number | undefined, name: 'VmHWM' | 'VmRSS'): number =>
  Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;

/** A small program that signs with @cantoo and a file key as most programs would: load, placeholder, save. */
const CANTOO = `
import { PDFDocument, PDFName, PDFHexString, PDFString, PDFArray, PDFNumber } from '@cantoo/pdf-lib';
import { createHash, createSign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
const [source, target, keyPath] = process.argv.slice(2);
const doc = await PDFDocument.load(readFileSync(source), { forIncrementalUpdate: true, updateMetadata: false });
const page = doc.getPages()[0];
const range = doc.context.obj([0, 9999999999, 9999999999, 9999999999]);
const sig = doc.context.register(doc.context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached', ByteRange: range, Contents: PDFHexString.of('0'.repeat(32768)) }));
const widget = doc.context.register(doc.context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFString.of('S'), V: sig, F: 132, Rect: [300, 200, 420, 250], P: page.ref }));
page.node.addAnnot(widget);
doc.catalog.set(PDFName.of('AcroForm'), doc.context.obj({ SigFlags: 3, Fields: [widget] }));
const bytes = Buffer.from(await doc.save({ useObjectStreams: false }));
const digest = createHash('sha256').update(bytes).digest();
createSign('sha256').update(digest).sign(readFileSync(keyPath));
writeFileSync(target, bytes, { flush: true });
`;

async function fresh(dir: string, hsm: SoftHsm, small: string): Promise<{ pdfsig: number; cantoo: number; ours: number }> {
  const nss = join(dir, 'nss');
  mkdirSync(nss);
  const run = (tool: string, ...args: string[]): void => void execFileSync(tool, args, { cwd: dir, stdio: 'pipe' });
  run('certutil', '-N', '-d', nss, '--empty-password');
  run('openssl', 'x509', '-inform', 'DER', '-in', 'signer.der', '-out', 'signer.pem');
  run(
    'openssl',
    'pkcs12',
    '-export',
    '-inkey',
    'signer.key.pem',
    '-in',
    'signer.pem',
    '-out',
    'signer.p12',
    '-passout',
    'pass:',
    '-name',
    'signer',
  );
  run('pk12util', '-i', 'signer.p12', '-d', nss, '-W', '');
  const script = join(process.cwd(), 'node_modules', '.cantoo-bench.mjs');
  writeFileSync(script, CANTOO);
  const timed = (work: () => { status: number | null }): number => {
    const start = performance.now();
    if (work().status === null) throw new Error('a peer did not end');
    return performance.now() - start;
  };
  const out = join(dir, 'fresh.pdf');
  const pairs: { pdfsig: number; cantoo: number; ours: number }[] = [];
  for (let i = 0; i < 6; i++) {
    const ours = timed(() =>
      spawnSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(CLI_DIR, 'signPdf.js'), small, '--token', 'Ký', '--kind', 'leader', '--out', out],
        {
          input: `${PIN}\n`,
          env: { ...process.env, ...hsm.env },
          stdio: ['pipe', 'ignore', 'ignore'],
        },
      ),
    );
    const pdfsig = timed(() =>
      spawnSync('pdfsig', ['-nssdir', nss, '-add-signature', '-nick', 'signer', '-new-signature-field-name', 'S', small, out], {
        stdio: 'ignore',
      }),
    );
    const cantoo = timed(() => spawnSync(process.execPath, [script, small, out, join(dir, 'signer.key.pem')], { stdio: 'ignore' }));
    if (i > 0) pairs.push({ pdfsig, cantoo, ours });
  }
  rmSync(script, { force: true });
  return { pdfsig: median(pairs.map((p) => p.pdfsig)), cantoo: median(pairs.map((p) => p.cantoo)), ours: median(pairs.map((p) => p.ours)) };
}

export const sign: Bench = {
  name: 'sign',
  about: 'signing 1 MB, 50 MB and 141,000 objects against read + SHA-256 + copy + sync + C_Sign; fresh against pdfsig and @cantoo',
  async run() {
    if (!hasSoftHsm) throw new Error('needs SoftHSM and the built addon');
    // What is measured from a fresh start is the built command.
    if (!cliBundleFresh()) await (await import('../../../build/cliBundle.ts')).buildCli();
    const dir = mkdtempSync(join(tmpdir(), 'tram-bench-sign-'));
    const parser = new ParserProcess();
    let token: TokenProcess | undefined;
    try {
      const hsm = createSoftHsmTokens(dir, [{ label: 'Ký', pin: PIN, ...sampleKey(dir, 'signer', 2048, 'Nguyễn Văn Mẫu') }]);
      Object.assign(process.env, hsm.env);
      const files = { small: join(dir, '1.pdf'), large: join(dir, '50.pdf'), many: join(dir, 'many.pdf') };
      makeFile(files.small, 4, MB / 4);
      makeFile(files.large, 50, MB);
      makeFile(files.many, 1, 1000, 141_000);
      token = new TokenProcess();
      const { tokens } = await token.calls.list({});
      const entry = tokens[0]?.certificates[0];
      if (!tokens[0] || !entry) throw new Error('no certificate');
      const actId = await token.begin(tokens[0].serial, entry.sha256, Buffer.from(PIN));
      const signer = { der: entry.der, chain: [] };
      const using = token;
      const target = join(dir, 'signed.pdf');
      const ours = async (path: string): Promise<void> => {
        rmSync(target, { force: true });
        const signed = await signFile({
          parser,
          token: using,
          actId,
          source: path,
          target,
          field: field(),
          signer,
          stamping: { without: 'stop' },
        });
        const trust = { anchors: [], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
        const [verdict] = await Promise.all([verifySigned(parser, target, signed, trust), signed.synced]);
        if (verdict.summary !== 'intact') throw new Error('the signed file is not intact');
      };
      const direct = directSigner(hsm);
      const floored = (path: string) => (): void => {
        rmSync(join(dir, 'floor.pdf'), { force: true });
        floor(path, join(dir, 'floor.pdf'), direct);
      };
      for (let i = 0; i < 10; i++) await ours(files.small);
      const one = await ratioOfPairs(25, () => ours(files.small), floored(files.small));
      const { pid } = parser.start();
      const before = status(pid, 'VmRSS');
      const fifty = await ratioOfPairs(9, () => ours(files.large), floored(files.large));
      const growth = status(pid, 'VmHWM') - before;
      const many = await ratioOfPairs(5, () => ours(files.many), floored(files.many));
      const started = await fresh(dir, hsm, files.small);
      return {
        token: 'pkcs11:softhsm2',
        figures: {
          warm_1mb_over_floor: { value: one.ratio, unit: 'ratio', target: '<=2.0' },
          warm_50mb_over_floor: { value: fifty.ratio, unit: 'ratio', target: '<=1.6' },
          objects_141k_over_floor: { value: many.ratio, unit: 'ratio', target: '<=5' },
          fresh_1mb_over_pdfsig: { value: started.ours / started.pdfsig, unit: 'ratio', target: '<=1.5' },
          fresh_1mb_over_cantoo: { value: started.ours / started.cantoo, unit: 'ratio', target: '<=1' },
          rss_growth_50mb_mb: { value: growth, unit: 'MB', target: '<=48' },
          warm_1mb_ms: { value: one.aMs, unit: 'ms' },
          warm_50mb_ms: { value: fifty.aMs, unit: 'ms' },
          objects_141k_ms: { value: many.aMs, unit: 'ms' },
          objects_141k_mb: { value: statSync(files.many).size / MB, unit: 'MB' },
          fresh_1mb_ms: { value: started.ours, unit: 'ms' },
        },
      };
    } finally {
      token?.close();
      parser.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
