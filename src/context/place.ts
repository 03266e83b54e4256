import type { Origin } from '../action/action.ts';
import type { Place } from '../action/facts.ts';
import type { Surroundings } from './context.ts';

/** The place of one judgement. `createdBySession`: absolute paths of files the session itself made. */
export function placeOf(
  surroundings: Surroundings,
  action: Origin,
  { createdBySession, context }: Pick<Place, 'createdBySession' | 'context'>,
): Place {
  return {
    workspaceRoot: action.workspaceRoot,
    cwd: action.cwd,
    home: surroundings.home,
    platform: surroundings.platform,
    temporary: surroundings.temporary,
    guardPaths: surroundings.guardPaths,
    createdBySession,
    context,
  };
}
