import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HookAnswer, HostAdapter, HostOutput, Payload, SwitchRule } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { printedText } from './printed.ts';
import {
  commandCall,
  harmlessUnlessCommand,
  inputOf,
  manyReadTool,
  mcpDeed,
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

/** Gemini CLI's own tools (version 0.61.0; older names beside the new ones). All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  run_shell_command: shellTool(),
  read_file: readTool,
  read_many_files: manyReadTool,
  write_file: writeTool,
  replace: writeTool,
  edit: writeTool,
  glob: searchTool,
  grep_search: searchTool,
  search_file_content: searchTool,
  list_directory: searchTool,
  google_web_search: webTool,
  web_fetch: webTool,
  invoke_agent: subagentTool,
  write_todos: harmlessUnlessCommand,
  ask_user: harmlessUnlessCommand,
  enter_plan_mode: harmlessUnlessCommand,
  exit_plan_mode: harmlessUnlessCommand,
  complete_task: harmlessUnlessCommand,
  update_topic: harmlessUnlessCommand,
  get_internal_docs: harmlessUnlessCommand,
  activate_skill: harmlessUnlessCommand,
  list_mcp_resources: harmlessUnlessCommand,
};

/** Name of our entry: what `hooksConfig.disabled` would list. */
const name = 'holdpoint';

const switches: readonly SwitchRule[] = [
  {
    key: ['hooksConfig', 'enabled'],
    silences: (value) => value === false,
    what: 'switches off every hook of Gemini CLI, Holdpoint too',
    source: 'settings of Gemini CLI 0.61.0',
  },
  {
    key: ['hooksConfig', 'disabled'],
    silences: (value) => namesOurs(value),
    what: 'switches off Holdpoint’s hook',
    source: 'settings of Gemini CLI 0.61.0',
  },
  {
    key: ['hooks', 'disabled'],
    silences: (value) => namesOurs(value),
    what: 'switches off Holdpoint’s hook',
    source: 'settings of Gemini CLI before 0.30',
  },
  {
    key: ['tools', 'enableHooks'],
    silences: (value) => value === false,
    what: 'switches off every hook of Gemini CLI, Holdpoint too',
    source: 'settings of Gemini CLI before 0.30',
  },
];

function namesOurs(value: unknown): boolean {
  return Array.isArray(value) && value.some((one) => one === name || /holdpoint-hook/.test(String(one)));
}

/** Gemini CLI. */
export const gemini = {
  id: 'gemini',
  title: 'Gemini CLI',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('gemini'),
  versions: { tested: '0.61.0' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'hook_event_name', 'hookEventName') ?? 'BeforeTool';
    const tool = textAt(payload, 'tool_name', 'toolName');
    if (tool === undefined && !/Tool$/.test(event)) return { kind: 'nothing', event };
    const reading = toolReading(payload, tool);
    const input = isRecord(payload.tool_input) ? payload.tool_input : {};
    const within = tool === 'run_shell_command' ? [input.dir_path, input.directory] : [];
    return decodedAs(event, reading, () => ({
      origin: originOf('gemini', payload, surroundings, [payload.cwd], within),
      outcome: event === 'AfterTool' ? outcomeOf(payload) : undefined,
    }));
  },

  encode: encodeGemini,
  // Exit 2 without a sentence runs the call; standard output has to stay empty, or it is read instead.
  failure: blocked,
  switches,

  installation: {
    kind: 'entries',
    preamble: {},
    entries(command) {
      // In milliseconds.
      const gate = { name, type: 'command', command, timeout: 900_000 };
      const report = { name, type: 'command', command, timeout: 30_000 };
      return [
        { event: 'BeforeTool', value: { matcher: '*', hooks: [gate] } },
        { event: 'AfterTool', value: { matcher: '*', hooks: [report] } },
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'BeforeTool',
    payload: {
      session_id: 'holdpoint-doctor',
      cwd,
      hook_event_name: 'BeforeTool',
      tool_name: 'run_shell_command',
      tool_input: { command },
    },
  }),
} satisfies HostAdapter;

function toolReading(payload: Payload, tool: string | undefined): ToolReading {
  if (tool === undefined) return commandCall(payload.command, "Gemini CLI's message names no tool.");
  const context = isRecord(payload.mcp_context) ? payload.mcp_context : undefined;
  if (!context && !/^mcp_/.test(tool)) return toolCall(tools, tool, payload.tool_input);
  const read = inputOf(payload.tool_input, tool);
  if (read.kind === 'unreadable') return read;
  const server = context && textAt(context, 'server_name');
  if (server !== undefined) return mcpDeed(server, textAt(context ?? {}, 'tool_name') ?? tool, read.raw);
  // `mcp_<server>_<tool>`, where both may hold an underscore: the first part counts as the server.
  const [, first = '', rest = tool] = /^mcp_([^_]+)_+(.+)$/.exec(tool) ?? [];
  return mcpDeed(first, rest, read.raw);
}

function outcomeOf(payload: Payload): Outcome {
  const response = isRecord(payload.tool_response) ? payload.tool_response : {};
  const failed = response.error !== undefined && response.error !== null;
  const output = printedText(response.llmContent ?? payload.tool_response);
  return { ...(output === '' ? {} : { output }), ok: !failed, denied: false };
}

function encodeGemini(answer: HookAnswer): HostOutput {
  return jsonOutput(answer.decision === 'neutral' ? {} : { decision: 'deny', reason: answer.message });
}
