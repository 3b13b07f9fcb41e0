/** `npm run fuzz -- edxml|pdf [--minutes N | --seconds N] [--seed N]`: mutates valid input for as long as asked. */
import { randomInt } from 'node:crypto';
import { fuzzEdxml } from './edxml.ts';
import { fuzzPdf } from './pdf.ts';

const value = (name: string): number | undefined => {
  const at = process.argv.indexOf(name);
  const given = at < 0 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isFinite(given) && given >= 0 ? given : undefined;
};
const what = process.argv[2];
if (what !== 'edxml' && what !== 'pdf') {
  console.error('usage: npm run fuzz -- edxml|pdf [--minutes N | --seconds N] [--seed N]');
  process.exit(2);
}
const seconds = value('--seconds') ?? (value('--minutes') ?? 1) * 60;
const seed = value('--seed') ?? randomInt(2 ** 31);
console.log(`fuzz ${what}: seed ${seed}, ${seconds} s`);
try {
  const told = what === 'edxml' ? await edxml() : await pdf();
  console.log(`fuzz ${what}: seed ${seed}, ${told}`);
} catch (error) {
  console.error(`fuzz ${what}: seed ${seed} broke a promise`, error);
  process.exitCode = 1;
}
async function edxml(): Promise<string> {
  const { runs, read, refusals } = await fuzzEdxml(seconds * 1000, seed);
  return `${runs} messages, ${read} read, refusals ${JSON.stringify(refusals)}`;
}
async function pdf(): Promise<string> {
  const { runs, verdicts, slowest } = await fuzzPdf(seconds * 1000, seed);
  return `${runs} files, verdicts ${JSON.stringify(verdicts)}, slowest ${slowest} ms`;
}
