import type { HostAdapter, SwitchRule } from './adapter.ts';
import { copilotEntries, encodeCopilot } from './copilot-file.ts';
import { blocked } from './output.ts';
import { patchTool, readPatch } from './patch.ts';
import {
  harmlessUnlessCommand,
  readTool,
  searchTool,
  shellTool,
  subagentTool,
  type ToolReader,
  typedTextTool,
  webTool,
  writeTool,
} from './tools.ts';
import { waitOf } from './waits.ts';
import { decodeWrapped, mcpByUnderscores, type WrappedHost } from './wrapped.ts';

/**
 * Copilot's runtime names its tools in lower case; under `PreToolUse` it gives those that Claude Code has Claude Code's
 * names (version 1.0.102). All others, MCP tools (`<server>-<tool>`) among them, are judged by content.
 */
const tools: Readonly<Record<string, ToolReader>> = {
  bash: shellTool(),
  Bash: shellTool(),
  powershell: shellTool('pwsh'),
  PowerShell: shellTool('pwsh'),
  write_bash: typedTextTool(),
  write_powershell: typedTextTool('pwsh'),
  view: readTool,
  Read: readTool,
  create: writeTool,
  Write: writeTool,
  edit: writeTool,
  str_replace_editor: writeTool,
  // `Edit` stands for `apply_patch` too.
  Edit: (input, tool) => (isPatch(input.input) || isPatch(input.patch) ? patchTool : writeTool)(input, tool),
  apply_patch: patchTool,
  grep: searchTool,
  rg: searchTool,
  Grep: searchTool,
  glob: searchTool,
  Glob: searchTool,
  web_fetch: webTool,
  WebFetch: webTool,
  web_search: webTool,
  WebSearch: webTool,
  task: subagentTool,
  Agent: subagentTool,
  ask_user: harmlessUnlessCommand,
  AskUserQuestion: harmlessUnlessCommand,
  read_bash: harmlessUnlessCommand,
  stop_bash: harmlessUnlessCommand,
  list_bash: harmlessUnlessCommand,
  read_powershell: harmlessUnlessCommand,
  stop_powershell: harmlessUnlessCommand,
  list_powershell: harmlessUnlessCommand,
  read_agent: harmlessUnlessCommand,
  list_agents: harmlessUnlessCommand,
  report_intent: harmlessUnlessCommand,
  update_todo: harmlessUnlessCommand,
  task_complete: harmlessUnlessCommand,
  skill: harmlessUnlessCommand,
  fetch_copilot_cli_documentation: harmlessUnlessCommand,
  exit_plan_mode: harmlessUnlessCommand,
};

const host: WrappedHost = {
  id: 'copilot',
  title: 'Copilot CLI',
  tools,
  read: (_payload, tool, input) => (isPatch(input) ? readPatch(input) : mcpByUnderscores(tool, input)),
};

function isPatch(value: unknown): value is string {
  return typeof value === 'string' && /^\s*\*\*\* Begin Patch/.test(value);
}

const switches: readonly SwitchRule[] = [
  {
    key: ['disableAllHooks'],
    silences: (value) => value !== false && value !== undefined,
    what: "switches off every hook of Copilot that is not an administrator's, Holdpoint too",
    source: 'https://docs.github.com/en/copilot/reference/hooks-reference',
  },
];

/** Copilot CLI, and VS Code's "Copilot" target, which runs the same engine. */
export const copilot = {
  id: 'copilot',
  title: 'Copilot CLI',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('copilot'),
  versions: { tested: '1.0.102', oldest: '1.0.70' },

  decode(payload, surroundings) {
    // Under `preToolUse` it names no event.
    const event = payload.toolResult === undefined ? 'preToolUse' : 'postToolUse';
    const named = 'hook_event_name' in payload ? payload : { ...payload, hook_event_name: event };
    const decoded = decodeWrapped(host, named, surroundings);
    if (event !== 'postToolUse' || decoded.kind !== 'call') return decoded;
    const { actions } = decoded;
    return { kind: 'outcome', event, action: actions[0], outcome: { ok: null, denied: false } };
  },
  encode: encodeCopilot,
  failure: blocked,
  switches,
  installation: copilotEntries,

  testCall: (cwd, command) => ({
    event: 'preToolUse',
    payload: { sessionId: 'holdpoint-doctor', timestamp: 0, cwd, toolName: 'bash', toolArgs: { command } },
  }),
} satisfies HostAdapter;
