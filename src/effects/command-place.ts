import type { Environment } from '../action/effect.ts';
import { look } from '../action/facts.ts';
import type { CommandTable } from './command-table.ts';
import {
  environmentOfConnection,
  environmentOfHost,
  environmentOfName,
  hostOf,
  isLoopback,
  worseEnvironment,
} from './environment.ts';
import type { Call, Sighting } from './pack.ts';
import { type Arguments, literalOf, optionValue, shown } from './words.ts';

/** A server on this machine holds what somebody develops with. */
export const localServer = {
  environment: 'development',
  reversibility: 'recoverable',
  wayBack: 'It is a development server on this machine: seed its data again.',
} as const satisfies Partial<Sighting>;

/** Where a call works: options and variables first, then the target's own name. A server on this machine is development. */
export function placed(
  call: Call,
  { table }: { readonly table: CommandTable },
  read: Arguments,
  target: string,
): Partial<Sighting> {
  const { invocation } = call;
  if (table.local?.includes(invocation.program ?? '')) return localServer;
  const named: string[] = [];
  for (const name of table.environment?.split(' ') ?? []) {
    const value = read.options.get(name);
    if (value) named.push(shown(value));
  }
  const endpoint = optionValue(read.options, ...(table.endpoint?.split(' ') ?? []));
  const servers = endpoint ? [shown(endpoint)] : [];
  for (const name of table.variables?.split(' ') ?? []) {
    const value = literalOf(invocation.environment[name]) ?? inherited(call, name);
    if (value) (/URL|HOST|ADDR|ENDPOINT/.test(name) ? servers : named).push(value);
  }
  const hosts = servers.map((text) => hostOf(text) ?? text.replace(/[:/].*$/, ''));
  if (hosts[0] !== undefined && isLoopback(hosts[0])) {
    // In a pod or on another machine it is that one's own server.
    const away = invocation.wrappers.find(
      ({ place, program }) => place === 'remote' || /^(?:kubectl|oc)$/.test(program),
    );
    return away ? { environment: worstOf([away.target ?? '', ...named, target].map(environmentOfName)) } : localServer;
  }
  const setting = hosts.length === 0 ? table.settings?.(call, read) : undefined;
  if (setting?.local) return localServer;
  const environment = worstOf([
    ...[...named, ...(setting?.named ?? [])].map(environmentOfName),
    ...[...hosts, ...(setting?.servers ?? [])].map(environmentOfSetting),
  ]);
  return { environment: environment === 'unknown' ? environmentOfName(target) : environment };
}

/** What an address from a tool's settings says: a connection string or a host. */
export function environmentOfSetting(server: string): Environment {
  return server.includes('://') ? environmentOfConnection(server) : environmentOfHost(server);
}

/** The worst of what is said; what says nothing does not count. */
export function worstOf(said: readonly Environment[]): Environment {
  return said.reduce<Environment>(
    (worst, one) => (one === 'unknown' ? worst : worst === 'unknown' ? one : worseEnvironment(worst, one)),
    'unknown',
  );
}

function inherited({ inquiry }: Call, name: string): string | null {
  if (inquiry.facts.place.context === 'ordinary') return null;
  const fact = look(inquiry, { kind: 'variable', name });
  return fact.known ? fact.value : null;
}
