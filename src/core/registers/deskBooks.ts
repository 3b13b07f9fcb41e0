/**
 * Books of the desk beside the registers of documents: copies (Decree 30/2020, article 26) and petitions, each with its own
 * yearly series. They are books as any other (no number twice, no unexplained gap, the right to give numbers), opened when
 * first needed; the lists of document registers pass them over.
 */
import { defaultBookRules } from '../../domain/numbering.ts';
import type { BookRule, DeskBookKind } from '../../domain/registers.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import { allBooks, type Book, bookById } from './index.ts';

const NAMES: Readonly<Record<DeskBookKind, string>> = { copy: 'Sổ đăng ký bản sao', petition: 'Sổ tiếp nhận đơn thư' };

function ruleOf(kind: DeskBookKind, organAbbreviation: string): BookRule {
  const { outgoing } = defaultBookRules(organAbbreviation);
  return kind === 'copy'
    ? { ...outgoing, desk: kind, pattern: '{number}/{kind}-{organ}', plainPattern: '{number}/{kind}-{organ}' }
    : { ...outgoing, desk: kind, pattern: '{number}', plainPattern: '{number}', padTo: 1 };
}

export const findDeskBook = (store: Store, organId: string, kind: DeskBookKind): Book | undefined =>
  allBooks(store).find((book) => book.organId === organId && book.rule.desk === kind && book.closedOn === undefined);

/** The organ's open book of this kind; opened where there is none yet. Inside a transaction. */
export function deskBook(store: Store, organId: string, kind: DeskBookKind): Book {
  const held = findDeskBook(store, organId, kind);
  if (held) return held;
  const abbreviation = store.db.prepare<[string], string>('SELECT abbreviation FROM organ WHERE organ_id = ?').pluck().get(organId) ?? '';
  const id = store.newId();
  store.db
    .prepare('INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES (?, ?, ?, ?, ?, ?)')
    .run(id, organId, NAMES[kind], JSON.stringify(ruleOf(kind, abbreviation)), legalDateOf(store.now()), store.nextSeq());
  return bookById(store, id);
}

/** `05/SY-UBND`. */
export const copyCode = (rule: BookRule, number: number, form: string, date: LegalDate): string =>
  rule.pattern
    .replace('{number}', String(number).padStart(rule.padTo, '0'))
    .replace('{year}', date.slice(0, 4))
    .replace('{kind}', form)
    .replace('{organ}', rule.organAbbreviation)
    .replace('{unit}', rule.unitAbbreviation);
