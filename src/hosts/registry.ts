import type { AdaptedHost, HostAdapter, Payload } from './adapter.ts';
import { claude } from './claude.ts';
import { cursor } from './cursor.ts';

/** Every host with an adapter. */
export const adapters: Readonly<Record<AdaptedHost, HostAdapter>> = { claude, cursor };

/** Whether a name is that of a host with an adapter. */
export function isAdaptedHost(name: string): name is AdaptedHost {
  return Object.hasOwn(adapters, name);
}

/**
 * The adapter whose dialect a payload is written in. The payload decides, because one host runs another's
 * configuration; `named` (the word on the hook's command line) only decides where the payload does not.
 */
export function adapterOf(payload: Payload, named: string): HostAdapter {
  const recognised = [cursor, claude].find((adapter) => adapter.recognises(payload));
  return recognised ?? (isAdaptedHost(named) ? adapters[named] : claude);
}
