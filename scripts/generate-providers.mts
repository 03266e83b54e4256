// Writes src/effects/providers/providers.generated.json from published API operations (JSON Lines, gzip): the
// operations that destroy, sorted by what they lose, with the decisions made by hand in provider-decisions.mts.
// Usage: node scripts/generate-providers.mts api-operations.jsonl.gz
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { actionAt, deletionAt } from '../src/effects/http-path.ts';
import { targetOf } from '../src/effects/http-target.ts';
import { type NameReading, readName } from '../src/effects/verbs.ts';
import { grave, harmless, type Provider, providers } from './provider-decisions.mts';

const [input] = process.argv.slice(2);
if (!input) {
  console.error('Usage: node scripts/generate-providers.mts api-operations.jsonl.gz');
  process.exit(2);
}

interface Operation {
  readonly provider: string;
  readonly protocol: string;
  readonly method: string;
  readonly path: string | null;
  readonly operation: string;
}

const published = gunzipSync(readFileSync(input))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): Operation => JSON.parse(line));

const written = providers.map((provider) => ({
  id: provider.id,
  hosts: provider.hosts,
  source: provider.source,
  operations: operationsOf(provider),
}));
const target = path.join(import.meta.dirname, '..', 'src', 'effects', 'providers', 'providers.generated.json');
writeFileSync(
  target,
  `{\n  "about": "Made by scripts/generate-providers.mts.",\n  "providers": [\n${written.map(asText).join(',\n')}\n  ]\n}\n`,
);
const count = written.reduce((sum, { operations }) => sum + Object.values(operations).flat().length, 0);
console.log(`${count} operations of ${written.length} providers written to ${target}`);

/** What each destructive operation of a provider loses. */
function operationsOf(provider: Provider): Record<string, string[]> {
  const sorted: Record<string, Set<string>> = {};
  const used = new Set<RegExp>();
  for (const operation of published) {
    if (!provider.from.test(operation.provider) || operation.method === 'QUERY') continue;
    const name = nameOf(operation, provider);
    if (name === null) continue;
    const kind = decided(provider, name, used) ?? read(operation, name);
    if (kind === null) continue;
    sorted[kind] ??= new Set();
    sorted[kind].add(name);
  }
  for (const pattern of [...(harmless[provider.id] ?? []), ...Object.values(grave[provider.id] ?? {}).flat()])
    if (!used.has(pattern)) console.warn(`${provider.id}: nothing published fits ${pattern}`);
  return Object.fromEntries(
    Object.entries(sorted)
      .sort()
      .map(([kind, names]) => [kind, [...names].sort()]),
  );
}

/** `METHOD /path/{}` or the bare name; null for what has no path of its own (`v1/{+name}` stands for any). */
function nameOf({ protocol, method, path: at, operation }: Operation, { prefix = '' }: Provider): string | null {
  if (protocol === 'graphql' || protocol === 'aws-json' || protocol === 'aws-query') return operation;
  if (at === null || method === 'GET' || method === 'HEAD' || at.includes('{+')) return null;
  const bare = at
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/\?.*$/, '')
    .replaceAll(/\{[^}]*\}/g, '{}');
  return `${method} ${bare.startsWith(prefix) ? '' : prefix}${bare.startsWith('/') ? '' : '/'}${bare}`;
}

function decided({ id }: Provider, name: string, used: Set<RegExp>): string | null {
  const worthless = (harmless[id] ?? []).filter((pattern) => pattern.test(name));
  for (const pattern of worthless) used.add(pattern);
  if (worthless.length > 0) return 'harmless';
  for (const [kind, patterns] of Object.entries(grave[id] ?? {})) {
    const found = patterns.find((pattern) => pattern.test(name));
    if (!found) continue;
    used.add(found);
    return kind;
  }
  return null;
}

/** What its words say; what they hold to be worthless stays out of the table, where the words decide again. */
function read({ protocol, method }: Operation, name: string): string | null {
  const reading = readingOf(protocol, method, name);
  if (!reading || reading.reversibility === 'reversible') return null;
  // Nothing the words would not find by themselves: only what has a name of its own is worth its bytes.
  return reading.asset === 'other' ? null : `${reading.asset} ${reading.reversibility}`;
}

function readingOf(protocol: string, method: string, name: string): NameReading | null {
  if (!name.includes(' ')) return readName(name);
  const at = targetOf({ url: `https://api.example.com${name.slice(name.indexOf(' ') + 1).replaceAll('{}', '0')}` });
  if (method === 'DELETE') return deletionAt(at);
  return protocol === 'rest' || protocol === 'aws-rest' ? actionAt(at) : null;
}

/** One string a kind, operations behind one another: a thousand strings would cost every start a millisecond. */
function asText({ id, hosts, source, operations }: (typeof written)[number]): string {
  const kinds = Object.entries(operations).map(
    ([kind, names]) => `        ${JSON.stringify(kind)}: ${JSON.stringify(names.join('\n'))}`,
  );
  return `    {\n      "id": "${id}",\n      "hosts": ${JSON.stringify(hosts)},\n      "source": "${source}",\n      "operations": {\n${kinds.join(',\n')}\n      }\n    }`;
}
