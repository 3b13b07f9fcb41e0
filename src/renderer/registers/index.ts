/** Sổ đăng ký: the books as the decree prints them, cancelled numbers, the printed register. */
export { Registers as default } from './Registers.tsx';
