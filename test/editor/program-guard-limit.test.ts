import { describe, expect, it } from 'vitest';
import { programGuardLimit, tooLate } from '../../src/editor/program-guard-limit.ts';
import { asWritten as t } from '../../src/editor/translate.ts';

describe('where programs below the hooks have no guard', () => {
  it('says so on Windows, and nothing where shims stand', () => {
    expect(programGuardLimit('win32', t)?.label).toBe('Terminals and tasks are not guarded on Windows');
    expect(programGuardLimit('win32', t)?.sentence).toMatch(/^On Windows/);
    for (const platform of ['linux', 'darwin'] as const) expect(programGuardLimit(platform, t)).toBeUndefined();
  });

  it.each(['terminal', 'task'] as const)('promises no earlier question for a %s there', (kind) => {
    expect(tooLate(kind, 'build', 'win32', t)).toMatch(/^.*build had begun.*on Windows/);
    expect(tooLate(kind, 'build', 'win32', t)).not.toMatch(/asked first/);
    expect(tooLate(kind, 'build', 'linux', t)).toMatch(/asked first/);
  });
});
