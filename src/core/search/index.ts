/**
 * Search and long lists. It promises: what a clerk remembers of a document finds it, typed with or without marks, with
 * old or new placement of marks, in any case, composed or not; what was typed with marks prefers those marks; many hits
 * newest first, few by how well they match; and a page costs the same wherever in a list it lies. The index of the rows
 * follows them in the same transaction; the text of their files follows in the background.
 */
export { chainOf } from './chains.ts';
export { MAX_FILE_CHARS, packText } from './fileText.ts';
export { FEW, findAll, findDocuments } from './find.ts';
export { createIndexer, documentWords, type Indexer, SEARCHED_LISTS, type SearchedList } from './indexer.ts';
export { COUNT_AHEAD, countsByState, listPage, type Page, type PageQuery, typedExpression } from './pages.ts';
export { criteriaWords, type FoundFile, MOST_EXPORTED, makeFoundList } from './paper.ts';
export { forgetSearch, savedSearches, saveSearch, searchChoices } from './saved.ts';
export { bodyOf, createTexts, type Texts, textsState } from './texts.ts';
