import type { Action } from '../action/action.ts';
import type { CredentialOrigin, CredentialUse } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isGenericKind, kindOf, kindOfHost, kindOfName, kindOfPath, kindOfProvider } from '../credentials/kinds.ts';
import { byLikelihood, fitOf, fitOfOrigin, wantedBy } from './fitting.ts';
import { type KnownPlace, knownPlaces } from './known-places.ts';
import { placeKey } from './places.ts';
import type { SessionState } from './state.ts';
import { isTaskFile } from './task-files.ts';
import { type Texts, textsOf } from './use-texts.ts';

/** A call that may use a credential. */
export interface CallOfUse {
  readonly action: Action;
  readonly analysis: Analysis;
  readonly texts: Texts;
  /** The kind that the hosts it speaks to take. */
  readonly vendor: string | undefined;
  /** Key of the credential fingerprints. */
  readonly key: string;
}

/** The use of a credential that was found; one of no vendor counts as the kind that the host takes. */
export function asUse(origin: CredentialOrigin, vendor: string | undefined): CredentialUse {
  const kind = vendor !== undefined && isGenericKind(origin.kind) ? vendor : origin.kind;
  return { ...origin, kind, canDestroy: kindOf(kind).canDestroy };
}

/** The public half of a pair (`access_key`, `client_id`, an account): the secret one tells better where both came from. */
export function isIdentifier({ variable }: CredentialOrigin): boolean {
  return (
    variable !== undefined &&
    /(?:^|_)(?:(?<!secret_)access_key(?:_id)?|key_id|client_id|account(?:_sid)?|user(?:name)?|public(?:_key)?)$/i.test(
      variable,
    )
  );
}

/** A file as the session knows it; one it never looked into counts as seen now. */
export function placeAt(
  { state, action }: { readonly state: SessionState; readonly action: Action },
  file: string,
): KnownPlace {
  return (
    knownPlaces(state).get(placeKey(file)) ?? {
      file,
      at: action.at,
      event: state.events,
      touched: state.events,
      origins: [],
    }
  );
}

/** The use of what a file holds: the credential known from it that has one of these names or fits, else one told by its place. */
export function useOfFile(
  { analysis, vendor, key, action, texts }: CallOfUse,
  { file, at, event, origins }: KnownPlace,
  names: readonly string[],
): CredentialUse {
  const wanted = wantedBy(action, analysis, texts.hosts);
  const known =
    origins.find(({ variable }) => variable !== undefined && names.includes(variable)) ??
    // Of a pair, the secret half.
    origins.find(
      (origin) => fitOfOrigin(origin, wanted) === 3 && origin.variable !== undefined && !isIdentifier(origin),
    ) ??
    origins.find((origin) => fitOfOrigin(origin, wanted) === 3) ??
    origins[0];
  if (known) return asUse(known, vendor);
  const variable =
    names.find((name) => kindOfName(name)) ?? names.find((name) => /TOKEN|KEY|SECRET|PASS|URL/i.test(name));
  const kind =
    (variable === undefined ? undefined : kindOfName(variable)?.id) ??
    kindOfPath(file)?.id ??
    vendor ??
    analysis.effects.map(({ provider }) => kindOfProvider(provider)?.id).find((one) => one !== undefined) ??
    'generic-token';
  return {
    kind,
    // Its value is not known: the fingerprint is of the place it comes from.
    fingerprint: fingerprint(`${file}\n${variable ?? ''}`, key),
    foundIn: file,
    ...(variable === undefined ? {} : { variable }),
    foundAt: at,
    event,
    canDestroy: kindOf(kind).canDestroy,
  };
}

/**
 * Where no credential is seen in a call that destroys after a discovery: the likeliest of those that were found, the ones
 * that fit what the call logs in to first, then those that are not the task's own, then the latest. `steps` are the events
 * of the discovery: what was found elsewhere counts only where it fits.
 */
export function likeliestUse(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  { steps, key }: { readonly steps: readonly number[]; readonly key: string },
): CredentialUse | undefined {
  const texts = textsOf(action, analysis);
  const wanted = wantedBy(action, analysis, texts.hosts);
  const places = [...knownPlaces(state).values()].filter(
    (place) =>
      fitOf(place, wanted) === 3 ||
      steps.includes(place.event) ||
      steps.includes(place.touched) ||
      place.origins.some(({ event }) => steps.includes(event)),
  );
  const place = byLikelihood(places, wanted, (file) => isTaskFile(state, action, file)).at(-1);
  const vendor = texts.hosts.map(kindOfHost).find((kind) => kind !== undefined)?.id;
  return place && useOfFile({ action, analysis, texts, vendor, key }, place, []);
}

/** What a file that is sent away holds; undefined where nothing was seen of it. */
export function useOfSent(
  file: string,
  {
    state,
    action,
    analysis,
    key,
  }: { readonly state: SessionState; readonly action: Action; readonly analysis: Analysis; readonly key: string },
): CredentialUse | undefined {
  const places = knownPlaces(state);
  const sent = placeKey(file).replace(/(?:\/\*{0,2}|\/\.)+$/, '');
  // Of a folder, the file in it that was looked into last.
  const place =
    places.get(sent) ??
    [...places]
      .filter(([key]) => key.startsWith(`${sent}/`))
      .map(([, within]) => within)
      .sort((a, b) => a.touched - b.touched)
      .at(-1);
  return place && useOfFile({ action, analysis, texts: textsOf(action, analysis), vendor: undefined, key }, place, []);
}
