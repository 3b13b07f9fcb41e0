/** The organs this workstation serves, each with its connection and books; who adds them are administrators. */
import { z } from 'zod';
import { ORGAN_KINDS, type OrganKind } from '../../domain/numbering.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import { legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';

export interface OrganBook {
  readonly id: string;
  readonly name: string;
  readonly direction: BookDirection;
  readonly rule: BookRule;
  /** 0: it gives none now. */
  readonly next: number;
  /** Numbers were given. */
  readonly used: boolean;
}
export interface OrganDetail {
  readonly organId: string;
  readonly own: true;
  readonly name: string;
  readonly parentName: string;
  readonly place: string;
  readonly abbreviation: string;
  readonly kind: OrganKind;
  readonly leaderName: string;
  readonly leaderPosition: string;
  /** Empty: without a connection. */
  readonly endpoint: string;
  readonly systemId: string;
  readonly closedOn?: string;
  readonly books: readonly OrganBook[];
}

const some = (max: number) => line(max).pipe(z.string().min(1));
const number = z.number().int().min(1).max(1_000_000);
const facts = {
  organId: some(35),
  name: some(200),
  parentName: line(200),
  place: line(50),
  abbreviation: some(20),
  kind: z.enum(ORGAN_KINDS),
  leaderName: line(50),
  leaderPosition: line(100),
  /** An empty secret leaves the one that is there. */
  connection: z.strictObject({ endpoint: some(300), systemId: some(100), secret: z.string().max(300) }).optional(),
};

export const organCalls = {
  /** Of the organs the person works for. */
  'office.organs': call<{ organs: OrganDetail[] }>()(z.strictObject({})),
  /** A new organ with its books, beside those that are here. */
  'office.addOrgan': call<Record<string, never>>()(
    z.strictObject({
      ...facts,
      firstIncoming: number,
      firstOutgoing: number,
      /** Of a Party committee. */
      term: z.strictObject({ from: legalDateText, to: legalDateText }).optional(),
    }),
  ),
  'office.changeOrgan': call<Record<string, never>>()(z.strictObject(facts)),
  /** A book of its own for some kinds of outgoing document. */
  'office.addBook': call<Record<string, never>>()(
    z.strictObject({
      organId: some(35),
      name: some(100),
      kinds: z.array(some(100)).min(1).max(40),
      pattern: some(60),
      firstNumber: number,
    }),
  ),
} as const;
