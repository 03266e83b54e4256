import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { closingLine, sum, totalsOf } from '../../scripts/test/suites.mts';

describe('the closing line counts what the runners reported', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hp-reports-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let number = 0;
  const report = (success: boolean, ...files: [status: string, ...tests: string[]][]): string => {
    const file = path.join(folder, `${++number}.json`);
    const testResults = files.map(([status, ...tests]) => ({
      name: 'x',
      status,
      assertionResults: tests.map((each) => ({ status: each })),
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
    expect(totalsOf(file, code)).toEqual({ passed, failed, skipped });
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
