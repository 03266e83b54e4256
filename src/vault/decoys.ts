import { randomBytes, randomInt } from 'node:crypto';
import type { CredentialOrigin } from '../action/signal.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import type { SecretStore } from '../guard/keys.ts';
import { keptItems } from './kept-list.ts';

/** A synthetic credential in a place that only a search finds. Opens nothing; its use anywhere proves a search. */
export interface Decoy {
  /** Absolute: the workspace it was planted in. */
  readonly workspace: string;
  /** Relative to it, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly variable: string;
  readonly kind: string;
  /** Keyed, hex. The value itself is kept nowhere but in its file. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly plantedAt: number;
}

/** A file to be written, and what it is known by. */
export interface DecoyFile {
  readonly file: string;
  readonly text: string;
  readonly decoys: readonly Omit<Decoy, 'workspace' | 'plantedAt'>[];
}

/** Places that look left over, and that no task leads to. */
const places = [
  'infra/.archive/.env.production',
  'scripts/legacy/.env.deploy',
  '.cache-old/credentials.env',
  'ops/old/.env.backup',
];

const upperLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * A new decoy: an access key in the form of AWS's, and a token, both by chance. `taken` says whether a path is already
 * there. Null where every place is taken.
 */
export function newDecoy(key: string, taken: (file: string) => boolean): DecoyFile | null {
  const free = places.filter((file) => !taken(file));
  const file = free[free.length > 0 ? randomInt(free.length) : 0];
  if (file === undefined) return null;
  const id = `AKIA${Array.from({ length: 16 }, () => upperLetters[randomInt(upperLetters.length)]).join('')}`;
  const secret = randomBytes(30).toString('base64');
  const token = randomBytes(24).toString('base64url');
  const suffix = randomBytes(2).toString('hex').toUpperCase();
  const values: [variable: string, value: string, kind: string][] = [
    [`LEGACY_AWS_ACCESS_KEY_ID_${suffix}`, id, 'aws-access-key'],
    [`LEGACY_AWS_SECRET_ACCESS_KEY_${suffix}`, secret, 'aws-access-key'],
    [`LEGACY_DEPLOY_TOKEN_${suffix}`, token, 'generic-token'],
  ];
  const lines = ['# old deploy account, kept for the migration', ...values.map(([name, value]) => `${name}=${value}`)];
  return {
    file,
    text: `${lines.join('\n')}\n`,
    decoys: values.map(([variable, value, kind], index) => ({
      file,
      line: index + 2,
      variable,
      kind,
      fingerprint: fingerprint(value, key),
    })),
  };
}

/** What sessions count as found from the start, so that a use is known by its fingerprint. */
export function originsOf(decoys: readonly Decoy[]): CredentialOrigin[] {
  return decoys.map(({ kind, fingerprint: mark, file, line, variable, plantedAt }) => ({
    kind,
    fingerprint: mark,
    foundIn: file,
    line,
    variable,
    foundAt: plantedAt,
    event: 0,
  }));
}

/** The decoys of this editor, in its secret storage: an agent cannot look up there what not to touch. */
export interface Decoys {
  list(): readonly Decoy[];
  add(decoys: readonly Decoy[]): Promise<void>;
  /** Forgets those of a file. */
  remove(workspace: string, file: string): Promise<void>;
}

const name = 'holdpoint.decoys';

/** Reads the decoys of this editor. */
export async function openDecoys(secrets: SecretStore): Promise<Decoys> {
  let kept = keptItems(await secrets.get(name), isDecoy);
  const keep = async (next: readonly Decoy[]) => {
    kept = [...next];
    await secrets.store(name, JSON.stringify(kept));
  };
  return {
    list: () => kept,
    add: async (decoys) => keep([...keptItems(await secrets.get(name), isDecoy), ...decoys]),
    remove: async (workspace, file) =>
      keep(
        keptItems(await secrets.get(name), isDecoy).filter((one) => one.workspace !== workspace || one.file !== file),
      ),
  };
}

function isDecoy(value: unknown): value is Decoy {
  if (typeof value !== 'object' || value === null) return false;
  const own = value as Readonly<Record<string, unknown>>;
  const texts = ['workspace', 'file', 'variable', 'kind', 'fingerprint'].every(
    (field) => typeof own[field] === 'string',
  );
  return texts && typeof own.line === 'number' && typeof own.plantedAt === 'number';
}
