/**
 * Fast entry: the sheet on which a person registers many documents in a row, kept as it is typed. Promise: every row is
 * judged before anything is registered; then all rows get their numbers in one transaction, in the order of the rows, or
 * none does, and the sheet is empty in that same transaction, so that nothing is registered twice after an end in the middle.
 */
export { type Committed, commitSheet, commitSheetInSteps } from './commit.ts';
export { type EntryReport, judgeSheet, judgeSheetInSteps } from './judge.ts';
export { clearSheet, openSheet, type SheetChange, type SheetRecord, saveSheet, sheetById } from './sheet.ts';
export { readMapped, takeTable, templateOf } from './tables.ts';
