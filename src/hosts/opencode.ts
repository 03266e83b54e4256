import type { Deed } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HostAdapter, Payload } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { limits } from './limits.ts';
import { opencodePlugin } from './opencode-plugin.ts';
import { originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { patchTool } from './patch.ts';
import { printedText } from './printed.ts';
import {
  commandCall,
  harmlessUnlessCommand,
  mcpOrOwnTool,
  readTool,
  searchTool,
  shellTool,
  subagentTool,
  type ToolReader,
  type ToolReading,
  textAt,
  toolCall,
  webTool,
  writeTool,
} from './tools.ts';
import { waitOf } from './waits.ts';

/** Several calls in one, each with the tool's name and its parameters. */
const batch: ToolReader = (input, tool) => {
  const calls = (Array.isArray(input.tool_calls) ? input.tool_calls : []).filter(isRecord).slice(0, limits.attachments);
  const readings = calls.map((call) => readingOf(textAt(call, 'tool', 'name') ?? '', call.parameters ?? call.args));
  const deeds: Deed[] = [];
  for (const reading of readings) {
    if (reading.kind === 'unreadable') return reading;
    if (reading.kind === 'deeds') deeds.push(...reading.deeds);
  }
  const [first, ...rest] = deeds;
  if (first) return { kind: 'deeds', deeds: [first, ...rest] };
  return calls.length > 0 ? { kind: 'harmless' } : { kind: 'unreadable', problem: `The ${tool} call names no tools.` };
};

/** OpenCode's own tools (version 1.18.33). `<server>_<tool>` is an MCP server's; all others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  bash: shellTool(),
  read: readTool,
  write: writeTool,
  edit: writeTool,
  multiedit: writeTool,
  patch: patchTool,
  apply_patch: patchTool,
  glob: searchTool,
  grep: searchTool,
  list: searchTool,
  codesearch: webTool,
  webfetch: webTool,
  websearch: webTool,
  task: subagentTool,
  batch,
  todowrite: harmlessUnlessCommand,
  todoread: harmlessUnlessCommand,
  skill: harmlessUnlessCommand,
  question: harmlessUnlessCommand,
  lsp: harmlessUnlessCommand,
  plan_enter: harmlessUnlessCommand,
  plan_exit: harmlessUnlessCommand,
  invalid: harmlessUnlessCommand,
};

/**
 * OpenCode has no hooks that are programs: a plugin of ours runs in its process and asks the launcher about every call;
 * what it throws blocks the call. It waits as long as a person needs.
 */
export const opencode = {
  id: 'opencode',
  title: 'OpenCode',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('opencode'),
  versions: { tested: '1.18.33' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'hook_event_name') ?? 'tool.execute.before';
    if (!event.startsWith('tool.execute')) return { kind: 'nothing', event };
    const tool = textAt(payload, 'tool_name');
    const reading =
      tool === undefined
        ? commandCall(payload.command, "OpenCode's message names no tool.")
        : readingOf(tool, payload.args ?? payload.tool_input);
    const named = { ...payload, tool_use_id: payload.call_id };
    const args = isRecord(payload.args) ? payload.args : {};
    const within = tool === 'bash' ? [args.workdir] : [];
    return decodedAs(event, reading, () => ({
      origin: originOf('opencode', named, surroundings, [payload.cwd], within),
      outcome: event === 'tool.execute.after' ? outcomeOf(payload) : undefined,
    }));
  },

  encode: (answer) => (answer.decision === 'neutral' ? jsonOutput({ decision: 'neutral' }) : blocked(answer.message)),
  failure: blocked,
  switches: [],

  installation: { kind: 'file', mode: 0o600, text: opencodePlugin },

  testCall: (cwd, command) => ({
    event: 'tool.execute.before',
    payload: {
      hook_event_name: 'tool.execute.before',
      session_id: 'holdpoint-doctor',
      call_id: '1',
      cwd,
      tool_name: 'bash',
      args: { command },
    },
  }),
} satisfies HostAdapter;

function readingOf(tool: string, given: unknown): ToolReading {
  // A server's name may hold an underscore itself: the first part counts as the server.
  const [, server, name] = /^([^_]+)_(.+)$/.exec(tool) ?? [];
  if (Object.hasOwn(tools, tool) || server === undefined || name === undefined) return toolCall(tools, tool, given);
  return mcpOrOwnTool(server, name, tool, given);
}

function outcomeOf(payload: Payload): Outcome {
  const output = printedText(payload.output);
  return { ...(output === '' ? {} : { output }), ok: null, denied: false };
}
