import { existsSync, readFileSync } from 'node:fs';

/** How many tests of a suite ended how. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A test that failed, or a file that could not be loaded. */
export interface Failure {
  /** The test file's full path. */
  readonly file: string;
  /** The test with the titles around it; the file itself when it could not be loaded. */
  readonly test: string;
  /** What the runner said, first failure first. */
  readonly message: string;
}

/** What a suite came to. */
export interface SuiteResult {
  readonly totals: Totals;
  readonly failures: readonly Failure[];
}

/** The part of Vitest's JSON report that counts. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly ReportedFile[];
}

interface ReportedFile {
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages?: readonly string[];
  }[];
}

/**
 * Counts what a suite's runner has written. Whatever is not plainly a pass is a failure: no report, a file that could not
 * be loaded, an exit code without a failed test, and a suite in which nothing ran.
 */
export function resultOf(reportFile: string, exitCode: number | null): SuiteResult {
  if (!existsSync(reportFile)) return unexplained('The runner wrote no report.');
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const totals = sum(report.testResults.map(countsOf));
  const failures = report.testResults.flatMap(failuresOf);
  if (failures.length > 0) return { totals, failures };
  if (exitCode !== 0 || !report.success || totals.passed === 0) {
    return unexplained(`The runner ended with ${exitCode}, ${totals.passed} tests passed, none failed.`, totals);
  }
  return { totals, failures };
}

/**
 * A suite's result once the files with a failure have run a second time: those files count as they came out then, and
 * what failed at first alone is flaky. `again` is null where they were not repeated.
 */
export function afterSecondTry(
  reportFile: string,
  first: SuiteResult,
  again: SuiteResult | null,
): SuiteResult & { readonly flaky: readonly Failure[] } {
  if (again === null) return { ...first, flaky: [] };
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const repeated = new Set(first.failures.map((failure) => failure.file));
  const kept = report.testResults.filter((file) => !repeated.has(file.name)).map(countsOf);
  const still = new Set(again.failures.map((failure) => failure.test));
  return {
    totals: sum([...kept, again.totals]),
    failures: again.failures,
    flaky: first.failures.filter((failure) => !still.has(failure.test)),
  };
}

function countsOf(file: ReportedFile): Totals {
  const count = (...wanted: string[]): number =>
    file.assertionResults.filter((result) => wanted.includes(result.status)).length;
  return {
    passed: count('passed'),
    failed: failuresOf(file).length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
}

function failuresOf(file: ReportedFile): Failure[] {
  const failed = file.assertionResults.filter((result) => result.status === 'failed');
  if (failed.length === 0 && file.status === 'failed') {
    return [{ file: file.name, test: file.name, message: file.message ?? '' }];
  }
  return failed.map((result) => ({
    file: file.name,
    test: result.fullName,
    message: result.failureMessages?.join('\n') ?? '',
  }));
}

function unexplained(message: string, counted: Totals = { passed: 0, failed: 0, skipped: 0 }): SuiteResult {
  return { totals: { ...counted, failed: 1 }, failures: [{ file: '', test: 'the run', message }] };
}

/** Adds suites up. */
export function sum(all: readonly Totals[]): Totals {
  return all.reduce(
    (one, other) => ({
      passed: one.passed + other.passed,
      failed: one.failed + other.failed,
      skipped: one.skipped + other.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`. */
export function closingLine(totals: Totals): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}
