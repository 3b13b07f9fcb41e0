/** Languages of the screens: files of this machine, kept by an administrator and chosen by anyone at it. */
import { z } from 'zod';
import { MAX_LANGUAGE_BYTES } from '../../domain/languages.ts';
import { call } from '../wire.ts';

const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .refine((code) => code !== 'vi');
const text = z.string().max(MAX_LANGUAGE_BYTES);

export const languageCalls = {
  /**
   * Where the files lie, the codes of all there are, and of those in that folder (others come with the product); the page reads
   * and judges them (`languages/<code>.json`).
   */
  'languages.list': call<{ folder: string; languages: string[]; own: string[] }>()(z.strictObject({})),
  /** Keeps a file for its language, instead of the one there was. */
  'languages.put': call<Record<string, never>>()(z.strictObject({ language, text })),
  'languages.remove': call<Record<string, never>>()(z.strictObject({ language })),
  /** `vi` = Vietnamese. The page is loaded anew. */
  'languages.choose': call<Record<string, never>>()(z.strictObject({ language: z.string().regex(/^[a-z]{2}$/) })),
  /** The Vietnamese catalogue goes out of the station as the file to translate; false = the person cancelled. */
  'languages.saveTemplate': call<{ saved: boolean }>()(z.strictObject({ text })),
} as const;
