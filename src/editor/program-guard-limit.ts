import type { Machine } from '../hosts/adapter.ts';
import type { Translate } from './translate.ts';

/** What a platform's terminals and tasks lack, for the person. */
export interface ProgramGuardLimit {
  readonly label: string;
  /** One plain sentence. */
  readonly sentence: string;
}

/** Says where no shims are made (SECURITY.md K46); undefined where they are. */
export function programGuardLimit(platform: Machine['platform'], t: Translate): ProgramGuardLimit | undefined {
  if (platform !== 'win32') return undefined;
  return {
    label: t('Terminals and tasks are not guarded on Windows'),
    sentence: t(
      'On Windows only connected agents and MCP servers are stopped before they act; terminals, tasks and scripts are not.',
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
