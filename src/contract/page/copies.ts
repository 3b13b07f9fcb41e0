/** Bản sao: their own yearly book, every direction of article 25, the block for ink and seal, the agency's signature. */
import { z } from 'zod';
import { COPY_DIRECTIONS, COPY_FORMS, type CopyDirection, type CopyForm } from '../../domain/paperDesk.ts';
import { id, legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';
import { bookWanted, type PrintedFile } from './paper.ts';

export interface CopyIssueRow {
  readonly id: string;
  readonly number: number;
  readonly code: string;
  readonly date: string;
  readonly form: CopyForm;
  readonly direction: CopyDirection;
  readonly state: 'made' | 'cancelled';
  readonly source: { readonly code: string; readonly date?: string; readonly agency: string; readonly subject: string };
  readonly incomingId?: string;
  readonly outgoingId?: string;
  readonly parts: string;
  readonly copies: number;
  readonly forWhom: string;
  readonly signer: string;
  readonly note: string;
  readonly by: string;
  /** To be printed and signed in ink. */
  readonly print?: PrintedFile;
  /** What the agency signs, until it did: id of the file for the signing act of `kind`. */
  readonly toSign?: { readonly fileId: string; readonly kind: 'copy' | 'duplicate' | 'extract' };
  /** The signed electronic copy. */
  readonly signed?: PrintedFile;
  readonly reason?: string;
}
const named = (max: number) => line(max).pipe(z.string().min(1));

export const copyCalls = {
  'copies.list': call<{ rows: CopyIssueRow[]; year: string; years: string[]; next?: string }>()(
    z.strictObject({
      year: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
    }),
  ),
  /** Who may sign a copy today by the office's table of powers, the likeliest first. */
  'copies.signers': call<{ rows: { signer: string; competence: string; signerPosition: string }[] }>()(z.strictObject({})),
  'copies.ofDocument': call<{ rows: CopyIssueRow[] }>()(z.strictObject({ id })),
  /** Takes the next number of the copies' book and makes what is to be printed or signed. */
  'copies.make': call<CopyIssueRow>()(
    z.strictObject({
      form: z.enum(COPY_FORMS),
      direction: z.enum(COPY_DIRECTIONS),
      /** A file of a document here; or an upload of a paper that is none; or (paper to paper) neither. */
      fileId: id.optional(),
      uploadId: id.optional(),
      source: z.strictObject({ code: line(50), date: legalDateText.optional(), agency: line(200), subject: line(500) }).optional(),
      /** `1-3,5`; of an extract: needed. */
      pages: line(200),
      /** What was chosen, in words: "Điều 2, phụ lục I". */
      parts: line(300),
      copies: z.number().int().min(1).max(999),
      forWhom: named(500),
      competence: line(100),
      signerPosition: line(100),
      signer: named(50),
      /** Where the block stands: on a page of its own, or at the foot of the last one. */
      block: z.enum(['own_page', 'foot']),
      note: line(300),
    }),
  ),
  'copies.cancel': call<Record<string, never>>()(z.strictObject({ id, reason: named(300), allowedBy: named(50) })),
  /** The year's book: bound pages, or the same lines as a workbook or a Word document. */
  'copies.print': call<PrintedFile>()(bookWanted),
} as const;
