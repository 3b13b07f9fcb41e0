/** Sổ đăng ký: the books as the decree prints them, cancelled numbers, the printed register. */
export { RegistersScreen as default } from './Registers.tsx';
