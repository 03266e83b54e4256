import { describe, expect, it } from 'vitest';
import { programGuardLimit, tooLate } from '../../src/editor/program-guard-limit.ts';
import { asWritten as t } from '../../src/editor/translate.ts';

describe('where programs below the hooks have no guard', () => {
  it('says on Windows what shims cannot stand in front of, and nothing elsewhere', () => {
    expect(programGuardLimit('win32', t, true)?.label).toBe('What cmd and PowerShell delete themselves is not guarded');
    expect(programGuardLimit('win32', t, true)?.sentence).toMatch(
      /are asked about; .*Remove-Item.* are not stopped\.$/,
    );
    for (const platform of ['linux', 'darwin'] as const) expect(programGuardLimit(platform, t, true)).toBeUndefined();
  });

  it('says that nothing is guarded there where the build has no shim', () => {
    expect(programGuardLimit('win32', t, false)?.label).toBe('Terminals and tasks are not guarded on Windows');
    expect(programGuardLimit('win32', t)?.sentence).toMatch(/terminals, tasks and scripts are not\.$/);
  });

  it.each(['terminal', 'task'] as const)('promises no earlier question for a %s there', (kind) => {
    expect(tooLate(kind, 'build', 'win32', t)).toMatch(/^.*build had begun.*on Windows/);
    expect(tooLate(kind, 'build', 'win32', t)).not.toMatch(/asked first/);
    expect(tooLate(kind, 'build', 'linux', t)).toMatch(/asked first/);
  });
});
