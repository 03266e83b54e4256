import type { Action } from '../action/action.ts';
import type { CredentialOrigin, CredentialUse } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import {
  isGenericKind,
  kindOf,
  kindOfHost,
  kindOfName,
  kindOfPath,
  kindOfProvider,
  vendorOf,
} from '../credentials/kinds.ts';
import { recogniseCredentials } from '../credentials/recognise.ts';
import { candidateValues } from './candidates.ts';
import { handedFile, loadedFiles } from './file-uses.ts';
import { byLikelihood, fitOf, fitOfOrigin, namesVendor, wantedBy } from './fitting.ts';
import { cameFrom, isDescription, type KnownPlace, knownPlaces, theEnvironment } from './known-places.ts';
import { limits } from './limits.ts';
import { placeKey } from './places.ts';
import type { SessionState } from './state.ts';
import { isTaskFile } from './task-files.ts';
import { isLocalHost, type Texts, textsOf } from './use-texts.ts';

/** Where a use was seen, and how sure it is. */
export interface SeenUse {
  readonly use: CredentialUse;
  /** False where it is only probable: the session read one secret file that no layer saw into. */
  readonly sure: boolean;
}

/** A credential found in this session that the action is about to use, the surest first. */
export function credentialUse(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  context: { readonly fingerprintKey: string },
): SeenUse | undefined {
  const acts =
    analysis.requests.length > 0 || analysis.effects.some(({ reversibility }) => reversibility !== 'reversible');
  if (!acts && knowsNothing(state)) return undefined;
  const texts = textsOf(action, analysis);
  const seen = seenUse(state, action, analysis, texts, context.fingerprintKey);
  if (!seen || isTaskFile(state, action, seen.use.foundIn)) return seen;
  // A server of this machine is logged into with what it answered before, and with what tests make up.
  const local = texts.hosts.length > 0 && texts.hosts.every(isLocalHost);
  if (local && (seen.use.untold || isDescription(seen.use.foundIn))) return seen;
  return { ...seen, use: { ...seen.use, foreign: true } };
}

/** What is known of a call while its credential is looked for. */
interface Search {
  readonly state: SessionState;
  readonly action: Action;
  readonly analysis: Analysis;
  readonly texts: Texts;
  /** The kind that the hosts it speaks to take. */
  readonly vendor: string | undefined;
  readonly key: string;
}

/** Whether a session has come across no credential yet: then only what a call loads by itself can be used. */
function knowsNothing({ credentials, unseenReads, carriers }: SessionState): boolean {
  return credentials.size === 0 && unseenReads.length === 0 && carriers.length === 0;
}

function seenUse(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  texts: Texts,
  key: string,
): SeenUse | undefined {
  const vendor = texts.hosts.map(kindOfHost).find((kind) => kind !== undefined)?.id;
  const search: Search = { state, action, analysis, texts, vendor, key };
  const value = usedByValue(search);
  if (value) return { use: asUse(value, vendor), sure: true };
  const sure =
    usedByLoading(search) ??
    (knowsNothing(state)
      ? undefined
      : (usedByPath(search) ?? usedByVariable(search) ?? usedByExport(search) ?? usedByLogin(search)));
  if (sure) return { use: sure, sure: true };
  const unseen = usedUnseen(search);
  return unseen ? { use: unseen, sure: false } : undefined;
}

function asUse(origin: CredentialOrigin, vendor: string | undefined): CredentialUse {
  const kind = vendor !== undefined && isGenericKind(origin.kind) ? vendor : origin.kind;
  return { ...origin, kind, canDestroy: kindOf(kind).canDestroy };
}

/** The exact value, wherever it stands in argv, headers, URL, environment or body. */
function usedByValue({ state, texts, key }: Search): CredentialOrigin | undefined {
  if (state.credentials.size === 0) return undefined;
  const tried = new Set<string>();
  let identifier: CredentialOrigin | undefined;
  let left: number = limits.usedCharacters;
  for (const text of texts.values) {
    if (left <= 0) break;
    const part = text.slice(0, left);
    left -= part.length;
    for (const candidate of candidateValues(part)) {
      if (tried.has(candidate)) continue;
      if (tried.size >= limits.candidates) return identifier;
      tried.add(candidate);
      const origin = state.credentials.get(fingerprint(candidate, key));
      if (origin && !isIdentifier(origin)) return origin;
      identifier ??= origin;
    }
  }
  return identifier;
}

/** The public half of a pair (`access_key`, `client_id`, an account): the secret one tells better where both came from. */
function isIdentifier({ variable }: CredentialOrigin): boolean {
  return (
    variable !== undefined &&
    /(?:^|_)(?:(?<!secret_)access_key(?:_id)?|key_id|client_id|account(?:_sid)?|user(?:name)?|public(?:_key)?)$/i.test(
      variable,
    )
  );
}

const variableUse = /\$(?:env:)?\{?([A-Za-z_][A-Za-z0-9_]{0,80})|%([A-Za-z_][A-Za-z0-9_]{1,80})%/g;
const variableInCode =
  /(?:process\.env|Deno\.env)\.([A-Za-z_]\w{1,80})|(?:process\.env|environ|ENV)(?:\.get\(|\.fetch\(|\[)["']([A-Za-z_]\w{1,80})|(?:getenv|env\.get)\(["']([A-Za-z_]\w{1,80})/g;

/** The variables whose values a call takes in: `$NAME` where it is not resolved, and what code reads of its environment. */
function namesIn({
  texts: { sources, values },
  action,
  analysis,
}: Pick<Search, 'texts' | 'action' | 'analysis'>): Set<string> {
  const names = new Set<string>();
  const take = (text: string, form: RegExp): void => {
    for (const match of text.slice(0, limits.usedCharacters).matchAll(form))
      names.add(match[1] ?? match[2] ?? match[3] ?? '');
  };
  for (const source of sources) if (/[$%]/.test(source)) take(source, variableUse);
  // Code that is written is not run yet, and what does nothing needs no name.
  if (action.kind !== 'write' && analysis.effects.length + analysis.requests.length > 0)
    for (const text of [...sources, ...values]) if (/env/i.test(text)) take(text, variableInCode);
  return names;
}

/**
 * A variable whose name was seen in a file (`source infra/.env` earlier, `$RAILWAY_TOKEN` now), or into which a secret was
 * put: of several files that have it, the one that was looked into or loaded last.
 */
function usedByVariable(search: Search): CredentialUse | undefined {
  const { state, action } = search;
  const names = namesIn(search);
  if (names.size === 0) return undefined;
  for (const name of names) {
    const from = cameFrom(state.carriers, `$${name}`, action);
    if (from !== undefined) return useOfFile(search, placeAt(search, from), [...names]);
  }
  const loaded = cameFrom(state.carriers, theEnvironment, action);
  const place = loaded === undefined ? undefined : placeAt(search, loaded);
  const holds =
    place && (place.origins.length === 0 || place.origins.some(({ variable }) => names.has(variable ?? '')));
  if (holds && [...names].some(isSecretName)) return useOfFile(search, place, [...names]);
  const found = [...knownPlaces(state).values()]
    .flatMap(({ origins, touched }) => origins.map((origin) => ({ origin, touched })))
    .filter(({ origin: { variable } }) => variable !== undefined && names.has(variable))
    .sort((a, b) => a.touched - b.touched)
    .at(-1);
  const origin =
    found?.origin ??
    [...state.credentials.values()].findLast(({ variable }) => variable !== undefined && names.has(variable));
  return origin && asUse(origin, search.vendor);
}

/** `source infra/.env && railway …`, `TOKEN=$(grep … infra/.env)`: a secret file read and its content used in one command. */
function usedByLoading(search: Search): CredentialUse | undefined {
  const { state, action, analysis, texts } = search;
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  if (!acts && analysis.requests.length === 0) return undefined;
  const files = loadedFiles(action, analysis, state);
  if (files.length === 0) return undefined;
  const names = [...namesIn(search)];
  const computed = texts.sources.some((source) =>
    /\$\(|`|\b(?:get-content|import-\w+|convertfrom-\w+)\b/i.test(source),
  );
  // `export $(grep -v '^#' .env | xargs)` loads them as well.
  const exported = analysis.invocations.some(
    ({ program, name, args }) =>
      (program === null && name.kind === 'unknown') ||
      (/^(?:export|eval|env|set)$/.test(program ?? '') && args.some((word) => word.kind === 'unknown')),
  );
  const loads = (exported || files.some((one) => one.loaded)) && acts;
  if (names.length === 0 && !computed && !loads) return undefined;
  const known = files.map(({ file }) => placeAt(search, file));
  const [place] = [
    ...known.filter(({ origins }) =>
      origins.some(({ variable }) => variable !== undefined && names.includes(variable)),
    ),
    ...byLikelihood(known, wantedBy(action, analysis, texts.hosts), () => false).reverse(),
  ];
  return place && useOfFile(search, place, [...names, ...lookedUp(texts, action)]);
}

/** The variables that a command looks up in a file: `$(grep HCLOUD_TOKEN infra/.env | cut -d= -f2)`. */
function lookedUp({ sources }: Texts, action: Action): string[] {
  const text = action.kind === 'shell' ? action.command.slice(0, limits.usedCharacters) : sources.join(' ');
  return [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name);
}

function isSecretName(name: string): boolean {
  return kindOfName(name) !== undefined || /TOKEN|KEY|SECRET|PASS|URL/i.test(name);
}

/** A file that a call which acts is handed: a key, a list of variables, a script with a secret in it. */
function usedByPath(search: Search): CredentialUse | undefined {
  const { state, action, analysis } = search;
  const file = handedFile(action, analysis, state);
  return file === undefined ? undefined : useOfFile(search, placeAt(search, file), []);
}

/** A variable that was exported with something found, and that the program which acts reads by itself: `VULTR_API_KEY`. */
function usedByExport(search: Search): CredentialUse | undefined {
  const { state, action, analysis, texts } = search;
  if (!state.carriers.some(({ file }) => file.startsWith('$'))) return undefined;
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  if (!acts) return undefined;
  const { vendors } = wantedBy(action, analysis, texts.hosts);
  const carrier = state.carriers.findLast(({ file }) => {
    const name = file.startsWith('$') ? file.slice(1) : '';
    const vendor = kindOfName(name)?.provider;
    return name !== '' && ((vendor !== undefined && vendors.has(vendor)) || namesVendor(name, vendors));
  });
  const from = carrier && cameFrom(state.carriers, carrier.file, action);
  return from === undefined ? undefined : useOfFile(search, placeAt(search, from), [carrier?.file.slice(1) ?? '']);
}

/** A program that was logged in with something found acts in its name from then on. */
function usedByLogin(search: Search): CredentialUse | undefined {
  const { state, analysis } = search;
  if (state.logins.length === 0) return undefined;
  const acts = analysis.effects.filter((effect) => effect.reversibility !== 'reversible');
  const login = state.logins.findLast(({ vendor }) =>
    acts.some(({ provider, target }) => vendorOf(provider) === vendor || `${target}/`.startsWith(`${vendor}/`)),
  );
  return login && useOfFile(search, placeAt(search, login.from), []);
}

/** A file as the session knows it; one it never looked into counts as seen now. */
function placeAt({ state, action }: Pick<Search, 'state' | 'action'>, file: string): KnownPlace {
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
function useOfFile(
  { analysis, vendor, key, action, texts }: Pick<Search, 'analysis' | 'vendor' | 'key' | 'action' | 'texts'>,
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
 * A credential stands in the call, and the session read exactly one secret file whose content no layer saw:
 * that file is its probable origin.
 */
function usedUnseen({ state, texts, ...how }: Search): CredentialUse | undefined {
  const files = new Set(state.unseenReads.map((read) => read.file));
  const read = state.unseenReads.at(-1);
  if (!read || files.size !== 1) return undefined;
  const found = texts.values.flatMap((text) => recogniseCredentials(text.slice(0, limits.usedCharacters)))[0];
  if (!found) return undefined;
  const kind = how.vendor !== undefined && isGenericKind(found.kind) ? how.vendor : found.kind;
  return {
    kind,
    fingerprint: fingerprint(found.value, how.key),
    foundIn: read.file,
    ...(found.variable === undefined ? {} : { variable: found.variable }),
    foundAt: read.at,
    event: read.event,
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
