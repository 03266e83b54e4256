import { isRecord } from '../guard/json.ts';
import type { HostAdapter, Payload, SwitchRule } from './adapter.ts';
import { blocked } from './output.ts';
import {
  harmlessUnlessCommand,
  manyReadTool,
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
import { decodeWrapped, encodeWrapped, mcpByUnderscores, testPayload, type WrappedHost } from './wrapped.ts';

/** Qwen Code's own tools (version 0.24.4). All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  run_shell_command: shellTool(),
  monitor: shellTool(),
  read_file: readTool,
  zoom_image: readTool,
  read_many_files: manyReadTool,
  write_file: writeTool,
  edit: writeTool,
  notebook_edit: writeTool,
  glob: searchTool,
  grep_search: searchTool,
  search_file_content: searchTool,
  list_directory: searchTool,
  web_fetch: webTool,
  web_search: webTool,
  agent: subagentTool,
  task: subagentTool,
  todo_write: harmlessUnlessCommand,
  ask_user_question: harmlessUnlessCommand,
  enter_plan_mode: harmlessUnlessCommand,
  exit_plan_mode: harmlessUnlessCommand,
  skill: harmlessUnlessCommand,
  tool_search: harmlessUnlessCommand,
  list_agents: harmlessUnlessCommand,
  task_list: harmlessUnlessCommand,
  task_create: harmlessUnlessCommand,
  task_update: harmlessUnlessCommand,
  cron_list: harmlessUnlessCommand,
  get_goal: harmlessUnlessCommand,
  update_goal: harmlessUnlessCommand,
  report_findings: harmlessUnlessCommand,
};

const host: WrappedHost = {
  id: 'qwen',
  title: 'Qwen Code',
  tools,
  read: (_payload, tool, input) =>
    tool === 'tool_call' && isRecord(input) ? bridged(input) : mcpByUnderscores(tool, input),
  folders: (input) => [input.directory],
};

/** Tools that are not offered at once are called through `tool_call`, by their name. */
function bridged(input: Payload): ToolReading | undefined {
  const name = textAt(input, 'name');
  return name === undefined
    ? undefined
    : (mcpByUnderscores(name, input.arguments) ?? toolCall(tools, name, input.arguments));
}

const switches: readonly SwitchRule[] = [
  {
    key: ['disableAllHooks'],
    silences: (value) => value !== false && value !== undefined,
    what: 'switches off every hook of Qwen Code, Holdpoint too',
    source: 'settings of Qwen Code 0.24.4',
  },
  {
    key: ['hooksConfig', 'enabled'],
    silences: (value) => value === false,
    what: 'switches off every hook of Qwen Code, Holdpoint too',
    source: 'settings of Qwen Code before 0.12',
  },
];

/** Qwen Code. Its tools wait for a hook 60 seconds and then run, so nobody is waited for longer (waits.ts). */
export const qwen = {
  id: 'qwen',
  title: 'Qwen Code',
  hostTimeoutSeconds: 60,
  deadlineMs: waitOf('qwen'),
  versions: { tested: '0.24.4' },

  decode: (payload, surroundings) => decodeWrapped(host, payload, surroundings),
  encode: encodeWrapped,
  failure: blocked,
  switches,

  installation: {
    kind: 'entries',
    preamble: {},
    entries(command) {
      const gate = { name: 'holdpoint', type: 'command', command, timeout: 60 };
      const report = { name: 'holdpoint', type: 'command', command, timeout: 30, async: true };
      return [
        { event: 'PreToolUse', value: { matcher: '*', hooks: [gate] } },
        { event: 'PostToolUse', value: { matcher: '*', hooks: [report] } },
        { event: 'PostToolUseFailure', value: { matcher: '*', hooks: [report] } },
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'PreToolUse',
    payload: {
      ...testPayload(cwd, 'run_shell_command', command),
      timestamp: '2026-01-01T00:00:00.000Z',
      permission_mode: 'default',
      tool_call_id: '1',
    },
  }),
} satisfies HostAdapter;
