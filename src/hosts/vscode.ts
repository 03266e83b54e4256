import { isRecord } from '../guard/json.ts';
import type { HostAdapter, SwitchRule } from './adapter.ts';
import { copilotEntries, encodeCopilot } from './copilot-file.ts';
import { blocked } from './output.ts';
import { patchTool } from './patch.ts';
import {
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
  typedTextTool,
  webTool,
  writeTool,
} from './tools.ts';
import { waitOf } from './waits.ts';
import { decodeWrapped, testPayload, type WrappedHost } from './wrapped.ts';

/** Runs what a task would run: its command line, or its program and arguments. */
const taskTool: ToolReader = (input, tool) => {
  const task = isRecord(input.task) ? input.task : input;
  const words = [task.command, ...(Array.isArray(task.args) ? task.args : [])].filter(
    (word) => typeof word === 'string',
  );
  if (words.length === 0) return { kind: 'unreadable', problem: `The ${tool} call names no command.` };
  return shellTool()({ command: task.type === 'process' ? words : words.join(' ') }, tool);
};

/** Edits of several files in one call. */
const severalWrites: ToolReader = (input, tool) => {
  const list = Array.isArray(input.replacements) ? input.replacements : [];
  const deeds = list.flatMap((one) => {
    const reading = isRecord(one) ? writeTool(one, tool) : undefined;
    return reading?.kind === 'deeds' ? reading.deeds : [];
  });
  const [first, ...rest] = deeds;
  return first === undefined || deeds.length < list.length
    ? { kind: 'unreadable', problem: `The ${tool} call names no file.` }
    : { kind: 'deeds', deeds: [first, ...rest] };
};

/** A command of the editor itself: its name is judged as a tool's; what it types into a terminal as a command line. */
const editorCommand: ToolReader = (input, tool) => {
  const name = textAt(input, 'commandId', 'command') ?? 'run_vscode_command';
  const typed = (Array.isArray(input.args) ? input.args : []).find(
    (one) => isRecord(one) && typeof one.text === 'string',
  );
  return /terminal\.sendSequence$/i.test(name) && typed ? typedTextTool()(typed, tool) : mcpDeed('vscode', name, input);
};

/** The tools of VS Code's own agent (version 1.139.1; older names beside the new ones). All others are judged by content. */
const tools: Readonly<Record<string, ToolReader>> = {
  run_in_terminal: shellTool(),
  runTerminalCommand: shellTool(),
  runInTerminal: shellTool(),
  send_to_terminal: typedTextTool(),
  create_and_run_task: taskTool,
  run_vscode_command: editorCommand,
  read_file: readTool,
  view_image: readTool,
  create_file: writeTool,
  createFile: writeTool,
  insert_edit_into_file: writeTool,
  replace_string_in_file: writeTool,
  multi_replace_string_in_file: severalWrites,
  edit_notebook_file: writeTool,
  apply_patch: patchTool,
  list_dir: searchTool,
  file_search: searchTool,
  grep_search: searchTool,
  semantic_search: searchTool,
  fetch_webpage: webTool,
  open_simple_browser: webTool,
  runSubagent: subagentTool,
  get_terminal_output: harmlessUnlessCommand,
  terminal_last_command: harmlessUnlessCommand,
  terminal_selection: harmlessUnlessCommand,
  get_errors: harmlessUnlessCommand,
  get_changed_files: harmlessUnlessCommand,
  manage_todo_list: harmlessUnlessCommand,
  vscode_askQuestions: harmlessUnlessCommand,
};

const host: WrappedHost = { id: 'vscode', title: 'VS Code', tools, read: mcpReading };

/** `mcp_<server>_<tool>`, possibly shortened: the first part counts as the server. */
function mcpReading(_payload: unknown, tool: string, input: unknown): ToolReading | undefined {
  const [, server, name] = /^mcp_([^_]+)_+(.+)$/.exec(tool) ?? [];
  if (server === undefined || name === undefined) return undefined;
  const read = inputOf(input, tool);
  return read.kind === 'unreadable' ? read : mcpDeed(server, name, read.raw);
}

const switches: readonly SwitchRule[] = [
  {
    key: ['chat.useHooks'],
    silences: (value) => value === false,
    what: "switches off every hook of VS Code's own agent, Holdpoint too",
    source: 'measured on VS Code 1.139.1 (reference/vscode-behaviour.md 2)',
  },
  {
    key: ['chat.hookFilesLocations', '*'],
    silences: (value, name) => value === false && /(?:^|[\\/])\.copilot[\\/]hooks[\\/]?$/.test(name),
    what: "keeps VS Code's own agent from reading Holdpoint's hook",
    source: 'settings of VS Code 1.139.1 (reference/vscode-behaviour.md 2)',
  },
];

/** VS Code's own agent ("Local" sessions). */
export const vscode = {
  id: 'vscode',
  title: 'VS Code agent',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('vscode'),
  versions: { tested: '1.139.1' },

  decode: (payload, surroundings) => decodeWrapped(host, payload, surroundings),
  encode: encodeCopilot,
  failure: blocked,
  switches,
  installation: copilotEntries,

  testCall: (cwd, command) => ({
    event: 'PreToolUse',
    payload: {
      ...testPayload(cwd, 'run_in_terminal', command),
      timestamp: '2026-01-01T00:00:00.000Z',
      tool_use_id: 'holdpoint__vscode-1',
    },
  }),
} satisfies HostAdapter;
