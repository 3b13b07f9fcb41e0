/** What the signing tests share: a small PKI made by openssl, software keys, PDFs of every cross-reference flavour. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, sign as rsaSign, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { signedAttributes, signedData } from '../../src/formats/cms/index.ts';
import { bytesSource, digestPrepared, type FieldSpec, type FontStyle, prepareSignature } from '../../src/formats/pdf/index.ts';

export const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const FONT_FILES: Record<FontStyle, string> = {
  regular: 'Tinos-Regular.ttf',
  bold: 'Tinos-Bold.ttf',
  italic: 'Tinos-Italic.ttf',
  boldItalic: 'Tinos-BoldItalic.ttf',
};
export const fonts = (style: FontStyle): Uint8Array => readFileSync(new URL(`../../resources/fonts/${FONT_FILES[style]}`, import.meta.url));

export interface TestKey {
  readonly certificate: Uint8Array;
  readonly sign: (data: Uint8Array) => Uint8Array;
}
export interface TestPki {
  readonly dir: string;
  readonly rootPem: string;
  readonly root: Uint8Array;
  issue(
    subject: string,
    options?: { bits?: number; days?: number; training?: boolean; ec?: boolean; usage?: string; more?: string },
  ): TestKey;
  remove(): void;
}

export function makePki(name = 'Gốc thử nghiệm'): TestPki {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-pki-'));
  const ssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  ssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '3650', '-utf8'],
    ...['-subj', `/CN=${name}/O=Ví Dụ`, '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  let n = 0;
  return {
    dir,
    rootPem: join(dir, 'root.pem'),
    root: new X509Certificate(readFileSync(join(dir, 'root.pem'))).raw,
    issue(subject, options = {}) {
      const id = `leaf${++n}`;
      const algorithm = options.ec ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', `rsa:${options.bits ?? 2048}`];
      ssl('req', ...algorithm, '-nodes', '-keyout', `${id}.key`, '-out', `${id}.csr`, '-subj', subject, '-utf8');
      const policy = options.training === false ? '' : `certificatePolicies=${TRAINING_POLICY_OID}\n`;
      writeFileSync(
        join(dir, `${id}.ext`),
        `basicConstraints=CA:FALSE\nkeyUsage=critical,${options.usage ?? 'digitalSignature,nonRepudiation'}\n${policy}${options.more ?? ''}\n`,
      );
      ssl(
        ...['x509', '-req', '-in', `${id}.csr`, '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-out', `${id}.pem`],
        ...['-days', String(options.days ?? 365), '-extfile', `${id}.ext`, '-sha256'],
      );
      const key = createPrivateKey(readFileSync(join(dir, `${id}.key`)));
      return {
        certificate: new X509Certificate(readFileSync(join(dir, `${id}.pem`))).raw,
        sign: (data) => rsaSign('sha256', data, key),
      };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** Signs with a software key and answers the whole new file. */
export function signPdf(
  pdf: Uint8Array,
  spec: FieldSpec,
  key: TestKey,
  chain: readonly Uint8Array[] = [],
  /** What another product would have written otherwise, in the same length. */
  otherwise: (increment: Buffer) => void = () => {},
): Buffer {
  const source = bytesSource(pdf);
  const prepared = prepareSignature(source, spec, fonts);
  const { increment } = prepared;
  otherwise(Buffer.from(increment.buffer, increment.byteOffset, increment.byteLength));
  const attributes = signedAttributes({ digest: digestPrepared(source, prepared), certificateDer: key.certificate });
  const cms = signedData({
    signedAttributes: attributes,
    signature: key.sign(attributes),
    signerCertificate: key.certificate,
    certificates: chain,
  });
  const out = Buffer.concat([pdf, prepared.increment]);
  out.write(Buffer.from(cms).toString('hex'), prepared.contentsOffset, 'latin1');
  return out;
}

/** Pages of the given rotations, with a line of text each. */
export async function makePdf(rotations: readonly number[] = [0]): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, size: 'A4' });
  doc.registerFont('body', Buffer.from(fonts('regular')));
  for (const [i, rotate] of rotations.entries()) {
    doc.addPage();
    (doc.page as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary.data.Rotate = rotate;
    doc
      .font('body')
      .fontSize(14)
      .text(`Trang ${i + 1}: Ủy ban nhân dân xã Ví Dụ`, 85, 85);
  }
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

export class WorkDir {
  readonly path = mkdtempSync(join(tmpdir(), 'tvt-sign-'));
  write(name: string, bytes: Uint8Array): string {
    mkdirSync(this.path, { recursive: true });
    const path = join(this.path, name);
    writeFileSync(path, bytes);
    return path;
  }
  run(tool: string, ...args: string[]): { status: number; out: string } {
    const done = spawnSync(tool, args, { cwd: this.path, encoding: 'utf8' });
    return { status: done.status ?? -1, out: done.stdout + done.stderr };
  }
  qpdf(pdf: Uint8Array, ...options: string[]): Buffer {
    const input = this.write('in.pdf', pdf);
    this.run('qpdf', ...options, input, 'out.pdf');
    return readFileSync(join(this.path, 'out.pdf'));
  }
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
