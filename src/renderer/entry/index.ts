/** Nhập nhanh: a sheet on which many documents are typed, pasted or imported, and registered at once. */
export { EntryScreen as default } from './Screen.tsx';
