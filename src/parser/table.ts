/** Tables that other programs exported, read in the parser process. */
import type { ReadTable, SealedFile } from '../contract/parser/index.ts';
import { Failure } from '../domain/errors.ts';
import { detectSource } from '../formats/sniff.ts';
import { readCsv, readXlsx, TABLE_LIMITS } from '../formats/table/index.ts';
import { openSealed } from './files.ts';

/** Text files are read whole. */
const MAX_TEXT = 32 * 1024 * 1024;

export async function readTableJob({ source }: { source: SealedFile }): Promise<ReadTable> {
  const file = openSealed(source);
  try {
    const detected = detectSource(file);
    if (detected === 'ooxml' || detected === 'zip') return await readXlsx(file, TABLE_LIMITS);
    if (file.size > MAX_TEXT || (detected !== 'text' && detected !== 'unknown')) throw new Failure('table.not_a_table');
    return readCsv(file.read(0, file.size), TABLE_LIMITS);
  } catch (error) {
    if (error instanceof Failure && error.error.code.startsWith('zip.')) throw new Failure('table.unreadable', undefined, { cause: error });
    throw error;
  } finally {
    file.close();
  }
}
