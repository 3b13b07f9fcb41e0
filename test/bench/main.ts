/** `npm run bench -- NAME [--size S] [--json]`: runs one benchmark. Exit code 1 when a figure misses its target. */
import { runBench, table } from './bench.ts';
import { benches } from './benches/index.ts';

const json = process.argv.includes('--json');
const at = process.argv.indexOf('--size');
const size = at < 0 ? undefined : process.argv[at + 1];
const name = process.argv.slice(2).find((argument) => !argument.startsWith('--') && argument !== size);
const bench = benches.find((b) => b.name === name);
if (bench === undefined) {
  console.error(`usage: npm run bench -- NAME [--size S] [--json]\n${benches.map((b) => `  ${b.name}: ${b.about}`).join('\n')}`);
  process.exit(2);
}
const report = await runBench(bench, size === undefined ? {} : { size });
if (json) console.log(JSON.stringify(report));
else console.log(`${bench.name}: ${bench.about}\n${table(report)}`);
process.exitCode = Object.values(report.figures).every((figure) => figure.holds) ? 0 : 1;
