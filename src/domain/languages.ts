/** Languages of the screens beside Vietnamese: one file each, in a folder of the machine. */

/** Bytes of one file: the Vietnamese catalogue is an eighth of it. */
export const MAX_LANGUAGE_BYTES = 4 * 1024 * 1024;
/** So many languages a machine has at most. */
export const MAX_LANGUAGES = 20;
/** Two letters (ISO 639-1), and not the language that is always there. */
export const isLanguageCode = (code: string): boolean => /^[a-z]{2}$/.test(code) && code !== 'vi';
