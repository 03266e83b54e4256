import type { Invocation } from '../action/invocation.ts';
import { literalOf, shown } from './words.ts';

const engines = /^(?:docker|podman|nerdctl)$/;
const servers =
  /^(?:(?:docker\.io|public\.ecr\.aws|ghcr\.io|quay\.io|mcr\.microsoft\.com)\/)?(?:[\w.-]+\/){0,2}(?:redis|valkey|keydb|dragonfly|postgres|postgis|timescaledb|pgvector|mysql|mariadb|percona|mongo|mongodb|clickhouse|clickhouse-server|cassandra|scylla|rabbitmq|memcached|cockroach)(?:[:@][\w.:-]+)?$/;
const clients =
  /^(?:redis-cli|valkey-cli|keydb-cli|psql|dropdb|createdb|mysql|mariadb|mysqladmin|mongosh|mongo|clickhouse-client|clickhouse|cqlsh|rabbitmqctl|cockroach)$/;
/** Options of `docker run` that bring in nothing of anybody's: alone, and with a value. */
const bare = /^(?:-[dit]+|--(?:detach|rm|interactive|tty|init|quiet|restart|publish-all)(?:=.*)?)$/;
const valued =
  /^(?:--(?:name|pull|platform|restart|tmpfs|shm-size|memory|cpus|user|hostname|label|ulimit|publish|env|health-[a-z-]+)|-[pemulh])(?:$|=)/;
const glued = /^-[pemul]\S+$/;
/** A variable, an option, a word of SQL or of a shell's own language that names another server. */
const named = /HOST|SERVICE|_URL|CONTEXT/;
const elsewhere =
  /^(?:-h|-H|-n|--h\w*|--ur[il]|--node|--defaults-\w+(?:-\w+)*|--service|--login-path)(?:[=\w]|$)|:\/\/|\bhost(?:addr)?\s*=|\bservice\s*=|\\c(?:onnect)?\b|\b(?:connect|mongo|mongoclient|remote\w*|dblink\w*|mysql|postgresql|url)\s*\(|\bfederated\b|\bserver\b|\bon\s+cluster\b|\bmigrate\b/i;

/**
 * Whether a database's client runs in a container that the same text has made a moment ago, with nothing of anybody's
 * in it: `docker run -d --rm --name r redis && docker exec r redis-cli FLUSHALL`. A name that is taken already ends such
 * a text there and then, so only calls that `&&` joins count.
 */
export function isInOwnContainer(invocation: Invocation, all: readonly Invocation[], text: string): boolean {
  const { program, args, wrappers, span, environment } = invocation;
  if (program === null || !clients.test(program)) return false;
  const [only, ...more] = wrappers.filter(({ place }) => place !== 'here');
  if (!only) return isThroughOwnPort(invocation, all, text);
  if (more.length > 0 || !engines.test(only.program) || only.place !== 'container' || !only.target) return false;
  if (args.some((word) => word.kind === 'unknown' || elsewhere.test(literalOf(word) ?? ''))) return false;
  if (Object.keys(environment).some((name) => /HOST|URL|SERVICE/.test(name)) || isElsewhere(text)) return false;
  // `mongosh prod.acme.io/db`, `cqlsh prod`.
  const [first = ''] = args.map((word) => literalOf(word) ?? '').filter((word) => !word.startsWith('-'));
  if (
    /^(?:mongo|mongosh)$/.test(program)
      ? /^[\w.-]+[.:/][\w.:/-]*$/.test(first)
      : program === 'cqlsh' && /^[\w.-]+$/.test(first)
  )
    return false;
  return all.some(
    (one) =>
      one.program === only.program &&
      makes(one, only.target ?? '') &&
      one.span[1] <= span[0] &&
      isJoined(text, one.span[1], span[0]) &&
      isSameEngine(text.slice(one.span[1], span[1])),
  );
}

/** Whether the text tells the engine to work on another machine. */
function isElsewhere(text: string): boolean {
  return /\b(?:DOCKER|CONTAINER)_(?:HOST|CONTEXT|CONNECTION)\b|\bcontext\s+use\b|\bdocker-machine\b|\bconnection\s+default\b/.test(
    text,
  );
}

/** Nothing between renames a container, joins it to others, or asks another engine. */
function isSameEngine(between: string): boolean {
  const others = /\b(?:docker|podman|nerdctl)\s+(?!(?:exec|ps|logs|wait|inspect|stop|rm)\s)/;
  return !others.test(between) && !named.test(between);
}

/** `docker run -p 55432:5432 postgres && psql -h localhost -p 55432`: a port taken already ends the text there and then. */
function isThroughOwnPort({ args, span, environment }: Invocation, all: readonly Invocation[], text: string): boolean {
  if (
    args.some((word) => word.kind === 'unknown') ||
    args.some((word) => elsewhereByPort.test(literalOf(word) ?? '')) ||
    Object.keys(environment).some((name) => /HOST|URL|SERVICE|PORT/.test(name)) ||
    isElsewhere(text)
  )
    return false;
  const words = args.map((word) => literalOf(word) ?? '');
  const line = ` ${words.join(' ')} `;
  const host = / (?:-h|--host[= ]|-h )\s?(?:localhost|127\.0\.0\.1|\[?::1\]?) /.exec(line);
  const addressed = /\w+:\/\/(?:[^/@ ]*@)?(?:localhost|127\.0\.0\.1):(\d+)[/ ?]/.exec(line)?.[1];
  const port = addressed ?? (host ? / (?:-p|-P|--port)[= ]?(\d+) /.exec(line)?.[1] : undefined);
  if (port === undefined || (line.match(/ (?:-h|--host)\b|:\/\//g) ?? []).length > 1) return false;
  return all.some(
    (one) =>
      makes(one, null) &&
      one.args.some((word, at) => publishes(literalOf(word) ?? '', literalOf(one.args[at - 1]) ?? '', port)) &&
      one.span[1] <= span[0] &&
      isJoined(text, one.span[1], span[0]),
  );
}

/** As {@link elsewhere}, of a call that has to name its server. */
const elsewhereByPort =
  /\bhost(?:addr)?\s*=|\bservice\s*=|\\c(?:onnect)?\b|\b(?:connect|mongo|mongoclient|remote\w*|dblink\w*|mysql|postgresql|url)\s*\(|\bfederated\b|\bserver\b|\bon\s+cluster\b|\bmigrate\b|^--defaults/i;

function publishes(word: string, before: string, port: string): boolean {
  const given = /^(?:-p|--publish)$/.test(before) ? word : (/^(?:-p|--publish=)(.+)$/.exec(word)?.[1] ?? '');
  return new RegExp(`^(?:(?:127\\.0\\.0\\.1|0\\.0\\.0\\.0):)?${port}:\\d+(?:/tcp)?$`).test(given);
}

/** A part of a name that nobody else can have given: `$RANDOM`, `$(uuidgen)`, `$(date +%s)`, `$$`. */
const chance =
  /\$\{?RANDOM\b|\$\((?:uuidgen|openssl rand|date \+%[sN]|head -c ?\d+ \/dev\/u?random)|\$\{?EPOCHREALTIME|\$\$/;

/**
 * Whether a call takes away what the same text has made: a container that `docker run` made new, or a bucket whose
 * name is made by chance. A bucket's given name may be one that was there before.
 */
export function isOwnPassing(invocation: Invocation, all: readonly Invocation[], text: string): boolean {
  const { program, args, wrappers, span } = invocation;
  if (program === null || wrappers.some(({ place }) => place !== 'here') || isElsewhere(text)) return false;
  const words = args.map((word) => shown(word));
  if (engines.test(program) && words[0] === 'rm' && args.every((word) => word.kind === 'known')) {
    const names = words.slice(1).filter((word) => !word.startsWith('-'));
    return (
      names.length > 0 &&
      names.every((name) =>
        all.some((one) => makes(one, name) && one.span[1] <= span[0] && isJoined(text, one.span[1], span[0])),
      )
    );
  }
  const made = bucketOf(program, words, 'rb rm delete');
  return (
    made !== null &&
    chance.test(made) &&
    all.some(
      (one) =>
        one.span[1] <= span[0] &&
        one.program === program &&
        bucketOf(program, one.args.map(shown), 'mb create') === made,
    )
  );
}

/** The one bucket that `aws s3 mb`, `gsutil mb`, `gcloud storage buckets create` and their opposites name. */
function bucketOf(program: string, words: readonly string[], verbs: string): string | null {
  const [first = '', second = '', third = ''] = words;
  const verb =
    program === 'aws' && first === 's3'
      ? second
      : program === 'gsutil'
        ? first
        : program === 'gcloud' && `${first} ${second}` === 'storage buckets'
          ? third
          : '';
  if (!verbs.split(' ').includes(verb)) return null;
  const named = words
    .filter((word) => /^["']?\w+:\/\//.test(word))
    .map((word) => word.replaceAll(/["']/g, '').replace(/\/(?:\*\*)?$/, ''));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** `docker run --name NAME IMAGE` of a database's own image, without anything of this machine or another. */
function makes({ program, args, wrappers }: Invocation, name: string | null): boolean {
  if (program === null || !engines.test(program) || wrappers.some(({ place }) => place !== 'here')) return false;
  const words = args.map((word) => literalOf(word));
  if (words[0] !== 'run' || words.includes(null)) return false;
  let called: string | undefined;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return servers.test(word) && (name === null || called === name);
    if (bare.test(word)) continue;
    if (!valued.test(word) && !glued.test(word)) return false;
    const apart = /^(?:--[\w-]+|-[a-z])$/.test(word);
    const value = apart ? (words[at + 1] ?? '') : word.replace(/^(?:--[\w-]+=|-[a-z]=?)/, '');
    if (/^(?:-e|--env)/.test(word) && named.test(value)) return false;
    if (/^--name(?:=|$)/.test(word)) called = value;
    if (apart) at += 1;
  }
  return false;
}

function isJoined(text: string, from: number, to: number): boolean {
  return /^[^;|&\n]*(?:&&[^;|&\n]*)+$/.test(
    text
      .slice(from, to)
      .replaceAll(/'[^']*'/g, '')
      .replaceAll(/(?:\d?>|&>)\s*(?:&\d|\/dev\/null)/g, ''),
  );
}

/** Whether a rule speaks of what a database's client does to its server. */
export function isOfDatabase(rule: string): boolean {
  return /^(?:redis|mongodb?|sql|sql-\w+|mysql|postgres\w*|clickhouse|cassandra|rabbitmq|database-\w+)\//.test(rule);
}
