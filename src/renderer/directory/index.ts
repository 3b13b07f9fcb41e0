/** Danh bạ: looking an agency up, groups of recipients, updates with what they ask, code lists. */
export { DirectoryScreen as default } from './Screen.tsx';
