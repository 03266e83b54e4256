import type { Action } from '../action/action.ts';
import { absolutePath, displayPath } from './places.ts';
import type { SessionState } from './state.ts';

/**
 * The task's own files: what the session wrote, and the environment file of the folder it works in or of one above,
 * as far as the workspace reaches. A production file never counts.
 */
export function isTaskFile(state: Pick<SessionState, 'written'>, action: Action, foundIn: string): boolean {
  if (state.written.includes(absolutePath(foundIn, action.workspaceRoot))) return true;
  if (/^(?:[~/]|[A-Za-z]:|output of |an answer )/.test(foundIn)) return false;
  const slash = foundIn.lastIndexOf('/');
  const folder = slash === -1 ? '' : foundIn.slice(0, slash);
  const name = foundIn.slice(slash + 1);
  if (!/^\.env/.test(name) || /prod/i.test(name)) return false;
  const here = displayPath('.', action.cwd, action);
  return folder === '' || here === folder || here.startsWith(`${folder}/`);
}
