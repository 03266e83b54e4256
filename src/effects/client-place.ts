import type { Environment } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { environmentOfConnection, environmentOfHost, environmentOfName, hostOf } from './environment.ts';
import type { Call, Sighting } from './pack.ts';
import { literalOf, shown } from './words.ts';

const secretBringers = /^(?:railway|heroku|fly|flyctl|doppler|op|chamber|infisical|aws-vault)$/;

/**
 * Which kind of place a database client's server is: by its host or connection string, by the container or machine it
 * runs in, by the database's name. A client that names no server speaks to this machine.
 */
export function clientEnvironment(
  { invocation }: Call,
  given: {
    readonly host?: Word | undefined;
    readonly connection?: Word | undefined;
    readonly database?: string | null;
  },
): Environment {
  const named = environmentOfName(given.database ?? '');
  if (named === 'production') return named;
  for (const word of [given.connection, given.host]) {
    if (!word) continue;
    const text = literalOf(word);
    if (text === null) return environmentOfName(shown(word));
    if (text.includes('://')) return environmentOfConnection(text);
    return environmentOfHost(hostOf(text) ?? text.replace(/[:/,].*$/, ''));
  }
  if (invocation.wrappers.some((wrapper) => secretBringers.test(wrapper.program))) return named;
  const away = invocation.wrappers.find((wrapper) => wrapper.place !== 'here');
  const place = environmentOfName(away?.target ?? '');
  if (away?.place === 'remote' || /^(?:kubectl|oc)$/.test(away?.program ?? '')) return place;
  return place === 'unknown' ? 'development' : place;
}

/** What is reached on this machine, or is named for tests, is filled again by whoever develops with it. */
export function smallLoss(environment: Environment): Partial<Sighting> {
  return environment === 'development'
    ? { reversibility: 'recoverable', wayBack: 'It is a development database: seed it again.' }
    : {};
}
