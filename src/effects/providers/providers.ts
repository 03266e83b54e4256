import type { Reversibility } from '../../action/effect.ts';
import { assetNamed } from '../asset.ts';
import type { Target } from '../http-target.ts';
import { isNoun } from '../http-target.ts';
import type { NameReading } from '../verbs.ts';
import { wordsOf } from '../words.ts';
import table from './providers.generated.json' with { type: 'json' };

/** What a provider's own reference says one of its operations loses. */
export interface KnownOperation {
  readonly provider: string;
  /** The provider's API reference. */
  readonly source: string;
  readonly reading: NameReading;
}

/** One provider as `scripts/generate-providers.mts` writes it: hosts, reference, operations by what they lose. */
interface ProviderTable {
  readonly id: string;
  /** Host names and endings of host names (with a leading dot). */
  readonly hosts: readonly string[];
  readonly source: string;
  /** `asset reversibility`, or `harmless`, with its operations a line each: `DELETE /v2/volumes/{}` or a bare name. */
  readonly operations: Readonly<Partial<Record<string, string>>>;
}

interface Template {
  readonly method: string;
  readonly parts: readonly string[];
  readonly known: KnownOperation | 'harmless';
}

interface Index {
  readonly templates: ReadonlyMap<string, readonly Template[]>;
  readonly names: ReadonlyMap<string, KnownOperation | 'harmless'>;
}

const tables: readonly ProviderTable[] = table.providers;
/** A provider's operations are sorted when the first request goes to it, so that nobody else pays for them. */
const indexes = new Map<string, Index>();

/** The provider a host belongs to, or undefined. */
export function providerOf(host: string): ProviderTable | undefined {
  if (host === '') return undefined;
  return tables.find(({ hosts }) => hosts.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name)));
}

/** What a REST request to a known provider loses; null where no table knows host, method and path. */
export function restOperation(target: Target, method: string): KnownOperation | 'harmless' | null {
  const provider = providerOf(target.host);
  if (!provider) return null;
  const { parts } = target;
  const candidates = indexOf(provider).templates.get(`${method} ${parts.length}`) ?? [];
  const found = candidates.find((template) => fits(template.parts, parts));
  if (found) return found.known;
  return null;
}

/** The same for an operation called by its name: a GraphQL field, an AWS action. */
export function namedOperation(host: string, name: string): KnownOperation | 'harmless' | null {
  const provider = providerOf(host);
  return provider ? (indexOf(provider).names.get(name) ?? null) : null;
}

function indexOf(provider: ProviderTable): Index {
  const known = indexes.get(provider.id);
  if (known) return known;
  const templates = new Map<string, Template[]>();
  const names = new Map<string, KnownOperation | 'harmless'>();
  for (const [kind, operations] of Object.entries(provider.operations)) {
    const [asset = 'other', reversibility = 'irreversible'] = kind.split(' ');
    for (const operation of (operations ?? '').split('\n')) {
      const space = operation.indexOf(' ');
      const described = (text: string): KnownOperation | 'harmless' =>
        kind === 'harmless'
          ? 'harmless'
          : { provider: provider.id, source: provider.source, reading: readingOf(text, asset, reversibility) };
      if (space < 0) {
        names.set(operation, described(operation));
        continue;
      }
      const method = operation.slice(0, space);
      const parts = operation
        .slice(space + 1)
        .split('/')
        .filter((part) => part !== '');
      const template = { method, parts, known: described(operation) };
      const key = `${method} ${parts.length}`;
      templates.set(key, [...(templates.get(key) ?? []), template]);
    }
  }
  // Fixed parts before open ones: `/things/batch` is not `/things/{}`.
  for (const list of templates.values())
    list.sort(
      (one, other) =>
        one.parts.filter((part) => part === '{}').length - other.parts.filter((part) => part === '{}').length,
    );
  const index = { templates, names };
  indexes.set(provider.id, index);
  return index;
}

function fits(template: readonly string[], parts: readonly string[]): boolean {
  return template.length === parts.length && template.every((part, at) => part === '{}' || part === parts[at]);
}

function readingOf(operation: string, asset: string, reversibility: string): NameReading {
  const path = operation.slice(operation.indexOf(' ') + 1);
  const nouns = operation.includes(' ') ? path.split('/').filter(isNoun) : wordsOf(operation);
  const back: Reversibility = reversibility === 'recoverable' ? 'recoverable' : 'irreversible';
  return {
    verb: operation.startsWith('PUT ') ? 'overwrite' : 'delete',
    resource: nouns.at(-1) ?? 'resource',
    asset: assetNamed(asset),
    reversibility: back,
  };
}
