import type { SecretStore } from '../guard/keys.ts';
import type { Runtime } from '../hosts/launcher.ts';
import type { ConnectionMemory } from './connections.ts';

const name = 'holdpoint.connections';

interface Remembered {
  readonly consented: readonly string[];
  readonly runtime?: Runtime;
  readonly launcherVersion?: string;
  readonly knownKeys: readonly string[];
}

/**
 * What this editor remembers about connections, in its secret storage: there no agent can make it forget that a
 * person connected something, or make it know a key the person never saw.
 */
export async function openMemory(secrets: SecretStore): Promise<ConnectionMemory & { reload(): Promise<void> }> {
  let kept = await read(secrets);
  const keep = async (change: Partial<Remembered>) => {
    // Another window may have written meanwhile.
    kept = { ...(await read(secrets)), ...change };
    await secrets.store(name, JSON.stringify(kept));
  };
  return {
    consented: () => kept.consented,
    setConsented: (consented) => keep({ consented }),
    runtime: () => kept.runtime,
    setRuntime: (runtime) => keep({ runtime }),
    launcherVersion: () => kept.launcherVersion,
    setLauncherVersion: (launcherVersion) => keep({ launcherVersion }),
    knownKeys: () => kept.knownKeys,
    setKnownKeys: (knownKeys) => keep({ knownKeys }),
    async reload() {
      kept = await read(secrets);
    },
  };
}

async function read(secrets: SecretStore): Promise<Remembered> {
  const nothing: Remembered = { consented: [], knownKeys: [] };
  try {
    const value: unknown = JSON.parse((await secrets.get(name)) ?? 'null');
    if (typeof value !== 'object' || value === null) return nothing;
    const runtime = 'runtime' in value ? value.runtime : undefined;
    const launcherVersion = 'launcherVersion' in value ? value.launcherVersion : undefined;
    return {
      consented: strings('consented' in value ? value.consented : []),
      knownKeys: strings('knownKeys' in value ? value.knownKeys : []),
      ...(isRuntime(runtime) ? { runtime } : {}),
      ...(typeof launcherVersion === 'string' ? { launcherVersion } : {}),
    };
  } catch {
    return nothing;
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function isRuntime(value: unknown): value is Runtime {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'electron' in value &&
    typeof value.electron === 'boolean'
  );
}
