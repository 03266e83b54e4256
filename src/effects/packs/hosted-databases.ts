import { commandPack, joinedPacks } from '../command-table.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { literalOf } from '../words.ts';

const neon = commandPack({
  id: 'neon',
  title: 'Neon',
  programs: ['neon', 'neonctl'],
  docs: 'https://neon.com/docs/reference/neon-cli',
  valued:
    '--project-id --org-id --branch -o --output --api-key --config-dir --context-file --role-name --database-name --name --host-id',
  environment: '--branch',
  verbs: 'delete remove rm destroy',
  takesAway: 'revoke',
  safer: 'neonctl projects list',
  rows: [
    {
      words: 'projects|project delete|remove|rm',
      resource: 'project',
      asset: 'data-store',
      reason: 'Deletes the Neon project {target} with all its branches and databases.',
    },
    {
      words: 'branches|branch delete|rm',
      resource: 'branch',
      asset: 'data-store',
      reason: 'Deletes the Neon branch {target} with the data written to it.',
    },
    {
      words: 'branches|branch reset|restore',
      verb: 'overwrite',
      resource: 'branch',
      asset: 'data-store',
      reason: 'Overwrites the Neon branch {target} with its parent or an earlier state.',
    },
    {
      words: 'databases|database delete|rm / roles|role delete|rm',
      resource: 'database',
      asset: 'data-store',
      reason: 'Deletes the database or role {target}.',
    },
  ],
});

const pscale = commandPack({
  id: 'pscale',
  title: 'PlanetScale',
  programs: ['pscale'],
  docs: 'https://planetscale.com/docs/reference/planetscale-cli',
  valued: '--org -f --format --service-token --service-token-id --api-url --config --web --branch',
  verbs: 'delete destroy remove rm revoke drop',
  takesAway: 'demote skip-revert disable',
  safer: 'pscale database list',
  others: [unreadStatement],
  also: (call, read, place) =>
    literalOf(read.operands[0]) === 'shell' && call.invocation.stdin.kind !== 'inherited'
      ? statementEffects(call, {
          provider: 'pscale',
          dialect: 'mysql',
          environment: place.environment ?? 'unknown',
          database: literalOf(read.operands[1]),
          stdin: true,
        })
      : [],
  rows: [
    {
      words: 'database delete',
      resource: 'database',
      asset: 'data-store',
      reason: 'Deletes the PlanetScale database {target} with all its branches and backups.',
    },
    {
      words: 'branch delete',
      resource: 'branch',
      asset: 'data-store',
      at: 1,
      otherwise: 'a branch',
      reason: 'Deletes the database branch {target} with its data.',
    },
    {
      words: 'backup delete',
      resource: 'backup',
      asset: 'backup',
      at: 2,
      otherwise: 'a backup',
      reason: 'Deletes the backup {target}.',
    },
    {
      words: 'deploy-request deploy',
      verb: 'migrate',
      resource: 'schema',
      asset: 'data-store',
      reversibility: 'recoverable',
      wayBack: 'pscale deploy-request revert',
      reason: 'Deploys the schema change {target}; columns it drops are lost after the time for reverting.',
    },
  ],
});

const turso = commandPack({
  id: 'turso',
  title: 'Turso',
  programs: ['turso'],
  docs: 'https://docs.turso.tech/cli/',
  valued: '-c --config-path --group --location --timestamp',
  verbs: 'destroy delete remove rm invalidate revoke',
  safer: 'turso db list',
  rows: [
    {
      words: 'db destroy',
      resource: 'database',
      asset: 'data-store',
      reason: 'Destroys the Turso database {target} with all its data.',
      page: 'db/destroy',
    },
    {
      words: 'group destroy',
      resource: 'group',
      asset: 'data-store',
      reason: 'Destroys the Turso group {target} with every database in it.',
      page: 'group/destroy',
    },
    {
      words: 'db|group tokens invalidate',
      verb: 'revoke',
      resource: 'token',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'turso db tokens create {target}',
      reason: 'Makes every token of {target} useless: who uses one is locked out.',
      page: 'db/tokens/invalidate',
    },
  ],
  others: [unreadStatement],
  also(call, read, place) {
    const [first, second, database] = read.operands.map(literalOf);
    if (first !== 'db' || second !== 'shell') return [];
    return statementEffects(call, {
      provider: 'turso',
      dialect: 'sqlite',
      environment: place.environment ?? 'unknown',
      database: database ?? null,
      texts: [read.operands[3]],
      stdin: true,
    });
  },
});

const atlas = commandPack({
  id: 'atlas',
  title: 'MongoDB Atlas',
  programs: ['atlas', 'mongocli'],
  docs: 'https://www.mongodb.com/docs/atlas/cli/current/command/',
  valued:
    '-P --profile -o --output --projectId --orgId --clusterName --file --db --collection -u --url --to --dev-url --dir',
  environment: '-P --profile --clusterName',
  endpoint: '-u --url',
  verbs: 'delete terminate remove rm drop revoke',
  takesAway: 'pause disable reset',
  safer: 'atlas clusters list',
  rows: [
    {
      words: 'clusters|cluster delete|terminate|rm / serverless delete / flexClusters delete',
      resource: 'cluster',
      asset: 'data-store',
      reason: 'Terminates the Atlas cluster {target} with its data and backups.',
      page: 'atlas-clusters-delete/',
    },
    {
      words: 'projects|project delete|rm',
      resource: 'project',
      asset: 'data-store',
      reason: 'Deletes the Atlas project {target}.',
      page: 'atlas-projects-delete/',
    },
    {
      words: 'backups restores start',
      verb: 'overwrite',
      resource: 'cluster',
      asset: 'data-store',
      named: ['--targetClusterName', '--clusterName'],
      otherwise: 'the target cluster',
      reason: 'Restores a backup over {target}: what it holds now is lost.',
      page: 'atlas-backups-restores-start/',
    },
    {
      words: 'schema clean / migrate down',
      verb: 'clean',
      resource: 'schema',
      asset: 'data-store',
      named: ['-u', '--url'],
      otherwise: 'the database',
      reason: 'Drops what {target} holds, or what its last migrations made.',
      safer: 'atlas migrate status',
    },
    {
      words: 'schema apply',
      needs: ['--auto-approve'],
      verb: 'migrate',
      resource: 'schema',
      asset: 'data-store',
      named: ['-u', '--url'],
      otherwise: 'the database',
      reversibility: 'unknown',
      reason: 'Changes the schema of {target} without anybody having seen what it drops.',
      safer: 'atlas schema inspect',
    },
  ],
  passes: ['local|deployments', 'config delete', 'auth logout'],
});

/** Databases as a service: Neon, PlanetScale, Turso, MongoDB Atlas. */
export const hostedDatabasesPack = joinedPacks('hosted-databases', [neon, pscale, turso, atlas]);
