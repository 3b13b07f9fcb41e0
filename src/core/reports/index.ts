/**
 * Reports: what a period held, counted in the store over narrow rows that follow their documents, with the documents
 * behind each number; the office's one-page report; what sending electronically saved. Promise: a number is exactly as
 * many documents as the list behind it shows, and nothing is claimed that was not counted.
 */
export { behind, behindParts, behindRows, checkSpan, type StatQuery, statTable, tableParts } from './count.ts';
export {
  printPeriod,
  printSavings,
  printTable,
  tableTitle,
  workbookBehind,
  workbookPeriod,
  workbookSavings,
  workbookTable,
} from './files.ts';
export { periodParts, periodReport } from './period.ts';
export { savingParts, savings, setSavings } from './savings.ts';
