/** Simulations past this machine: `npm run simulate -- herd [--stations N] [--outage-hours N] [--seed N] [--no-pace] [--json]`. */
import { parseArgs } from 'node:util';
import { herd } from './herd.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stations: { type: 'string', default: '3300' },
    'outage-hours': { type: 'string', default: '72' },
    seed: { type: 'string', default: '1' },
    'no-pace': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (positionals[0] !== 'herd') {
  console.error('usage: npm run simulate -- herd [--stations N] [--outage-hours N] [--seed N] [--no-pace] [--json]');
  process.exit(2);
}
const number = (text: string): number => {
  const n = Number(text);
  if (!Number.isFinite(n) || n <= 0) throw new Error(`not a number above 0: ${text}`);
  return n;
};
const result = herd({
  stations: Math.round(number(values.stations)),
  outageHours: number(values['outage-hours']),
  seed: Math.round(number(values.seed)),
  pace: !values['no-pace'],
});
if (values.json) console.log(JSON.stringify(result));
else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(22)} ${value}`);
