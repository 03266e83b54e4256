import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HookAnswer, HostAdapter, HostOutput, Payload, SwitchRule } from './adapter.ts';
import { actionsOf, originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { printedText } from './printed.ts';
import {
  commandCall,
  deed,
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

const outcomes = new Set(['PostToolUse', 'PostToolUseFailure']);
/** Events that carry no tool call. Anything else that does is judged. */
const silent = new Set([
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'Stop',
  'SubagentStart',
  'SubagentStop',
  'Notification',
  'PreCompact',
  'PostCompact',
  'ConfigChange',
]);

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
  deadlineMs: 840_000,
  versions: { tested: '2.1.328', oldest: '2.1.295' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'hook_event_name', 'hookEventName') ?? 'PreToolUse';
    const tool = textAt(payload, 'tool_name', 'toolName');
    if (tool === undefined && silent.has(event)) return { kind: 'nothing', event };
    const reading = toolReading(payload, tool);
    if (reading.kind === 'unreadable') return { kind: 'unreadable', event, problem: reading.problem };
    if (reading.kind === 'harmless') return { kind: 'nothing', event };
    const origin = originOf('claude', payload, surroundings, [payload.cwd]);
    const actions = actionsOf(origin, reading.deeds);
    return outcomes.has(event)
      ? { kind: 'outcome', event, action: actions[0], outcome: outcomeOf(payload, event) }
      : { kind: 'call', event, actions };
  },

  encode: (answer, event) => encodeClaude(answer, event),
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

  harmlessCall: (cwd) => ({
    event: 'PreToolUse',
    payload: {
      session_id: 'holdpoint-doctor',
      transcript_path: '',
      cwd,
      permission_mode: 'default',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'true' },
    },
  }),
} satisfies HostAdapter;

function toolReading(payload: Payload, tool: string | undefined): ToolReading {
  if (tool === undefined) return commandCall(payload.command, "Claude Code's message names no tool.");
  const given = payload.tool_input ?? payload.toolInput;
  return tool.startsWith('mcp__') ? mcpReading(payload, tool, given) : toolCall(tools, tool, given);
}

/** `mcp__<server>__<tool>`. A server's name may itself hold `__`; the payload's own `mcp_server` settles that. */
function mcpReading(payload: Payload, name: string, input: unknown): ToolReading {
  const read = inputOf(input, name);
  if (read.kind === 'unreadable') return read;
  const rest = name.slice('mcp__'.length);
  const given = isRecord(payload.mcp_server) ? textAt(payload.mcp_server, 'name') : undefined;
  if (given !== undefined && rest.startsWith(`${given}__`))
    return mcpDeed(given, rest.slice(given.length + 2), read.raw);
  const cut = rest.indexOf('__');
  return cut < 0 ? mcpDeed('', rest, read.raw) : mcpDeed(rest.slice(0, cut), rest.slice(cut + 2), read.raw);
}

function outcomeOf(payload: Payload, event: string): Outcome {
  const failed = event === 'PostToolUseFailure';
  const output = printedText(failed ? (payload.error ?? payload.tool_response) : payload.tool_response);
  return {
    ...(output === '' ? {} : { output }),
    ok: !failed,
    denied: false,
  };
}

/**
 * Neutral is silence: an `allow` would switch off the host's own prompt. A deny is wrapped and names its event, or the
 * host ignores it. An event without a known way to deny gets exit 2, which blocks wherever blocking is possible.
 */
function encodeClaude(answer: HookAnswer, event: string): HostOutput {
  if (answer.decision === 'neutral') return { stdout: '', stderr: '', exitCode: 0 };
  if (event === 'PreToolUse') {
    return jsonOutput({
      hookSpecificOutput: {
        hookEventName: event,
        permissionDecision: 'deny',
        permissionDecisionReason: answer.message,
      },
    });
  }
  if (event === 'PermissionRequest') {
    return jsonOutput({
      hookSpecificOutput: { hookEventName: event, decision: { behavior: 'deny', message: answer.message } },
    });
  }
  return blocked(answer.message);
}
