/** Counting the tests of a run: pure, so that a crashed or empty run is proven to count as failed. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Full names of the tests that did not run. */
  readonly skipped: readonly string[];
  /** Full names of what failed. */
  readonly problems: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((n, c) => n + c.passed, 0),
    failed: all.reduce((n, c) => n + c.failed, 0),
    skipped: all.flatMap((c) => c.skipped),
    problems: all.flatMap((c) => c.problems),
  };
}

/**
 * The counts of one vitest run. `code` is undefined when it was killed for time; `report` when it wrote none. Beyond its
 * tests, each of these counts as one failure: killed, no report, a file that failed outside its tests, no test at all,
 * a bad exit with no failed test.
 */
export function countVitest(name: string, code: number | undefined, report: string | undefined): Counts {
  const files = report === undefined ? [] : ((JSON.parse(report) as VitestReport).testResults ?? []);
  const tests = files.flatMap((file) => file.assertionResults);
  const problems = tests.filter((t) => t.status === 'failed').map((t) => t.fullName);
  for (const file of files) {
    const failedInside = file.assertionResults.some((t) => t.status === 'failed');
    if (file.status === 'failed' && !failedInside) problems.push(`${file.name} (outside its tests)`);
  }
  const passed = tests.filter((t) => t.status === 'passed').length;
  const skipped = tests.filter((t) => t.status !== 'passed' && t.status !== 'failed').map((t) => t.fullName);
  if (code === undefined) problems.push(`${name}: over its time, killed`);
  else if (report === undefined) problems.push(`${name}: crashed without a report (exit ${code})`);
  else if (passed + problems.length === 0) problems.push(`${name}: no test ran`);
  else if (code !== 0 && problems.length === 0) problems.push(`${name}: exit ${code} although no test failed`);
  return { passed, failed: problems.length, skipped, problems };
}
