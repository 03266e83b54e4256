import type { Action } from '../action/action.ts';
import { factsFrom, type Place } from '../action/facts.ts';
import type { Invocation } from '../action/invocation.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { parseShell } from '../parse/shell.ts';
import { absolutePath, displayPath, shortened, textOf } from './places.ts';
import { filesRead, shownElsewhere } from './reading.ts';
import { readSearch } from './search.ts';
import { echoed, firstLineShown, showsFromStart, showsOneByOne } from './shown-lines.ts';
import { storeOf } from './stores.ts';
import { fileOfInput } from './tool-input.ts';

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
   * `name` is the variable it was looked up by, where that was seen.
   */
  readonly bare?: { readonly name?: string };
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
      const tool = shortened([action.server, action.tool].filter(Boolean).join(' '), 60);
      return { foundIn: `output of ${tool}`, firstLine: null };
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

/** The folder a command works in after its own leading `cd`. */
export function folderOf(command: string, cwd: string): string {
  const moved = /^\s*cd\s+(?:"([^"]+)"|'([^']+)'|([^\s;&|]+))\s*(?:&&|;|\n)/.exec(command.slice(0, 2000));
  const folder = moved?.[1] ?? moved?.[2] ?? moved?.[3];
  return folder === undefined || /[$`*]/.test(folder) ? cwd : absolutePath(folder, cwd);
}

/** A command that shows files is read by its grammar; a PowerShell or cmd text by its words. */
function sourceOfCommand(action: Extract<Action, { kind: 'shell' }>): OutputSource {
  const { invocations, dialect } = programsOf(action);
  const shown = dialect === 'read' ? invocations.flatMap((one) => shownBy(one, action)) : wordsShown(action);
  const places = [...new Set(shown)];
  const file = places.find(isSecretPath) ?? (places.length === 1 ? places[0] : undefined);
  const store = invocations.some((one) => storeOf(one.program ?? '', one.args.map(textOf).join(' ')) !== undefined);
  if (file === undefined) {
    const foundIn = `output of ${programOf(action.command)}`;
    return { foundIn, firstLine: null, ...(store ? { bare: nameIn(action.command) } : {}) };
  }
  const firstLine =
    places.length !== 1 ? null : dialect === 'read' ? firstLineShown(invocations) : firstLineInWords(action.command);
  const cut = store || (firstLine === null && (isSecretPath(file) || asksForSecret(invocations)));
  const several = places.length > 1 && places.every(isSecretPath) && showsOneByOne(invocations);
  const [separator, ...others] = several ? echoed(invocations) : [];
  const [one, other] = invocations.some(({ program }) => program === 'diff') ? places : [];
  return {
    foundIn: file,
    firstLine,
    ...(dialect === 'read' && !showsFromStart(invocations) ? { counted: false } : {}),
    ...(cut ? { bare: nameIn(action.command) } : {}),
    ...(several ? { parts: places } : {}),
    ...(separator !== undefined && others.length + 2 === places.length && others.every((one) => one === separator)
      ? { separator }
      : {}),
    ...(one !== undefined && other !== undefined ? { sides: [one, other] } : {}),
  };
}

/** `jq -r .token f`, `crudini --get f api password`: one value is asked for, by a name of secrets. */
function asksForSecret(invocations: readonly Invocation[]): boolean {
  return invocations.some(
    ({ program, args }) =>
      /^(?:jq|yq|dasel|crudini|plutil|defaults|xmllint|sqlite3|sed|awk|cut|augtool)$/.test(program ?? '') &&
      args.some((word) => /token|secret|passw|api_?-?key|credential/i.test(textOf(word))),
  );
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

/** `Get-Content f`, `Get-Content f | Select-Object -Skip 2 -First 3`, `(Get-Content f)[2..4]`. */
function firstLineInWords(command: string): number | null {
  if (
    /\bSelect-String\b|\bsls\b|\bfindstr\b|-Tail\b|-Last\b|-Raw\b.*\bsplit\b|\bWhere-Object\b|\|\s{0,4}\?/i.test(
      command,
    )
  )
    return null;
  const range = /\)\s?\[(\d{1,7})(?:\.\.\d{1,7})?\]/.exec(command)?.[1];
  if (range !== undefined) return Number(range) + 1;
  const skipped = /-Skip\s+(\d{1,7})/i.exec(command)?.[1];
  if (skipped !== undefined) return Number(skipped) + 1;
  return /^\s*(?:cd\s+\S+\s*(?:;|&&)\s*)?(?:cat|less|more|bat|type|gc|get-content)\s[^;|&]*(?:\|\s*Select-Object\s+-First\s+\d+\s*)?$/i.test(
    command,
  )
    ? 1
    : null;
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
  if (
    foreign ||
    /(?:^|[;&|]\s{0,4})type\s+["']?\S*\\\S|\bGet-Content\b|\bgc\s|\bSelect-String\b|\$env:/i.test(action.command)
  ) {
    return { invocations: [], dialect: 'words' };
  }
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

/** Programs that print a file in the clear. */
const decrypters = /^(?:ansible-vault|sops|gpg|age)$/;

function shownBy(invocation: Invocation, action: Action): string[] {
  const args = invocation.args.map(textOf);
  const { program, cwd } = invocation;
  const named =
    program === 'git'
      ? filesOfHistory(args)
      : decrypters.test(program ?? '')
        ? args.filter((arg) => !arg.startsWith('-') && /[./]/.test(arg))
        : program === 'tr' || program === 'cd' || program === 'source' || program === '.'
          ? invocation.stdin.kind === 'file'
            ? [textOf(invocation.stdin.path)]
            : []
          : [...filesRead(invocation, action)];
  const elsewhere = invocation.wrappers.some(({ place }) => place !== 'here');
  return named
    .filter((file) => /[./~]/.test(file) && !/^\.{1,2}\/?$/.test(file) && !/[*$?]/.test(file) && file.length < 1024)
    .filter((file) => !isFolder(file, invocation))
    .map((file) => shownElsewhere(file, elsewhere) ?? displayPath(file, cwd, action));
}

/** A folder that is searched is no file that is shown. */
function isFolder(file: string, { program, args }: Invocation): boolean {
  if (!/^(?:[ef]?grep|rg|ag|ack)$/.test(program ?? '')) return false;
  if (!/(?:^|\/)[^/]*\.[^/]*$|history$|credentials$|config$|netrc$|_rsa$|_ed25519$/.test(file)) return true;
  return /^\.[\w-]+$/.test(file) && !isSecretPath(file) && readSearch(args.map(textOf)).paths.length > 0;
}

/** `git show HEAD~3:config/.env`, `git cat-file -p main:a.yml`. */
function filesOfHistory(args: readonly string[]): string[] {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const dashes = args.indexOf('--');
  // `git blame -L 10,14 deploy.sh`
  if (/^(?:blame|annotate)$/.test(command)) return args.slice(-1);
  if (/^(?:log|show|diff|stash)$/.test(command) && dashes !== -1) return args.slice(dashes + 1);
  if (!/^(?:show|cat-file)$/.test(command)) return [];
  return args.flatMap((arg) => {
    const file = /^[^:\s]{1,200}:(?!\/)(.{1,400})$/.exec(arg)?.[1];
    return file === undefined ? [] : [file];
  });
}

const shows =
  /(?:^|[\s;&|(`$])(cat|less|more|head|tail|bat|nl|type|gc|get-content|select-string|sls|findstr)\s+([^|;&\n]{1,400})/gi;

/** Files that the words of an unread text show. */
function wordsShown(action: Extract<Action, { kind: 'shell' }>): string[] {
  const cwd = folderOf(action.command, action.cwd);
  const files = new Set<string>();
  for (const match of action.command.slice(0, 8000).matchAll(shows)) {
    const words = (match[2] ?? '').match(/"[^"]*"|'[^']*'|[^\s"'<>]+/g) ?? [];
    for (const word of words.map((one) => one.replace(/^["']|["']$/g, ''))) {
      if (
        word.startsWith('-') ||
        /[*|]|^\$(?!HOME|env:)/.test(word) ||
        !/[./~\\]/.test(word) ||
        /^\.{1,2}[\\/]?$/.test(word)
      )
        continue;
      files.add(
        // A drive's path stays as it was written.
        displayPath(
          /^[A-Za-z]:/.test(word)
            ? word
            : word.replace(/^\$(?:HOME|env:USERPROFILE)[\\/]/i, '~/').replaceAll('\\', '/'),
          cwd,
          action,
        ),
      );
    }
  }
  return [...files];
}

function programOf(command: string): string {
  const words = command
    .trim()
    .replace(/^(?:cd\s+\S+\s*&&\s*|(?:[A-Za-z_]\w*=\S*\s+)+|sudo\s+)+/, '')
    .split(/\s+/);
  const [program = 'a command', second = ''] = words;
  return shortened(/^[a-z][\w:-]*$/i.test(second) ? `${program} ${second}` : program, 40);
}
