import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { afterSecondTry, closingLine, resultOf, sum } from '../../scripts/test/suites.mts';

describe('the closing line counts what the runners reported', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hp-reports-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let number = 0;
  const report = (success: boolean, ...files: [status: string, ...tests: string[]][]): string => {
    const file = path.join(folder, `${++number}.json`);
    const testResults = files.map(([status, ...tests], at) => ({
      name: `file ${at}`,
      status,
      assertionResults: tests.map((each, index) => ({
        status: each,
        fullName: `test ${at}.${index}`,
        failureMessages: each === 'failed' ? ['said why'] : [],
      })),
    }));
    writeFileSync(file, JSON.stringify({ success, testResults }));
    return file;
  };

  test.each([
    ['passes', report(true, ['passed', 'passed', 'passed']), 0, [2, 0, 0]],
    ['failures', report(false, ['failed', 'passed', 'failed']), 1, [1, 1, 0]],
    ['skipped tests', report(true, ['passed', 'passed', 'skipped', 'todo']), 0, [1, 0, 2]],
    ['a file that could not be loaded', report(false, ['passed', 'passed'], ['failed']), 1, [1, 1, 0]],
    ['a suite in which nothing ran', report(true), 0, [0, 1, 0]],
    ['a suite in which all was skipped', report(true, ['passed', 'skipped']), 0, [0, 1, 1]],
    ['a bad exit without a failed test', report(true, ['passed', 'passed']), 1, [1, 1, 0]],
    ['a runner that was stopped before it reported', path.join(folder, 'none.json'), null, [0, 1, 0]],
  ] as const)('%s', (_what, file, code, [passed, failed, skipped]) => {
    expect(resultOf(file, code).totals).toEqual({ passed, failed, skipped });
  });

  test('a file with a failure counts as it came out the second time, and what failed at first is named', () => {
    const file = report(false, ['passed', 'passed', 'passed'], ['failed', 'passed', 'failed', 'skipped']);
    const first = resultOf(file, 1);
    const passing = resultOf(report(true, ['passed', 'passed', 'passed', 'skipped']), 0);
    expect(afterSecondTry(file, first, passing)).toEqual({
      totals: { passed: 4, failed: 0, skipped: 1 },
      failures: [],
      flaky: [{ file: 'file 1', test: 'test 1.1', message: 'said why' }],
    });
    expect(afterSecondTry(file, first, null)).toMatchObject({ totals: { passed: 3, failed: 1 }, flaky: [] });
  });

  test('what fails twice has failed', () => {
    const failing = report(false, ['failed', 'failed']);
    const first = resultOf(failing, 1);
    expect(afterSecondTry(failing, first, resultOf(failing, 1))).toMatchObject({
      totals: { passed: 0, failed: 1 },
      failures: [{ test: 'test 0.0' }],
      flaky: [],
    });
    const gone = resultOf(path.join(folder, 'none.json'), null);
    expect(afterSecondTry(failing, first, gone).totals.failed).toBe(1);
  });

  test('sums up, and names skipped tests only where there are some', () => {
    const all = sum([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 1, skipped: 0 },
    ]);
    expect(closingLine(all)).toBe('3 passed, 1 failed');
    expect(closingLine({ ...all, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
  });
});
