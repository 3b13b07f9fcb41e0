import { foldVietnamese } from '../../domain/secrecy.ts';

/** Words without marks, to filter by as one types. */
export const folded = (text: string): string => foldVietnamese(text).replace(/\s+/g, ' ').trim();
