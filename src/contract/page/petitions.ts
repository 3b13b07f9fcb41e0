/**
 * Đơn thư: a book of their own. Who petitions, from where, in which matter is answered only to a person named for the case
 * (`sealed` of the detail); lists, prints and refusals never carry it.
 */
import { z } from 'zod';
import { CHANNELS, type Channel } from '../../domain/documents.ts';
import {
  DAY_OFF_RULES,
  type DayOffRule,
  PETITION_ACTS,
  PETITION_FORMS,
  PETITION_KINDS,
  type PetitionAct,
  type PetitionClock,
  type PetitionForm,
  type PetitionKind,
  type PetitionState,
} from '../../domain/petitions.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import { bookWanted, type PrintedFile } from './paper.ts';

export interface PetitionRow {
  readonly id: string;
  readonly number: number;
  readonly date: string;
  readonly receivedOn: string;
  readonly kind: PetitionKind;
  readonly channel: Channel;
  readonly people: number;
  readonly state: PetitionState;
  /** The person who asks is named for the case. */
  readonly named: boolean;
  readonly readers: readonly { readonly id: string; readonly name: string }[];
  /** `dayOff`: the day as counted, where it is a day off. */
  readonly due?: { readonly step: 'accept' | 'resolve'; readonly on: string; readonly daysLeft: number; readonly dayOff?: string };
  readonly endedOn?: string;
}
export interface PetitionFileRow {
  readonly fileId: string;
  readonly kind: 'original' | 'form' | 'redacted';
  /** Without what it says of a person. */
  readonly name: string;
  readonly size: number;
  readonly detected: string;
  readonly pages?: number;
}
export interface PetitionDetail extends PetitionRow {
  readonly acts: readonly PetitionAct[];
  readonly basis: string;
  /** Scanned papers whose files are still being made; only for a person named for the case. */
  readonly making?: number;
  readonly sameAs?: { readonly id: string; readonly number: number };
  readonly files: readonly PetitionFileRow[];
  readonly trail: readonly { readonly at: number; readonly by: string; readonly act: string; readonly text?: string }[];
  /** Only for a person named for the case. */
  readonly sealed?: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly identity: string;
    readonly matter: string;
    readonly against: string;
  };
}
const step = z.strictObject({ days: z.number().int().min(1).max(365), unit: z.enum(['working', 'calendar']) });
const sealed = {
  name: line(200),
  address: line(300),
  phone: line(50),
  identity: line(50),
  matter: text(2000).pipe(z.string().min(1)),
  against: line(300),
};
const fraction = z.number().min(0).max(1);

export const petitionCalls = {
  'petitions.list': call<{ rows: PetitionRow[]; open: number; late: number; next: number; years: string[] }>()(
    z.strictObject({
      show: z.enum(['open', 'mine', 'all']),
      year: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
    }),
  ),
  'petitions.get': call<PetitionDetail>()(z.strictObject({ id })),
  /** Petitions of the same person and matter: numbers and days, never more. */
  'petitions.same': call<{
    rows: { id: string; number: number; date: string; kind: PetitionKind; state: PetitionState; same: 'same' | 'person' }[];
  }>()(z.strictObject({ name: line(200), address: line(300), matter: text(2000) })),
  'petitions.register': call<{ id: string; number: number }>()(
    z.strictObject({
      kind: z.enum(PETITION_KINDS),
      channel: z.enum(CHANNELS),
      receivedOn: legalDateText,
      people: z.number().int().min(1).max(9_999),
      ...sealed,
      /** Named for the case, besides who registers it. */
      readers: z.array(id).max(20),
      uploadIds: z.array(id).max(50),
      scanGroupIds: z.array(id).max(50).optional(),
      notSame: z.boolean(),
    }),
  ),
  'petitions.change': call<Record<string, never>>()(
    z.strictObject({ id, kind: z.enum(PETITION_KINDS), people: z.number().int().min(1).max(9_999), ...sealed }),
  ),
  'petitions.act': call<Record<string, never>>()(
    z.strictObject({
      id,
      act: z.enum(PETITION_ACTS),
      on: legalDateText,
      text: text(1000),
      complex: z.boolean().optional(),
      otherId: id.optional(),
    }),
  ),
  'petitions.addFiles': call<Record<string, never>>()(z.strictObject({ id, uploadIds: z.array(id).min(1).max(50) })),
  'petitions.name': call<Record<string, never>>()(z.strictObject({ id, personId: id })),
  'petitions.unname': call<Record<string, never>>()(z.strictObject({ id, personId: id })),
  /** A letter of the case; it names the person, so only those named for the case see it. */
  'petitions.form': call<PrintedFile>()(
    z.strictObject({
      id,
      form: z.enum(PETITION_FORMS),
      to: line(300),
      text: text(2000),
      signerPosition: line(100),
      signer: line(50),
      named: z.boolean().optional(),
    }),
  ),
  /**
   * A copy for handing on: each page as a picture (an upload), the boxes blacked out in it by the core; nothing lies
   * beneath. Boxes in shares of the page, from its top left.
   */
  'petitions.redact': call<PrintedFile>()(
    z.strictObject({
      id,
      pages: z
        .array(
          z.strictObject({
            uploadId: id,
            boxes: z.array(z.strictObject({ x: fraction, y: fraction, width: fraction, height: fraction })).max(200),
          }),
        )
        .min(1)
        .max(100),
    }),
  ),
  /** The year's book: bound pages, or the same lines as a workbook or a Word document. */
  'petitions.print': call<PrintedFile>()(bookWanted),
  'petitions.clocks': call<{ clocks: PetitionClock[]; dayOff: DayOffRule }>()(z.strictObject({})),
  'petitions.setClocks': call<Record<string, never>>()(
    z.strictObject({
      dayOff: z.enum(DAY_OFF_RULES),
      clocks: z
        .array(
          z.strictObject({
            kind: z.enum(PETITION_KINDS),
            accept: step,
            resolve: z.strictObject({
              days: z.number().int().min(1).max(365),
              complexDays: z.number().int().min(1).max(365),
              unit: z.enum(['working', 'calendar']),
              extendDays: z.number().int().min(0).max(365),
            }),
            basis: line(200),
          }),
        )
        .max(PETITION_KINDS.length),
    }),
  ),
} as const;
export type { PetitionForm };
