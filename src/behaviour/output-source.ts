import type { Action } from '../action/action.ts';
import { factsFrom, type Place } from '../action/facts.ts';
import type { Invocation } from '../action/invocation.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { parseShell } from '../parse/shell.ts';
import { asksForSecret, asksStore, namesSecret, printsSettings } from './asked-values.ts';
import { type Encoded, encodedBy } from './encodings.ts';
import { inputJson } from './input-json.ts';
import { displayPath, shortened, textOf } from './places.ts';
import { filesShown } from './shown-files.ts';
import { echoed, firstLineShown, showsFromStart, showsOneByOne } from './shown-lines.ts';
import { firstLineInWords, isWords, wordsOf, wordsShown } from './shown-words.ts';
import { storeOf } from './stores.ts';
import { commandOfInput, fileOfInput } from './tool-input.ts';

/** What an action's output came from. */
export interface OutputSource {
  /** Display path of the file, or a description: `output of npm test`. */
  readonly foundIn: string;
  /** The line of the file that the output begins with; null where its lines are not the file's, one after the other. */
  readonly firstLine: number | null;
  /** False where what stands below a file's name does not begin with the file's first line. */
  readonly counted?: false;
  /** The two files that were held against each other. */
  readonly sides?: readonly [string, string];
  /**
   * The output is the value and nothing around it: cut out of a secret file, or handed out by a store of secrets.
   * `name` is the variable it was looked up by, where that was seen; `asked`: by a name of secrets.
   */
  readonly bare?: { readonly name?: string; readonly asked?: true };
  /** What is printed is written down somewhere: settings, or what would be run. */
  readonly written?: true;
  /** The file is shown in other signs. */
  readonly encoded?: Encoded;
  /** The line that stands between them. */
  readonly separator?: string;
  /** Secret files shown one behind the other (`cat a/.env b/.env`). */
  readonly parts?: readonly string[];
}

/** What an action's output came from: the one file it shows, or a description of the action. */
export function sourceOfOutput(action: Action): OutputSource {
  switch (action.kind) {
    case 'read':
      return ofReadTool(displayPath(action.path, action.cwd, action));
    case 'shell':
      return sourceOfCommand(action);
    case 'mcp': {
      const file = fileOfInput(action.input);
      // A search names the folder it looks in.
      const read = !/search|grep|find|list|glob|tree/i.test(action.tool);
      if (file !== undefined && (read || /\.\w+$/.test(file))) {
        const foundIn = displayPath(file, action.cwd, action);
        return read
          ? { ...ofReadTool(foundIn), firstLine: firstLineAsked(action.input) }
          : { foundIn, firstLine: null };
      }
      const command = commandOfInput(action.tool, action.input);
      if (command !== undefined) return sourceOfCommand({ ...action, kind: 'shell', command });
      const asked = namesSecret(inputJson(action.input, 4000), []);
      const tool = shortened([action.server, action.tool].filter(Boolean).join(' '), 60);
      return { foundIn: `output of ${tool}`, firstLine: null, ...(asked ? { written: true } : {}) };
    }
    case 'search':
      return {
        foundIn:
          action.path !== undefined && /\.\w+$/.test(action.path)
            ? displayPath(action.path, action.cwd, action)
            : 'output of a search',
        firstLine: null,
      };
    case 'http':
    case 'web':
      return { foundIn: 'an answer from the network', firstLine: null };
    case 'sql':
      return { foundIn: 'an answer from the database', firstLine: null };
    case 'write':
    case 'delete':
    case 'task':
      return { foundIn: `output of ${action.kind}`, firstLine: null };
  }
}

/** A command that shows files is read by its grammar; a PowerShell or cmd text by its words. */
function sourceOfCommand(action: Extract<Action, { kind: 'shell' }>): OutputSource {
  const { invocations, dialect } = programsOf(action);
  const shown = dialect === 'read' ? invocations.flatMap((one) => filesShown(one, action)) : wordsShown(action);
  const places = [...new Set(shown)];
  const [one, other] = invocations.some(({ program }) => program === 'diff') ? places : [];
  const file = places.find(isSecretPath) ?? (places.length === 1 ? places[0] : other);
  const store = invocations.some((one) => storeOf(one.program ?? '', one.args.map(textOf).join(' ')) !== undefined);
  const asked = dialect === 'read' ? asksForSecret(invocations, places) : namesSecret(wordsOf(action.command), places);
  const bare = { ...nameIn(action.command), ...(asked ? { asked } : {}) };
  if (file === undefined) {
    const kept = asksStore(invocations);
    const foundIn = `output of ${programOf(action.command)}`;
    return {
      foundIn,
      firstLine: null,
      ...(store || kept ? { bare } : {}),
      ...(kept || places.length > 0 || printsSettings(invocations) ? { written: true } : {}),
    };
  }
  const firstLine =
    places.length !== 1 ? null : dialect === 'read' ? firstLineShown(invocations) : firstLineInWords(action.command);
  const cut = store || (firstLine === null && (isSecretPath(file) || asked));
  const several = places.length > 1 && places.every(isSecretPath) && showsOneByOne(invocations);
  const [separator, ...others] = several ? echoed(invocations) : [];
  const encoded = encodedBy(invocations);
  return {
    foundIn: file,
    firstLine: encoded === undefined ? firstLine : 1,
    ...(encoded === undefined ? {} : { encoded }),
    ...(dialect === 'read' && !showsFromStart(invocations) ? { counted: false } : {}),
    ...(cut ? { bare } : {}),
    ...(several ? { parts: places } : {}),
    ...(separator !== undefined && others.length + 2 === places.length && others.every((one) => one === separator)
      ? { separator }
      : {}),
    ...(one !== undefined && other !== undefined ? { sides: [one, other] } : {}),
  };
}

/** What a read tool shows of a file: a file of secrets may be one word and nothing around it. */
function ofReadTool(foundIn: string): OutputSource {
  return { foundIn, firstLine: 1, ...(isSecretPath(foundIn) ? { bare: {} } : {}) };
}

/** The line that a tool was asked to begin with; null where it was asked for a file's end. */
function firstLineAsked(input: unknown): number | null {
  if (typeof input !== 'object' || input === null) return 1;
  for (const [name, value] of Object.entries(input)) {
    const line: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof line !== 'number' || !Number.isInteger(line)) continue;
    if (
      /^(?:start_?line|line_?start|from_?line|start|begin|line|view_?range|start_line_one_indexed)/i.test(name) &&
      line > 0
    )
      return line;
    // Some tools count from 0 here, others from 1.
    if (/^(?:offset|tail|start)/i.test(name) && line !== 0) return null;
  }
  return 1;
}

/** The variable a value was looked up by: the first word of the command that is a name of secrets. */
function nameIn(command: string): { name?: string } {
  const name = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/.exec(command.slice(0, 2000))?.[0];
  return name === undefined ? {} : { name };
}

function programsOf(action: Extract<Action, { kind: 'shell' }>): {
  readonly invocations: readonly Invocation[];
  readonly dialect: 'read' | 'words';
} {
  const foreign = action.shell === 'pwsh' || action.shell === 'cmd';
  if (foreign || isWords(action.command)) return { invocations: [], dialect: 'words' };
  const { cwd, workspaceRoot } = action;
  const place: Place = {
    workspaceRoot,
    cwd,
    home: '~',
    platform: 'linux',
    temporary: [],
    guardPaths: [],
    createdBySession: [],
    context: 'ordinary',
  };
  const inquiry = { facts: factsFrom(place, new Map()), needs: [] };
  return { invocations: parseShell(action.command, { dialect: 'bash', cwd, inquiry }).invocations, dialect: 'read' };
}

function programOf(command: string): string {
  const words = command
    .trim()
    .replace(/^(?:cd\s+\S+\s*&&\s*|(?:[A-Za-z_]\w*=\S*\s+)+|sudo\s+)+/, '')
    .split(/\s+/);
  const [program = 'a command', second = ''] = words;
  return shortened(/^[a-z][\w:-]*$/i.test(second) ? `${program} ${second}` : program, 40);
}
