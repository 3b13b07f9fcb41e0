/** Code lists in use, and another list in the place of a shipped one. */
import { z } from 'zod';
import { CODE_LIST_NAMES, type CodeList, type CodeListName, type DocumentKind, type WordListName } from '../../domain/codeLists.ts';
import { call } from '../wire.ts';

export interface CodeListRow {
  readonly name: CodeListName;
  readonly title: string;
  readonly version: string;
  readonly shippedVersion: string;
  readonly count: number;
  readonly replaced?: { readonly at: number; readonly by: string };
}
/** The words of a list in use by code, as its file says them. */
export interface ListWords {
  /** An administrator's list stands in the shipped one's place. */
  readonly replaced: boolean;
  readonly words: Readonly<Record<string, string>>;
}
export type CodeWords = Readonly<Record<WordListName, ListWords>>;
/** A list is a small file. */
export const MAX_LIST_TEXT = 262_144;
const list = z.enum(CODE_LIST_NAMES);

export const codeListCalls = {
  'codelists.list': call<{ lists: CodeListRow[] }>()(z.strictObject({})),
  /** The list in use, whole: it can be saved, changed and imported again. */
  'codelists.get': call<CodeList>()(z.strictObject({ list })),
  'codelists.documentKinds': call<{ kinds: DocumentKind[] }>()(z.strictObject({})),
  /** Words for the fixed codes of urgency, business and status, of the lists in use; read again on the topic `codelists`. */
  'codelists.words': call<CodeWords>()(z.strictObject({})),
  /** `text` is the file's JSON, in the shipped lists' shape. */
  'codelists.import': call<Record<string, never>>()(z.strictObject({ list, text: z.string().min(1).max(MAX_LIST_TEXT) })),
  'codelists.reset': call<Record<string, never>>()(z.strictObject({ list })),
} as const;
