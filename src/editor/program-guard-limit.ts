import { existsSync } from 'node:fs';
import path from 'node:path';
import { shimProgramName } from '../exec/windows-shims.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { Translate } from './translate.ts';

/** What a platform's terminals and tasks lack, for the person. */
export interface ProgramGuardLimit {
  readonly label: string;
  /** One plain sentence. */
  readonly sentence: string;
}

/**
 * Says what shims cannot stand in front of on Windows, or that this build has none (SECURITY.md K46); undefined where
 * nothing is to be said. `hasShims`: whether the program that stands behind every shim there came with the extension.
 */
export function programGuardLimit(
  platform: Machine['platform'],
  t: Translate,
  hasShims = existsSync(path.join(import.meta.dirname, shimProgramName)),
): ProgramGuardLimit | undefined {
  if (platform !== 'win32') return undefined;
  if (!hasShims) {
    return {
      label: t('Terminals and tasks are not guarded on Windows'),
      sentence: t(
        'On Windows only connected agents and MCP servers are stopped before they act; terminals, tasks and scripts are not.',
      ),
    };
  }
  return {
    label: t('What cmd and PowerShell delete themselves is not guarded'),
    sentence: t(
      'On Windows, programs that terminals, shell tasks and scripts start are asked about; what cmd and PowerShell delete themselves (del, rd, Remove-Item) and process tasks are not stopped.',
    ),
  };
}

/** What a person is told of a flagged program that nobody could stop. `name`: of its terminal or task. */
export function tooLate(kind: 'terminal' | 'task', name: string, platform: Machine['platform'], t: Translate): string {
  if (platform === 'win32') {
    return kind === 'terminal'
      ? t('A command in the terminal {0} had begun when Holdpoint saw it: on Windows, stop it there yourself.', name)
      : t('The task {0} had begun when Holdpoint saw it: on Windows it can be ended, not stopped first.', name);
  }
  return kind === 'terminal'
    ? t(
        'A command in the terminal {0} was over before Holdpoint could stop it. Open a new terminal to be asked first.',
        name,
      )
    : t(
        'The task {0} was over before Holdpoint could stop it. As a task of type "shell" it would have been asked first.',
        name,
      );
}
