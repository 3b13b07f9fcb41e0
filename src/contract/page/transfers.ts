/** Chuyển giao: incoming documents handed to people who have no screen here, and whether they signed for them. */
import { z } from 'zod';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';

export const TRANSFER_WAYS = ['slip', 'files', 'text'] as const;
export type TransferWay = (typeof TRANSFER_WAYS)[number];

export interface TransferRow {
  readonly id: string;
  /** `12/2026`. */
  readonly code: string;
  readonly way: TransferWay;
  readonly to: string;
  readonly note: string;
  /** Folder that the files went to, where they did. */
  readonly place: string;
  readonly at: number;
  readonly by: string;
  readonly documents: readonly { readonly id: string; readonly name: string; readonly subject: string }[];
  readonly signed?: { readonly date: string; readonly name: string; readonly at: number; readonly by: string };
}
export interface PrintedFile {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
}
const ids = z.array(id).min(1).max(200);

export const transferCalls = {
  /**
   * To whom each of these documents goes by its instruction (chủ trì, then phối hợp), one entry a person; documents
   * without an instruction stand under the empty name.
   */
  'transfers.propose': call<{ people: { to: string; incomingIds: string[] }[] }>()(z.strictObject({ incomingIds: ids })),
  /**
   * Records one hand-over of many documents to one person. `slip`: `print` is the slip to be signed; `files`: their files
   * and a cover sheet in a new folder that main's dialog chose (`saved` false where it was given up, and nothing is
   * recorded); `text`: a message to copy.
   */
  'transfers.make': call<{ saved: boolean; id?: string; code?: string; print?: PrintedFile; folderName?: string; text?: string }>()(
    z.strictObject({
      incomingIds: ids,
      to: line(100).pipe(z.string().min(1)),
      personId: id.optional(),
      way: z.enum(TRANSFER_WAYS),
      note: text(500),
    }),
  ),
  /** The words of a message about these documents, before anything is recorded. */
  'transfers.words': call<{ text: string }>()(z.strictObject({ incomingIds: ids, note: text(500) })),
  'transfers.ofDocument': call<{ rows: TransferRow[] }>()(z.strictObject({ id })),
  /** Newest first, at most 300; `open`: those that nobody signed for yet. */
  'transfers.list': call<{ rows: TransferRow[]; open: number }>()(z.strictObject({ open: z.boolean(), text: line(100) })),
  /** Đã ký nhận, as it stands on the slip. */
  'transfers.signed': call<Record<string, never>>()(z.strictObject({ id, date: legalDateText, name: line(100).pipe(z.string().min(1)) })),
  /** Taken down by mistake. */
  'transfers.unsigned': call<Record<string, never>>()(z.strictObject({ id })),
  /** The slip once more. */
  'transfers.print': call<PrintedFile>()(z.strictObject({ id })),
  /** Phiếu giải quyết văn bản đến, one page a document, kept in the store. */
  'incoming.processingSlip': call<PrintedFile>()(z.strictObject({ ids: z.array(id).min(1).max(50) })),
  /**
   * A copy of one of its PDFs for printing, with the ĐẾN stamp drawn on the first page; the file itself is not touched.
   * `place`: where there is room for it, found by the text, or a corner.
   */
  'incoming.stampedCopy': call<PrintedFile>()(z.strictObject({ id, fileId: id, place: z.enum(['found', 'left', 'right']) })),
} as const;
