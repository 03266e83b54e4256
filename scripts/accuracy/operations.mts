import { createJudge, isStopped } from '../../test/corpus/judging.ts';
import { columns, linesIn, percent } from './writing.mts';

export interface Operation {
  readonly provider: string;
  readonly protocol: 'rest' | 'graphql' | 'aws-json' | 'aws-query' | 'aws-rest' | 'mcp';
  readonly method: string;
  readonly path: string | null;
  readonly operation: string;
  readonly destructive_guess: boolean | 'unclear';
  readonly data_bearing_guess: boolean;
  readonly vendor_destructiveHint?: boolean;
  readonly vendor_readOnlyHint?: boolean;
}

interface Tally {
  all: number;
  met: number;
  readonly others: string[];
}

/** Reports how published API operations are judged: deletions of what bears data held, reads passed. */
export async function reportOperations(file: string, listed: number): Promise<void> {
  const judge = createJudge();
  const deletions = new Map<string, Tally>();
  const reads = new Map<string, Tally>();
  for (const operation of linesIn<Operation>(file)) {
    const deleting = operation.destructive_guess === true && operation.data_bearing_guess;
    if (!deleting && !isRead(operation)) continue;
    const judged = await judge(actionOf(operation));
    const table = deleting ? deletions : reads;
    const tally = table.get(operation.protocol) ?? { all: 0, met: 0, others: [] };
    table.set(operation.protocol, tally);
    tally.all += 1;
    if (isStopped(judged) === deleting) tally.met += 1;
    else tally.others.push(`${operation.provider} ${operation.method} ${operation.path ?? ''} ${operation.operation}`);
  }
  console.log('\nPublished operations, as requests and tool calls\n');
  console.log(columns([['', 'data-bearing deletions', 'held'], ...lines(deletions)]));
  console.log(`\n${columns([['', 'reads', 'passed'], ...lines(reads)])}`);
  show('deletions passed', deletions, listed);
  show('reads held', reads, listed);
}

function lines(table: ReadonlyMap<string, Tally>): string[][] {
  const line = (name: string, tallies: readonly Tally[]) => {
    const all = tallies.reduce((total, tally) => total + tally.all, 0);
    const met = tallies.reduce((total, tally) => total + tally.met, 0);
    return [name, String(all), percent(met / all)];
  };
  return [...[...table].map(([name, tally]) => line(name, [tally])), line('all', [...table.values()])];
}

function show(title: string, table: ReadonlyMap<string, Tally>, listed: number): void {
  const others = [...table.values()].flatMap((tally) => tally.others);
  console.log(`\n${title}: ${others.length}`);
  for (const other of others.slice(0, listed)) console.log(`  ${other.slice(0, 170)}`);
}

export function isRead({ protocol, method, operation, vendor_readOnlyHint: readOnly }: Operation): boolean {
  if (protocol === 'mcp') return readOnly === true;
  if (protocol === 'aws-json' || protocol === 'aws-query')
    return /^(?:Get|List|Describe|BatchGet|Search|Query|Lookup)/.test(operation);
  return method === 'GET' || method === 'HEAD' || method === 'QUERY';
}

const hosts: Readonly<Record<string, string>> = {
  railway: 'backboard.railway.com',
  github: 'api.github.com',
  'github-graphql': 'api.github.com',
  gitlab: 'gitlab.com',
  kubernetes: 'kube.example.com:6443',
  docker: 'docker.example.com',
  'docker-engine': 'docker.example.com',
};

export function actionOf(operation: Operation): Record<string, unknown> {
  const { provider, protocol, method, path, operation: name } = operation;
  const [family, service] = provider.split('/');
  if (protocol === 'mcp') return mcpCall(operation, service ?? provider);
  const host = hosts[provider] ?? (family === 'aws' ? `${service}.eu-central-1.amazonaws.com` : `api.${family}.com`);
  if (protocol === 'graphql') {
    const query = `${method === 'QUERY' ? 'query' : 'mutation'} { ${name}(id: "x1") { id } }`;
    const url = path?.startsWith('https:') ? path : `https://${host}/graphql`;
    return {
      kind: 'http',
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    };
  }
  if (protocol === 'aws-json') {
    const target = (path ?? '').replace(/^X-Amz-Target: /, '');
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    return { kind: 'http', method: 'POST', url: `https://${host}/`, headers, body: '{"Name":"x1"}' };
  }
  if (protocol === 'aws-query') {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { kind: 'http', method: 'POST', url: `https://${host}/`, headers, body: path ?? '' };
  }
  const filled = (path ?? '/').replaceAll(/\{[^}]+\}/g, 'x1');
  const url = /^https?:/.test(filled) ? filled : `https://${host}${filled.startsWith('/') ? '' : '/'}${filled}`;
  return { kind: 'http', method, url, headers: {} };
}

function mcpCall(operation: Operation, server: string): Record<string, unknown> {
  const annotations = {
    ...(operation.vendor_destructiveHint === undefined ? {} : { destructiveHint: operation.vendor_destructiveHint }),
    ...(operation.vendor_readOnlyHint === undefined ? {} : { readOnlyHint: operation.vendor_readOnlyHint }),
  };
  return { kind: 'mcp', server, tool: operation.operation, input: { id: 'x1' }, annotations };
}
