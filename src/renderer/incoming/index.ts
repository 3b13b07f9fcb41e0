/** Văn bản đến: the list, one document with its pages, the acts on it, intake at the desk. */
export { IncomingScreen as default } from './Screen.tsx';
