/** Every benchmark there is; `npm run bench -- NAME` finds them here. */
import type { Bench } from '../bench.ts';
import { edxml } from './edxml.ts';
import { exchange } from './exchange.ts';
import { heldBench } from './held.ts';
import { intake } from './intake.ts';
import { listsBench } from './lists.ts';
import { ocr } from './ocr.ts';
import { sealed } from './sealed.ts';
import { search } from './search.ts';
import { sign } from './sign.ts';
import { store } from './store.ts';
import { ui } from './ui.ts';
import { verify } from './verify.ts';

export const benches: readonly Bench[] = [edxml, exchange, heldBench, intake, listsBench, ocr, sealed, search, sign, store, ui, verify];
