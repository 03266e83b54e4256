import type { Effect } from '../../action/effect.ts';
import { below, type YamlLine, yamlLines } from '../../parse/indirection/yaml.ts';
import { isLoopback } from '../environment.ts';

/** The servers that a job of a pipeline runs for itself, empty at its start and gone with it. */
export interface OwnServers {
  /** The names under which the job reaches them. */
  readonly hosts: ReadonlySet<string>;
  /** The job's lines, numbers from 1. */
  readonly from: number;
  readonly to: number;
  /** What a job says of itself. */
  readonly text: string;
}

/** Servers of data that run in a container of their own. */
const servers =
  /postgres|postgis|pgvector|timescale|mysql|maria|percona|mongo|redis|valkey|keydb|cockroach|mssql|sqlserver|clickhouse|elasticsearch|opensearch|neo4j|cassandra|scylla|minio|localstack|dynamodb|couchdb|influx|rabbitmq|kafka|redpanda|nats|memcached/i;
const holdsTables =
  /postgres|postgis|pgvector|timescale|mysql|maria|percona|mongo|cockroach|mssql|sqlserver|clickhouse|elastic|opensearch|neo4j|cassandra|scylla|dynamodb|localstack|couchdb|influx|compose/i;
/** Steps by which a job starts one without naming a service. */
const started =
  /\bdocker(?:-compose| compose)\s+(?:-\S+ (?:\S+ )?)*up\b|\bdocker run\b[^\n]*\s(?:-d|--detach)\b[^\n]*(?:postgres|mysql|maria|mongo|redis|mssql)|\b(?:systemctl|service)\s+(?:start\s+)?(?:postgres\w*|mysqld?|mariadb|mongod?|redis\w*)\b|\buses:\s*["']?[\w.-]+\/setup-(?:postgres\w*|mysql|mariadb|mongodb?|redis)\b/i;
/** Steps by which a job makes a cluster, and what reaches another one. */
const clusterMade =
  /\b(?:kind create cluster|k3d cluster create|minikube start)\b|\buses:\s*["']?(?:helm\/kind-action|engineerd\/setup-kind|medyagh\/setup-minikube|absaoss\/k3d-action|nolar\/setup-k3d-k3s|jupyterhub\/action-k3s-helm)\b/i;
const otherCluster =
  /KUBE_?CONFIG|--(?:kube-?)?context|--kubeconfig|--server|use-context|set-context|update-kubeconfig|get-credentials|kubeconfig save|k8s-set-context|eks-kubectl/i;

/** A job for what people use, and not for tests. */
const forUse = /(?:^|[-_ ./:])(?:deploy\w*|release|prod(?:uction)?|live|staging)(?:$|[-_ ./:])/i;

/** For each line of a pipeline's text, the servers that its job runs for itself; null where it runs none. */
export function ownServersIn(text: string): (line: number) => OwnServers | null {
  if (!/services|docker|setup-|service |systemctl|kind|k3d|minikube/.test(text)) return () => null;
  const lines = yamlLines(text);
  const raw = text.split('\n');
  const found: OwnServers[] = [];
  for (const index of lines.keys()) {
    const hosts = hostsBelow(lines, index);
    if (hosts.length === 0) continue;
    const job = jobOf(lines, index, raw.length);
    if (!job || isForUse(lines, job)) continue;
    found.push({ ...job, hosts: new Set(hosts), text: raw.slice(job.from - 1, job.to).join('\n') });
  }
  return (line) => found.find(({ from, to }) => line >= from && line <= to) ?? null;
}

/** The names of the servers that a line and what stands below it starts. */
function hostsBelow(lines: readonly YamlLine[], index: number): string[] {
  const line = lines[index];
  if (!line) return [];
  const said = line.key === null ? line.value : `${line.key}: ${line.value}`;
  if (started.test(said) || clusterMade.test(said)) return ['localhost'];
  if (line.key !== 'services' && line.key !== 'docker') return [];
  const inner = below(lines, index);
  const images = inner.filter(({ key }) => key === 'image');
  // CircleCI: the first is the one the job runs in, the others its services.
  if (line.key === 'docker')
    return images.slice(1).some(({ value }) => servers.test(value)) ? namesOf(images.slice(1)) : [];
  return servers.test([line.value, ...inner.map(({ key, value }) => `${key} ${value}`)].join('\n'))
    ? [...namesOf(inner), ...line.value.split(/[\s,[\]"']+/).filter((word) => word !== '')]
    : [];
}

function namesOf(inner: readonly YamlLine[]): string[] {
  const least = Math.min(...inner.map(({ indent }) => indent));
  return inner.flatMap(({ indent, key, value, item }) => {
    const said = key === null ? value : /^(?:name|alias|image)$/.test(key) ? value : '';
    const image = /(?:^|\/)([\w.-]+?)(?::[\w.-]+)?$/.exec(said)?.[1];
    return [...(key !== null && indent === least && !item ? [key] : []), ...(image === undefined ? [] : [image])];
  });
}

/** The lines of the job in which a line stands: all of the file where it stands at its beginning. */
function jobOf(lines: readonly YamlLine[], index: number, last: number): { from: number; to: number } | null {
  const line = lines[index];
  if (!line) return null;
  if (line.indent === 0) return { from: 1, to: last };
  // A step's own `run:` belongs to the job above it.
  let least = line.key === 'services' || line.key === 'docker' ? line.indent : Math.min(line.indent, 5);
  for (let at = index - 1; at >= 0; at -= 1) {
    const above = lines[at];
    if (!above || above.indent >= least) continue;
    if (/^(?:steps|(?:before_|after_)?script)$/.test(above.key ?? '')) {
      least = above.indent;
      if (least === 0) return { from: 1, to: last };
      continue;
    }
    if (above.key === 'definitions' || above.key === 'resources') return null;
    const inner = below(lines, at);
    return { from: above.line, to: nextLine(lines, inner.at(-1) ?? above, last) };
  }
  return null;
}

/** The last line of a block: up to the key behind it. */
function nextLine(lines: readonly YamlLine[], end: YamlLine, last: number): number {
  const behind = lines.find(({ line }) => line > end.line);
  return behind ? behind.line - 1 : last;
}

/** Whether a job is one for what people use, by its name, its environment, or what it takes from the outside. */
function isForUse(lines: readonly YamlLine[], { from, to }: { readonly from: number; readonly to: number }): boolean {
  const own = lines.filter(({ line }) => line >= from && line <= to);
  const head = own[0];
  if (from > 1 && head?.key && forUse.test(head.key)) return true;
  return own.some(({ key, value }, at) => {
    if (key === 'environment' && (forUse.test(value) || own.slice(at + 1, at + 3).some((one) => one.key === 'name')))
      return true;
    // An address of data that the file does not tell.
    return (
      key !== null &&
      /(?:DATABASE|DATASOURCE|DIRECT|JDBC|PRISMA|DB|PG|POSTGRES\w*|MYSQL|MARIADB|MONGO\w*|REDIS|SQL)\w*(?:UR[LI]|HOST\w*|DSN|CONNECTION\w*|SERVER)$|^DATABASE$/i.test(
        key,
      ) &&
      /\$|secrets\.|vars\./.test(value)
    );
  });
}

/** Programs and options that reach what is not the job's own, whatever runs beside it. */
const reaches =
  /\b(?:ssh|mosh|kubectl|oc|heroku|flyctl?|railway|render|gcloud|az|aws|doctl|vercel|netlify|wrangler|turso|neonctl|pscale|atlas|firebase|snowsql|bq|databricks|astra|convex|hasura|doppler|infisical|chamber|teller|aws-vault|op run|sops|dotenvx?)\s|--(?:linked|remote|project-ref)\b|--db-url[= ]["']?\$|\bdocker\s+(?:-H|--host|-c|--context)\b|\bPGSERVICE\b|(?:^|[;&|]\s{0,4})(?:source|\.)\s+(?!\S*(?:activate|nvm\.sh|cargo\/env|profile)\b)\S/m;
/** By which a name or a port of the job's own leads to another machine, whatever step says so. */
const leadsAway =
  /\b(?:cloud[-_]sql[-_]proxy|port-forward|socat|sshuttle|stunnel|tailscale|twingate|flyctl? proxy)\b|\b(?:auto)?ssh\s[^\n]{0,80}-\w*[LRDfN]|\/etc\/hosts|--add-host|extra_hosts|\bDOCKER_(?:HOST|CONTEXT)\b|\bdocker context use\b|\b(?:secrets|vars)\.\w*(?:UR[LI]|DSN|HOST|CONN|ENV|PROD|STAGING|DATABASE|LIVE)\w*(?<!PASSWORD|USER|NAME|TOKEN|KEY|WEBHOOK_URL)\b/i;
/** The runner is a machine that stays, with what was on it before. */
const stays = /runs-on:[^\n]*self-hosted/;
/** A host named by a setting, or by a name that only the world knows. */
const hostSaid =
  /\b(?:(?:PG|DB|DATABASE|POSTGRES|MYSQL|MARIADB|MONGO|REDIS|SQL)\w{0,20}HOST\w{0,8}|host(?:addr)?)\s?[=:]\s?["']?([\w.${}-]{1,253})/g;
const worldly =
  /(?<![\w./@-])((?:[\w-]{1,63}\.){1,6}(?:com|net|org|io|dev|cloud|app|co|internal|local|corp|lan|intra|eu|us|de|tech)|(?:\d{1,3}\.){3}\d{1,3})(?=[\s:/"']|$)/g;
/** An address of data that one step hands to the next. */
const handedOn =
  /(?:DATABASE|DB|PG|POSTGRES|MYSQL|MONGO|REDIS|DIRECT|JDBC)\w*=[^\n]*(?:>>|\btee\s+-a)\s*["']?\$\{?(?:GITHUB_ENV|BASH_ENV)/i;
/** What such a server keeps. */
const kept = /^(?:database|schema|table|view|collection|index|keyspace|key|row|record|document|queue|topic)(?:e?s)?$/;
const named = /(?:\s-h ?|\s--host(?:name)?[= ]|\s-S |[a-z+]{3,20}:\/\/(?:[^@\s/"']*@)?)["']?([\w.${}-]{1,253})/g;

/**
 * Whether what an effect takes away lies on a server that the job runs for itself. `command` is the text of its
 * step, whole: an address may stand on another line of it. Where anything names another place it does not.
 */
export function isOnOwnServer(effect: Effect, command: string, own: OwnServers): boolean {
  const onCluster = effect.provider === 'kubernetes' || effect.provider === 'helm';
  if (onCluster && effect.environment === 'unknown')
    return clusterMade.test(own.text) && !otherCluster.test(own.text) && !forUse.test(command);
  // Of a cluster alone nothing tells where a database is.
  if (clusterMade.test(own.text) && own.hosts.size === 1) return false;
  if (leadsAway.test(own.text) || (own.hosts.has('localhost') && stays.test(own.text))) return false;
  // `elasticsearch:9200/orders`
  const host = effect.provider === 'http' ? /^([\w.-]+)(?::\d+)?(?:\/|$)/.exec(effect.target)?.[1] : undefined;
  if (host !== undefined) return own.hosts.has(host);
  if (effect.environment !== 'unknown' || !kept.test(effect.resource) || reaches.test(command)) return false;
  if (forUse.test(command) || command.includes('$PIPELINE_VALUE') || handedOn.test(own.text)) return false;
  // An address in a variable: nobody sees here what it is.
  if (/\$\{?\w*(?:UR[LI]|HOST|DSN|DATABASE|CONN)/i.test(command) && !isTold(command, own)) return false;
  // A cache beside it is no database.
  if (
    /^(?:database|schema|table|view|row|record)/.test(effect.resource) &&
    !/redis|valkey/.test(effect.provider) &&
    !holdsTables.test(own.text)
  )
    return false;
  const hosts = [
    ...`${command}\n${addressesIn(own.text)}`.matchAll(named),
    ...own.text.matchAll(hostSaid),
    ...command.matchAll(worldly),
  ].map((match) => match[1] ?? '');
  return hosts.every((host) => isLoopback(host) || own.hosts.has(host));
}

/** The addresses of data that a job names. */
function addressesIn(text: string): string {
  return [
    ...text.matchAll(/\b(?:postgres\w*|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|sqlserver|cockroachdb):\/\/[^\s"']+/g),
  ]
    .map(String)
    .join('\n');
}

/** Whether each variable of an address is written out in the job. */
function isTold(command: string, { text }: OwnServers): boolean {
  return [...command.matchAll(/\$\{?(\w*(?:UR[LI]|HOST|DSN|DATABASE|CONN)\w*)/gi)].every(([, name = '']) =>
    new RegExp(`(?:^|[\\s'"])${name}["']?\\s?[:=]\\s?["']?[^\\s$]`, 'm').test(text),
  );
}
