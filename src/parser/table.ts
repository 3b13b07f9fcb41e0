/** Tables that other programs exported, read in the parser process. */
import type { ParserCalls, ReadTable } from '../contract/parser/index.ts';
import type { InputOf } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { detectSource } from '../formats/sniff.ts';
import { readCsv, readXlsx, TABLE_LIMITS } from '../formats/table/index.ts';
import { openSealed } from './files.ts';

/** Text files are read whole. */
const MAX_TEXT = 32 * 1024 * 1024;

export async function readTableJob({ source, sheet, keepLines, cell }: InputOf<ParserCalls['readTable']>): Promise<ReadTable> {
  const limits = { ...TABLE_LIMITS, ...(keepLines ? { keepLines } : {}), ...(cell === undefined ? {} : { cell }) };
  const file = openSealed(source);
  try {
    const detected = detectSource(file);
    // Excel 97–2003, or a workbook behind a password (MS-OFFCRYPTO): both are compound files.
    if (detected === 'ole') throw new Failure('table.old_workbook');
    if (detected === 'ooxml' || detected === 'zip') return await readXlsx(file, limits, sheet);
    if (file.size > MAX_TEXT || (detected !== 'text' && detected !== 'unknown')) throw new Failure('table.not_a_table');
    return readCsv(file.read(0, file.size), limits);
  } catch (error) {
    if (error instanceof Failure && error.error.code.startsWith('zip.')) throw new Failure('table.unreadable', undefined, { cause: error });
    throw error;
  } finally {
    file.close();
  }
}
