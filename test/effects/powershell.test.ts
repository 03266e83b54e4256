import { describe, expect, it } from 'vitest';
import { createJudge } from '../corpus/judging.ts';
import { powershellPasses, powershellStops } from './packs/powershell.cases.ts';

const judge = createJudge();

describe('PowerShell and cmd', () => {
  it.each(powershellStops)('%s stops %s', async (shell, command) => {
    const { decision } = await judge({ kind: 'shell', shell, command });
    expect(decision).not.toBe('allow');
  });

  it.each(powershellPasses)('%s passes %s', async (shell, command) => {
    const { decision, reason } = await judge({ kind: 'shell', shell, command });
    expect(`${decision} ${decision === 'allow' ? '' : reason}`.trim()).toBe('allow');
  });
});

describe('incidents', () => {
  it.each([
    `powershell -Command "Get-ChildItem -Recurse -Filter '*.ext' | Remove-Item -Force"`,
    'cmd /c "rmdir /S /Q \\"D:\\work\\app\\api\\modules\\[moduleId]\\""',
    'rd /s /q C:\\',
  ])('are held: %s', async (command) => {
    expect((await judge({ kind: 'shell', command })).decision).toBe('hold');
  });
});
