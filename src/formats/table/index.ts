/**
 * Tables that pass between this program and the province's: a workbook of one sheet written, workbooks (ECMA-376, xlsx)
 * and delimited text (RFC 4180) read within limits, every cell as the text a person would see. Text in the encodings that
 * Vietnamese offices used before Unicode (windows-1258, TCVN3, VNI) is converted where it is recognised.
 */
export { readCsv } from './csv.ts';

export { readXlsx } from './read.ts';
export { type BetweenParts, LET_OTHERS, packXlsx, ROWS_AT_ONCE, type Sheet, writeXlsx } from './write.ts';

export interface TableLimits {
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell; the rest is cut. */
  readonly cell: number;
  /** Characters of all cells. */
  readonly total: number;
  /** Inflated bytes of one part of a workbook. */
  readonly partBytes: number;
  /** Breaks of line inside a cell stay; else they are blanks. */
  readonly keepLines?: boolean;
}
/** What text was in before it was made Unicode. */
export type OldText = 'utf-16' | 'windows-1258' | 'tcvn3' | 'vni';
export const TABLE_LIMITS: TableLimits = { rows: 20_000, columns: 60, cell: 500, total: 4_000_000, partBytes: 64 * 1024 * 1024 };
export interface ReadTable {
  readonly rows: readonly (readonly string[])[];
  /** There was more than the limits let in. */
  readonly truncated: boolean;
  /** Names of a workbook's sheets, in their order. */
  readonly sheets?: readonly string[];
  /** The text was not Unicode as Unicode is written today, and was converted from this. */
  readonly converted?: OldText;
}
