/**
 * Register books (sổ đăng ký): a book's rule is data, its next number a pure function of rule and history
 * (Decree 30/2020 articles 15, 16, 22; Party bodies count by committee term). The types stand here; the
 * counting beside them in `numbering.ts`.
 */
import type { LegalDate } from './time.ts';

export type BookDirection = 'incoming' | 'outgoing';
/** Books beside the registers of documents; they count as outgoing ones do. */
export type DeskBookKind = 'copy' | 'petition';

export interface BookRule {
  readonly direction: BookDirection;
  /** A book of copies or petitions: no document is registered in it. */
  readonly desk?: DeskBookKind;
  /** Kinds of document this book numbers (TypeName or abbreviation); empty = every kind (one common series). */
  readonly kinds: readonly string[];
  /** Calendar year, or the term of a committee with its first and last day. */
  readonly period: { readonly by: 'year' } | { readonly by: 'term'; readonly from: LegalDate; readonly to: LegalDate };
  /** One series for the book, or one for each kind of document. */
  readonly series: 'common' | 'per_kind';
  /**
   * Pattern of the printed code: `{number}`, `{year}`, `{kind}` (abbreviation, empty for công văn), `{organ}`,
   * `{unit}`; e.g. `{number}/{kind}-{organ}`, `{number}/{year}/QĐ-{organ}`, `{number}-{kind}/{organ}` (Party).
   */
  readonly pattern: string;
  /** Pattern for kinds without an abbreviation (công văn): `{number}/{organ}-{unit}`. */
  readonly plainPattern: string;
  /** Abbreviation of the drafting unit in a công văn's notation: `VP`. */
  readonly unitAbbreviation: string;
  /** Abbreviation of the organ in the notation: `UBND`, `HĐND`, `ĐU`. */
  readonly organAbbreviation: string;
  /** First number of the book (taken over from paper in mid-year), normally 1. Applies to the first period only. */
  readonly firstNumber: number;
  /** Why it does not begin with 1, as the register says: where the numbers before were registered. */
  readonly firstNote?: string;
  /** Numbers under 10 are printed with a leading 0. */
  readonly padTo: number;
}

/** One place of a series: used, cancelled with reason and who allowed it, or kept by the secret book. */
export interface BookEntry {
  readonly series: string;
  readonly number: number;
  readonly state: 'used' | 'cancelled' | 'secret';
  readonly date: LegalDate;
}
