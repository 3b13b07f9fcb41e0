/**
 * Fast entry: many documents typed, pasted or imported as rows of a sheet. Pure: how cells are read, what is wrong with
 * them, and how another table's columns become ours.
 */
export {
  type EntryContext,
  type EntryFactsForWords,
  type EntryProblem,
  type EntryValues,
  readChannel,
  readEntryRow,
  readKind,
  readPriority,
  splitCode,
  splitRecipients,
} from './check.ts';
export { PASTE_LIMITS, type Pasted, readClipboard, writeClipboard } from './clipboard.ts';
export { readTypedDate } from './dates.ts';
export {
  DAY_DIRECTION,
  DEFAULT_FIELDS,
  ENTRY_MODES,
  type EntryDefaults,
  type EntryField,
  type EntryMode,
  entryFields,
  FIELD_LENGTH,
  INCOMING_FIELDS,
  isEmptyRow,
  MAX_ENTRY_CELL,
  MAX_ENTRY_ROWS,
  OUTGOING_FIELDS,
  requiredFields,
  shownFields,
} from './fields.ts';
export { type EntryMapping, guessHeaderRow, guessMapping, layoutOf, takeMapped } from './headings.ts';
