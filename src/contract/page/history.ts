/** Lịch sử văn bản: every change of its fields, and correcting what was taken down wrongly. */
import { z } from 'zod';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';

export interface FieldChange {
  /** Column of the row, `lead`, `co_handlers`, `instruction_text`. */
  readonly field: string;
  /** Absent: there was nothing. States, kinds and channels are keys of their texts. */
  readonly before?: string;
  readonly after?: string;
}
export interface ChangeRow {
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly act: string;
  readonly fields: readonly FieldChange[];
  /** The line of the history that it was done with. */
  readonly historyId?: string;
}

const given = z.string().min(1);
export const historyCalls = {
  'history.changes': call<{ rows: ChangeRow[] }>()(z.strictObject({ list: z.enum(['incoming', 'outgoing']), id })),
  /**
   * Corrects what was taken down of an arrival, with the reason; number and day of arrival stay. Only the given fields
   * change; an empty text empties a field.
   */
  'incoming.correct': call<{ changed: string[] }>()(
    z.strictObject({
      id,
      reason: text(500).pipe(given),
      fields: z.strictObject({
        sender: line(200).pipe(given).optional(),
        number: line(11).optional(),
        notation: line(30).optional(),
        date: legalDateText.or(z.literal('')).optional(),
        typeName: line(100).optional(),
        subject: line(500).pipe(given).optional(),
        content: line(500).optional(),
        signer: line(50).optional(),
        priority: z.number().int().min(0).max(4).optional(),
        dueDate: legalDateText.or(z.literal('')).optional(),
        note: text(500).optional(),
        language: line(30).optional(),
      }),
    }),
  ),
} as const;
