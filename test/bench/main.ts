/**
 * `npm run bench -- NAME [--size S] [--cache DIR] [--make-for SECONDS] [--json]`: runs one benchmark. Exit code 1 when a
 * figure misses its target.
 */
import { runBench, table } from './bench.ts';
import { benches } from './benches/index.ts';

const rest = process.argv.slice(2);
/** Takes an option and its value out of the arguments. */
function option(name: string): string | undefined {
  const at = rest.indexOf(name);
  return at < 0 ? undefined : rest.splice(at, 2)[1];
}
const [size, cache, makeFor] = ['--size', '--cache', '--make-for'].map(option);
const json = rest.includes('--json');
const name = rest.find((argument) => !argument.startsWith('--'));
const bench = benches.find((b) => b.name === name);
if (bench === undefined) {
  console.error(`usage: npm run bench -- NAME [--size S] [--json]\n${benches.map((b) => `  ${b.name}: ${b.about}`).join('\n')}`);
  process.exit(2);
}
const report = await runBench(bench, {
  ...(size === undefined ? {} : { size }),
  ...(cache === undefined ? {} : { cache }),
  ...(makeFor === undefined ? {} : { makeFor: Number(makeFor) }),
});
if (json) console.log(JSON.stringify(report));
else console.log(`${bench.name}: ${bench.about}\n${table(report)}`);
process.exitCode = Object.values(report.figures).every((figure) => figure.holds) ? 0 : 1;
