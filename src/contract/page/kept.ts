/** Long forms as they are typed: what outlives a killed program beside drafts (`drafts.*`) and sheets (`entry.*`). */
import { z } from 'zod';
import { call } from '../wire.ts';

/** Bytes of one form's JSON in UTF-8. */
export const MAX_KEPT_FORM = 64 * 1024;
/**
 * A closed list: a form is kept only because somebody decided so here, each with the tables of what it may be about ('' = it
 * is about nothing that is here yet). Left out on purpose is whatever asks for a passphrase, a PIN or a code. A draft has a
 * place of its own, with its files. Forms of a petition are answered only to a person named for the case (decision 25).
 * An act on many ticked rows keeps its words alone: which rows they are for is ticked anew.
 */
export const KEPT_FORMS = {
  paper: [''],
  instruct: ['incoming'],
  progress: ['incoming'],
  finish: ['incoming'],
  return: ['incoming'],
  correct: ['incoming'],
  answerRecall: ['amendment'],
  transfer: ['', 'incoming'],
  meeting: ['', 'incoming', 'outgoing', 'meeting'],
  note: ['incoming', 'outgoing'],
  takeBack: ['outgoing'],
  cancel: ['outgoing'],
  remarks: ['outgoing'],
  joint: ['outgoing'],
  copy: ['', 'incoming', 'outgoing'],
  petition: ['', 'scan_group'],
  petitionAct: ['petition'],
  petitionLetter: ['petition'],
  envelope: [''],
  envelopeEnd: ['envelope'],
  handover: [''],
  dossier: ['', 'dossier'],
  line: ['register_line', 'form'],
  quarantine: ['package'],
  quarantineEnd: ['package'],
  manyInstruct: [''],
  manyClose: [''],
  manyExtend: [''],
  rule: ['', 'standing_rule'],
  bookOpen: ['organ'],
  bookRule: ['book'],
  group: ['', 'agency_group'],
  organ: ['', 'organ'],
  power: ['', 'signing_power'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type KeptFormName = keyof typeof KEPT_FORMS;
/** One form, and the row that it is about. */
export interface KeptPlace {
  readonly form: KeptFormName;
  readonly of?: string | undefined;
}
export interface KeptForm {
  /** JSON text as the page gave it; the page judges whether it fits its form of today. */
  readonly value: string;
  /** When it was typed last, Unix milliseconds. */
  readonly at: number;
}

const place = { form: z.enum(Object.keys(KEPT_FORMS) as [KeptFormName, ...KeptFormName[]]), of: z.string().max(64).optional() };
const value = z
  .string()
  .max(MAX_KEPT_FORM)
  .refine((text) => new TextEncoder().encode(text).length <= MAX_KEPT_FORM);

export const keptCalls = {
  /** Without `at`: its words may not be kept here, and what was kept before is gone too. */
  'kept.put': call<{ at?: number }>()(z.strictObject({ ...place, value })),
  'kept.get': call<{ kept?: KeptForm }>()(z.strictObject(place)),
  'kept.drop': call<Record<string, never>>()(z.strictObject(place)),
} as const;
