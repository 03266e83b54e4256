import type { CredentialOrigin } from '../action/signal.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { candidateValues } from './candidates.ts';
import { limits } from './limits.ts';

/** A credential of this session that stands in a text, whatever it looks like there. Never kept. */
export interface KnownSecret {
  readonly value: string;
  readonly kind: string;
}

/**
 * The credentials found earlier in a session that stand literally in a text: without a vendor's shape and without a
 * name before it, only its fingerprint tells one. Longest first. Bounded like the search for uses.
 */
export function knownSecrets(
  text: string,
  credentials: ReadonlyMap<string, CredentialOrigin>,
  key: string,
): KnownSecret[] {
  if (credentials.size === 0) return [];
  const part = text.slice(0, limits.usedCharacters);
  const found = new Map<string, string>();
  const tried = new Set<string>();
  for (const candidate of candidateValues(part)) {
    if (tried.has(candidate)) continue;
    if (tried.size >= limits.candidates) break;
    tried.add(candidate);
    const kind = credentials.get(fingerprint(candidate, key))?.kind;
    if (kind !== undefined && part.includes(candidate)) found.set(candidate, kind);
  }
  return [...found].map(([value, kind]) => ({ value, kind })).sort((a, b) => b.value.length - a.value.length);
}

/** The ranges of known secrets in a text, as `redactText` takes them. */
export function rangesOf(text: string, known: readonly KnownSecret[]): { start: number; end: number; kind: string }[] {
  return known.flatMap(({ value, kind }) => {
    const ranges: { start: number; end: number; kind: string }[] = [];
    for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
      ranges.push({ start, end: start + value.length, kind });
    }
    return ranges;
  });
}

/** A copy of a value in whose texts known secrets are replaced by their kind. */
export function withoutKnown<T>(value: T, known: readonly KnownSecret[]): T {
  // Objects, lists and texts keep their shape, so the copy is of the same type.
  return known.length === 0 ? value : (replaced(value, known) as T);
}

function replaced(value: unknown, known: readonly KnownSecret[]): unknown {
  if (typeof value === 'string') {
    return known.reduce((text, { value: secret, kind }) => text.replaceAll(secret, () => `‹${kind}›`), value);
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, known)]));
}
