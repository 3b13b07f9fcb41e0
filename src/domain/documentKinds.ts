/**
 * Kinds of administrative document with their abbreviations (Decree 30/2020, annex III) and the `Type` written into
 * edXML. The list is data (`resources/codelists/document-kinds.json`, or the administrator's own): whoever asks a rule
 * hands over the list in use.
 */
import { type DocumentKind, SHIPPED_LISTS } from './codeLists.ts';

export type { DocumentKind } from './codeLists.ts';

/** The shipped list: what is in use until an administrator replaces it. */
export const DOCUMENT_KINDS: readonly DocumentKind[] = SHIPPED_LISTS['document-kinds'].entries;

export const documentKind = (name: string, kinds: readonly DocumentKind[] = DOCUMENT_KINDS): DocumentKind | undefined =>
  kinds.find((kind) => kind.name === name);
