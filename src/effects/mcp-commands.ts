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

/** What is written to a command that stands beside it. */
export const stdinKey = /^(?:input|std_?in(?:put)?(?:_?(?:text|data|content))?|input_?(?:text|data))$/i;
/** A tool that is a shell, whatever else its server is named after. */
const isShell = /(?:^|_)(?:bash|sh|zsh|shell|terminal|console|powershell|process|pty|tty|tmux|ssh)(?:_|$)/;

/** The command texts that a tool call carries, as they would be typed. */
export function commandsOf(words: ToolWords): string[] {
  const name = words.tool.join('_');
  const isTyped = /(?:^|_)(?:send|write|type)(?:_|$)/.test(name) && isShell.test(words.server.join('_'));
  const runsShell = (shellTool.test(name) || isTyped) && !otherLanguage.test(name);
  const client = clientOf(words) ?? ownClient(words);
  // `run_gcloud_command`: what it is handed goes to that program and to no shell.
  const isInside = /exec/.test(name) && /docker|podman|kube|k8s|compose|container|pod/.test(name);
  const ofTool = isShell.test(name) || isInside ? null : clientOf({ ...words, server: [] });
  const found: string[] = [];
  if (runsShell) found.push(...textsOf(words.input));
  for (const object of objectsIn(words.input)) {
    const entries = Object.entries(object);
    const extra = entries.filter(([key]) => argumentKey.test(key)).flatMap(([, value]) => typedWords(value));
    const spoken = entries.some(([key, value]) => isCommand(key) && textsOf(value).length > 0);
    const fed = spoken ? entries.find(([key]) => stdinKey.test(key))?.[1] : undefined;
    const isCode = languageOf(object) !== '' && !/^(?:ba|z)?sh$|shell|cmd/.test(languageOf(object));
    let said = false;
    for (const [key, value] of entries) {
      if (!commandKey.test(key) && !(runsShell && typedKey.test(key) && !isCode)) continue;
      const isHanded = argumentKey.test(key);
      // Beside a command these are its arguments and its input.
      if (spoken && (isHanded || stdinKey.test(key))) continue;
      if (isHanded && !/^argv$/i.test(key) && !runsShell) continue;
      for (const text of textsOf(value, key)) {
        said = true;
        const whole = withInput(extra.length > 0 && !isHanded ? `${text} ${extra.join(' ')}` : text, fed);
        const owner = isHanded && !isShell.test(name) ? (clientOf(words) ?? namedBy(words)) : ofTool;
        const isOwn = owner !== null && !startsWithProgram(text, owner);
        if (!isOwn) found.push(text, whole);
        if (isOwn || (client && !startsWithProgram(text, client))) found.push(`${owner ?? client} ${whole}`);
      }
    }
    const sub = entries.flatMap(([key, value]) => (/^sub_?command$/i.test(key) ? typedWords(value) : []));
    const named = namedBy(words);
    const owner = client ?? (named !== null && (sub.length > 0 || packFor(named)) ? named : null);
    if (!said && owner && extra.length > 0) found.push([owner, ...sub, ...extra].join(' '));
  }
  found.push(...structuredGit(words), ...moved(words));
  return [...new Set(found)].filter((text) => text.trim() !== '');
}

function isCommand(key: string): boolean {
  return commandKey.test(key) && !argumentKey.test(key);
}

/** `{ command: "mysql -h prod", stdin: "DROP DATABASE crm;" }`: what is piped into it. */
function withInput(command: string, input: unknown): string {
  return typeof input === 'string' && input.trim() !== ''
    ? `${command.includes('\n') ? `{ ${command}\n}` : command} ${hereDocument(input, 'HANDED_INPUT')}`
    : command;
}

/** A text as a here-document, which no line of its own can end. */
function hereDocument(text: string, mark: string): string {
  return `<<'${mark}'\n${text.replaceAll(mark, 'HANDED')}\n${mark}`;
}

function languageOf(object: Readonly<Record<string, unknown>>): string {
  const said = object.language ?? object.lang ?? object.script_language ?? object.runtime;
  return typeof said === 'string' ? said.toLowerCase() : '';
}

/** The program that a tool is named after, whichever it is: `m365_run_command`. */
function namedBy({ tool }: ToolWords): string | null {
  const [name, ...others] = tool.filter(
    (word) => !/^(?:run|exec|execute|cli|commands?|cmd|call|invoke|perform|args?|arguments|with)$/.test(word),
  );
  return name !== undefined && others.length === 0 ? name : null;
}

function clientOf({ tool, server }: ToolWords): string | null {
  if (tool.includes('compose')) return 'docker compose';
  for (const word of [...tool, ...server]) {
    const client = Object.hasOwn(clients, word) ? clients[word] : undefined;
    if (client !== undefined) return client;
  }
  return null;
}

/** `acme.cli { args: ["db", "destroy", "prod"] }`: the server's own command line. */
function ownClient({ tool, server }: ToolWords): string | null {
  const [name] = server.filter((word) => !/^(?:mcp|server|tool|tools)$/.test(word));
  return name !== undefined &&
    !isShell.test(name) &&
    tool.every((word) => /^(?:run|exec|execute|cli|command|cmd|call|invoke)$/.test(word))
    ? name
    : null;
}

function startsWithProgram(text: string, client: string): boolean {
  const first = /^\s*([\w./-]+)/.exec(text)?.[1] ?? '';
  return (
    first === client ||
    first.includes('/') ||
    packFor(first) !== undefined ||
    /^(?:(?:ba|z|da)?sh|pwsh|powershell|sudo|env|cd|python3?|node)$/.test(first)
  );
}

/** A string as it is; a list of words as one command line, a list of command lines as several. */
function textsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  const items = value.filter((item): item is string => typeof item === 'string');
  if (items.length === 0 || items.length !== value.length) return items;
  const line = items.map(shellWord).join(' ');
  // Behind a program or a subcommand each is a word of its own, whatever stands in it: a filter, a message.
  const isWords = /^[a-z][\w./-]*$/i.test(items[0] ?? '') && !/^(?:command|cmd)s$/i.test(key);
  if (isWords) return items.some((item) => /^\s*[;&|]/.test(item)) ? [line, items.join(' ')] : [line];
  return [line, ...items.filter((item) => /\s/.test(item))];
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

/** Keys that hold code in any tool, and those that do where a language is named. */
const codeKey =
  /^(?:(?:python|javascript|js|source|apple_?script|jxa|osascript)?_?(?:code|script)|python|javascript|js|jxa|apple_?script|osascript|function|(?:code|script)_?(?:snippet|block|content|text|body|string))$/i;
const anyCode = /^(?:source|program|body|text|content|snippet|input)$/i;
/** How each language's interpreter is handed a text, or a file of that ending; the first that fits. */
const interpreters: readonly (readonly [said: RegExp, command: string, ending?: string])[] = [
  [/jxa|javascript.*(?:apple ?script|osascript|\bmac(?:os)?\b)/, 'osascript -l JavaScript -e'],
  [/apple ?script|osascript|\bjavascript for automation\b/, 'osascript -e'],
  [/powershell|pwsh|\bps1\b/, 'pwsh -Command'],
  [/\blua(?:jit)?\b/, 'lua -e'],
  [/\bruby\b|\brails\b/, 'ruby -e'],
  [/\bperl\b/, 'perl -e'],
  [/\bphp\b|\b(?:laravel|tinker|artisan)\b/, 'php -r'],
  [/python|\bpy\b|jupyter|notebook/, 'python3 -c'],
  [/javascript|typescript|\bjs\b|\bts\b|node|playwright|puppeteer|browser|cloudflare|worker/, 'node -e'],
  [/\bmac(?:os)?\b/, 'osascript -e'],
  [/\b(?:rscript|rlang|r)\b/, 'Rscript -e'],
  [/\bjulia\b/, 'julia -e'],
  [/\b(?:elixir|tidewave)\b/, 'elixir -e'],
  [/\bgroovy\b/, 'groovy -e'],
  [/\bscala\b/, 'scala -e'],
  [/\bswift\b/, 'swift -e'],
  [/\bgo(?:lang)?\b/, 'go run', '.go'],
  [/\brust\b/, 'rust-script', '.rs'],
  [/\bjava\b/, 'java', '.java'],
  [/\bkotlin\b|\bkts?\b/, 'kotlin', '.kts'],
  [/\b(?:csharp|dotnet|cs)\b|c#/, 'dotnet script', '.cs'],
  [/\bdart\b/, 'dart run', '.dart'],
  [/\bhaskell\b/, 'runghc', '.hs'],
];

/** Code in a tool's arguments, as the call of the interpreter that would run it. */
export function codeCommands({ tool, server, input }: ToolWords): string[] {
  const around = [...tool, ...server].join(' ');
  const automation = /\bmac(?:os)?\b|apple ?script|osascript|jxa/.exec(around)?.[0] ?? '';
  const runs = tool.some((word) => /^(?:run|exec(?:ute)?|eval(?:uate)?|scripts?)$/.test(word));
  return objectsIn(input).flatMap((object) => {
    const language = languageOf(object);
    return Object.entries(object).flatMap(([key, value]) => {
      if (typeof value !== 'string' || !(codeKey.test(key) || (runs && language !== '' && anyCode.test(key))))
        return [];
      if (/\b(?:sh|bash|shell|zsh)\b/.test(language) || /^#!.*\b(?:ba|z|da|k)?sh\b/.test(value)) return [value];
      // A language that is named goes before what a tool is called.
      const named = language === '' ? undefined : interpreterOf(`${language} ${automation}`);
      const [, command, ending] = named ?? interpreterOf(`${key} ${language} ${around}`.toLowerCase()) ?? [];
      if (command === undefined) return ['python3 -c', 'node -e'].map((call) => `${call} ${shellWord(value)}`);
      if (ending === undefined) return [`${command} ${shellWord(value)}`];
      const file = `/tmp/handed${ending}`;
      return [`cat > ${file} ${hereDocument(value, 'HANDED_CODE')}\n${command} ${file}`];
    });
  });
}

function interpreterOf(said: string): (typeof interpreters)[number] | undefined {
  return interpreters.find(([shape]) => shape.test(said));
}
