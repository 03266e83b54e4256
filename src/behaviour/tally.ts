import type { Effect } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';

/** What is counted of a session beside what weighs on its restraint: bounded, for the six dimensions. */
export interface Tally {
  /** Actions that came with a usable time after the one before. */
  readonly timed: number;
  /** Their mean distance as an exponential average over about twenty, natural logarithm of seconds. */
  readonly pace: number;
  /** Actions that reached beyond the workspace: other folders, this machine, a server. */
  readonly beyond: number;
  /** Vendors and machines whose things would have been taken away; the first few. */
  readonly providers: readonly string[];
  /** Effects in production, or on a server of which nobody can tell. */
  readonly production: number;
  /** What hosts reported of ended calls. */
  readonly succeeded: number;
  readonly failed: number;
  readonly denied: number;
  /** Attempts at something that was refused. */
  readonly insisted: number;
}

/** Nothing counted. */
export const noTally: Tally = {
  timed: 0,
  pace: 0,
  beyond: 0,
  providers: [],
  production: 0,
  succeeded: 0,
  failed: 0,
  denied: 0,
  insisted: 0,
};

const smoothing = 0.1;
const mostProviders = 16;
const beyondCategories = new Set([
  'read-outside',
  'edit-outside',
  'system',
  'cloud',
  'loss-machine',
  'loss-remote',
  'destroy',
]);

/** The tally after one action. `elapsed` in milliseconds since the one before. */
export function tallied(
  tally: Tally,
  step: {
    readonly elapsed: number;
    readonly first: boolean;
    readonly category: string | undefined;
    readonly effects: readonly Effect[];
    readonly signals: readonly Signal[];
  },
): Tally {
  const losing = step.effects.filter(({ reversibility }) => reversibility !== 'reversible');
  const remote = losing.filter(({ scope }) => scope === 'remote');
  const fresh = losing
    .filter(({ scope }) => scope !== 'workspace')
    .map(({ provider }) => provider)
    .filter((provider) => !tally.providers.includes(provider));
  const seconds = Math.log(Math.max(0.01, step.elapsed / 1000));
  const timed = step.first ? 0 : 1;
  return {
    ...tally,
    timed: tally.timed + timed,
    pace: step.first ? 0 : tally.timed === 0 ? seconds : tally.pace + smoothing * (seconds - tally.pace),
    beyond: tally.beyond + Number(step.category !== undefined && beyondCategories.has(step.category)),
    providers: fresh.length === 0 ? tally.providers : [...tally.providers, ...new Set(fresh)].slice(0, mostProviders),
    production:
      tally.production +
      Number(remote.some(({ environment }) => environment === 'production' || environment === 'unknown')),
    insisted:
      tally.insisted + Number(step.signals.some(({ name }) => name === 'retry-after-denial' || name === 'evasion')),
  };
}

/** The tally after a host reported a call's end. */
export function reported(tally: Tally, end: { readonly ok: boolean | null; readonly denied: boolean }): Tally {
  if (end.denied) return { ...tally, denied: tally.denied + 1 };
  if (end.ok === null) return tally;
  return end.ok ? { ...tally, succeeded: tally.succeeded + 1 } : { ...tally, failed: tally.failed + 1 };
}
