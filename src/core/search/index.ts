/**
 * Search and long lists. It promises: what a clerk remembers of a document finds it, typed with or without marks, with
 * old or new placement of marks, in any case, composed or not; what was typed with marks prefers those marks; newest
 * first; and a page costs the same wherever in the list it lies. The index follows the documents in the same transaction.
 */
export { createIndexer, documentWords, type Indexer, SEARCHED_LISTS, type SearchedList } from './indexer.ts';
export { COUNT_AHEAD, countsByState, listPage, type Page, type PageQuery } from './pages.ts';
