/** The paper desk's screen; loaded when first seen. */
export { PapersScreen as default } from './Screen.tsx';
