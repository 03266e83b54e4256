import type { CredentialOrigin } from '../action/signal.ts';
import { displayPath, placeKey } from './places.ts';
import type { SessionState } from './state.ts';

/** Where `source` puts what a file holds: every variable of the shell, as a signal's `into`. */
export const theEnvironment = '$*';

/** How the evidence of a signal begins that tells of a copy in which every line stands where it stood. */
export const copies = 'Copies ';

/** A signal's `into` for a script that reads a secret when it runs: it does not hold the secret, so sending it away is no loss. */
export function runOf(script: string): string {
  return `run ${script}`;
}

/** A file in which this session found a credential, or may have. */
export interface KnownPlace {
  /** As a person reads it. */
  readonly file: string;
  /** When it was first looked into, milliseconds since the epoch, and at which event. */
  readonly at: number;
  readonly event: number;
  /** The event at which it was last looked into, loaded or copied. */
  readonly touched: number;
  /** What was seen in it; empty where no layer saw its content. */
  readonly origins: readonly CredentialOrigin[];
}

/** A file (absolute) or variable into which a secret was put, and the file it came from, as shown. */
export interface Carrier {
  readonly file: string;
  readonly from: string;
  /** The same lines stand in both. */
  readonly whole?: true;
}

/** Whether a place is a description (`output of npm test`), not a file. */
export function isDescription(foundIn: string): boolean {
  return /^(?:output of|an answer from|the shell) /.test(foundIn);
}

type Looked = Pick<SessionState, 'credentials' | 'unseenReads'>;

/** What was last worked out for what was found: neither list is ever changed in place. */
const workedOut = new WeakMap<
  Looked['credentials'],
  { readonly unseenReads: Looked['unseenReads']; readonly places: ReadonlyMap<string, KnownPlace> }
>();

/** The files that this session looked into, by {@link placeKey}, in the order of their first sight. */
export function knownPlaces({ credentials, unseenReads }: Looked): ReadonlyMap<string, KnownPlace> {
  const known = workedOut.get(credentials);
  if (known?.unseenReads === unseenReads) return known.places;
  const places = placesIn({ credentials, unseenReads });
  workedOut.set(credentials, { unseenReads, places });
  return places;
}

function placesIn(state: Looked): Map<string, KnownPlace> {
  const places = new Map<string, KnownPlace>();
  const add = (file: string, at: number, event: number, origin?: CredentialOrigin): void => {
    if (isDescription(file)) return;
    const key = placeKey(file);
    const known = places.get(key);
    const origins = [...(known?.origins ?? []), ...(origin ? [origin] : [])];
    const first = known !== undefined && known.event <= event ? known : { file, at, event };
    places.set(key, { ...first, file: known?.file ?? file, touched: Math.max(known?.touched ?? 0, event), origins });
  };
  for (const origin of state.credentials.values()) add(origin.foundIn, origin.foundAt, origin.event, origin);
  for (const { file, at, event } of state.unseenReads) add(file, at, event);
  return places;
}

/** How often a secret is followed from one copy to the next. */
const hops = 8;

/**
 * Where what lies in a file (absolute, or `$NAME` for a variable) came from, as a person reads it: the file it was
 * copied, moved, cut out or written from. `whole`: line for line. Undefined where nothing was put into it.
 */
export function rootOf(
  carriers: readonly Carrier[],
  file: string,
  origin: { readonly cwd: string; readonly workspaceRoot: string },
): { readonly file: string; readonly whole: boolean } | undefined {
  let found: string | undefined;
  let whole = true;
  let at = file;
  for (let hop = 0; hop < hops && carriers.length > 0; hop += 1) {
    const carrier = carriers.findLast((one) => one.file === at || displayPath(one.file, null, origin) === at);
    if (carrier === undefined || carrier.from === found) break;
    whole &&= carrier.whole === true;
    found = carrier.from;
    at = carrier.from;
  }
  return found === undefined ? undefined : { file: found, whole };
}

/** The file of {@link rootOf} alone. */
export function cameFrom(...of: Parameters<typeof rootOf>): string | undefined {
  return rootOf(...of)?.file;
}
