/** Kiểm tra chữ ký số: any file judged on demand, and verdicts that changed after arrival. */
export { VerifyScreen as default } from './Screen.tsx';
