import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HostAdapter, Payload } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { originOf } from './origin.ts';
import { blocked, silentOrBlocked } from './output.ts';
import { printedText } from './printed.ts';
import {
  commandCall,
  commandIn,
  deed,
  deleteTool,
  harmlessUnlessCommand,
  inputOf,
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

/** `fs_read` of the command line carries a list of operations, each with a path. */
const fileRead: ToolReader = (input, tool) => {
  const operations = Array.isArray(input.operations) ? input.operations.filter(isRecord) : [];
  const deeds = operations.flatMap((operation) => {
    const read = readTool(operation, tool);
    return read.kind === 'deeds' ? read.deeds : [];
  });
  const [first, ...rest] = deeds;
  return first ? { kind: 'deeds', deeds: [first, ...rest] } : readTool(input, tool);
};

/** `fs_write` says in `command` what it does (`create`, `str_replace`, …), which is no command line. */
const fileWrite: ToolReader = ({ command: _what, ...input }, tool) => {
  const { oldStr, newStr } = input;
  return writeTool(
    { ...input, ...(typeof oldStr === 'string' ? { old_str: oldStr, new_str: newStr ?? '' } : {}) },
    tool,
  );
};

/** `use_aws` is the AWS command line with its words in fields. */
const aws: ToolReader = (input, tool) => {
  const service = textAt(input, 'service_name');
  const operation = textAt(input, 'operation_name');
  if (service === undefined || operation === undefined) {
    return { kind: 'unreadable', problem: `The ${tool} call names no operation.` };
  }
  const given = isRecord(input.parameters) ? input.parameters : {};
  const words = Object.entries(given).flatMap(([name, value]) => [
    `--${kebab(name)}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const region = textAt(input, 'region');
  const line = ['aws', service, kebab(operation), ...words, ...(region === undefined ? [] : ['--region', region])];
  return deed({ kind: 'shell', command: commandIn(line) ?? '' });
};

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

/** Tools of Kiro's IDE (captured in September 2026) and of its command line. All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  execute_bash: shellTool(),
  execute_cmd: shellTool('cmd'),
  execute_pwsh: shellTool('pwsh'),
  executeBash: shellTool(),
  executePwsh: shellTool('pwsh'),
  shell: shellTool(),
  fs_read: fileRead,
  read_file: readTool,
  readFile: readTool,
  read_multiple_files: fileRead,
  fs_write: fileWrite,
  fsWrite: fileWrite,
  fs_append: fileWrite,
  fsAppend: fileWrite,
  str_replace: fileWrite,
  strReplace: fileWrite,
  delete_file: deleteTool,
  deleteFile: deleteTool,
  use_aws: aws,
  grep: searchTool,
  glob: searchTool,
  grep_search: searchTool,
  grepSearch: searchTool,
  file_search: searchTool,
  fileSearch: searchTool,
  list_directory: searchTool,
  listDirectory: searchTool,
  web_fetch: webTool,
  web_search: webTool,
  use_subagent: subagentTool,
  invoke_sub_agent: subagentTool,
  thinking: harmlessUnlessCommand,
  todo_list: harmlessUnlessCommand,
  introspect: harmlessUnlessCommand,
  report_issue: harmlessUnlessCommand,
  user_input: harmlessUnlessCommand,
};

/** Kiro: the IDE from 1.0 on and the command line from 3.0 on, which read one folder of hooks. Only the exit code counts. */
export const kiro = {
  id: 'kiro',
  title: 'Kiro',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('kiro'),
  versions: { tested: '1.0.165' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'hook_event_name', 'hookEventName') ?? 'PreToolUse';
    const tool = textAt(payload, 'tool_name', 'toolName');
    if (tool === undefined && !/tooluse$/i.test(event)) return { kind: 'nothing', event };
    const reading = readingOf(payload, tool);
    return decodedAs(event, reading, () => ({
      origin: originOf('kiro', payload, surroundings, [payload.cwd]),
      outcome: /^post/i.test(event) ? outcomeOf(payload) : undefined,
    }));
  },

  encode: silentOrBlocked,
  failure: blocked,
  switches: [],

  installation: {
    kind: 'file',
    mode: 0o600,
    text(command) {
      const hook = (trigger: string, timeout: number) => ({
        name: `Holdpoint's hook: ${trigger === 'PreToolUse' ? 'asks before a call' : 'hears how it ended'}`,
        trigger,
        matcher: '.*',
        action: { type: 'command', command },
        timeout,
        enabled: true,
      });
      const file = { version: 'v1', hooks: [hook('PreToolUse', 900), hook('PostToolUse', 30)] };
      return `${JSON.stringify(file, null, 2)}\n`;
    },
  },

  testCall: (cwd, command) => ({
    event: 'PreToolUse',
    payload: {
      session_id: 'holdpoint-doctor',
      hook_event_name: 'PreToolUse',
      cwd,
      tool_name: 'execute_bash',
      tool_input: { command },
    },
  }),
} satisfies HostAdapter;

function readingOf(payload: Payload, tool: string | undefined): ToolReading {
  if (tool === undefined) return commandCall(payload.command, "Kiro's message names no tool.");
  const given = payload.tool_input ?? payload.toolArgs;
  // `@server/tool`, as the agents' configuration writes it; the IDE says `mcp_<server>_<tool>`.
  const [, server, name] = /^@([^/]+)\/(.+)$/.exec(tool) ?? /^mcp_([^_]+)_+(.+)$/.exec(tool) ?? [];
  if (server === undefined || name === undefined) return toolCall(tools, tool, given);
  const read = inputOf(given, tool);
  return read.kind === 'unreadable' ? read : mcpDeed(server, name, read.raw);
}

function outcomeOf(payload: Payload): Outcome {
  const response = isRecord(payload.tool_response) ? payload.tool_response : {};
  const output = printedText(payload.tool_response);
  const ok = typeof response.success === 'boolean' ? response.success : null;
  return { ...(output === '' ? {} : { output }), ok, denied: false };
}
