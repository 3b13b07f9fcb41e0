/**
 * Code lists as data: shipped in `resources/`, each with its version and its sources, because the sources conflict; an
 * administrator may put another list in the place of a shipped one. Rules take the list in use as an argument.
 */
import abbreviations from '../../resources/codelists/abbreviations.json' with { type: 'json' };
import businessTypes from '../../resources/codelists/business-types.json' with { type: 'json' };
import documentKinds from '../../resources/codelists/document-kinds.json' with { type: 'json' };
import statusCodes from '../../resources/codelists/status-codes.json' with { type: 'json' };
import urgency from '../../resources/codelists/urgency.json' with { type: 'json' };
import levelOne from '../../resources/directory/level-one.json' with { type: 'json' };

export const CODE_LIST_NAMES = ['document-kinds', 'urgency', 'business-types', 'status-codes', 'abbreviations', 'level-one'] as const;
export type CodeListName = (typeof CODE_LIST_NAMES)[number];

/** A kind of administrative document; edXML's `Type` differs between sources, so `TypeName` is always written beside it. */
export interface DocumentKind {
  readonly name: string;
  /** Empty for công văn, whose notation names the agency and the drafting unit instead. */
  readonly abbreviation: string;
  readonly type: number;
}
export interface CodeEntry {
  readonly code: string;
  readonly name: string;
}
/** A level-1 body (Decision 20/2020); a merged province names its successor where one is inferred. */
export interface LevelOneEntry extends CodeEntry {
  /** `YYYY-MM-DD` from which the code is no longer given. */
  readonly closedOn?: string;
  readonly successor?: string;
  /** No source says it; the directory of the axis decides. */
  readonly inferred?: boolean;
}
export interface CodeList<Entry = unknown> {
  readonly list: CodeListName;
  readonly version: string;
  readonly title: string;
  readonly sources: readonly { readonly id: string; readonly text: string }[];
  readonly entries: readonly Entry[];
}
/** Lists whose words for the protocol's fixed codes stand on screens. */
export const WORD_LIST_NAMES = ['urgency', 'business-types', 'status-codes'] as const satisfies readonly CodeListName[];
export type WordListName = (typeof WORD_LIST_NAMES)[number];
/** What one entry of each list is. */
export interface CodeListEntries {
  'document-kinds': DocumentKind;
  urgency: CodeEntry;
  'business-types': CodeEntry;
  'status-codes': CodeEntry;
  abbreviations: CodeEntry;
  'level-one': LevelOneEntry;
}

export const SHIPPED_LISTS: { readonly [K in CodeListName]: CodeList<CodeListEntries[K]> } = {
  'document-kinds': { ...documentKinds, list: 'document-kinds' },
  urgency: { ...urgency, list: 'urgency' },
  'business-types': { ...businessTypes, list: 'business-types' },
  'status-codes': { ...statusCodes, list: 'status-codes' },
  abbreviations: { ...abbreviations, list: 'abbreviations' },
  'level-one': { ...(levelOne as Omit<CodeList<LevelOneEntry>, 'list'>), list: 'level-one' },
};
