import path from 'node:path';
import type { Outcome } from '../action/session.ts';
import type { HookAnswer, HostAdapter, HostOutput, Machine, Payload } from './adapter.ts';
import { detectClaude } from './detect.ts';
import { actionsOf, originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { isRecord } from './payload.ts';
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

const gates = new Set(['PreToolUse', 'PermissionRequest']);
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

/** Claude Code: the CLI, its VS Code extension, the Agent SDK and VS Code's "Claude" target. */
export const claude: HostAdapter = {
  id: 'claude',
  title: 'Claude Code',
  hostTimeoutSeconds: 900,
  deadlineMs: 840_000,
  versions: { tested: '2.1.328', oldest: '2.1.295' },
  preamble: {},

  recognises: (payload) =>
    !('cursor_version' in payload) &&
    typeof payload.hook_event_name === 'string' &&
    (gates.has(payload.hook_event_name) ||
      outcomes.has(payload.hook_event_name) ||
      'permission_mode' in payload ||
      'transcript_path' in payload),

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
  detect: detectClaude,
  hookFile: (machine) => path.join(claudeHome(machine), 'settings.json'),
  managedFile: (machine) => managedFiles[machine.platform],

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
};

/** Claude Code's configuration folder. */
export function claudeHome(machine: Machine): string {
  return machine.environment.CLAUDE_CONFIG_DIR || path.join(machine.home, '.claude');
}

/** Where an administrator's settings lie. */
const managedFiles: Readonly<Record<Machine['platform'], string>> = {
  darwin: '/Library/Application Support/ClaudeCode/managed-settings.json',
  linux: '/etc/claude-code/managed-settings.json',
  win32: 'C:\\Program Files\\ClaudeCode\\managed-settings.json',
};

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
