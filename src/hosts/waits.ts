/** Milliseconds a hook may wait for a person where the host gives it 900 seconds: well before they are over. */
export const usualWait = 840_000;

/**
 * Hosts that give a hook less. Qwen Code's tools wait 60 s for all hooks together, whatever timeout stands in the
 * settings (its message bus, version 0.24.4; measured in reference/agent-behaviour.md 2). Cline's extension gives 30 s
 * (its source); of Windsurf nobody knows, so it gets no more than that.
 */
const shorter: Readonly<Record<string, number>> = { qwen: 45_000, windsurf: 18_000, cline: 15_000 };

/** Hosts that do not run a call whose hook fails or hangs, by a setting in the entry itself. */
export const closedByHost: readonly string[] = ['claude', 'cursor'];

/** Seconds after which the launcher ends a hook that hangs: behind the hook's own limit, before the host's. */
export function launcherSeconds(host?: string): number {
  return (host === undefined ? usualWait : waitOf(host)) / 1_000 + 12;
}

/** Hosts whose limit is not the usual one. */
export const impatientHosts: readonly string[] = Object.keys(shorter);

/** Milliseconds after which a host's hook answers by itself: before the host's own limit, at which the call would run. */
export function waitOf(host: string): number {
  return Object.hasOwn(shorter, host) ? (shorter[host] ?? usualWait) : usualWait;
}
