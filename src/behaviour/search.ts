import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isExamplePath } from '../credentials/paths.ts';
import {
  isSecretGlob,
  type PatternStrength,
  patternStrength,
  type SearchScope,
  scopeOfGlob,
  scopeOfPath,
  searchScore,
  widest,
} from './patterns.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

/** Programs that look for a text in files. */
export const searchPrograms = new Set([
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

/** What a search program was asked. */
interface Search {
  readonly patterns: readonly string[];
  readonly paths: readonly string[];
  readonly globs: readonly string[];
  readonly caseless: boolean;
  /** Counts or asks yes-or-no only: nothing is shown. */
  readonly silent: boolean;
  /** Asks for hidden or ignored files too. */
  readonly unrestricted: boolean;
}

/** Vendors whose name, looked for among hidden and ignored files, means their settings. */
const vendorName =
  /railway|aws|stripe|vercel|supabase|heroku|cloudflare|digitalocean|netlify|planetscale|hetzner|openai|anthropic/i;

/** Options of grep-like programs that take a value in the next argument. */
const valued = new Set(
  `-A -B -C -m -e -f -d -D -g -t -T -M -j -r= -E= --include --exclude --exclude-dir --glob --iglob --type --type-not --max-count
  --context --after-context --before-context --regexp --file --max-depth --threads --color --colour --sort --replace
  -Path -Pattern -Include -Exclude -Filter -LiteralPath`.split(/\s+/),
);
const globOptions = new Set(['-g', '--glob', '--iglob', '--include', '-Include', '-Filter']);
const typeOptions = new Set(['-t', '--type']);

/** PowerShell's own options, which have no case. */
const cmdletOptions: Readonly<Record<string, string>> = {
  '-path': '-Path',
  '-pattern': '-Pattern',
  '-include': '-Include',
  '-exclude': '-Exclude',
  '-filter': '-Filter',
  '-literalpath': '-LiteralPath',
};

/** Reads the arguments of grep, ripgrep, ag, ack, git grep, findstr and Select-String. */
export function readSearch(args: readonly string[]): Search {
  const patterns: string[] = [];
  const positional: string[] = [];
  const globs: string[] = [];
  let caseless = false;
  let silent = false;
  let files = false;
  let unrestricted = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      positional.push(...args.slice(index + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      positional.push(arg);
      continue;
    }
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const written = equals === -1 ? arg : arg.slice(0, equals);
    const name = cmdletOptions[written.toLowerCase()] ?? written;
    const takesValue = valued.has(name) || (/^-[a-zA-Z]*[ABCmegtf]$/.test(name) && !name.startsWith('--'));
    const value = equals !== -1 ? arg.slice(equals + 1) : takesValue ? (args[++index] ?? '') : '';
    if (name === '-e' || name === '--regexp' || name === '-Pattern' || /^-[a-zA-Z]*e$/.test(name)) patterns.push(value);
    else if (name === '-Path' || name === '-LiteralPath') positional.push(value);
    else if (globOptions.has(name) && !value.startsWith('!')) globs.push(value);
    else if (typeOptions.has(name)) globs.push(`*.${value}`);
    else if (name === '--files') files = true;
    else if (/^--(?:hidden|no-ignore(?:-\w+)?|unrestricted)$|^-u{1,3}$|^-\.$/.test(name)) unrestricted = true;
    else if (name === '--quiet' || name === '--count' || name === '--silent') silent = true;
    else if (name === '--ignore-case') caseless = true;
    if (/^-[a-zA-Z]+$/.test(name) && !name.startsWith('--')) {
      if (/i/.test(name)) caseless = true;
      if (/[qc]/.test(name) && name.length <= 4) silent = true;
    }
  }
  if (patterns.length === 0 && !files && positional.length > 0) patterns.push(positional.shift() ?? '');
  return { patterns, paths: positional, globs, caseless, silent, unrestricted };
}

/** Where a search looks: its paths, narrowed by its globs. */
function scopeOfSearch(search: Search, place: { cwd: string; workspaceRoot: string }): SearchScope {
  const paths = widest(search.paths.map((file) => scopeOfPath(file, place)));
  const scope = search.paths.length === 0 ? 'tree' : paths;
  if (search.globs.length === 0) return scope;
  const globs = widest(search.globs.map(scopeOfGlob));
  return globs === 'tree' ? scope : globs;
}

/** The strongest of a search's patterns. */
export function strengthOf(search: Search): PatternStrength {
  const ranks: readonly PatternStrength[] = ['none', 'name', 'names', 'shape'];
  const found = search.patterns.map((pattern) => patternStrength(pattern, search));
  const counted = found.filter((strength) => strength !== 'none').length;
  const best = found.reduce<PatternStrength>(
    (most, one) => (ranks.indexOf(one) > ranks.indexOf(most) ? one : most),
    'none',
  );
  return best === 'name' && counted > 1 ? 'names' : best;
}

/** A grep-like program over files. */
export function searchSignal(invocation: Invocation, action: Action, args = invocation.args.map(textOf)): Signal[] {
  const search = readSearch(args);
  const place = { cwd: invocation.cwd ?? action.cwd, workspaceRoot: action.workspaceRoot };
  if (search.patterns.length === 0) {
    // `rg --files -g '.env*'`
    const glob = search.globs.find(isSecretGlob);
    return glob
      ? [signal('credential-search', 0.4, `Searches for secret files: ${glob}`, { span: invocation.span })]
      : [];
  }
  const strength = strengthOf(search);
  if (search.silent && (search.paths.length === 1 || strength === 'none')) return [];
  const vendor =
    strength === 'none' && search.unrestricted && search.patterns.some((pattern) => vendorName.test(pattern));
  const score = searchScore(vendor ? 'name' : strength, scopeOfSearch(search, place));
  if (score === 0) return [];
  const where = search.paths.length === 0 ? 'the project' : search.paths.slice(0, 3).join(', ');
  const what = search.patterns.join(', ');
  return [
    signal('credential-search', score, `Searches ${where === '.' ? 'the project' : where} for credentials: ${what}`, {
      span: invocation.span,
    }),
  ];
}

/** The host's own search tool. */
export function searchToolSignal(
  { pattern, path: where }: { readonly pattern: string; readonly path?: string },
  action: Action,
): Signal[] {
  const glob =
    /^[^\s|()\\]*[*/][^\s|()\\]*$/.test(pattern) && /[*?]|^\.env/.test(pattern) && !/\.\*|\.\+/.test(pattern);
  if (glob || /^\.env/.test(pattern)) {
    if (!isSecretGlob(pattern)) return [];
    return [signal('credential-search', 0.4, `Searches for secret files: ${pattern}`)];
  }
  const scope = where === undefined || where === '' ? 'tree' : scopeOfPath(where, action);
  const score = searchScore(patternStrength(pattern, { caseless: false }), scope);
  if (score === 0) return [];
  const place = scope === 'tree' ? 'the project' : (where ?? 'the project');
  return [signal('credential-search', score, `Searches ${place} for credentials: ${pattern}`)];
}

/** `find`, `fd`, `locate`, `Get-ChildItem -Recurse -Filter`: looking for files that hold secrets by their name. */
export function fileSearchSignal(invocation: Invocation): Signal[] {
  const args = invocation.args.map(textOf);
  const globs =
    invocation.program === 'find'
      ? args.filter(
          (_, index) =>
            /^-(?:i?name|i?path|i?wholename|i?regex)$/.test(args[index - 1] ?? '') &&
            !/^(?:!|-not)$/.test(args[index - 2] ?? ''),
        )
      : args.flatMap((arg, index) =>
          // `fd -e pem`
          /^(?:-e|--extension)$/.test(args[index - 1] ?? '') ? [`*.${arg}`] : arg.startsWith('-') ? [] : [arg],
        );
  // What is looked for among tests and examples is made up.
  const among = args.some(
    (arg, index) =>
      /^-i?path$/.test(args[index - 1] ?? '') &&
      !/^(?:!|-not)$/.test(args[index - 2] ?? '') &&
      isExamplePath(`${arg.replaceAll('*', '')}/x`),
  );
  if (among) return [];
  const found = globs.filter((glob) =>
    isSecretGlob(
      glob
        .replace(/^\\?\^|\$$/g, '')
        .replaceAll('\\.', '.')
        .replaceAll('.*', '*'),
    ),
  );
  if (found.length === 0) return [];
  return [
    signal(
      'credential-search',
      found.length > 1 ? 0.6 : 0.4,
      `Searches for secret files: ${shortened(found.join(', '), 100)}`,
      {
        span: invocation.span,
      },
    ),
  ];
}
