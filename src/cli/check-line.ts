import { createContext } from '../context/context.ts';
import { createOrdinaryContext } from '../context/ordinary.ts';
import { createCheck } from '../guard/check.ts';
import { readCheckInput } from '../guard/check-input.ts';
import { surroundingsHere, workspaceRootOf } from '../guard/here.ts';
import type { Judged } from '../guard/judging.ts';
import type { SaveOrder, SaveResult } from '../guard/saving.ts';
import { guardPaths } from '../hosts/host-files.ts';
import { createSaving } from '../undo/undo.ts';
import { thisMachine } from './machine.ts';

/** Whether a window could save what an action takes; nothing is written. */
async function wouldSave(order: SaveOrder): Promise<SaveResult> {
  const { stateDirectory, environment } = thisMachine();
  const deps = { stateDirectory, environment, now: Date.now, monotonic: () => performance.now() };
  return createSaving(deps).could(order);
}

/** How actions in the form of `check --batch` are judged. */
export interface CheckOptions {
  /** Whether disk, git and environment may be looked at. */
  readonly context: boolean;
  /** Whether a held verdict carries its artifact. */
  readonly artifact: boolean;
  /** Absolute; for actions without their own. */
  readonly cwd: string;
  /** Is given each judgement whole, for whoever explains it. */
  readonly judged?: (judged: Judged) => void;
}

/** The verdict on one action; `unreadable` carries one sentence why there is none. */
export type Checked =
  | { readonly kind: 'answer'; readonly answer: Awaited<ReturnType<ReturnType<typeof createCheck>>> }
  | { readonly kind: 'unreadable'; readonly error: string };

/** A judge of actions, each for itself: nothing is remembered, recorded or registered. */
export function createChecker(options: CheckOptions): (action: unknown) => Promise<Checked> {
  const surroundings = surroundingsHere(guardPaths(thisMachine(), [workspaceRootOf(options.cwd)]));
  const check = createCheck({
    context: options.context ? createContext(surroundings) : createOrdinaryContext(surroundings),
    now: Date.now,
    monotonic: () => performance.now(),
    artifact: options.artifact,
    ...(options.context ? { saving: { could: wouldSave } } : {}),
    ...(options.judged ? { judged: options.judged } : {}),
  });
  const place = {
    cwd: options.cwd,
    workspaceRootOf: options.context ? workspaceRootOf : (directory: string) => directory,
  };
  return async (action) => {
    const input = readCheckInput(action, { ...place, at: Date.now() });
    return input.ok
      ? { kind: 'answer', answer: await check(input.action) }
      : { kind: 'unreadable', error: input.error };
  };
}
