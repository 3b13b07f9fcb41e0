/** The verification report of the command line: PDF and JSON beside each other in a folder of the caller's. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printSheet } from '../core/print/index.ts';
import { reportOf, reportSheet } from '../core/verify/report.ts';
import { reportWords } from '../core/verify/words.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import { fontFromResources } from '../parser/pdf/fonts.ts';

export async function writeReportFiles(folder: string, path: string, verdict: PdfVerdict, as: string): Promise<void> {
  const bytes = readFileSync(path);
  const report = reportOf({
    name: basename(path),
    size: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    verdict,
    program: 'Trạm Văn thư, verify-pdf',
    training: false,
  });
  const fonts = { regular: fontFromResources('regular'), bold: fontFromResources('bold'), italic: fontFromResources('italic') };
  const pdf = await printSheet(reportSheet(report, reportWords, fonts));
  mkdirSync(folder, { recursive: true });
  const name = join(folder, as);
  writeFileSync(`${name}.bao-cao.pdf`, pdf);
  writeFileSync(`${name}.bao-cao.json`, `${JSON.stringify(report, null, 2)}\n`);
}
