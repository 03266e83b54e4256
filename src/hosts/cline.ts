import type { Deed } from '../action/action.ts';
import { isRecord, readJson } from '../guard/json.ts';
import type { HookAnswer, HostAdapter, HostOutput, Payload } from './adapter.ts';
import { clineScript } from './cline-script.ts';
import { decodedAs } from './decoded.ts';
import { limits } from './limits.ts';
import { originOf } from './origin.ts';
import { jsonOutput } from './output.ts';
import { patchTool } from './patch.ts';
import {
  commandIn,
  harmlessUnlessCommand,
  inputOf,
  mcpDeed,
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

/** `run_commands` of the command line carries a list: lines, or objects with a line and a folder. */
const runCommands: ToolReader = (input, tool) => {
  const given = Array.isArray(input.commands) ? input.commands : [input.commands ?? input.command];
  const lines = given.map((one) => (isRecord(one) ? wholeLine(one) : commandIn(one)));
  const deeds = lines.flatMap((command): Deed[] => (command === undefined ? [] : [{ kind: 'shell', command }]));
  const [first, ...rest] = deeds;
  return first && deeds.length === lines.length
    ? { kind: 'deeds', deeds: [first, ...rest] }
    : { kind: 'unreadable', problem: `The ${tool} call names no command.` };
};

function wholeLine(one: Payload): string | undefined {
  const command = commandIn(one.command);
  const args = Array.isArray(one.args) && one.args.length > 0 ? commandIn(one.args) : '';
  return command === undefined || args === undefined ? undefined : `${command} ${args}`.trim();
}

const readFiles: ToolReader = (input, tool) => {
  const files = (Array.isArray(input.files) ? input.files : []).slice(0, limits.attachments);
  const deeds = files.flatMap((file): Deed[] => {
    const read = readTool(isRecord(file) ? file : { path: file }, tool);
    return read.kind === 'deeds' ? [...read.deeds] : [];
  });
  const [first, ...rest] = deeds;
  return first ? { kind: 'deeds', deeds: [first, ...rest] } : readTool(input, tool);
};

/** `replace_in_file` writes its edits as blocks: `------- SEARCH`, `=======`, `+++++++ REPLACE`. */
const replaceInFile: ToolReader = (input, tool) => {
  const diff = typeof input.diff === 'string' ? input.diff : '';
  const block = /^-{3,} SEARCH>?\r?\n([\s\S]*?)^={3,}\r?\n([\s\S]*?)^\+{3,} REPLACE>?$/gm;
  const edits = [...diff.matchAll(block)].map(([, before = '', after = '']) => ({
    old_string: before,
    new_string: after,
  }));
  return writeTool(edits.length > 0 ? { ...input, edits } : input, tool);
};

/** A call of an MCP tool through Cline's own tool for it; its arguments come as JSON in a string. */
const useMcpTool: ToolReader = (input) => {
  const tool = textAt(input, 'tool_name') ?? '';
  const read = inputOf(input.arguments, tool || 'the tool');
  return read.kind === 'unreadable' ? read : mcpDeed(textAt(input, 'server_name') ?? '', tool, read.raw);
};

/** Tools of Cline's extension and of its command line (3.0.65). All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  execute_command: shellTool(),
  run_commands: runCommands,
  read_file: readTool,
  read_files: readFiles,
  write_to_file: writeTool,
  replace_in_file: replaceInFile,
  editor: writeTool,
  apply_patch: patchTool,
  search_files: searchTool,
  search_codebase: searchTool,
  list_files: searchTool,
  list_code_definition_names: searchTool,
  use_mcp_tool: useMcpTool,
  web_fetch: webTool,
  web_search: webTool,
  fetch_web_content: webTool,
  browser_action: webTool,
  spawn_agent: subagentTool,
  use_subagents: subagentTool,
  new_task: harmlessUnlessCommand,
  ask_followup_question: harmlessUnlessCommand,
  ask_question: harmlessUnlessCommand,
  attempt_completion: harmlessUnlessCommand,
  submit_and_exit: harmlessUnlessCommand,
  plan_mode_respond: harmlessUnlessCommand,
  act_mode_respond: harmlessUnlessCommand,
  load_mcp_documentation: harmlessUnlessCommand,
  access_mcp_resource: harmlessUnlessCommand,
  focus_chain: harmlessUnlessCommand,
  condense: harmlessUnlessCommand,
  summarize_task: harmlessUnlessCommand,
  skills: harmlessUnlessCommand,
  use_skill: harmlessUnlessCommand,
};

/**
 * Cline: the extension, which gives a hook 30 seconds, and the command line, which gives it 120. Both run a call whose
 * hook fails, whatever its exit code: only JSON with `cancel` counts, and it ends the whole run.
 */
export const cline = {
  id: 'cline',
  title: 'Cline',
  hostTimeoutSeconds: 30,
  deadlineMs: waitOf('cline'),
  versions: { tested: '3.0.65' },

  decode(payload, surroundings) {
    const event = textAt(payload, 'hookName') ?? 'PreToolUse';
    const call = callIn(payload);
    if (!call)
      return /tool/i.test(event)
        ? { kind: 'unreadable', event, problem: "Cline's message names no tool." }
        : { kind: 'nothing', event };
    const reading = readingOf(call);
    const roots = Array.isArray(payload.workspaceRoots) ? payload.workspaceRoots : [];
    const context = isRecord(payload.sessionContext) ? payload.sessionContext : {};
    const named = {
      ...payload,
      session_id: textAt(context, 'rootSessionId') ?? payload.taskId,
      tool_use_id: call.id,
      ...(payload.parent_agent_id ? {} : { agent_id: undefined }),
    };
    return decodedAs(event, reading, () => ({
      origin: originOf('cline', named, surroundings, roots),
      outcome: undefined,
    }));
  },

  encode: encodeCline,
  failure: (problem) => jsonOutput({ cancel: true, errorMessage: problem }),
  switches: [],

  installation: { kind: 'file', mode: 0o755, text: clineScript },

  testCall: (cwd, command) => ({
    event: 'tool_call',
    payload: {
      clineVersion: '',
      taskId: 'holdpoint-doctor',
      workspaceRoots: [cwd],
      hookName: 'tool_call',
      tool_call: { id: '1', name: 'run_commands', input: { commands: [command] } },
    },
  }),
} satisfies HostAdapter;

interface ClineCall {
  readonly id?: string;
  readonly tool: string;
  readonly input: unknown;
  /** Whether values are all strings, lists and objects among them as JSON: how the extension sends them. */
  readonly flat: boolean;
}

/** The call in either form: the command line's, else the extension's. */
function callIn(payload: Payload): ClineCall | undefined {
  const { tool_call: call, preToolUse: pre } = payload;
  if (isRecord(call) && typeof call.name === 'string') {
    return { tool: call.name, input: call.input, flat: false, ...(typeof call.id === 'string' ? { id: call.id } : {}) };
  }
  const tool = isRecord(pre) ? (textAt(pre, 'toolName', 'tool_name', 'tool') ?? undefined) : undefined;
  return isRecord(pre) && tool !== undefined ? { tool, input: pre.parameters, flat: true } : undefined;
}

function readingOf({ tool, input, flat }: ClineCall): ToolReading {
  // A team's own bookkeeping; what its members do comes through the hook call by call.
  if (tool.startsWith('team_')) return toolCall({ [tool]: harmlessUnlessCommand }, tool, input);
  // `<server>__<tool>`: how the command line names MCP tools.
  const at = Object.hasOwn(tools, tool) ? -1 : tool.indexOf('__');
  if (at >= 0) return mcpOrOwnTool(tool.slice(0, at), tool.slice(at + 2), tool, input);
  if (!flat || !isRecord(input)) return toolCall(tools, tool, input);
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || name === 'content' || name === 'diff') {
      plain[name] = value;
      continue;
    }
    const read = readJson(value, `The input of ${tool}`);
    // A command may begin with a bracket too: what is no JSON is meant as it stands.
    if (read.kind === 'unreadable' && !read.problem.endsWith('is not valid JSON.')) return read;
    plain[name] = read.kind === 'value' ? read.value : value;
  }
  return toolCall(tools, tool, plain);
}

function encodeCline(answer: HookAnswer): HostOutput {
  return jsonOutput(answer.decision === 'neutral' ? {} : { cancel: true, errorMessage: answer.message });
}
