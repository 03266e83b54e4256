import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Action, Deed, Origin } from '../action/action.ts';
import type { AdaptedHost, Payload, Surroundings } from './adapter.ts';
import { textAt } from './tools.ts';

/**
 * Who acts and where, from the fields hosts share. `folders` are tried in order; an empty one counts as absent. `within`
 * are folders the call itself asks to run in, relative to that; they make no other workspace.
 */
export function originOf(
  host: AdaptedHost,
  payload: Payload,
  surroundings: Surroundings,
  folders: readonly unknown[],
  within: readonly unknown[] = [],
): Origin {
  const paths = surroundings.platform === 'win32' ? path.win32 : path.posix;
  const session = paths.resolve(surroundings.cwd, firstOf(folders));
  const cwd = paths.resolve(session, firstOf(within));
  const callId = textAt(payload, 'tool_use_id', 'tool_call_id', 'toolUseId');
  const agentId = textAt(payload, 'agent_id', 'agentId', 'subagent_id');
  return {
    host,
    session: textAt(payload, 'session_id', 'conversation_id', 'sessionId') ?? substituteSession(host, payload, cwd),
    ...(callId === undefined ? {} : { callId }),
    ...(agentId === undefined ? {} : { agentId }),
    cwd,
    workspaceRoot: surroundings.workspaceRoot ?? surroundings.workspaceOf(session),
    at: surroundings.at,
  };
}

function firstOf(folders: readonly unknown[]): string {
  return folders.find((folder): folder is string => typeof folder === 'string' && folder.trim() !== '') ?? '';
}

/** The actions of one call: the deeds, each with its origin. */
export function actionsOf(origin: Origin, deeds: readonly [Deed, ...Deed[]]): [Action, ...Action[]] {
  const [first, ...rest] = deeds;
  return [{ ...origin, ...first }, ...rest.map((deed) => ({ ...origin, ...deed }))];
}

/** A stable name for the conversation of a host that sends none: its transcript, else its folder. */
function substituteSession(host: string, payload: Payload, cwd: string): string {
  const what = textAt(payload, 'transcript_path', 'generation_id') ?? cwd;
  return `${host}-${createHash('sha256').update(what).digest('hex').slice(0, 16)}`;
}
