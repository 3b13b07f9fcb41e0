/** Tra cứu, loaded when first seen. */
export { SearchScreen as default } from './Screen.tsx';
