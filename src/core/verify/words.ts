/** The sentence of a code as reports print it. */
import { REPORT_WORDS } from '../../domain/reportWords.ts';
import { VERIFY_WORDS } from '../../domain/verifyWords.ts';

const WORDS: Readonly<Record<string, string>> = { ...VERIFY_WORDS, ...REPORT_WORDS };
export const reportWords = (code: string): string => WORDS[code] ?? code;
