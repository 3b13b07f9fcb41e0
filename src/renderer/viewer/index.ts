/** The reader of a document's pages: ranges of the stored file, drawn as they come into sight. Loaded when first needed. */
export { Viewer as default } from './Viewer.tsx';
