import type { Effect } from '../action/effect.ts';
import type { HttpRequest, Invocation, Word } from '../action/invocation.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { isLoopback } from './environment.ts';
import { effectOf, type Rule } from './pack.ts';
import { isPublicPlace } from './public-places.ts';

const base = {
  provider: 'network',
  verb: 'publish',
  scope: 'remote',
  reversibility: 'irreversible',
  attack: 'T1567',
  source: 'https://attack.mitre.org/techniques/T1567/',
} as const;

/** What a text gives to a place that anybody may read. */
export const giveawayRules = {
  secret: {
    ...base,
    id: 'network/secret-published',
    resource: 'secret',
    asset: 'key',
    reason: 'Sends {target} to a place outside: whoever reads there has it, and it cannot be taken back.',
  },
  database: {
    ...base,
    id: 'network/database-published',
    resource: 'database',
    asset: 'data-store',
    reason: 'Sends {target}, a copy of a database, to a public place: it cannot be taken back.',
  },
} as const satisfies Record<string, Rule>;

const dumps =
  /^(?:pg_dump|pg_dumpall|pg_basebackup|mysqldump|mariadb-dump|mysqlpump|mydumper|mongodump|mongoexport|neo4j-admin|expdp|sqlpackage|influx_inspect|cockroach|clickhouse-backup|couchbackup|elasticdump)$/;
const dumped = /\.(?:sql|dump|rdb|bson|mdb|sqlite3?|bacpac)(?:\.(?:gz|xz|zst|bz2|zip|gpg))?$/i;
/** Programs that put what they read into another file. */
const carriers = /^(?:tar|zip|7z|7za|cp|cat|base64|gzip|xz|zstd|openssl|gpg|env|printenv|tee|xxd|jq|rar|age)$/;
const uploaders = /^(?:curl|curlie|wget|https?|xh|nc|ncat|netcat|socat|gh|glab)$/;
const interpreters = /^(?:python[\d.]*|node|deno|bun|ruby|php|perl|tsx|ts-node|go|java)$/;
const uploadOption = /^(?:-T|--upload-file|--post-file|--body-file)$/;

/** The whole environment in the languages that have it: `dict(os.environ)`, `ENV.to_h`. */
const wholeEnvironment =
  /\bos\.environ\b(?!b|\s*(?:\[|\.(?:get|setdefault|pop|update)\b))|(?<!\}\s{0,3}=\s{0,3})\b(?:process|Bun|import\.meta)\.env\b(?!\s*(?:\?\.|\.|\[))|\bDeno\.env\.toObject\(|\bENV\.(?:to_h|to_a|inspect|map|each|to_s|sort)\b|\bgetenv\(\s*\)|\$_(?:ENV|SERVER)\b(?!\s*\[)|%ENV\b|\bos\.Environ\(\)/;
/** The whole environment written as a body, which nobody but its reader has a use for. */
const environmentAsBody =
  /\b(?:dumps|urlencode|stringify|URLSearchParams|to_json|b64encode|btoa)\(\s*(?:dict\(\s*|str\(\s*)?(?:os\.environ\b(?!\s*[[.])|process\.env\b(?!\s*[[.?])|ENV\b(?!\s*[[.]))|\b(?:data|json|body)\s*[=:]\s*(?:dict\(\s*)?(?:os\.environ\b(?!\s*[[.])|process\.env\b(?!\s*[[.?]))/;
const fileRead =
  /\b(?:open|readFileSync|readFile|read_text|Path|file_get_contents|File\.read|IO\.read|readTextFile|file|expanduser|createReadStream|blob)\(\s{0,4}(?:[\w.]+\(\s{0,4})?[frb]?["'`]([^"'`\n]{1,200})["'`]/g;

/**
 * Secrets, the whole environment and copies of databases that the calls of one text send to a public place. The
 * environment counts wherever a shell sends it, unless that is this machine.
 */
export function giveawayEffects(invocations: readonly Invocation[], requests: readonly HttpRequest[]): Effect[] {
  const effects: Effect[] = [];
  const made = filesMade(invocations);
  for (const invocation of invocations) {
    const program = invocation.program ?? '';
    const asked = resolvers.test(program) ? inNames(invocation, invocations) : null;
    if (asked) effects.push(effectOf(giveawayRules.secret, { target: asked.what, span: invocation.span }));
    const to = destinationOf(invocation, requests);
    if (to === null) continue;
    const found = interpreters.test(program)
      ? inCode(invocation, to)
      : uploaders.test(program)
        ? inUpload(invocation, invocations, made, to)
        : null;
    if (!found) continue;
    const rule = found.kind === 'database' ? giveawayRules.database : giveawayRules.secret;
    effects.push(effectOf(rule, { target: found.what, span: invocation.span }));
  }
  return effects;
}

/** Programs that ask the name's own server: what stands in the name reaches it. */
const resolvers = /^(?:dig|nslookup|host|drill|kdig|resolvectl|getent)$/;
const encoders = /^(?:base64|base32|xxd|od|hexdump|basenc)$/;

/** `dig "$(base64 .env).x.example"`, and the same in a loop over what was encoded: secrets as names that are looked up. */
function inNames({ args, span }: Invocation, all: readonly Invocation[]): Given | null {
  if (!args.some((word) => word.kind === 'unknown')) return null;
  for (const one of all) {
    if (!encoders.test(one.program ?? '') || one.span[0] > span[1]) continue;
    for (const source of upstream(one, all)) {
      const given = readBy(source);
      if (given) return given;
    }
  }
  return null;
}

interface Given {
  readonly kind: 'secret' | 'database' | 'environment';
  readonly what: string;
}

/** How far away what a call sends goes; null where it sends nothing, or to this machine. */
function destinationOf(invocation: Invocation, requests: readonly HttpRequest[]): 'public' | 'somewhere' | null {
  const { program, args } = invocation;
  const texts = args.map(textOf);
  const [from, to] = invocation.span;
  if (/^(?:nc|ncat|netcat|socat)$/.test(program ?? '')) {
    const host = texts.find((text) => /[a-z0-9-]\.[a-z]{2,}/i.test(text)) ?? '';
    return host === '' ? null : isPublicPlace(host.replace(/^\w+(?:-\w+)?:/, '')) ? 'public' : 'somewhere';
  }
  if (program === 'gh' || program === 'glab')
    return /^(?:gist|snippet)$/.test(texts[0] ?? '') && /^(?:create|new)$/.test(texts[1] ?? '') ? 'public' : null;
  let found: 'somewhere' | null = null;
  for (const request of requests) {
    if (request.span[0] < from || request.span[1] > to) continue;
    const url = request.url ?? request.partialUrl?.prefix ?? '';
    if (url === '') continue;
    if (isPublicPlace(url)) return 'public';
    if (!isLoopback(/^[a-z]+:\/\/(?:[^/@]*@)?\[?([^/?#:\]]+)/i.exec(url)?.[1] ?? url)) found = 'somewhere';
  }
  return found;
}

/** What curl and its like are handed: files, substitutions, what is piped into them. */
function inUpload(
  invocation: Invocation,
  all: readonly Invocation[],
  made: ReadonlyMap<string, Given>,
  to: 'public' | 'somewhere',
): Given | null {
  const { args, program } = invocation;
  for (const [index, word] of args.entries()) {
    const text = textOf(word);
    const before = index > 0 ? textOf(args[index - 1] ?? word) : '';
    // What logs in is used, not given away.
    if (/^(?:-H|--header|-u|--user|-b|--cookie)$/.test(before) || /^(?:-H|--header=|authorization:)/i.test(text))
      continue;
    const inside = /(?:\$\(|`)([^)`]{1,400})/.exec(text)?.[1];
    if (inside !== undefined) {
      const given = inCommand(inside);
      if (given && (to === 'public' || given.kind === 'environment')) return given;
    }
    if (to !== 'public') continue;
    const file =
      /(?:^|=|^-[Tdf])[@<]([^;,]+)/.exec(text)?.[1] ??
      /^--(?:post|body|upload)-file=(.+)/.exec(text)?.[1] ??
      (uploadOption.test(before) || (program === 'gh' && !text.startsWith('-')) ? text : undefined);
    const given = file === undefined ? null : inFile(file, made);
    if (given) return given;
  }
  for (const source of upstream(invocation, all)) {
    const given = readBy(source);
    if (given && (to === 'public' || given.kind === 'environment')) return given;
  }
  return null;
}

/** What a program of another language sends, by what stands in its text. */
function inCode({ args, stdin }: Invocation, to: 'public' | 'somewhere'): Given | null {
  const code = [...args.map(textOf), stdin.kind === 'text' ? stdin.value : ''].join('\n').slice(0, 20_000);
  if (to !== 'public') return environmentAsBody.test(code) ? environment : null;
  if (wholeEnvironment.test(code)) return environment;
  for (const match of code.matchAll(fileRead)) {
    const given = inFile(match[1] ?? '', new Map());
    if (given) return given;
  }
  return null;
}

const environment: Given = { kind: 'environment', what: 'all environment variables' };

function inCommand(text: string): Given | null {
  if (/^\s*(?:env|printenv|export(?:\s+-p)?|set|declare\s+-x)\s*(?:$|[|;&])/.test(text)) return environment;
  const words = text.split(/[\s<>|;]+/);
  const file = words.find((word) => isSecret(word));
  if (file !== undefined) return { kind: 'secret', what: file };
  return words.some((word) => dumps.test(word)) ? { kind: 'database', what: words[0] ?? '' } : null;
}

function inFile(file: string, made: ReadonlyMap<string, Given>): Given | null {
  const known = made.get(file);
  if (known) return { ...known, what: known.kind === 'environment' ? known.what : file };
  if (isSecret(file)) return { kind: 'secret', what: file };
  return dumped.test(file) ? { kind: 'database', what: file } : null;
}

/** What a call reads that should not leave. */
function readBy(invocation: Invocation): Given | null {
  const program = invocation.program ?? '';
  const texts = invocation.args.map(textOf);
  if (/^(?:env|printenv)$/.test(program) && texts.every((text) => /^-/.test(text))) return environment;
  if (/^(?:export|declare|set)$/.test(program) && texts.every((text) => /^-[px]$/.test(text))) return environment;
  if (dumps.test(program) || texts.includes('dumpdata')) return { kind: 'database', what: `what ${program} reads` };
  if (program === 'sqlite3' && texts.some((text) => /^\.(?:dump|backup)/.test(text)))
    return { kind: 'database', what: texts[0] ?? 'a database' };
  const file = carriers.test(program) || program === 'head' || program === 'grep' ? texts.find(isSecret) : undefined;
  if (file !== undefined) return { kind: 'secret', what: file };
  const { stdin } = invocation;
  const read = stdin.kind === 'file' ? textOf(stdin.path) : '';
  return isSecret(read) ? { kind: 'secret', what: read } : null;
}

/** The calls whose output reaches a call by pipes, itself among them. */
function upstream(invocation: Invocation, all: readonly Invocation[]): Invocation[] {
  const found: Invocation[] = [];
  for (let at: Invocation | undefined = invocation; at && found.length < 12; ) {
    found.push(at);
    const { stdin }: Invocation = at;
    at = stdin.kind === 'pipe' ? all[stdin.from] : undefined;
  }
  return found;
}

/** Files that the text itself fills with what should not leave. */
function filesMade(all: readonly Invocation[]): Map<string, Given> {
  const made = new Map<string, Given>();
  for (const invocation of all) {
    const program = invocation.program ?? '';
    const files = invocation.redirections.filter(({ mode }) => mode !== 'read').map(({ target }) => textOf(target));
    const writes = carriers.test(program) || dumps.test(program);
    if (files.length === 0 && !writes) continue;
    const given = upstream(invocation, all).map(readBy).find(Boolean);
    if (!given) continue;
    if (writes) for (const text of invocation.args.map(textOf)) files.push(text.replace(/^--?[\w-]+=/, ''));
    for (const file of files) if (file !== '' && !file.startsWith('-')) made.set(file, given);
  }
  return made;
}

/** A file of secrets, or a folder that holds nothing else. */
function isSecret(path: string): boolean {
  return (
    isSecretPath(path) || /(?:^|\/)\.(?:ssh|aws|gnupg|kube|password-store)\/?$|^~\/\.config\/gcloud\/?$/.test(path)
  );
}

function textOf(word: Word): string {
  const text = word.kind === 'unknown' ? word.text : word.value;
  return text
    .replace(/^(@?)["']?\$\{?HOME\}?(?=\/)/, '$1~')
    .replace(/=(@?)\$\{?HOME\}?\//, '=$1~/')
    .replace(/^"|"$/g, '');
}
