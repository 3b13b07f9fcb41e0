/** The screen Ký số: what waits to be signed, many at once. */
export { BatchScreen as default } from './Batch.tsx';
