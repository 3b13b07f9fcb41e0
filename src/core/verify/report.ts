/**
 * The verification report: what was checked, when, with what material, and what was not. One shape, printed as a sheet or
 * written as JSON; pure.
 */
import type { PdfVerdict, SignatureVerdict } from '../../domain/verdict.ts';
import type { PrintFonts, Sheet } from '../print/index.ts';

export interface ReportFacts {
  readonly name: string;
  readonly size: number;
  /** Hex SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly verdict: PdfVerdict;
  /** By whom and where the check was made. */
  readonly office?: string;
  readonly person?: string;
  readonly program: string;
  /** Version of the list of trusted authorities; absent where only the caller's were used. */
  readonly trustVersion?: number;
  readonly training: boolean;
}
export interface VerificationReport {
  readonly format: 'tram-van-thu-verification/1';
  readonly file: { readonly name: string; readonly size: number; readonly sha256: string; readonly pages?: number };
  readonly checkedAt: string;
  readonly program: string;
  readonly office?: string;
  readonly person?: string;
  readonly trustVersion?: number;
  readonly training: boolean;
  readonly summary: PdfVerdict['summary'];
  readonly signatures: readonly SignatureVerdict[];
  /** Codes of what this check did not do. */
  readonly notChecked: readonly string[];
}

/** @returns codes whose sentences stand in the catalogue of errors */
export function notChecked(verdict: PdfVerdict): string[] {
  const { signatures } = verdict;
  const codes = ['report.content_truth', 'report.look'];
  if (signatures.some((s) => s.signer === 'unknown_revocation')) codes.unshift('report.revocation');
  if (signatures.some((s) => s.time === 'claimed')) codes.unshift('report.time');
  if (signatures.some((s) => s.bytes === 'not_checked' || s.signer === 'not_checked')) codes.unshift('report.signature');
  return codes;
}

export function reportOf(facts: ReportFacts): VerificationReport {
  const { verdict } = facts;
  return {
    format: 'tram-van-thu-verification/1',
    file: { name: facts.name, size: facts.size, sha256: facts.sha256, ...(verdict.pages === undefined ? {} : { pages: verdict.pages }) },
    checkedAt: new Date(verdict.checkedAt).toISOString(),
    program: facts.program,
    ...(facts.office === undefined ? {} : { office: facts.office }),
    ...(facts.person === undefined ? {} : { person: facts.person }),
    ...(facts.trustVersion === undefined ? {} : { trustVersion: facts.trustVersion }),
    training: facts.training,
    summary: verdict.summary,
    signatures: verdict.signatures,
    notChecked: notChecked(verdict),
  };
}

/** `21-11-2026 14:05:09 +07:00` */
function moment(at: number): string {
  const text = new Date(at + 7 * 3_600_000).toISOString();
  return `${text.slice(8, 10)}-${text.slice(5, 7)}-${text.slice(0, 4)} ${text.slice(11, 19)} +07:00`;
}
const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
export type Words = (code: string) => string;

/** @param words the sentence of a code of the catalogue (`verify.…`, `report.…`, `verdict.…`) */
export function reportSheet(report: VerificationReport, words: Words, fonts: PrintFonts, parentName = ''): Sheet {
  const rows = report.signatures.flatMap((s, i) => signatureRows(s, i + 1, words));
  return {
    title: words('report.title'),
    subtitle: report.file.name,
    officeName: report.office ?? report.program,
    parentName,
    fonts,
    paragraphs: [
      `${words('report.result')}: ${words(`report.summary.${report.summary}`)}`,
      `${words('report.checkedAt')}: ${moment(Date.parse(report.checkedAt))}${report.person ? ` · ${report.person}` : ''}`,
      `${words('report.size')}: ${grouped(report.file.size)}${report.file.pages === undefined ? '' : ` · ${words('report.pages')}: ${report.file.pages}`}`,
      `SHA-256: ${report.file.sha256}`,
      `${words('report.program')}: ${report.program}${report.trustVersion === undefined ? '' : ` · ${words('report.trust')}: ${report.trustVersion}`}`,
    ],
    table: {
      headings: [words('report.column.what'), words('report.column.found')],
      widths: [0.26, 0.74],
      rows,
      empty: words('report.noSignatures'),
    },
    closing: [`${words('report.notChecked')}:`, ...report.notChecked.map((code) => `– ${words(code)}`)],
    ...(report.training ? { watermark: 'TẬP HUẤN' } : {}),
  };
}
function signatureRows(s: SignatureVerdict, number: number, words: Words): string[][] {
  const who = [s.subject?.commonName, s.subject?.title, s.subject?.organization].filter((part) => part !== undefined).join(', ');
  const time = s.provenTime ?? s.claimedTime;
  const codes = (list: readonly string[]): string => list.map(words).join(' ');
  const place = s.page === undefined ? '' : `${words('report.page')} ${s.page}`;
  return [
    [
      `${words('report.signature_label')} ${number}`,
      [s.subFilter === 'ETSI.RFC3161' ? words('report.holder.stamp') : words(`report.holder.${s.holder}`), who, place]
        .filter(Boolean)
        .join(' · '),
    ],
    [words('report.bytes'), [words(`report.bytes.${s.bytes}`), s.additions.map(words).join('; ')].filter(Boolean).join('. ')],
    [
      words('report.signer'),
      [words(`report.signer.${s.signer}`), s.issuer ? `${words('report.issuer')}: ${s.issuer}` : ''].filter(Boolean).join('. '),
    ],
    [words('report.time_label'), time === undefined ? words('report.time.none') : `${moment(time)} · ${words(`report.time.${s.time}`)}`],
    ...(s.chain ? [[words('report.chain'), s.chain.map((c) => `${c.name} (SHA-256 ${c.sha256})`).join(' ← ')]] : []),
    ...(s.revocation
      ? [
          [
            words('report.revocationBy'),
            s.revocation
              .map(
                (r) =>
                  `${r.about}: ${words(`report.says.${r.says}`)} (${r.kind.toUpperCase()}, ${words(`report.from.${r.from}`)}, ${moment(r.thisUpdate)}${r.nextUpdate === undefined ? '' : ` ${words('report.until')} ${moment(r.nextUpdate)}`})`,
              )
              .join('; '),
          ],
        ]
      : []),
    ...(s.algorithms && s.algorithms.length > 0 ? [[words('report.algorithms'), s.algorithms.join(', ')]] : []),
    ...(s.reasons.length > 0 ? [[words('report.reasons'), codes(s.reasons)]] : []),
  ];
}
