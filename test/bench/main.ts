/** `npm run bench -- NAME [--json]`: runs one benchmark. Exit code 1 when a figure misses its target. */
import { runBench, table } from './bench.ts';
import { benches } from './benches/index.ts';

const json = process.argv.includes('--json');
const name = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const bench = benches.find((b) => b.name === name);
if (bench === undefined) {
  console.error(`usage: npm run bench -- NAME [--json]\n${benches.map((b) => `  ${b.name}: ${b.about}`).join('\n')}`);
  process.exit(2);
}
const report = await runBench(bench);
if (json) console.log(JSON.stringify(report));
else console.log(`${bench.name}: ${bench.about}\n${table(report)}`);
process.exitCode = Object.values(report.figures).every((figure) => figure.holds) ? 0 : 1;
