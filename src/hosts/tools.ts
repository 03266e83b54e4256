import type { Deed, TextEdit } from '../action/action.ts';
import type { ShellDialect } from '../action/kinds.ts';
import { isRecord, readJson } from '../guard/json.ts';
import { shellWord } from '../parse/shell-word.ts';
import type { Payload } from './adapter.ts';

/** What a tool call would do: one deed, several that it could mean, none, or why it cannot be told. */
export type ToolReading =
  | { readonly kind: 'deeds'; readonly deeds: readonly [Deed, ...Deed[]] }
  | { readonly kind: 'harmless' }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** How one tool of a host is read from its input. */
export type ToolReader = (input: Payload, tool: string) => ToolReading;

/** One deed. */
export function deed(only: Deed): ToolReading {
  return { kind: 'deeds', deeds: [only] };
}

/** The first of `keys` whose value is a non-empty string. */
export function textAt(input: Payload, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = input[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Names under which tools carry a command line. */
const commandKeys = ['command', 'cmd', 'shell_command', 'shellCommand', 'commandLine', 'command_line', 'script'];
const pathKeys = ['file_path', 'filePath', 'path', 'target_file', 'targetFile', 'notebook_path', 'filename'];
const contentKeys = ['content', 'contents', 'file_text', 'new_source', 'code_edit', 'text', 'patch'];

/** A command: a string, or a list of words as some tools pass it, quoted for the shell. */
export function commandIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every((word) => typeof word === 'string')) return undefined;
  return value.map(shellWord).join(' ');
}

/** A command line that stands in a payload itself; `problem` is said where there is none. */
export function commandCall(value: unknown, problem: string): ToolReading {
  const command = commandIn(value);
  return command === undefined ? { kind: 'unreadable', problem } : deed({ kind: 'shell', command });
}

/** A tool that runs a command line. `typedInto`: the agent may type into it later, and no hook sees what. */
export function shellTool(shell?: ShellDialect, how: { readonly typedInto?: true } = {}): ToolReader {
  return (input, tool) => {
    for (const key of commandKeys) {
      const command = commandIn(input[key]);
      if (command !== undefined) return deed({ kind: 'shell', command, ...(shell ? { shell } : {}), ...how });
    }
    return { kind: 'unreadable', problem: `The ${tool} call names no command.` };
  };
}

/**
 * A tool that types into a program that runs already. What reads it is not known; as a command line it is judged like
 * what a shell would run. Names of keys (`{enter}`) stand for what they are.
 */
export function typedTextTool(shell?: ShellDialect): ToolReader {
  return (input, tool) => {
    const text = textAt(input, 'input', 'text', 'chars', ...commandKeys);
    if (text === undefined) {
      return Object.values(input).some((value) => typeof value === 'string' && value.includes(' '))
        ? { kind: 'unreadable', problem: `The ${tool} call names no text.` }
        : { kind: 'harmless' };
    }
    const command = text.replace(/\{(?:enter|return)\}/gi, '\n').replace(/\{\w+\}/g, ' ');
    return deed({ kind: 'shell', command, ...(shell ? { shell } : {}) });
  };
}

/** A tool that reads one file. */
export const readTool: ToolReader = (input, tool) => {
  const path = textAt(input, ...pathKeys);
  if (path === undefined) return { kind: 'unreadable', problem: `The ${tool} call names no file.` };
  const content = textAt(input, 'content');
  return deed({ kind: 'read', path, ...(content === undefined ? {} : { content }) });
};

/** A tool that reads several files, named or by pattern. */
export const manyReadTool: ToolReader = (input, tool) => {
  const given = [input.paths, input.include, input.files].find(Array.isArray) ?? [];
  const [first, ...rest] = given
    .filter((path): path is string => typeof path === 'string' && path !== '')
    .map((path): Deed => (/[*?[{]/.test(path) ? { kind: 'search', pattern: path } : { kind: 'read', path }));
  return first === undefined ? readTool(input, tool) : { kind: 'deeds', deeds: [first, ...rest] };
};

/** A tool that deletes one file or folder. */
export const deleteTool: ToolReader = (input, tool) => {
  const path = textAt(input, ...pathKeys, 'directory');
  return path === undefined
    ? { kind: 'unreadable', problem: `The ${tool} call names no file.` }
    : deed({ kind: 'delete', path });
};

/** A tool that writes or edits one file: whole content, one edit, or a list of edits. */
export const writeTool: ToolReader = (input, tool) => {
  const path = textAt(input, ...pathKeys);
  if (path === undefined) return { kind: 'unreadable', problem: `The ${tool} call names no file.` };
  const edits = editsIn(input);
  if (edits.length > 0) return deed({ kind: 'write', path, edits });
  const content = contentKeys.map((key) => input[key]).find((value): value is string => typeof value === 'string');
  return deed({ kind: 'write', path, ...(content === undefined ? {} : { content }) });
};

/** A tool that searches names or contents. */
export const searchTool: ToolReader = (input) => {
  const pattern = textAt(input, 'pattern', 'glob_pattern', 'query', 'regex', 'glob') ?? '';
  const path = textAt(input, 'path', 'dir_path', 'target_directory', 'directory');
  return deed({ kind: 'search', pattern, ...(path === undefined ? {} : { path }) });
};

/** A tool that fetches a page or asks a search engine. */
export const webTool: ToolReader = (input) => {
  const [listed] = Array.isArray(input.urls) ? input.urls : [];
  const url = textAt(input, 'url', 'uri') ?? (typeof listed === 'string' ? listed : undefined);
  const query = textAt(input, 'query', 'search_term');
  return deed({ kind: 'web', ...(url === undefined ? {} : { url }), ...(query === undefined ? {} : { query }) });
};

/**
 * A tool that starts a subagent. What the subagent does comes through the hook call by call; its task is recorded
 * here. The program's name carries a prefix so that a subagent called `terraform` is not taken for the program.
 */
export const subagentTool: ToolReader = (input, tool) =>
  deed({
    kind: 'task',
    name: textAt(input, 'description', 'name', 'agent_name') ?? tool,
    program: `subagent:${textAt(input, 'subagent_type', 'agent_type', 'agent_name', 'agentName') ?? 'general'}`,
    args: [textAt(input, 'prompt', 'task', 'message') ?? ''],
    shell: false,
  });

/** A call of a Model Context Protocol tool. */
export function mcpDeed(server: string, tool: string, input: unknown): ToolReading {
  return deed({ kind: 'mcp', server, tool, input });
}

/**
 * A tool no table knows, judged by what it carries and never waved through by its name: a command is a command,
 * content for a path is a write, an address is a request, and whatever it is, its name and input are judged as a
 * tool call too.
 */
const unknownTool: ToolReader = (input, tool) => {
  const deeds: Deed[] = [];
  for (const key of commandKeys) {
    const command = commandIn(input[key]);
    if (command !== undefined && command !== '') deeds.push({ kind: 'shell', command });
  }
  const path = textAt(input, ...pathKeys);
  if (path !== undefined) {
    const write = editsIn(input).length > 0 || contentKeys.some((key) => typeof input[key] === 'string');
    const reading = write ? writeTool(input, tool) : readTool(input, tool);
    if (reading.kind === 'deeds') deeds.push(...reading.deeds);
  }
  const url = textAt(input, 'url', 'uri');
  if (url !== undefined) deeds.push({ kind: 'web', url });
  const asCall: Deed = { kind: 'mcp', server: '', tool, input };
  return { kind: 'deeds', deeds: [asCall, ...deeds] };
};

/**
 * A call of a server's tool by a name that a plugin's tool may have as well: what it carries is judged too. `given` is
 * the tool's input.
 */
export function mcpOrOwnTool(server: string, name: string, tool: string, given: unknown): ToolReading {
  const read = inputOf(given, tool);
  if (read.kind === 'unreadable') return read;
  const asCall = mcpDeed(server, name, read.raw);
  const asTool = unknownTool(read.input, tool);
  if (asCall.kind !== 'deeds' || asTool.kind !== 'deeds') return asCall;
  return { kind: 'deeds', deeds: [...asCall.deeds, ...asTool.deeds.filter(({ kind }) => kind !== 'mcp')] };
}

/** Names a host's own tools have that neither act on anything a person could lose nor read files; still judged if they carry a command. */
export const harmlessUnlessCommand: ToolReader = (input, tool) =>
  commandKeys.some((key) => commandIn(input[key])) ? unknownTool(input, tool) : { kind: 'harmless' };

/** A call of a tool by the host's own table; what is not in it counts as an unknown tool. `given` is the tool's input. */
export function toolCall(tools: Readonly<Record<string, ToolReader>>, tool: string, given: unknown): ToolReading {
  const read = inputOf(given, tool);
  if (read.kind === 'unreadable') return read;
  const reader = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  return (reader ?? unknownTool)(read.input, tool);
}

/**
 * A tool's input as an object. Some hosts send it as JSON in a string. `raw` is what a call that is no object carries.
 */
export function inputOf(
  value: unknown,
  tool: string,
): { kind: 'input'; input: Payload; raw: unknown } | { kind: 'unreadable'; problem: string } {
  if (isRecord(value)) return { kind: 'input', input: value, raw: value };
  if (typeof value !== 'string') return { kind: 'input', input: {}, raw: value ?? {} };
  if (!/^\s*[[{]/.test(value)) return { kind: 'input', input: {}, raw: value };
  const reading = readJson(value, `The input of ${tool}`);
  if (reading.kind === 'unreadable') return reading;
  return isRecord(reading.value)
    ? { kind: 'input', input: reading.value, raw: reading.value }
    : { kind: 'input', input: {}, raw: reading.value };
}

/** Edits in one of the forms tools send: one pair of texts, or a list of pairs. None where one cannot be read: then the content counts as not known. */
function editsIn(input: Payload): TextEdit[] {
  const list = Array.isArray(input.edits) ? input.edits : [input];
  const edits: TextEdit[] = [];
  for (const edit of list) {
    if (!isRecord(edit)) return [];
    const oldText = [edit.old_string, edit.oldText, edit.old_str, edit.oldString].find(
      (text) => typeof text === 'string',
    );
    const newText = [edit.new_string, edit.newText, edit.new_str, edit.newString].find(
      (text) => typeof text === 'string',
    );
    if (typeof oldText !== 'string' || typeof newText !== 'string') return [];
    edits.push({ oldText, newText });
  }
  return edits;
}
