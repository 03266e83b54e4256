import type { Deed } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import type { HookAnswer, HostAdapter, HostOutput, Payload } from './adapter.ts';
import { decodedAs } from './decoded.ts';
import { limits } from './limits.ts';
import { originOf } from './origin.ts';
import { blocked, jsonOutput } from './output.ts';
import { printedText } from './printed.ts';
import {
  commandCall,
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

/** Cursor's tool types (https://cursor.com/docs/hooks), plus the names of imported Claude Code hooks. */
const tools: Readonly<Record<string, ToolReader>> = {
  Shell: shellTool(),
  Bash: shellTool(),
  Read: readTool,
  Write: writeTool,
  Edit: writeTool,
  MultiEdit: writeTool,
  Delete: deleteTool,
  Grep: searchTool,
  Glob: searchTool,
  Task: subagentTool,
  WebFetch: webTool,
  WebSearch: webTool,
  TodoWrite: harmlessUnlessCommand,
};

const outcomes = new Set(['afterShellExecution', 'afterMCPExecution', 'postToolUse', 'postToolUseFailure']);
/** Events that carry no call. Anything else that does is judged. */
const silent = new Set([
  'sessionStart',
  'sessionEnd',
  'beforeSubmitPrompt',
  'afterAgentResponse',
  'afterAgentThought',
  'afterFileEdit',
  'afterTabFileEdit',
  'subagentStop',
  'preCompact',
  'stop',
  'workspaceOpen',
]);

/** What the specific events see already: the generic one need not be started for it a second time. */
const notSeenElsewhere = '^(?!(Shell|Read)$|MCP:)';

/** Cursor: the IDE's agent, Tab, and `cursor-agent`. */
export const cursor = {
  id: 'cursor',
  title: 'Cursor',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('cursor'),
  versions: { tested: '3.9.16' },

  decode(payload, surroundings) {
    const event = eventOf(payload);
    const reading = callReading(payload, event);
    if (reading === undefined) return { kind: 'nothing', event };
    const roots = Array.isArray(payload.workspace_roots) ? payload.workspace_roots : [];
    const input = isRecord(payload.tool_input) ? payload.tool_input : {};
    const folders = [payload.cwd, input.cwd, input.working_directory, ...roots];
    return decodedAs(event, reading, () => ({
      origin: originOf('cursor', payload, surroundings, folders),
      outcome: outcomes.has(event) ? outcomeOf(payload, event) : undefined,
    }));
  },

  encode: encodeCursor,
  failure: blocked,
  switches: [],

  installation: {
    kind: 'entries',
    preamble: { version: 1 },
    entries(command) {
      const gate = { command, timeout: 900, failClosed: true };
      const report = { command, timeout: 30 };
      return [
        { event: 'beforeShellExecution', value: gate },
        { event: 'beforeMCPExecution', value: gate },
        { event: 'beforeReadFile', value: gate },
        { event: 'preToolUse', value: { ...gate, matcher: notSeenElsewhere } },
        { event: 'subagentStart', value: gate },
        { event: 'afterShellExecution', value: report },
        { event: 'afterMCPExecution', value: report },
        { event: 'postToolUse', value: { ...report, matcher: notSeenElsewhere } },
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'beforeShellExecution',
    payload: {
      conversation_id: 'holdpoint-doctor',
      cursor_version: '0',
      hook_event_name: 'beforeShellExecution',
      workspace_roots: [cwd],
      cwd,
      command,
    },
  }),
} satisfies HostAdapter;

/** The event in Cursor's own spelling: an imported Claude Code entry may be named either way. */
function eventOf(payload: Payload): string {
  const event = textAt(payload, 'hook_event_name', 'hookEventName') ?? 'preToolUse';
  return event.charAt(0).toLowerCase() + event.slice(1);
}

/** What the event says is about to happen or has happened; undefined where it carries no call. */
function callReading(payload: Payload, event: string): ToolReading | undefined {
  switch (event) {
    case 'beforeShellExecution':
    case 'afterShellExecution':
      return commandCall(payload.command, "Cursor's message names no command.");
    case 'beforeMCPExecution':
    case 'afterMCPExecution':
      return mcpReading(payload, textAt(payload, 'tool_name') ?? '');
    case 'beforeReadFile':
    case 'beforeTabFileRead':
      return fileReading(payload);
    case 'subagentStart':
      return subagentTool(payload, 'subagentStart');
  }
  const tool = textAt(payload, 'tool_name');
  if (tool === undefined) {
    return silent.has(event) ? undefined : commandCall(payload.command, "Cursor's message names no tool.");
  }
  return /^MCP:|^mcp__/.test(tool) ? mcpReading(payload, tool) : toolCall(tools, tool, payload.tool_input);
}

/** Cursor names the server only in newer versions; its address or command line stands in where it does not. */
function mcpReading(payload: Payload, name: string): ToolReading {
  const read = inputOf(payload.tool_input, name || 'the tool');
  if (read.kind === 'unreadable') return read;
  const server = textAt(payload, 'mcp_server_name', 'server_name', 'url', 'command') ?? '';
  const imported = /^mcp__(.+?)__(.+)$/.exec(name);
  if (imported) return mcpDeed(imported[1] ?? '', imported[2] ?? '', read.raw);
  return mcpDeed(server, name.replace(/^MCP:/, ''), read.raw);
}

/** The file and what goes along with it. Contents come with the event, so that a secret is seen without a second look. */
function fileReading(payload: Payload): ToolReading {
  const first = readTool(payload, 'read');
  if (first.kind !== 'deeds') return { kind: 'unreadable', problem: "Cursor's message names no file." };
  const attached: Deed[] = [];
  const attachments = Array.isArray(payload.attachments) ? payload.attachments : [];
  for (const attachment of attachments.slice(0, limits.attachments)) {
    const file = isRecord(attachment) ? textAt(attachment, 'file_path', 'filePath') : undefined;
    if (file !== undefined) attached.push({ kind: 'read', path: file });
  }
  return { kind: 'deeds', deeds: [...first.deeds, ...attached] };
}

function outcomeOf(payload: Payload, event: string): Outcome {
  const failed = event === 'postToolUseFailure';
  const response = payload.output ?? payload.result_json ?? payload.tool_output ?? payload.error_message;
  const output = printedText(response);
  return {
    ...(output === '' ? {} : { output }),
    ok: event === 'afterShellExecution' ? null : !failed,
    denied: failed && payload.failure_type === 'permission_denied',
  };
}

/**
 * Neutral is an explicit allow: empty output is an error to Cursor, and its own approval still follows. The essential
 * text stands in both messages, because versions differ in which one the agent sees.
 */
function encodeCursor(answer: HookAnswer, event: string): HostOutput {
  if (answer.decision === 'deny') {
    return event === 'beforeSubmitPrompt'
      ? jsonOutput({ continue: false, user_message: answer.message })
      : jsonOutput({ permission: 'deny', user_message: answer.message, agent_message: answer.message });
  }
  if (event === 'beforeSubmitPrompt') return jsonOutput({ continue: true });
  return jsonOutput(silent.has(event) || outcomes.has(event) ? {} : { permission: 'allow' });
}
