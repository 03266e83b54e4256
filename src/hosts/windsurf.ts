import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HostAdapter, Payload } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { originOf } from './origin.ts';
import { blocked, silentOrBlocked } from './output.ts';
import { printedText } from './printed.ts';
import { commandCall, inputOf, mcpDeed, readTool, type ToolReading, textAt, toolCall, writeTool } from './tools.ts';
import { waitOf } from './waits.ts';

/** Events that carry no call. Anything else that begins with `pre_` is judged. */
const silent = new Set([
  'pre_user_prompt',
  'post_cascade_response',
  'post_setup_worktree',
  'post_write_code',
  'post_read_code',
]);

/**
 * Windsurf's Cascade (https://docs.windsurf.com/windsurf/cascade/hooks). Only the exit code counts, and nobody knows how
 * long it waits, so a person is waited for only a moment (waits.ts).
 */
export const windsurf = {
  id: 'windsurf',
  title: 'Windsurf',
  hostTimeoutSeconds: 30,
  deadlineMs: waitOf('windsurf'),
  versions: { tested: '1.9' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'agent_action_name') ?? 'pre_run_command';
    if (silent.has(event)) return { kind: 'nothing', event };
    const info = isRecord(payload.tool_info) ? payload.tool_info : {};
    const reading = readingOf(event.replace(/^p(?:re|ost)_/, ''), info, payload);
    const named = { ...payload, session_id: payload.trajectory_id };
    return decodedAs(event, reading, () => ({
      origin: originOf('windsurf', named, surroundings, [info.cwd, payload.cwd]),
      outcome: event.startsWith('post_') ? outcomeOf(info) : undefined,
    }));
  },

  encode: silentOrBlocked,
  failure: blocked,
  switches: [],

  installation: {
    kind: 'entries',
    preamble: {},
    entries(command) {
      const entry = { command, show_output: true };
      const gates = ['pre_run_command', 'pre_mcp_tool_use', 'pre_write_code', 'pre_read_code'];
      const reports = ['post_run_command', 'post_mcp_tool_use'];
      return [
        ...gates.map((event) => ({ event, value: entry })),
        ...reports.map((event) => ({ event, value: { command, show_output: false } })),
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'pre_run_command',
    payload: {
      agent_action_name: 'pre_run_command',
      trajectory_id: 'holdpoint-doctor',
      execution_id: '1',
      tool_info: { command_line: command, cwd },
    },
  }),
} satisfies HostAdapter;

function readingOf(what: string, info: Payload, payload: Payload): ToolReading {
  switch (what) {
    case 'run_command':
      return commandCall(info.command_line ?? info.command ?? payload.command, "Windsurf's message names no command.");
    case 'mcp_tool_use': {
      const tool = textAt(info, 'mcp_tool_name', 'tool_name') ?? '';
      const read = inputOf(info.mcp_tool_arguments, tool || 'the tool');
      return read.kind === 'unreadable' ? read : mcpDeed(textAt(info, 'mcp_server_name') ?? '', tool, read.raw);
    }
    case 'write_code':
      return writeTool(info, 'write');
    case 'read_code':
      return readTool(info, 'read');
    default:
      return toolCall({}, what, info);
  }
}

function outcomeOf(info: Payload): Outcome {
  const output = printedText(info.mcp_result ?? info.output ?? info.result);
  return { ...(output === '' ? {} : { output }), ok: null, denied: false };
}
