import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isSecretGlob, patternStrength } from './patterns.ts';
import { shortened, textOf } from './places.ts';
import { secretFilesRead, secretReadSignals } from './reading.ts';
import { fileSearchSignal, readSearch, searchSignal, strengthOf } from './search.ts';
import { signal } from './signals.ts';
import { metadataAddress, privilegeProbes, storeOf } from './stores.ts';
import { unreadSignals } from './unread.ts';

/** A name whose value is a secret. */
const secretVariable =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|SERVICE_ROLE|CREDENTIALS?|DATABASE_URL|_DSN)$/i;
const harmlessVariable = /(?:MAX_|NEXT_PUBLIC_|VITE_|PUBLIC_)/;
/** Words of a filter over the environment that look for something else. */
const vendorFilter =
  /railway|aws|azure|gcp|google|stripe|vercel|supabase|neon|fly|heroku|cloudflare|openai|anthropic|github|gitlab|slack|database|postgres|mysql|redis|mongo/i;

const searchPrograms = new Set([
  'grep',
  'egrep',
  'fgrep',
  'rg',
  'ag',
  'ack',
  'ugrep',
  'findstr',
  'select-string',
  'sls',
  'zgrep',
  'rga',
]);
const fileFinders = new Set(['find', 'fd', 'fdfind', 'locate', 'mdfind', 'plocate']);
const environmentDump: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  env: (args) => args.every((arg) => arg === '-0' || arg === '--null'),
  printenv: (args) => args.every((arg) => arg === '-0' || arg === '--null'),
  set: (args) => args.length === 0,
  export: (args) => args.length === 0 || (args.length === 1 && args[0] === '-p'),
  declare: (args) => args.length === 1 && /^-[xp]{1,2}$/.test(args[0] ?? ''),
};
const codeThatDumps =
  /(?:print|dumps|pprint|echo|puts|p|var_dump|print_r)\s{0,2}\(?\s{0,2}(?:dict\()?(?:os\.environ\b(?!\s{0,2}[.[]\s{0,2}(?:get|["'])|\.get)|ENV\.to_h|\$_ENV|getenv\(\))|console\.(?:log|dir|table)\(\s{0,2}(?:JSON\.stringify\(\s{0,2})?process\.env\s{0,2}[,)]|Object\.(?:entries|keys)\(process\.env\)|os\.environ\.items\(\)/;
const interactiveShells = new Set(['bash', 'sh', 'zsh', 'fish', 'dash', 'ksh', 'pwsh', 'powershell', 'cmd']);

/** The signals that a shell action's programs raise by themselves: searches, reads, probes, open shells. */
export function commandSignals(invocations: readonly Invocation[], action: Action): Signal[] {
  const signals: Signal[] = [];
  const unread = invocations.some(({ program }) => program === null);
  if (unread && action.kind === 'shell') signals.push(...unreadSignals(action.command, action));
  for (const [index, invocation] of invocations.entries()) {
    if (invocation.program === null) continue;
    const files = secretFilesRead(invocation, action);
    signals.push(...secretReadSignals(files, invocations));
    if (files.length === 0) signals.push(...searches(invocation, index, invocations, action));
    signals.push(...probes(invocation), ...openShell(invocation, action));
  }
  return signals;
}

function searches(invocation: Invocation, index: number, invocations: readonly Invocation[], action: Action): Signal[] {
  const program = invocation.program?.toLowerCase() ?? '';
  const args = invocation.args.map(textOf);
  const line = args.join(' ').slice(0, 4000);
  const span = invocation.span;
  const store = storeOf(program, line);
  if (store)
    return [
      signal(
        'credential-search',
        store.score,
        `Asks ${store.title} for secrets: ${shortened(`${program} ${line}`, 80)}`,
        { span },
      ),
    ];
  if (args.some((arg) => metadataAddress.test(arg))) {
    return [
      signal('credential-search', 0.8, `Asks the cloud’s metadata service: ${shortened(line, 80)}`, {
        span,
        attack: 'T1552.005',
      }),
    ];
  }
  if (searchPrograms.has(program)) {
    const alone = readSearch(args).paths.length === 0;
    if (alone && invocation.stdin.kind === 'pipe') return filtered(invocation, invocation.stdin.from, invocations);
    if (alone && invocation.stdin.kind === 'file')
      return searchSignal(invocation, action, [...args, textOf(invocation.stdin.path)]);
    if (alone && (invocation.stdin.kind === 'text' || invocation.stdin.kind === 'unknown')) return [];
    if (
      alone &&
      /^[ef]?grep$/.test(program) &&
      !/(?:^| )-(?:[a-zA-Z]*[rR]|-recursive|-dereference-recursive)/.test(line)
    )
      return [];
    return searchSignal(invocation, action);
  }
  if (program === 'git') return gitSearch(invocation, args, action);
  if (fileFinders.has(program)) return fileSearchSignal(invocation);
  if (/^(?:get-childitem|gci|dir|ls)$/.test(program)) {
    if (args.some((arg) => /^env:/i.test(arg))) return dumped(invocation, index, invocations);
    return program !== 'ls' && /-recurse/i.test(line) ? fileSearchSignal(invocation) : [];
  }
  if (environmentDump[program]?.(args)) return dumped(invocation, index, invocations);
  if (program === 'printenv' && args.some(isSecretVariable)) {
    return [
      signal('credential-search', 0.4, `Prints the environment variable ${args.find(isSecretVariable)}`, { span }),
    ];
  }
  if (program === 'echo' || program === 'printf' || program === 'write-output' || program === 'write-host') {
    return printed(invocation, index, invocations);
  }
  if (/^(?:python3?|node|ruby|php|deno|bun|perl)$/.test(program) && codeThatDumps.test(line)) {
    return [signal('credential-search', 0.4, `Prints the whole environment from ${program}`, { span })];
  }
  if (program === 'ps' && /^-?[a-z]*e[a-z]*w|eww/.test(line) && /e/.test(args[0] ?? '') && /ww/.test(line)) {
    return [signal('credential-search', 0.4, 'Lists the environment of running programs', { span })];
  }
  return [];
}

function isSecretVariable(name: string): boolean {
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

/** A search over what another program prints: only some programs print what holds secrets. */
function filtered(invocation: Invocation, from: number, invocations: readonly Invocation[]): Signal[] {
  let source = invocations[from];
  for (let hops = 0; source?.stdin.kind === 'pipe' && hops < 8; hops += 1) source = invocations[source.stdin.from];
  if (!source?.program) return [];
  const search = readSearch(invocation.args.map(textOf));
  const strength = strengthOf(search);
  const program = source.program.toLowerCase();
  const args = source.args.map(textOf);
  const line = args.join(' ').slice(0, 2000);
  if (/^(?:find|fd|fdfind|locate)$/.test(program)) {
    const named = search.patterns.some((pattern) => isSecretGlob(pattern.replaceAll('\\', '').replaceAll('.*', '*')));
    const inside = invocation.wrappers.some((wrapper) => wrapper.program === 'xargs') ? strength : 'none';
    if (!named && inside === 'none') return [];
    return [
      signal('credential-search', 0.4, `Searches for secret files: ${search.patterns.join(', ')}`, {
        span: invocation.span,
      }),
    ];
  }
  const words = search.patterns.join(', ');
  if (program === 'history' && /token|secret|passw|api.?key|bearer|authorization/i.test(words)) {
    return [
      signal('credential-search', 0.7, `Searches the shell history for credentials: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  if (strength === 'none') return [];
  if (program === 'strings') {
    return [
      signal('credential-search', 0.4, `Searches ${shortened(line, 60)} for credentials: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  if (program === 'git' && /^(?:-\S+ )*(?:log\b.*(?:-p\b|--patch|-G|-S|--all)|stash show|rev-list)/.test(line)) {
    return [
      signal('credential-search', 0.7, `Searches the git history for credentials: ${words}`, { span: invocation.span }),
    ];
  }
  if (
    (/^(?:docker|podman)$/.test(program) && /\b(?:inspect|config|env|printenv)\b/.test(line)) ||
    (/^(?:kubectl|oc)$/.test(program) &&
      /\bdescribe\b|(?:-o|--output)[ =]?(?:yaml|json)|\bexec\b.*\benv\b/.test(line)) ||
    (program === 'helm' && /\bget\b/.test(line)) ||
    (/^(?:heroku|railway|vercel|fly|flyctl|netlify)$/.test(program) && /\b(?:config|env|variables?|vars)\b/.test(line))
  ) {
    return [
      signal(
        'credential-search',
        0.5,
        `Searches what ${program} prints for credentials: ${search.patterns.join(', ')}`,
        { span: invocation.span },
      ),
    ];
  }
  return [];
}

function gitSearch(invocation: Invocation, args: readonly string[], action: Action): Signal[] {
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !/^-[cC]$/.test(args[index - 1] ?? ''));
  const command = args[at];
  const rest = args.slice(at + 1);
  const span = invocation.span;
  if (command === 'grep') return searchSignal(invocation, action, rest);
  if (command === 'log' || command === 'rev-list' || command === 'diff') {
    const [found] = rest.flatMap((arg, index) => {
      const value = /^-[SG]$/.test(arg)
        ? rest[index + 1]
        : (/^-[SG](.+)/.exec(arg)?.[1] ?? /^--grep-reflog=(.+)/.exec(arg)?.[1]);
      return value !== undefined && patternStrength(value, { caseless: true }) !== 'none' ? [value] : [];
    });
    if (found !== undefined)
      return [signal('credential-search', 0.7, `Searches the git history for credentials: ${found}`, { span })];
  }
  if (
    command === 'log' ||
    command === 'show' ||
    command === 'cat-file' ||
    command === 'checkout' ||
    command === 'restore'
  ) {
    const file = rest
      .map((arg) => arg.slice(arg.indexOf(':') + 1))
      .find((arg) => !arg.startsWith('-') && isSecretGlob(arg));
    const shows =
      command === 'show' ||
      command === 'cat-file' ||
      (command === 'log' && /(?:^| )(?:-p|--patch|--all|--diff-filter=\S*D\S*)(?: |$)/.test(rest.join(' ')));
    if (file !== undefined && shows) {
      return [signal('credential-search', 0.6, `Looks for ${file} in the git history`, { span, subject: file })];
    }
  }
  return [];
}

function probes(invocation: Invocation): Signal[] {
  const line = invocation.args.map(textOf).join(' ').slice(0, 2000);
  const probe = privilegeProbes.some(({ program, args }) => program === invocation.program && args.test(line));
  if (!probe) return [];
  return [
    signal('privilege-probe', 0.2, `Asks what it may do: ${shortened(`${invocation.program} ${line}`, 80)}`, {
      span: invocation.span,
    }),
  ];
}

/** A shell opened for typing: what is typed there no hook sees. */
function openShell(invocation: Invocation, action: Action): Signal[] {
  const program = invocation.program ?? '';
  const args = invocation.args.map(textOf);
  if (action.kind !== 'shell' || invocation.stdin.kind !== 'inherited' || invocation.redirections.length > 0) return [];
  const local =
    interactiveShells.has(program) &&
    args.every((arg) => /^-[il]+$|^--(?:login|norc|noprofile)$|^-No(?:Logo|Profile)$/i.test(arg));
  const within = invocation.wrappers.at(-1);
  if (
    local &&
    (invocation.wrappers.length === 0 ||
      (within && /^(?:docker|podman|kubectl|ssh|sudo|su|railway|fly|flyctl|oc|nsenter)$/.test(within.program)))
  ) {
    return [
      signal(
        'interactive-shell',
        0.3,
        `Opens an interactive shell: ${shortened([within?.program, program].filter(Boolean).join(' '), 60)}`,
        { span: invocation.span },
      ),
    ];
  }
  if (program === 'ssh' && invocation.wrappers.length === 0) {
    const positional = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-[iplFJoLRDWEcmbBSQwe]$/.test(args[index - 1] ?? ''),
    );
    const forwards = args.some((arg) => /^-[a-zA-Z]*[NTGVQ]/.test(arg));
    if (positional.length === 1 && !forwards) {
      return [signal('interactive-shell', 0.3, `Opens a shell on ${positional[0]}`, { span: invocation.span })];
    }
  }
  return [];
}
