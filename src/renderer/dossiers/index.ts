/** Hồ sơ: the year's list, one file with its documents, what is handed to the office's archive. */
export { DossiersScreen as default } from './Screen.tsx';
