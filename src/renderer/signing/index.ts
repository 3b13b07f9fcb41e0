/** The signing dialogue: which USB ký số, its PIN straight to the token process, what came of it. */
export { SignDialog as default } from './SignDialog.tsx';
