/**
 * Words for the protocol's codes. A list that an administrator put in a shipped one's place is shown as it says; the
 * shipped lists' words are the catalogue's own, in the form a sentence needs, and serve where a list names no such code.
 */
import type { CodeWords } from '../../contract/page/codelists.ts';
import type { WordListName } from '../../domain/codeLists.ts';
import type { Priority } from '../../domain/edxml.ts';
import { t, textOr } from '../text/index.ts';

const own = (words: CodeWords | undefined, list: WordListName, code: string): string | undefined => {
  const inUse = words?.[list];
  return inUse?.replaced && Object.hasOwn(inUse.words, code) ? inUse.words[code] : undefined;
};

export const urgencyWord = (words: CodeWords | undefined, priority: Priority): string =>
  own(words, 'urgency', String(priority)) ?? t(`priority.${priority}`);

/** A code that nobody named is shown as it came. */
export const statusWord = (words: CodeWords | undefined, code: string): string =>
  own(words, 'status-codes', code) ?? (/^\d\d$/.test(code) ? textOr(`status.${code}`, code) : code);

/** Texts that say no more than the status itself: the word in use and the catalogue's, which our own reports carry. */
export const statusWordsOf = (words: CodeWords | undefined, code: string): readonly string[] => [
  statusWord(words, code),
  statusWord(undefined, code),
];

/** A status with what the office that sent it wrote, which often begins with the status itself. */
export function statusLine(words: CodeWords | undefined, code: string, said = ''): string {
  const word = statusWord(words, code);
  if (said === '' || statusWordsOf(words, code).includes(said)) return word;
  return said.startsWith(word) ? said : `${word}: ${said}`;
}

const BUSINESS = { revoke: '1', update: '2', replace: '3' } as const;
/** Taking back is asked by a status (13), not by a business type. */
export const amendmentWord = (words: CodeWords | undefined, kind: 'take_back' | keyof typeof BUSINESS): string =>
  (kind === 'take_back' ? undefined : own(words, 'business-types', BUSINESS[kind])) ?? t(`amendment.kind.${kind}`);
