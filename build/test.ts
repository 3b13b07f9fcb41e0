/**
 * `npm test`: the suites in turn, each under a time budget. A suite that runs over is killed and counts as failed, and so
 * does one that crashed or held no test. `npm test -- unit e2e` runs only those named. The last line counts: `N passed, N failed, N skipped`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintChecks } from './lint.ts';
import { runLimited } from './runLimited.ts';
import { type Counts, countVitest, sum } from './testCounts.ts';

interface Step {
  readonly name: string;
  readonly args: readonly string[];
  /** A vitest run reports its own tests; any other step is one test. */
  readonly vitest?: boolean;
}
interface Suite {
  readonly name: string;
  readonly seconds: number;
  readonly steps: readonly Step[];
}

const VITEST = 'node_modules/vitest/vitest.mjs';
const vitest = (name: string, ...args: string[]): Step => ({ name, args: [VITEST, 'run', ...args], vitest: true });
/** The end-to-end specs drive the built application. */
const builds: readonly Step[] = existsSync('electron.vite.config.ts')
  ? [{ name: 'electron-vite build', args: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'] }]
  : [];
/** Limits, not times: on a quiet machine each suite takes half of them or less. */
const suites: readonly Suite[] = [
  { name: 'lint', seconds: 45, steps: lintChecks },
  { name: 'unit', seconds: 170, steps: [vitest('unit', '--dir', 'src')] },
  { name: 'integration', seconds: 600, steps: [vitest('integration', '--dir', 'test', '--exclude', '**/faults/**')] },
  { name: 'faults', seconds: 260, steps: [vitest('faults', '--dir', 'test/faults', '--exclude', '**/exchange/**')] },
  { name: 'exchange', seconds: 130, steps: [vitest('exchange', '--dir', 'test/faults/exchange')] },
  {
    name: 'fuzz',
    seconds: 70,
    steps: [
      { name: 'edxml, a new seed each time', args: ['test/fuzz/main.ts', 'edxml', '--seconds', '15'] },
      { name: 'signed PDFs, a new seed each time', args: ['test/fuzz/main.ts', 'pdf', '--seconds', '6'] },
    ],
  },
  { name: 'install', seconds: 70, steps: [vitest('install', '--config', 'test/house/install.config.ts')] },
  { name: 'e2e', seconds: 600, steps: [...builds, vitest('e2e', '--config', 'vitest.e2e.config.ts')] },
];

async function runStep(step: Step, milliseconds: number, reportDir: string): Promise<Counts> {
  if (milliseconds <= 0) return { passed: 0, failed: 1, skipped: [], problems: [`${step.name}: no time left`] };
  if (step.vitest !== true) {
    const code = await runLimited(step.args, milliseconds);
    const problem = code === undefined ? `${step.name}: over its time` : `${step.name}: failed`;
    return code === 0 ? { passed: 1, failed: 0, skipped: [], problems: [] } : { passed: 0, failed: 1, skipped: [], problems: [problem] };
  }
  const report = join(reportDir, `${step.name}.json`);
  // Of long walks each step is told as it ends: one that is killed was not in vain.
  const shown = step.name === 'e2e' ? 'verbose' : 'default';
  const code = await runLimited([...step.args, `--reporter=${shown}`, '--reporter=json', `--outputFile.json=${report}`], milliseconds);
  return countVitest(step.name, code, existsSync(report) ? readFileSync(report, 'utf8') : undefined);
}

async function runSuite(suite: Suite, reportDir: string): Promise<Counts> {
  console.log(`\n── ${suite.name}`);
  const start = performance.now();
  const all: Counts[] = [];
  for (const step of suite.steps) {
    const left = suite.seconds * 1000 - (performance.now() - start);
    all.push(await runStep(step, left, reportDir));
  }
  const counts = sum(all);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `── ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped in ${seconds} s (of ${suite.seconds})`,
  );
  return counts;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}
const reportDir = mkdtempSync(join(tmpdir(), 'tram-test-'));
// The suites start some two thousand processes on the same sources: their types are stripped and their code compiled once.
process.env.NODE_COMPILE_CACHE ??= join(reportDir, 'compiled');
const results: Counts[] = [];
for (const suite of suites) {
  if (wanted.length === 0 || wanted.includes(suite.name)) results.push(await runSuite(suite, reportDir));
}
rmSync(reportDir, { recursive: true, force: true });

const total = sum(results);
if (total.skipped.length > 0)
  console.log(`\nskipped (what it needs stands in brackets):\n${total.skipped.map((name) => `  ${name}`).join('\n')}`);
if (total.problems.length > 0) console.log(`\nfailed:\n${total.problems.map((name) => `  ${name}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
