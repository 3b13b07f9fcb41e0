/** A verdict as the command line prints it: one JSON object a file, or lines for people. Pure. */
import type { PdfVerdict, SignatureVerdict } from '../domain/verdict.ts';

export type PrintedSummary = 'intact' | 'changed' | 'broken' | 'unsigned' | 'unreadable';
export interface PrintedSignature {
  readonly field: string;
  readonly bytes: SignatureVerdict['bytes'];
  readonly signer: SignatureVerdict['signer'];
  readonly time: SignatureVerdict['time'];
  readonly subject: string;
  readonly additions: readonly string[];
  readonly reasons: readonly string[];
}
export interface PrintedVerdict {
  readonly file: string;
  readonly readable: boolean;
  readonly signatures: readonly PrintedSignature[];
  readonly summary: PrintedSummary;
  /** Why it was not readable: a code. */
  readonly reason?: string;
}

/** A signature that could not be checked is not intact and not known to be changed: it was not readable for us. */
const SUMMARY: Readonly<Record<PdfVerdict['summary'], PrintedSummary>> = {
  intact: 'intact',
  changed: 'changed',
  broken: 'broken',
  unsigned: 'unsigned',
  unreadable: 'unreadable',
  not_checked: 'unreadable',
};
export function printed(file: string, verdict: PdfVerdict): PrintedVerdict {
  return {
    file,
    readable: verdict.readable,
    signatures: verdict.signatures.map((s) => ({
      field: s.field,
      bytes: s.bytes,
      signer: s.signer,
      time: s.time,
      subject: [s.subject?.commonName, s.subject?.title, s.subject?.organization].filter((part) => part !== undefined).join(', '),
      additions: s.additions,
      reasons: s.reasons,
    })),
    summary: SUMMARY[verdict.summary],
    ...(verdict.readable ? {} : { reason: verdict.summary === 'not_checked' ? 'pdf.not_checked' : 'pdf.unreadable' }),
  };
}
export const unreadable = (file: string, reason: string): PrintedVerdict => ({
  ...{ file, readable: false, signatures: [], summary: 'unreadable' as const },
  reason,
});

/** 0: every file is intact; 1: some file is not. */
export const exitCode = (verdicts: readonly PrintedVerdict[]): 0 | 1 => (verdicts.every((v) => v.summary === 'intact') ? 0 : 1);

const WORDS: Readonly<Record<PrintedSummary, string>> = {
  intact: 'nguyên vẹn',
  changed: 'đã thay đổi sau khi ký',
  broken: 'chữ ký không khớp',
  unsigned: 'chưa có chữ ký số',
  unreadable: 'không kiểm tra được',
};
const REASONS: Readonly<Record<string, string>> = {
  'file.not_found': 'không có tệp này',
  'file.is_a_folder': 'đây là thư mục',
  'file.not_a_file': 'không phải tệp thường',
  'file.not_permitted': 'không có quyền đọc',
  'pdf.unreadable': 'không phải PDF, hỏng hoặc có mật khẩu',
  'parsing.too_long': 'đọc quá lâu nên đã dừng',
  'parsing.too_much_memory': 'cần quá nhiều bộ nhớ nên đã dừng',
  'parsing.process_died': 'tiến trình đọc tệp dừng đột ngột',
};
export function lines(verdict: PrintedVerdict, sentence: (code: string) => string): string {
  const signatures = verdict.signatures.flatMap((s) => [
    `  ${s.field}: ${s.bytes} · ${s.signer} · ${s.time}${s.subject ? ` · ${s.subject}` : ''}`,
    ...s.additions.map((code) => `    + ${sentence(code)}`),
    ...s.reasons.map((code) => `    ! ${sentence(code)}`),
  ]);
  const why = verdict.reason === undefined ? '' : ` (${REASONS[verdict.reason] ?? verdict.reason})`;
  return [`${verdict.file}: ${WORDS[verdict.summary]}${why}`, ...signatures].join('\n');
}
