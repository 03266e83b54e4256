import { systemFolders } from './shell-guards.ts';

/**
 * One program that stands behind a shim: it can destroy remotely, at scale, or runs what its standard input says.
 * The prefilter lets calls through without asking anyone, so it lists only what the whole pipeline allows whatever
 * else stands in the call (test/exec/prefilter.test.ts draws calls and compares).
 */
export interface ShimmedProgram {
  readonly name: string;
  /**
   * First words with which the program only looks: every further word is harmless too, unless one of
   * {@link ShimmedProgram.unless} fits. Written as the program's own names.
   */
  readonly looks?: readonly string[];
  /**
   * Words that are harmless wherever they stand. Where given (and {@link ShimmedProgram.looks} is not), a call is
   * harmless if every one of its words is among them. `sh` patterns.
   */
  readonly only?: readonly string[];
  /**
   * Options with which whole folders go. Given, a word that names nothing on the disk is harmless too, and one of
   * {@link ShimmedProgram.only} that names a folder is not.
   */
  readonly absent?: readonly string[];
  /** Words that send the call to the guard after all. `sh` patterns. */
  readonly unless?: readonly string[];
  /** When the program runs or sends what stands on its standard input. Without this it reads nothing that matters. */
  readonly reads?: InputUse;
  /** It only starts another program: one called by its name has a shim of its own, so its depth is not counted. */
  readonly starts?: true;
}

/** When a program takes what it does from its standard input. Words are compared by prefix. */
export type InputUse =
  /** Unless one of these options says what to do. */
  | { readonly unless: readonly string[] }
  /** Unless more than so many words are no options or their values. */
  | { readonly operands: number; readonly valued: readonly string[] }
  /** Only where one of these words names it. */
  | { readonly where: readonly string[] };

/** The patterns of a table's cell: apart by spaces. */
const all = (cell: string): readonly string[] => cell.split(' ');

/** Words that say so in every program's language; a call with one of them is never waved through. */
const destructive = all(
  '*elete* *DELETE* *emove* *estroy* *urge* *rop* *DROP* *runcate* *TRUNC* *rune* *estore* *evoke* *exec* rm rb del suspend* forget unset cleanup detach* force* leave disable* reset* rollback* down* kill* stop* *`* *$(*',
);
/** Options of git and its like that write, load code, or take their words from elsewhere; git takes them cut short. */
const elsewhere = all('--ou* -o* -O* --conf* --up* --rec* --ex* --textc*');
const secrets = all('--raw* secret* */secret* *,secret*');

/** A program whose commands in `cell` only look. */
const looksAt = (name: string, cell: string, unless: readonly string[] = []): ShimmedProgram => ({
  name,
  looks: all(cell),
  unless: [...destructive, ...unless],
});
/** Programs of which nothing is known to be harmless but a question about themselves. */
const asked = (cell: string): ShimmedProgram[] => all(cell).map((name) => ({ name }));
/** Clients of data stores: what they do stands in their options or on their standard input. */
const client = (name: string, reads: InputUse): ShimmedProgram => ({ name, reads });

const kubernetes = 'get describe logs explain api-resources top cluster-info';
const containers = 'ps images logs inspect info stats top port search events';
const infrastructure = 'fmt validate providers graph';

/**
 * Programs that get a shim for what they do themselves. Data: names as they are typed, with what of each is harmless. Kept to programs that reach
 * remote systems, hold data, or remove many things at once; compilers, editors and interpreters start these in turn.
 */
const programs: readonly ShimmedProgram[] = [
  // What speaks HTTP.
  {
    name: 'curl',
    only: all(
      '-[sSfLkvIgN] -[sSfLkvI][sSfLkvI] -[sSfLkvI][sSfLkvI][sSfLkvI] -[sSfLkvI][sSfLkvI][sSfLkvI][sSfLkvI] --silent --show-error --fail --location --head --compressed --insecure http://* https://*',
    ),
    unless: [...destructive, ...all('*graphql* *rpc* *[?]* *{* *[[]*')],
    reads: { where: all('@- -d@- - -K- -T- --data-binary=@- --data=@- --json=@-') },
  },
  ...asked('wget http https xh curlie grpcurl'),
  // What holds data.
  client('psql', { unless: all('-c --command -f --file -l --list --help --version -V') }),
  client('mysql', { unless: all('-e --execute --help --version -V') }),
  client('mariadb', { unless: all('-e --execute --help --version -V') }),
  client('sqlite3', { operands: 1, valued: all('-cmd -init -separator -newline -nullvalue') }),
  client('mongosh', { unless: all('--eval -f --file --help --version') }),
  client('mongo', { unless: all('--eval --help --version') }),
  client('redis-cli', { operands: 0, valued: all('-h -p -s -a -u -n -r -i -d --user --pass') }),
  client('cqlsh', { unless: all('-e --execute -f --file --help --version') }),
  client('clickhouse-client', { unless: all('-q --query --queries-file --help --version') }),
  client('valkey-cli', { operands: 0, valued: all('-h -p -s -a -u -n -r -i -d --user --pass') }),
  client('cockroach', { unless: all('-e --execute -f --file --help --version') }),
  client('cypher-shell', { unless: all('-f --file --help --version') }),
  client('duckdb', { operands: 1, valued: all('-cmd -c -init -separator -newline -nullvalue') }),
  ...asked('mysqladmin dropdb dropuser pg_restore mongorestore influx rabbitmqadmin nats prisma flyway liquibase'),
  looksAt('etcdctl', 'get endpoint watch'),
  // Clouds and platforms.
  looksAt('aws', 'help sso', ['logout']),
  looksAt('gcloud', 'help info topic'),
  looksAt('gsutil', 'ls du stat cat'),
  looksAt('bq', 'ls show head'),
  looksAt('kubectl', kubernetes, secrets),
  looksAt('oc', `${kubernetes} status`, secrets),
  looksAt('helm', 'list ls status search show lint env history'),
  looksAt('terraform', infrastructure, elsewhere),
  looksAt('tofu', infrastructure, elsewhere),
  looksAt('pulumi', 'about whoami', ['up']),
  looksAt('cdk', 'list ls doctor'),
  looksAt('sam', 'validate'),
  looksAt('serverless', 'info print'),
  looksAt('railway', 'status logs list whoami docs'),
  looksAt('fly', 'status logs doctor'),
  looksAt('flyctl', 'status logs doctor'),
  looksAt('vercel', 'ls list whoami logs inspect'),
  looksAt('netlify', 'status'),
  looksAt('heroku', 'logs status auth:whoami apps ps releases'),
  looksAt('supabase', 'status services'),
  looksAt('firebase', 'projects:list apps:list'),
  looksAt('wrangler', 'whoami tail docs types'),
  looksAt('render', 'logs whoami'),
  looksAt('gh', 'status search browse'),
  looksAt('vault', 'status'),
  looksAt('consul', 'members info'),
  ...asked(
    'az neonctl neon pscale turso atlas doctl hcloud linode-cli terragrunt glab stripe oci ibmcloud eksctl kops nomad cf eb sst convex twilio',
  ),
  ...asked('helmfile argocd velero talosctl ansible ansible-playbook'),
  // Machines and containers.
  looksAt('docker', containers),
  looksAt('podman', containers),
  looksAt('docker-compose', 'ps logs top images'),
  ...asked('nerdctl podman-compose skopeo crane s3cmd s5cmd b2 azcopy'),
  looksAt('rclone', 'ls lsl lsd lsf size about listremotes'),
  looksAt('restic', 'snapshots ls find stats check'),
  looksAt('borg', 'list info check'),
  { name: 'ssh', only: all('-G -T git@github.com git@gitlab.com') },
  // Files and history.
  {
    name: 'git',
    looks: all(
      'status rev-parse log show diff ls-files ls-tree cat-file merge-base describe blame shortlog rev-list for-each-ref show-ref name-rev check-ignore var hash-object add init write-tree commit-tree mktree --exec-path',
    ),
    unless: elsewhere,
  },
  // What is not there, or a file that a compiler or configure makes again; pytest's `conftest.py` is somebody's own.
  {
    name: 'rm',
    only: all('-f --force -- *.o *.lo *.la *.a *.so *.pyc *.class *.gcno *.gcda *.obj conftest* */conftest*'),
    absent: all('-r -R -rf -fr -Rf -fR --recursive'),
    unless: all('*..* /* *conftest*.py *conftest*/*'),
  },
  {
    name: 'find',
    only: all(
      '[!-]* -name -iname -type -path -maxdepth -mindepth -print -print0 -not -o -a -size -mtime -newer -prune -empty -L -H -P -perm -user -regex -follow -xdev -mount -depth -ls',
    ),
  },
  ...asked('dd shred wipefs rsync zfs zpool'),
  // Their own PATH has no shims (sudoers(5), secure_path), so that they are asked about themselves.
  { name: 'sudo', reads: { where: all('psql mysql mariadb sqlite3 mongosh redis-cli') } },
  ...asked('doas'),
  looksAt('npm', 'root prefix ls view outdated pack ci'),
];

/** Programs of the table by a path, as a word or within one that a shell reads: their shim would not be found. */
const byPath = programs.flatMap(({ name }) => [`*/${name}`, `*/${name}[!A-Za-z0-9_.-]*`]);

/** What runs its standard input, by its name or by its path. */
const readers = ['psql', 'mysql', 'mariadb', 'sqlite3', 'mongosh', 'redis-cli'].flatMap((name) => [
  name,
  ...systemFolders.map((folder) => `${folder}/${name}`),
]);

/** A program that starts another one with the same variables. */
const starter = (name: string, looks: readonly string[] = ['*'], unless: readonly string[] = []): ShimmedProgram => ({
  name,
  starts: true,
  looks,
  unless: [...byPath, ...unless],
  reads: { where: readers },
});

/** Every program that gets a shim. */
export const shimmedPrograms: readonly ShimmedProgram[] = [
  ...programs,
  ...all('nohup setsid nice ionice timeout stdbuf time chrt taskset').map((name) => starter(name)),
  // Its options empty the environment, take PATH out of it, or hold the whole call.
  starter('env', ['', '[!-]*', '-0', '--null'], ['PATH=*']),
];
