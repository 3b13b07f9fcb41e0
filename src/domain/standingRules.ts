/** Standing rules (quy tắc phân công sẵn): which arrivals they fit, and what they say to do. Pure. */
import { squashedName } from './searchText.ts';

export interface RuleConditions {
  readonly agencies: readonly { readonly organId?: string | undefined; readonly name: string }[];
  readonly kinds: readonly string[];
  readonly words: readonly string[];
  readonly bookId?: string | undefined;
}
export type RuleOutcome =
  | {
      readonly kind: 'assign';
      readonly lead: string;
      readonly coHandlers: readonly string[];
      /** Working days from the day it is applied. */
      readonly dueInDays?: number | undefined;
      /** The instruction's words; the rule's name stands for them where empty. */
      readonly text: string;
      /** Whose word it is, as the office's regulation names them. */
      readonly leader: string;
    }
  | { readonly kind: 'for_information'; readonly note: string };

export interface RuledDocument {
  readonly senderOrganId?: string | undefined;
  readonly sender: string;
  readonly typeName: string;
  readonly subject: string;
  readonly bookId?: string | undefined;
}

export const hasConditions = ({ agencies, kinds, words, bookId }: RuleConditions): boolean =>
  agencies.length > 0 || kinds.length > 0 || words.length > 0 || bookId !== undefined;

const wordsOf = (text: string): string =>
  ` ${squashedName(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** Every group that is given must hold, by any of its members; a rule without a condition fits nothing. */
export function ruleFits(conditions: RuleConditions, document: RuledDocument): boolean {
  if (!hasConditions(conditions)) return false;
  const { agencies, kinds, words, bookId } = conditions;
  const sender = squashedName(document.sender);
  if (
    agencies.length > 0 &&
    !agencies.some(({ organId, name }) => (organId !== undefined && organId === document.senderOrganId) || squashedName(name) === sender)
  )
    return false;
  if (kinds.length > 0 && !kinds.some((kind) => squashedName(kind) === squashedName(document.typeName))) return false;
  const subject = wordsOf(document.subject);
  if (words.length > 0 && !words.some((word) => wordsOf(word).trim() !== '' && subject.includes(wordsOf(word)))) return false;
  return bookId === undefined || bookId === document.bookId;
}
