/** `npm run faults -- NAME [options] [--json]`: one run under faults. Exit code 1 where something did not hold. */
import { runs } from './runs/index.ts';

const [name, ...rest] = process.argv.slice(2);
const json = rest.includes('--json');
const run = runs.find((r) => r.name === name);
if (run === undefined) {
  console.error(`usage: npm run faults -- NAME [options] [--json]\n${runs.map((r) => `  ${r.name} ${r.usage}: ${r.about}`).join('\n')}`);
  process.exit(2);
}
const say = (line: string): void => (json ? console.error(line) : console.log(line));
const { figures, holds } = await run.run(
  rest.filter((argument) => argument !== '--json'),
  say,
);
console.log(JSON.stringify(figures));
process.exit(holds ? 0 : 1);
