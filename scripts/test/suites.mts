import { existsSync, readFileSync } from 'node:fs';

/** How many tests of a suite ended how. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of Vitest's JSON report that counts. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts what a suite's runner has written. Whatever is not plainly a pass is a failure: no report, a file that could not
 * be loaded, an exit code without a failed test, and a suite in which nothing ran.
 */
export function totalsOf(reportFile: string, exitCode: number | null): Totals {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const all = report.testResults.flatMap((file) => file.assertionResults.map((result) => result.status));
  const count = (...wanted: string[]): number => all.filter((status) => wanted.includes(status)).length;
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const passed = count('passed');
  const failed = count('failed') + unloadable;
  const unexplained = failed === 0 && (exitCode !== 0 || !report.success || passed === 0);
  return { passed, failed: unexplained ? 1 : failed, skipped: count('skipped', 'pending', 'todo', 'disabled') };
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
