import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { textOf } from './places.ts';
import { readSearch, searchPrograms, strengthOf } from './search.ts';
import { signal } from './signals.ts';

/** A name whose value is a secret. */
const secretVariable =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|(?:SECRET|MASTER|ADMIN|SIGNING|ENCRYPTION|SERVICE|AUTH|DEPLOY)_KEY|CONNECTION_STRING|(?:MONGO(?:DB)?|REDIS|POSTGRES|DB)_UR[IL]|_PAT|SERVICE_ROLE|CREDENTIALS?|DATABASE_URL|_DSN)$/i;
const harmlessVariable = /(?:MAX_|NEXT_PUBLIC_|VITE_|PUBLIC_)/;
/** Words of a filter over the environment that look for something else. */
const vendorFilter =
  /railway|aws|azure|gcp|google|stripe|vercel|supabase|neon|fly|heroku|cloudflare|openai|anthropic|github|gitlab|slack|database|postgres|mysql|redis|mongo/i;

const environmentDump: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  env: (args) => args.every((arg) => arg === '-0' || arg === '--null'),
  printenv: (args) => args.every((arg) => arg === '-0' || arg === '--null'),
  set: (args) => args.length === 0,
  export: (args) => args.length === 0 || (args.length === 1 && args[0] === '-p'),
  compgen: (args) => args.length === 1 && /^-[ve]{1,2}$/.test(args[0] ?? ''),
  declare: (args) => args.length === 1 && /^-[xp]{1,2}$/.test(args[0] ?? ''),
};
/** Programs that {@link environmentSignals} says anything about. */
const lookers = new Set([
  ...Object.keys(environmentDump),
  ...'get-childitem gci dir ls echo printf write-output write-host python python3 node ruby php deno bun perl ps'.split(
    ' ',
  ),
]);

/** Whether a program (lower case) may show the environment. */
export const mayShowEnvironment = (program: string): boolean => lookers.has(program);

const codeThatDumps =
  /(?:print|dumps|pprint|echo|puts|p|var_dump|print_r)\s{0,2}\(?\s{0,2}(?:dict\()?(?:os\.environ\b(?!\s{0,2}[.[]\s{0,2}(?:get|["'])|\.get)|ENV\.to_h|\$_ENV|getenv\(\))|console\.(?:log|dir|table)\(\s{0,2}(?:JSON\.stringify\(\s{0,2})?process\.env\s{0,2}[,)]|Object\.(?:entries|keys)\(process\.env\)|os\.environ\.items\(\)|^(?:-p|-pe|--print) ["']?process\.env["']?\s*$/;

/** Code that prints the value of one secret variable; whether there is one, or its length, is no secret. */
const codeThatPrints =
  /(?:print|echo|puts|console\.(?:log|info|error)|process\.stdout\.write|^-p|\s-p\s|\s--print\s)[^;\n]{0,80}?(?<![!.\w(]!|typeof |Boolean\()(?:process\.env\.|process\.env\[["']|os\.environ\[["']|os\.(?:getenv|environ\.get)\(["']|ENV\[["']|getenv\(["']|Deno\.env\.get\(["'])([A-Za-z_][A-Za-z0-9_]{2,80})["'\])]{0,3}(?!\s*(?:\?(?!\?)|!==|===|\.length|&&|["']?\]?\)?\.length))/;

/** Calls of a secret store's own library that hand out a value. */
const codeThatAsks =
  /\bkeyring\.get_(?:password|credential)\(|\bget_secret_value\(|\bGetSecretValueCommand\(|\bgetSecretValue\(|\baccess_?[sS]ecret_?[vV]ersion\(|\bSecretClient\([\s\S]{0,200}?\.get_?[sS]ecret\(|\bread_secret(?:_version)?\(|WithDecryption\s?[=:]\s?[tT]rue/;

/** Code that goes through many files. */
const walks =
  /\bos\.walk\(|\.rglob\(|\bglob\.i?glob\(|readdirSync\(|\breaddir\(|Dir\.(?:glob|\[\])|\bfind\(.{0,40}\bwanted\b|RecursiveDirectoryIterator|walkSync\(/;
/** A pattern or word of credentials in code, as something looked for: between slashes, in quotes. */
const credentialWords =
  /(?:["'`/(|])(?:[\w.?[\]-]{0,20})(?:tokens?|secrets?|passw(?:or)?d|api[_.\-[\]?]{0,5}keys?|credentials?|\.env)(?:["'`/)|\\]|\b)/i;

/** Looks at the environment of this machine's programs: all of it, what a filter lets through, or one secret. */
export function environmentSignals(
  invocation: Invocation,
  index: number,
  invocations: readonly Invocation[],
): Signal[] {
  const program = invocation.program?.toLowerCase() ?? '';
  const args = invocation.args.map(textOf);
  const line = args.join(' ').slice(0, 4000);
  const { span } = invocation;
  if (/^(?:get-childitem|gci|dir|ls)$/.test(program) && args.some((arg) => /^env:/i.test(arg))) {
    return dumped(invocation, index, invocations);
  }
  if (environmentDump[program]?.(args)) return dumped(invocation, index, invocations);
  if (program === 'printenv' && args.some(isSecretVariable)) {
    return [
      signal('credential-search', 0.4, `Prints the environment variable ${args.find(isSecretVariable)}`, { span }),
    ];
  }
  if (/^(?:echo|printf|write-output|write-host)$/.test(program)) return printed(invocation, index, invocations);
  if (/^(?:python3?|node|ruby|php|deno|bun|perl)$/.test(program)) {
    if (codeThatDumps.test(line)) {
      return [signal('credential-search', 0.4, `Prints the whole environment from ${program}`, { span })];
    }
    if (walks.test(line) && credentialWords.test(line)) {
      return [
        signal('credential-search', 0.5, `Walks through files with ${program} and looks for credentials`, { span }),
      ];
    }
    if (codeThatAsks.test(line))
      return [signal('credential-search', 0.6, `Asks a store for secrets from ${program}`, { span })];
    const name = codeThatPrints.exec(line)?.[1];
    if (name !== undefined && isSecretVariable(name)) {
      return [signal('credential-search', 0.4, `Prints the environment variable ${name}`, { span })];
    }
  }
  if (
    program === 'ps' &&
    ((/^-?[a-z]*e[a-z]*w|eww/.test(line) && /e/.test(args[0] ?? '') && /ww/.test(line)) || /^[aux]{1,3}e/.test(line))
  ) {
    return [signal('credential-search', 0.4, 'Lists the environment of running programs', { span })];
  }
  return [];
}

/** Whether a variable of this name holds a secret. */
export function isSecretVariable(name: string): boolean {
  return secretVariable.test(name) && !harmlessVariable.test(name);
}

/** The program that reads what this one prints, if it is in the same text. */
function readerOf(index: number, invocations: readonly Invocation[]): Invocation | undefined {
  return invocations.find((other) => other.stdin.kind === 'pipe' && other.stdin.from === index);
}

/** The whole environment is printed; a filter behind it tells what is looked for. */
function dumped(invocation: Invocation, index: number, invocations: readonly Invocation[]): Signal[] {
  const reader = readerOf(index, invocations);
  const span = invocation.span;
  const program = reader?.program?.toLowerCase() ?? '';
  const args = reader?.args.map(textOf) ?? [];
  if (searchPrograms.has(program)) {
    const search = readSearch(args);
    const strength = strengthOf({ ...search, caseless: true });
    const words = search.patterns.join(', ');
    if (strength === 'none' && !vendorFilter.test(words)) return [];
    return [
      signal(
        'credential-search',
        strength === 'none' ? 0.3 : 0.6,
        `Searches the environment for credentials: ${words}`,
        { span },
      ),
    ];
  }
  if (/^(?:wc|cut|true|read|awk|sed)$/.test(program) && !/[$]2|[$]0/.test(args.join(' '))) return [];
  return [signal('credential-search', 0.4, 'Prints the whole environment', { span })];
}

/** `echo $RAILWAY_TOKEN` for somebody to read; into a program's input it is ordinary use. */
function printed(invocation: Invocation, index: number, invocations: readonly Invocation[]): Signal[] {
  if (invocation.redirections.some((redirection) => redirection.mode !== 'read')) return [];
  // What `echo` prints is known in part: its reader has it as its input.
  const next = invocations[index + 1];
  const reader =
    next?.stdin.kind === 'unknown' || next?.stdin.kind === 'text'
      ? next.program
      : readerOf(index, invocations)?.program;
  if (reader && !/^(?:head|tail|cut|less|more|cat|base64|xxd|rev|fold|tr|sed)$/.test(reader)) return [];
  for (const word of invocation.args) {
    const text = textOf(word).replace(/\$\([\s\S]*\)/g, '');
    for (const match of text.matchAll(
      /\$(?:env:)?\{?([A-Za-z_][A-Za-z0-9_]{2,80})(\}|:0:|:?[+?]|[^A-Za-z0-9_:+]|$)/g,
    )) {
      // `${X:+set}` and `${X:0:4}` tell that there is one, or its first letters.
      if (/^:|^[+?]/.test(match[2] ?? '') || !isSecretVariable(match[1] ?? '')) continue;
      return [
        signal('credential-search', 0.4, `Prints the environment variable ${match[1]}`, { span: invocation.span }),
      ];
    }
  }
  return [];
}
