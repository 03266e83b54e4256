import { commandPack } from '../command-table.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { has, literalOf, optionValue } from '../words.ts';

/** Cloudflare's command line: Workers, D1, R2, key-value data, secrets. */
export const cloudflarePack = commandPack({
  id: 'wrangler',
  title: 'Cloudflare',
  programs: ['wrangler'],
  docs: 'https://developers.cloudflare.com/workers/wrangler/commands/',
  valued:
    '-c --config -e --env --name --command --file --namespace-id --binding --key --project-name --database --jurisdiction --cwd --preview --id --batch-size',
  environment: '-e --env --project-name',
  colons: true,
  harmless: ['--local'],
  verbs: 'delete remove rm purge destroy drop',
  takesAway: 'disable pause unset rollback detach revoke',
  safer: 'wrangler whoami',
  named: '--name --project-name',
  rows: [
    {
      words: 'delete',
      resource: 'worker',
      asset: 'compute',
      reason: 'Deletes the Worker {target} with its bindings and Durable Object data.',
      safer: 'wrangler deployments list',
      page: '#delete',
    },
    {
      words: 'd1 delete',
      resource: 'database',
      asset: 'data-store',
      reason: 'Deletes the D1 database {target} with all its data.',
      safer: 'wrangler d1 list',
      page: '#d1-delete',
    },
    {
      words: 'd1 time-travel restore',
      verb: 'overwrite',
      resource: 'database',
      asset: 'data-store',
      reversibility: 'recoverable',
      wayBack: 'wrangler d1 time-travel restore {target} with the bookmark it prints',
      reason: 'Puts the D1 database {target} back to an earlier time: what was written since is lost.',
      page: '#d1-time-travel-restore',
    },
    {
      words: 'r2 bucket delete / r2 object delete',
      resource: 'bucket',
      asset: 'data-store',
      reason: 'Deletes {target} from R2.',
      safer: 'wrangler r2 bucket list',
      page: '#r2-bucket-delete',
    },
    {
      words: 'r2 bucket lifecycle add|set',
      verb: 'expire',
      resource: 'bucket',
      asset: 'data-store',
      needs: ['--expire-days', '--expire-date', '--file'],
      reason: 'Makes objects of the bucket {target} expire: they are deleted by themselves.',
      page: '#r2-bucket-lifecycle-add',
    },
    {
      words: 'kv key delete / kv bulk delete / kv namespace delete',
      resource: 'key-value data',
      asset: 'data-store',
      named: ['--binding', '--namespace-id'],
      reason: 'Deletes key-value data ({target}).',
      safer: 'wrangler kv namespace list',
      page: '#kv-namespace-delete',
    },
    {
      words: 'secret|versions delete / secret bulk delete / versions secret delete / pages secret delete',
      resource: 'secret',
      asset: 'key',
      named: [],
      reason: 'Deletes the secret {target}; its value is shown nowhere else.',
      safer: 'wrangler secret list',
      page: '#secret-delete',
    },
    {
      words: 'rollback / versions rollback',
      verb: 'rollback',
      resource: 'worker',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'wrangler deploy',
      reason: 'Puts an older version in front of everybody ({target}).',
      page: '#rollback',
    },
  ],
  passes: ['logout|login|whoami|dev|deploy|publish|tail|types', 'pages dev|deploy'],
  others: [unreadStatement],
  also(call, read, place) {
    const [first, second, database] = read.operands.map(literalOf);
    if (first !== 'd1' || second !== 'execute') return [];
    // Without --remote it is a file of the local simulation.
    if (!has(read.options, '--remote')) return [];
    return statementEffects(call, {
      provider: 'd1',
      dialect: 'sqlite',
      environment: place.environment ?? 'unknown',
      database: database ?? null,
      texts: [optionValue(read.options, '--command')],
      files: [optionValue(read.options, '--file')],
    });
  },
});
