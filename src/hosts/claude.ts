import { isRecord } from '../guard/json.ts';
import type { HostAdapter, SwitchRule } from './adapter.ts';
import { blocked } from './output.ts';
import {
  deed,
  harmlessUnlessCommand,
  readTool,
  searchTool,
  shellTool,
  subagentTool,
  type ToolReader,
  textAt,
  webTool,
  writeTool,
} from './tools.ts';
import { waitOf } from './waits.ts';
import { decodeWrapped, encodeWrapped, mcpByUnderscores, testPayload, type WrappedHost } from './wrapped.ts';

/** Claude Code's own tools (https://code.claude.com/docs/en/hooks, versions to 2.1.328). All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  Bash: shellTool(),
  PowerShell: shellTool('pwsh'),
  Monitor: shellTool(),
  Read: readTool,
  NotebookRead: readTool,
  Write: writeTool,
  Edit: writeTool,
  MultiEdit: writeTool,
  NotebookEdit: (input, tool) => {
    const file = textAt(input, 'notebook_path', 'file_path');
    if (file === undefined) return { kind: 'unreadable', problem: `The ${tool} call names no file.` };
    const newText = typeof input.new_source === 'string' ? input.new_source : '';
    return deed({ kind: 'write', path: file, edits: [{ oldText: '', newText }] });
  },
  Glob: searchTool,
  Grep: searchTool,
  LS: searchTool,
  WebFetch: webTool,
  WebSearch: webTool,
  Agent: subagentTool,
  Task: subagentTool,
  TodoWrite: harmlessUnlessCommand,
  AskUserQuestion: harmlessUnlessCommand,
  EnterPlanMode: harmlessUnlessCommand,
  ExitPlanMode: harmlessUnlessCommand,
  ToolSearch: harmlessUnlessCommand,
  BashOutput: harmlessUnlessCommand,
  TaskOutput: harmlessUnlessCommand,
  ListMcpResourcesTool: harmlessUnlessCommand,
  // Takes back a prompt the session itself had scheduled.
  CronDelete: harmlessUnlessCommand,
};

const host: WrappedHost = {
  id: 'claude',
  title: 'Claude Code',
  tools,
  read: (payload, tool, input) =>
    mcpByUnderscores(tool, input, isRecord(payload.mcp_server) ? textAt(payload.mcp_server, 'name') : undefined),
};

const measured = 'measured on Claude Code 2.1.328 (reference/agent-behaviour.md, DESIGN section 3)';

/** Variables that put foreign code into the shell or the host that starts the hook, whatever their value. */
const hijacking =
  /^(LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_\w+|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|IFS|PS4|NODE_PATH|CLAUDE_CODE_SHELL_PREFIX|CLAUDE_CODE_GIT_BASH_PATH|CLAUDE_CODE_SIMPLE|CLAUDE_CONFIG_DIR|COMSPEC|PSModulePath)$/i;

/** `NODE_OPTIONS` that only set memory or warnings load nothing and are left alone. */
const harmlessNodeOptions =
  /^(\s*--(max[-_]old[-_]space[-_]size|max[-_]semi[-_]space[-_]size|stack[-_]trace[-_]limit|dns-result-order|max-http-header-size)(=|\s+)[\w-]+|\s*--(no-warnings|no-deprecation|enable-source-maps|trace-warnings|use-system-ca))*\s*$/;

const switches: readonly SwitchRule[] = [
  {
    key: ['disableAllHooks'],
    silences: (value) => value !== false && value !== undefined,
    what: 'switches off every hook of Claude Code, Holdpoint too',
    source: measured,
  },
  {
    key: ['env', '*'],
    silences: (value, name) =>
      hijacking.test(name) || (/^NODE_OPTIONS$/i.test(name) && !harmlessNodeOptions.test(String(value))),
    what: 'loads foreign code into what Claude Code starts, and can silence the hook',
    source: measured,
  },
  {
    key: ['allowManagedHooksOnly'],
    silences: (value) => value === true,
    what: "makes Claude Code ignore hooks in a person's own settings; connect with --managed instead",
    source: 'https://code.claude.com/docs/en/hooks',
  },
];

/** Claude Code: the CLI, its VS Code extension, the Agent SDK and VS Code's "Claude" target. */
export const claude = {
  id: 'claude',
  title: 'Claude Code',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('claude'),
  versions: { tested: '2.1.328', oldest: '2.1.295' },

  decode: (payload, surroundings) => decodeWrapped(host, payload, surroundings),
  encode: encodeWrapped,
  failure: blocked,
  switches,

  installation: {
    kind: 'entries',
    preamble: {},
    entries(command) {
      const gate = {
        type: 'command',
        command,
        timeout: 900,
        onFailure: 'block',
        statusMessage: 'Holdpoint is checking, or waiting for your decision',
      };
      const report = { type: 'command', command, timeout: 30, async: true };
      return [
        { event: 'PreToolUse', value: { matcher: '*', hooks: [gate] } },
        { event: 'PostToolUse', value: { matcher: '*', hooks: [report] } },
        { event: 'PostToolUseFailure', value: { matcher: '*', hooks: [report] } },
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'PreToolUse',
    payload: { ...testPayload(cwd, 'Bash', command), transcript_path: '', permission_mode: 'default' },
  }),
} satisfies HostAdapter;
