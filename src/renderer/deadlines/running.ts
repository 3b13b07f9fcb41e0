/** What runs against a clock: shown by the menu, by Hôm nay and by the warnings over every screen. */
import { api } from '../core.ts';
import { shared } from '../parts/shared.ts';

export const loadRunning = shared(() => api['deadlines.list']({}));
