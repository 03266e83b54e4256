import type { Invocation } from '../action/invocation.ts';
import { literalOf } from './words.ts';

const engines = /^(?:docker|podman|nerdctl)$/;
const servers =
  /^(?:(?:docker\.io|public\.ecr\.aws|ghcr\.io|quay\.io|mcr\.microsoft\.com)\/)?(?:[\w.-]+\/){0,2}(?:redis|valkey|keydb|dragonfly|postgres|postgis|timescaledb|pgvector|mysql|mariadb|percona|mongo|mongodb|clickhouse|clickhouse-server|cassandra|scylla|rabbitmq|memcached|cockroach)(?:[:@][\w.:-]+)?$/;
const clients =
  /^(?:redis-cli|valkey-cli|keydb-cli|psql|dropdb|createdb|mysql|mariadb|mysqladmin|mongosh|mongo|clickhouse-client|clickhouse|cqlsh|rabbitmqctl|cockroach)$/;
/** What lets a container reach data that is not its own. */
const shared =
  /^(?:-v|--volume|--mount|--volumes-from|--network|--net|--link|-p[^o]*host|--pid|--ipc|--env-file|--privileged)(?:=|$)/;
const elsewhere = /^(?:-h|--host|--url|--uri|-H)(?:=|$)|:\/\/|^-h[a-zA-Z\d.]/;

/**
 * Whether a database's client runs in a container that the same text has made a moment ago, with nothing of anybody's
 * in it: `docker run -d --rm --name r redis && docker exec r redis-cli FLUSHALL`. A name that is taken already ends such
 * a text there and then, so only calls that `&&` joins count.
 */
export function isInOwnContainer(invocation: Invocation, all: readonly Invocation[], text: string): boolean {
  const { program, args, wrappers, span, environment } = invocation;
  if (program === null || !clients.test(program)) return false;
  const [only, ...more] = wrappers.filter(({ place }) => place !== 'here');
  if (!only || more.length > 0 || !engines.test(only.program) || only.place !== 'container' || !only.target)
    return false;
  if (args.some((word) => word.kind === 'unknown' || elsewhere.test(literalOf(word) ?? ''))) return false;
  if (Object.keys(environment).some((name) => /HOST|URL|SERVICE/.test(name))) return false;
  return all.some(
    (one) => makes(one, only.target ?? '') && one.span[1] <= span[0] && isJoined(text, one.span[1], span[0]),
  );
}

/** `docker run --name NAME IMAGE` of a database's own image, without anything of this machine or another. */
function makes({ program, args, wrappers }: Invocation, name: string): boolean {
  if (program === null || !engines.test(program) || wrappers.some(({ place }) => place !== 'here')) return false;
  const words = args.map((word) => literalOf(word));
  if (words[0] !== 'run' || words.includes(null) || words.some((word) => shared.test(word ?? ''))) return false;
  const at = words.findIndex((word) => word === '--name' || word === `--name=${name}`);
  const named = at >= 0 && (words[at] === '--name' ? words[at + 1] === name : true);
  return named && words.some((word) => word !== name && servers.test(word ?? ''));
}

function isJoined(text: string, from: number, to: number): boolean {
  return /^[^;|&\n]*(?:&&[^;|&\n]*)+$/.test(text.slice(from, to).replaceAll(/(?:\d?>|&>)\s*(?:&\d|\/dev\/null)/g, ''));
}

/** Whether a rule speaks of what a database's client does to its server. */
export function isOfDatabase(rule: string): boolean {
  return /^(?:redis|mongodb?|sql|sql-\w+|mysql|postgres\w*|clickhouse|cassandra|rabbitmq|database-\w+)\//.test(rule);
}
