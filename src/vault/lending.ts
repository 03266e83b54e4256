import path from 'node:path';
import type { LendRequest, Lent } from '../guard/lend.ts';

/** A person's word that one call of one program may have a stored credential. */
export interface Offer {
  /** Of the stored credential. */
  readonly name: string;
  /** The variable the program gets it in. */
  readonly variable: string;
  /** Base name of the program: `railway`. */
  readonly program: string;
  /** Absolute: the folder the call must come from, or below it. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Credentials lent for one call each. Kept in memory alone: a window that closes lends nothing any more. */
export interface Lending {
  /** After a person said so in a dialog of the editor. Another offer of the same credential is replaced. */
  offer(offer: Offer): void;
  offers(): readonly Offer[];
  /** Takes an offer back. */
  withdraw(name: string): void;
  /**
   * Hands a credential to a call that goes out, once: the offer is used up before its value is read. A refusal says
   * in one plain sentence why. Never rejects.
   */
  take(request: LendRequest): Promise<Lent>;
}

/** What {@link createLending} works with. */
export interface LendingDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The stored credential itself; null where there is none. */
  value(name: string): Promise<string | null>;
  /** A credential was handed out, or not; one plain sentence without it. */
  onLent(sentence: string): void;
}

/** How long an offer stands. */
export const offerMilliseconds = 10 * 60_000;

/** Nothing offered yet. */
export function createLending(deps: LendingDeps): Lending {
  const open = new Map<string, Offer>();
  const current = () => [...open.values()].filter(({ until }) => until > deps.now());
  return {
    offer: (offer) => void open.set(offer.name, offer),
    offers: current,
    withdraw: (name) => void open.delete(name),
    async take({ credential, program, cwd }) {
      const offer = current().find(({ name }) => name === credential);
      const refused = refusal(offer, credential, program, cwd);
      if (!offer || refused !== null) return { kind: 'refused', reason: refused ?? '' };
      open.delete(offer.name);
      const value = await deps.value(offer.name).catch(() => null);
      if (value === null) {
        return { kind: 'refused', reason: `The credential ${credential} is no longer in the editor's secret storage.` };
      }
      deps.onLent(`Lent the credential ${offer.name} to one call of ${offer.program}, as ${offer.variable}.`);
      return { kind: 'lent', variable: offer.variable, value };
    },
  };
}

function refusal(offer: Offer | undefined, credential: string, program: string, cwd: string): string | null {
  if (!offer) {
    return `Nobody lends ${credential} now. Ask the person for it: "Holdpoint: Lend Credential" in the editor.`;
  }
  if (path.basename(program).replace(/\.exe$/i, '') !== offer.program) {
    return `${credential} is lent to a call of ${offer.program}, and this is one of ${program}.`;
  }
  const relative = path.relative(offer.folder, cwd);
  const inside = relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
  return inside ? null : `${credential} is lent for a call from ${offer.folder}, and this one comes from ${cwd}.`;
}
