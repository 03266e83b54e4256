import { shellWord } from '../parse/shell-word.ts';
import { objectsIn } from './mcp-input.ts';
import { packFor } from './packs/registry.ts';

/** What a tool call says, as far as commands are concerned. */
export interface ToolWords {
  /** Words of the tool's name, lower case. */
  readonly tool: readonly string[];
  /** Words of the server's name, lower case. */
  readonly server: readonly string[];
  readonly input: unknown;
}

const shellTool =
  /(?:^|_)(?:bash|sh|zsh|shell|terminal|exec|execute|command|commands|cmd|console|powershell|run|process|pty|tty|tmux|ssh)(?:_|$)/;
const otherLanguage = /(?:^|_)(?:sql|query|statement|code|test|tests|migration|workflow|browser)(?:_|$)/;
/** Keys that hold a command line in any tool. */
const commandKey =
  /^(?:command|commands|cmd|cmds|shell_?command|command_?line|cli_?command|cli|bash|shell|run_?command|exec|argv)$/i;
/** Keys that hold one only where the tool runs a shell. */
const typedKey = /^(?:script|input|text|keys|line|data|args|arguments)$/i;
const argumentKey = /^(?:args|arguments|argv|params|parameters|flags|options|command_args|commandargs)$/i;

/** Command-line programs by the words of tools and servers named after them. */
const clients: Readonly<Record<string, string>> = {
  kubectl: 'kubectl',
  k8s: 'kubectl',
  kubernetes: 'kubectl',
  terraform: 'terraform',
  tofu: 'tofu',
  opentofu: 'tofu',
  terragrunt: 'terragrunt',
  helm: 'helm',
  docker: 'docker',
  podman: 'podman',
  git: 'git',
  gh: 'gh',
  aws: 'aws',
  gcloud: 'gcloud',
  az: 'az',
  railway: 'railway',
  flyctl: 'flyctl',
  heroku: 'heroku',
  redis: 'redis-cli',
  wrangler: 'wrangler',
  pulumi: 'pulumi',
  doctl: 'doctl',
  supabase: 'supabase',
  firebase: 'firebase',
  npm: 'npm',
};

/** The command texts that a tool call carries, as they would be typed. */
export function commandsOf(words: ToolWords): string[] {
  const name = words.tool.join('_');
  const runsShell = shellTool.test(name) && !otherLanguage.test(name);
  const client = clientOf(words) ?? ownClient(words);
  const found: string[] = [];
  if (runsShell) found.push(...textsOf(words.input));
  for (const object of objectsIn(words.input)) {
    const extra = Object.entries(object)
      .filter(([key]) => argumentKey.test(key))
      .flatMap(([, value]) => typedWords(value));
    let said = false;
    for (const [key, value] of Object.entries(object)) {
      if (!commandKey.test(key) && !(runsShell && typedKey.test(key))) continue;
      if (argumentKey.test(key) && !/^argv$/i.test(key) && !runsShell) continue;
      for (const text of textsOf(value)) {
        said = true;
        found.push(text);
        const whole = extra.length > 0 && !argumentKey.test(key) ? `${text} ${extra.join(' ')}` : text;
        if (whole !== text) found.push(whole);
        if (client && !startsWithProgram(text, client)) found.push(`${client} ${whole}`);
      }
    }
    if (!said && client && extra.length > 0) found.push(`${client} ${extra.join(' ')}`);
  }
  found.push(...structuredGit(words), ...moved(words));
  return [...new Set(found)].filter((text) => text.trim() !== '');
}

function clientOf({ tool, server }: ToolWords): string | null {
  for (const word of [...tool, ...server]) {
    const client = Object.hasOwn(clients, word) ? clients[word] : undefined;
    if (client !== undefined) return client;
  }
  return null;
}

/** `acme.cli { args: ["db", "destroy", "prod"] }`: the server's own command line. */
function ownClient({ tool, server }: ToolWords): string | null {
  const [name] = server.filter((word) => !/^(?:mcp|server|tool|tools)$/.test(word));
  return name !== undefined && tool.every((word) => /^(?:run|exec|execute|cli|command|cmd|call|invoke)$/.test(word))
    ? name
    : null;
}

function startsWithProgram(text: string, client: string): boolean {
  const first = /^\s*([\w./-]+)/.exec(text)?.[1] ?? '';
  return first === client || first.includes('/') || packFor(first) !== undefined;
}

/** A string as it is; a list of words as one command line, a list of command lines as several. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  const items = value.filter((item): item is string => typeof item === 'string');
  if (items.length === 0 || items.length !== value.length) return items;
  return [items.map(shellWord).join(' '), ...items.filter((item) => /\s/.test(item))];
}

function typedWords(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? [shellWord(String(item))] : [],
  );
}

/** `git_push { force: true }`, `git_reset { mode: "hard" }`: the command line that its arguments amount to. */
function structuredGit({ tool, server, input }: ToolWords): string[] {
  const named = tool[0] === 'git' ? tool.slice(1) : server.includes('git') ? tool : [];
  const [verb] = named;
  if (verb === undefined || typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  const flags: string[] = [];
  const operands: string[] = [];
  for (const [key, value] of Object.entries(input)) {
    if (value === true)
      flags.push(
        `--${key
          .replace(/([a-z])([A-Z])/g, '$1-$2')
          .replaceAll('_', '-')
          .toLowerCase()}`,
      );
    else if (typeof value === 'string' && /^(?:mode|type|action|operation|subcommand)$/i.test(key)) {
      if (/^(?:stash|worktree|remote|submodule|reflog)$/.test(verb)) operands.unshift(shellWord(value));
      else flags.push(`--${value}`);
    } else if (argumentKey.test(key) || /^(?:files|paths)$/i.test(key)) operands.push(...typedWords(value));
    else if (
      typeof value === 'string' &&
      /^(?:file|path|target|ref|refspec|branch|branch_name|branchname|tag|remote|commit|stash)$/i.test(key)
    ) {
      operands.push(shellWord(value));
    }
  }
  return [`git ${verb} ${[...flags, ...operands].join(' ')}`];
}

/** `move_file { source, destination }`. */
function moved({ tool, input }: ToolWords): string[] {
  if (!tool.some((word) => /^(?:move|rename|mv)$/.test(word)) || typeof input !== 'object' || input === null) return [];
  const entries = Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const from = entries.find(([key]) => /^(?:source|src|from|old_?path|path|oldname)$/i.test(key))?.[1];
  const to = entries.find(([key]) => /^(?:destination|dest|dst|to|target|new_?path|newname)$/i.test(key))?.[1];
  return from === undefined || to === undefined ? [] : [`mv -- ${shellWord(from)} ${shellWord(to)}`];
}

/** Code in a tool's arguments, as the call of the interpreter that would run it. */
export function codeCommands({ tool, server, input }: ToolWords): string[] {
  const around = [...tool, ...server].join(' ');
  return objectsIn(input).flatMap((object) => {
    const language =
      typeof object.language === 'string' ? object.language : typeof object.lang === 'string' ? object.lang : '';
    return Object.entries(object).flatMap(([key, value]) => {
      if (
        typeof value !== 'string' ||
        !/^(?:code|python|python_code|javascript|js|js_code|function|source_code|script)$/i.test(key)
      )
        return [];
      const said = `${key} ${language} ${around}`.toLowerCase();
      if (/\b(?:sh|bash|shell|zsh)\b/.test(language.toLowerCase()) || /^#!.*\b(?:ba|z|da|k)?sh\b/.test(value))
        return [value];
      if (/python|\bpy\b|jupyter|notebook/.test(said)) return [`python3 -c ${shellWord(value)}`];
      if (/javascript|typescript|\bjs\b|\bts\b|node|playwright|puppeteer|browser|cloudflare|worker/.test(said))
        return [`node -e ${shellWord(value)}`];
      return [`python3 -c ${shellWord(value)}`, `node -e ${shellWord(value)}`];
    });
  });
}

/** A tool that is called through another tool: `invoke { name: "delete_volume", arguments: {} }`. */
export interface InnerTool {
  readonly tool: string;
  readonly input: unknown;
}

const dispatcher =
  /^(?:invoke|call|execute|exec|run|dispatch|batch|multi|perform|proxy|use|tool|tools|action|actions)$/;
const toolKey = /^(?:tool|tool_?name|tool_?slug|tool_?id|slug|action_?name|operation_?id|endpoint_?name)$/i;
const dispatchedKey = /^(?:name|function|function_?name|action|method)$/i;
const inputKey = /^(?:arguments|args|input|inputs|params|parameters|payload|body)$/i;

/** `validate_and_execute`, `search_then_run`: a tool that first asks, and then does. */
export function alsoRuns(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      /^(?:and|then)$/.test(words[at - 1] ?? '') &&
      /^(?:exec(?:ute)?|run|apply|call|invoke|perform|send|commit)$/.test(word),
  );
}

/**
 * Whether what a tool sets down only tells of requests: a collection of them, an interface's description, a workflow.
 * `method: DELETE` in it is sent when somebody runs it, and not now.
 */
export function isDescription(tool: readonly string[]): boolean {
  return (
    tool.some((word) =>
      /^(?:create|add|update|edit|save|import|register|define|design|mock|insert|put|upsert|patch|set)$/.test(word),
    ) &&
    tool.some((word) =>
      /^(?:collections?|specs?|specifications?|openapi|swagger|apis?|definitions?|(?:work)?flows?|scenarios?|templates?|stubs?|mocks?|mappings?|expectations?|routes?|endpoints?|requests?|examples?)$/.test(
        word,
      ),
    ) &&
    !tool.some((word) => /^(?:run|exec(?:ute)?|send|call|invoke|perform)$/.test(word))
  );
}

/** The tools that a call names in its arguments. */
export function innerTools({ tool, input }: ToolWords): InnerTool[] {
  if (
    isDescription(tool) ||
    (/^(?:get|list|search|find|describe|read|show|lookup|discover|retrieve|validate|lint|explain)$/.test(
      tool[0] ?? '',
    ) &&
      !alsoRuns(tool))
  )
    return [];
  const dispatches = tool.some((word) => dispatcher.test(word));
  return objectsIn(input).flatMap((object) => {
    const entries = Object.entries(object);
    const handed = entries.find(
      ([name, inner]) => inputKey.test(name) && (typeof inner === 'object' || /^\s*\{/.test(String(inner))),
    );
    return entries.flatMap(([key, value]) => {
      if (typeof value !== 'string' || !/^[A-Za-z][\w.:/-]{2,79}$/.test(value)) return [];
      const names = toolKey.test(key) || (dispatches && dispatchedKey.test(key) && handed !== undefined);
      return names ? [{ tool: value, input: handed?.[1] ?? {} }] : [];
    });
  });
}
