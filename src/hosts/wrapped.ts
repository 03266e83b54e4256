import type { Outcome } from '../action/session.ts';
import type { AdaptedHost, Decoded, HookAnswer, HostOutput, Payload, Surroundings } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { printedText } from './printed.ts';
import { commandCall, inputOf, mcpDeed, type ToolReader, type ToolReading, textAt, toolCall } from './tools.ts';

// The protocol Claude Code began and Codex, Qwen Code, VS Code and Copilot took over: `hook_event_name`, `tool_name`,
// `tool_input` come in, `hookSpecificOutput` goes out. Each host differs in its tools and in what it makes of an answer.

/** What of the protocol is a host's own. */
export interface WrappedHost {
  readonly id: AdaptedHost;
  readonly title: string;
  readonly tools: Readonly<Record<string, ToolReader>>;
  /** Reads what the table cannot: MCP tools, inputs that are no objects. Undefined: the table counts. */
  read?(payload: Payload, tool: string, input: unknown): ToolReading | undefined;
  /** True where the payload's folder is the one the call asks for, and the hook is started in the session's. */
  readonly cwdIsOfCall?: true;
  /** Folders a call may run in, tried before the payload's own; relative ones are below that. */
  folders?(input: Payload): readonly unknown[];
}

const outcomes = new Set(['PostToolUse', 'PostToolUseFailure']);
/** Events that carry no tool call. Anything else that does is judged. */
const silent = new Set([
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'Notification',
  'PreCompact',
  'PostCompact',
  'ConfigChange',
  'Interrupt',
]);

/** What an event of the protocol means. Field names of older versions are taken too. */
export function decodeWrapped(host: WrappedHost, payload: Payload, surroundings: Surroundings): Decoded {
  const event = textAt(payload, 'hook_event_name', 'hookEventName') ?? 'PreToolUse';
  const tool = textAt(payload, 'tool_name', 'toolName');
  if (tool === undefined && silent.has(event)) return { kind: 'nothing', event };
  const given = payload.tool_input ?? payload.toolInput ?? payload.toolArgs;
  const reading = readingOf(host, payload, tool, given);
  return decodedAs(event, reading, () => {
    const asked = host.folders && tool !== undefined ? foldersOf(host, tool, given) : [];
    const origin = host.cwdIsOfCall
      ? originOf(host.id, payload, surroundings, [], [...asked, payload.cwd])
      : originOf(host.id, payload, surroundings, [payload.cwd], asked);
    return { origin, outcome: outcomes.has(event) ? outcomeOf(payload, event) : undefined };
  });
}

/**
 * Neutral is silence: an `allow` would switch off the host's own prompt. A deny is wrapped and names its event, or the
 * host ignores it. An event without a known way to deny gets exit 2, which blocks wherever blocking is possible.
 */
export function encodeWrapped(answer: HookAnswer, event: string): HostOutput {
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

/** A call of a test, with what the protocol always sends. */
export function testPayload(cwd: string, tool: string, command: string): Record<string, unknown> {
  return {
    session_id: 'holdpoint-doctor',
    cwd,
    hook_event_name: 'PreToolUse',
    tool_name: tool,
    tool_input: { command },
  };
}

/** `mcp__<server>__<tool>`. A server's name may itself hold `__`; the server a payload names settles that. */
export function mcpByUnderscores(name: string, input: unknown, server?: string): ToolReading | undefined {
  if (!name.startsWith('mcp__')) return undefined;
  const read = inputOf(input, name);
  if (read.kind === 'unreadable') return read;
  const rest = name.slice('mcp__'.length);
  if (server !== undefined && rest.startsWith(`${server}__`)) {
    return mcpDeed(server, rest.slice(server.length + 2), read.raw);
  }
  const cut = rest.indexOf('__');
  return cut < 0 ? mcpDeed('', rest, read.raw) : mcpDeed(rest.slice(0, cut), rest.slice(cut + 2), read.raw);
}

function readingOf(host: WrappedHost, payload: Payload, tool: string | undefined, given: unknown): ToolReading {
  if (tool === undefined) return commandCall(payload.command, `${host.title}'s message names no tool.`);
  return host.read?.(payload, tool, given) ?? toolCall(host.tools, tool, given);
}

function foldersOf(host: WrappedHost, tool: string, given: unknown): readonly unknown[] {
  const read = inputOf(given, tool);
  return read.kind === 'input' ? (host.folders?.(read.input) ?? []) : [];
}

function outcomeOf(payload: Payload, event: string): Outcome {
  const failed = event === 'PostToolUseFailure';
  const response = payload.tool_response ?? payload.tool_result ?? payload.toolResult;
  const output = printedText(failed ? (payload.error ?? response) : response);
  return { ...(output === '' ? {} : { output }), ok: !failed, denied: false };
}
