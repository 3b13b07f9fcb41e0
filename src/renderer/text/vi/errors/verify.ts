/** Reasons in a verdict: the words are those that are printed too. */
import { VERIFY_WORDS } from '../../../../domain/verifyWords.ts';

export const verifyErrors = VERIFY_WORDS;
