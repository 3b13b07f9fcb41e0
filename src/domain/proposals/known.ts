/** What is known besides the page itself. */
import { DOCUMENT_KINDS, type DocumentKind } from '../documentKinds.ts';
import type { LegalDate } from '../time.ts';
import type { Box } from './shape.ts';

export interface Known {
  /** Names of the directory. */
  readonly agencies: readonly string[];
  /** People who signed before. */
  readonly signers: readonly string[];
  readonly kinds: readonly DocumentKind[];
  readonly today: LegalDate;
}
/** A value with where it stands on its page and how sure it is, 0 to 1. */
export interface Found {
  readonly value: string;
  readonly confidence: number;
  readonly box: Box;
}
export const NOTHING_KNOWN: Omit<Known, 'today'> = { agencies: [], signers: [], kinds: DOCUMENT_KINDS };
