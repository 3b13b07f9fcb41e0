/** Every benchmark there is; `npm run bench -- NAME` finds them here. */
import type { Bench } from '../bench.ts';
import { sealed } from './sealed.ts';

export const benches: readonly Bench[] = [sealed];
