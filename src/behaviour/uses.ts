import type { Action } from '../action/action.ts';
import type { CredentialOrigin, CredentialUse } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isGenericKind, kindOf, kindOfHost, kindOfName, vendorOf } from '../credentials/kinds.ts';
import { recogniseCredentials } from '../credentials/recognise.ts';
import { candidateValues } from './candidates.ts';
import { handedFile, loadedFiles } from './file-uses.ts';
import { byLikelihood, namesVendor, wantedBy } from './fitting.ts';
import { cameFrom, isDescription, knownPlaces, theEnvironment } from './known-places.ts';
import { limits } from './limits.ts';
import type { SessionState } from './state.ts';
import { isTaskFile } from './task-files.ts';
import { asUse, type CallOfUse, isIdentifier, placeAt, useOfFile } from './use-of-file.ts';
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
interface Search extends CallOfUse {
  readonly state: SessionState;
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
