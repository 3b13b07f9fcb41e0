/** Long forms as they are typed: what outlives a killed program beside drafts (`drafts.*`) and sheets (`entry.*`). */
import { z } from 'zod';
import { call } from '../wire.ts';

/** Bytes of one form's JSON in UTF-8. */
export const MAX_KEPT_FORM = 64 * 1024;
/**
 * A closed list: a form is kept only because somebody decided so here. Left out on purpose are the book of petitions (its
 * words are sealed to those named for the case), envelopes (of a secret one nothing may remain) and whatever asks for a
 * passphrase, a PIN or a code. A draft has a place of its own, with its files.
 */
export const KEPT_FORMS = ['paper'] as const;
export type KeptFormName = (typeof KEPT_FORMS)[number];
export interface KeptForm {
  /** JSON text as the page gave it; the page judges whether it fits its form of today. */
  readonly value: string;
  /** When it was typed last, Unix milliseconds. */
  readonly at: number;
}

const form = z.enum(KEPT_FORMS);
const value = z
  .string()
  .max(MAX_KEPT_FORM)
  .refine((text) => new TextEncoder().encode(text).length <= MAX_KEPT_FORM);

export const keptCalls = {
  /** Without `at`: its words may not be kept here, and what was kept before is gone too. */
  'kept.put': call<{ at?: number }>()(z.strictObject({ form, value })),
  'kept.get': call<{ kept?: KeptForm }>()(z.strictObject({ form })),
  'kept.drop': call<Record<string, never>>()(z.strictObject({ form })),
} as const;
