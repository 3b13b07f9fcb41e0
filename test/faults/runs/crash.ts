/** The store's crash run, as `npm run faults -- crash` starts it. */
import { parseArgs } from 'node:util';
import { crash as run } from '../crash/run.ts';
import type { FaultRun } from './index.ts';

export const crash: FaultRun = {
  name: 'crash',
  about: 'a process that fills a store, ended at any moment; nothing acknowledged may be lost, torn, doubled or skipped',
  usage: '[--rounds N] [--seed S]',
  async run(args, say) {
    const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '60' }, seed: { type: 'string' } } });
    let acts = 0;
    const figures = await run(Number(values.rounds), Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)), (round, told) => {
      acts += told;
      if (round % 10 === 0) say(`${round} rounds, ${acts} acts acknowledged`);
    });
    const { lost, torn, numbers_doubled: doubled, numbers_skipped: skipped } = figures;
    return { figures: { ...figures }, holds: lost + torn + doubled + skipped === 0 };
  },
};
