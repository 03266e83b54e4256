import type { Effect, Environment, Reversibility, Scope } from '../action/effect.ts';
import type { Layer } from '../action/kinds.ts';

/** How long a grant stands where the host does not tell of its call's end (DESIGN 3). */
const grantMilliseconds = 600_000;
/** Grants that stand at once. The oldest goes first; forgetting one only means that a person is asked again. */
const mostGrants = 256;

/** What a person approved: the effects of one held call, each of which a layer below may carry out once. */
export interface Approved {
  /** Id of the hold that was approved. */
  readonly hold: string;
  readonly host: string;
  readonly session: string;
  readonly callId?: string;
  /** The layer whose report was held; absent for a host's hook, which lies above all. */
  readonly layer?: Layer;
  /**
   * Real paths of the folders its programs run in, where all of them are known: `terraform destroy` is another deed in
   * another folder. Absent for tools of a server.
   */
  readonly folders?: ReadonlySet<string>;
  /** What the call said, as a digest: the same call once more is no program that it started. */
  readonly meaning?: string;
  readonly effects: readonly Effect[];
}

/**
 * What approved calls do, so that the layers below the hooks (shim, MCP proxy) do not ask a second time for the same:
 * each approved effect once, until the call ends or ten minutes have passed. A hook never takes from here: for what a
 * host reports a person is asked.
 */
export interface Grants {
  /** Opens what a person's approval covers. Effects nobody could name open nothing. */
  open(approved: Approved): void;
  /**
   * Takes all of these effects for a call of a layer below the hooks, or none where one of them is not granted any
   * more by a layer above it, or by what started it: `npm run x`, approved at its own shim, runs programs whose shims
   * then ask in the same terminal. Gives the ids of the holds they came from, each once; null where nothing was taken, and for no effects.
   */
  take(effects: readonly Effect[], caller: Caller): readonly string[] | null;
  /** The host reported a call's end: nothing of it is left to carry out. */
  callEnded(call: { readonly host: string; readonly session: string; readonly callId: string }): void;
}

/** Which layer asks, and in which of its sessions. */
interface Caller {
  readonly layer: Layer;
  readonly session: string;
  /** Real path of the folder a program runs in; absent for a server's tool. */
  readonly folder?: string;
  /** What the call says, as {@link Approved.meaning}. */
  readonly meaning?: string;
}

/** One approved effect that nobody has carried out yet. */
interface Granted {
  readonly approved: Approved;
  readonly effect: Effect;
  readonly expiresAt: number;
}

/** Nothing granted. `now` gives milliseconds since the epoch. */
export function createGrants(now: () => number): Grants {
  let standing: Granted[] = [];

  const current = () => {
    const at = now();
    standing = standing.filter(({ expiresAt }) => at < expiresAt && expiresAt - at <= grantMilliseconds);
    return standing;
  };

  return {
    open(approved) {
      const expiresAt = now() + grantMilliseconds;
      const added = approved.effects.filter(isNamed).map((effect) => ({ approved, effect, expiresAt }));
      standing = [...current(), ...added].slice(-mostGrants);
    },
    take(effects, caller) {
      if (effects.length === 0 || !effects.every(isNamed)) return null;
      const left = [...current()];
      const taken: Granted[] = [];
      const take = (fits: (granted: Effect) => boolean) => {
        const place = left.findIndex((granted) => isFrom(granted, caller) && fits(granted.effect));
        taken.push(...(place < 0 ? [] : left.splice(place, 1)));
        return place >= 0;
      };
      // Those that are exactly alike first, so that none takes the place another needs.
      const others = effects.filter((effect) => !take((granted) => isAlike(effect, granted)));
      if (!others.every((effect) => take((granted) => isWithin(effect, granted)))) return null;
      standing = left;
      return [...new Set(taken.map(({ approved }) => approved.hold))];
    },
    callEnded({ host, session, callId }) {
      standing = standing.filter(
        ({ approved }) => approved.host !== host || approved.session !== session || approved.callId !== callId,
      );
    },
  };
}

/** `?` is a target nobody could tell: consent to it says nothing about what it turns out to be. */
function isNamed(effect: Effect): boolean {
  return effect.target !== '?' && effect.target !== '' && effect.touchesGuard !== true;
}

/** From the hosts' hooks down: an MCP server may run programs, a program calls no tool of a server through us. */
const layersDown: readonly (Layer | undefined)[] = [undefined, 'mcp', 'exec', 'watch'];

/**
 * An effect that was approved for the caller: above it, or in its own layer for a program that the approved one starts
 * (the effect then stands in a file that is run). What the approved program did itself is done with its approval.
 */
function isFrom({ approved, effect }: Granted, { layer, session, folder, meaning }: Caller): boolean {
  if (approved.folders && folder !== undefined && !approved.folders.has(folder)) return false;
  if (isAbove(approved.layer, layer)) return true;
  if (approved.meaning !== undefined && approved.meaning === meaning) return false;
  return approved.layer === layer && approved.session === session && effect.source !== undefined;
}

function isAbove(one: Layer | undefined, other: Layer): boolean {
  return layersDown.indexOf(one) < layersDown.indexOf(other);
}

/** The same deed on the same thing. */
function isSameDeed(one: Effect, other: Effect): boolean {
  return (
    one.provider === other.provider &&
    one.resource === other.resource &&
    one.target === other.target &&
    one.verb === other.verb
  );
}

function isAlike(effect: Effect, granted: Effect): boolean {
  return (
    isSameDeed(effect, granted) &&
    effect.reversibility === granted.reversibility &&
    effect.scope === granted.scope &&
    effect.environment === granted.environment
  );
}

/** The layer below may know more of the same deed; what it knows must not be worse than what the person was shown. */
function isWithin(effect: Effect, granted: Effect): boolean {
  return (
    isSameDeed(effect, granted) &&
    reversibilityRank[effect.reversibility] <= reversibilityRank[granted.reversibility] &&
    scopeRank[effect.scope] <= scopeRank[granted.scope] &&
    environmentRank[effect.environment] <= environmentRank[granted.environment]
  );
}

const reversibilityRank: Readonly<Record<Reversibility, number>> = {
  reversible: 0,
  recoverable: 1,
  unknown: 2,
  irreversible: 3,
};
const scopeRank: Readonly<Record<Scope, number>> = { workspace: 0, machine: 1, remote: 2 };
const environmentRank: Readonly<Record<Environment, number>> = {
  development: 0,
  staging: 1,
  unknown: 2,
  production: 3,
};
