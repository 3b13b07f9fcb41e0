/** Power cuts at every sync of a core's day, as `npm run faults -- power` starts them. */
import { parseArgs } from 'node:util';
import { power as run } from '../power/run.ts';
import type { FaultRun } from './index.ts';

export const power: FaultRun = {
  name: 'power',
  about: 'a day at the desk, the power cut at every sync of it; nothing acknowledged may be lost, torn, doubled or skipped',
  usage: '[--documents N] [--seed S] [--every N]',
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: { documents: { type: 'string', default: '60' }, seed: { type: 'string' }, every: { type: 'string', default: '1' } },
    });
    const figures = await run({
      documents: Number(values.documents),
      seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
      everyNth: Number(values.every),
      onCut: (sync, syncs) => {
        if (sync % 50 === 0) say(`${sync} of ${syncs} syncs`);
      },
    });
    const { lost, torn, numbers_doubled: doubled, numbers_skipped: skipped } = figures;
    return { figures: { ...figures }, holds: figures.cuts > 0 && lost + torn + doubled + skipped === 0 };
  },
};
