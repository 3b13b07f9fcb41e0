/** `npm run fuzz -- edxml [--minutes N | --seconds N] [--seed N]`: mutates valid input for as long as asked. */
import { randomInt } from 'node:crypto';
import { fuzzEdxml } from './edxml.ts';

const value = (name: string): number | undefined => {
  const at = process.argv.indexOf(name);
  const given = at < 0 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isFinite(given) && given >= 0 ? given : undefined;
};
if (process.argv[2] !== 'edxml') {
  console.error('usage: npm run fuzz -- edxml [--minutes N | --seconds N] [--seed N]');
  process.exit(2);
}
const seconds = value('--seconds') ?? (value('--minutes') ?? 1) * 60;
const seed = value('--seed') ?? randomInt(2 ** 31);
console.log(`fuzz edxml: seed ${seed}, ${seconds} s`);
try {
  const report = await fuzzEdxml(seconds * 1000, seed);
  console.log(`fuzz edxml: seed ${seed}, ${report.runs} messages, ${report.read} read, refusals ${JSON.stringify(report.refusals)}`);
} catch (error) {
  console.error(`fuzz edxml: seed ${seed} broke a promise`, error);
  process.exitCode = 1;
}
