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
import { after, candidateValues } from './candidates.ts';
import { limits } from './limits.ts';
import { isLogin } from './logins.ts';
import { absolutePath, displayPath, placeKey } from './places.ts';
import { secretFilesRead } from './reading.ts';
import type { SessionState } from './state.ts';
import { isTaskFile } from './task-files.ts';
import { notUsing, type Texts, textsOf } from './use-texts.ts';

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
  const seen = seenUse(state, action, analysis, context);
  if (!seen || isTaskFile(state, action, seen.use.foundIn)) return seen;
  return { ...seen, use: { ...seen.use, foreign: true } };
}

function seenUse(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  context: { readonly fingerprintKey: string },
): SeenUse | undefined {
  const texts = textsOf(action, analysis);
  const vendor = texts.hosts.map(kindOfHost).find((kind) => kind !== undefined)?.id;
  const byValue = usedByValue(state, texts, context.fingerprintKey);
  if (byValue) return { use: asUse(byValue, vendor), sure: true };
  const byVariable = usedByVariable(state, texts);
  if (byVariable) return { use: asUse(byVariable, vendor), sure: true };
  const loaded = usedByLoading(state, action, analysis, { texts, vendor, key: context.fingerprintKey });
  if (loaded) return { use: loaded, sure: true };
  const handed = usedByPath(state, action, analysis, { vendor, key: context.fingerprintKey });
  if (handed) return { use: handed, sure: true };
  const login = usedByLogin(state, analysis, { vendor, key: context.fingerprintKey });
  if (login) return { use: login, sure: true };
  const unseen = usedUnseen(state, texts, { vendor, key: context.fingerprintKey });
  return unseen ? { use: unseen, sure: false } : undefined;
}

function asUse(origin: CredentialOrigin, vendor: string | undefined): CredentialUse {
  const kind = vendor !== undefined && isGenericKind(origin.kind) ? vendor : origin.kind;
  return { ...origin, kind, canDestroy: kindOf(kind).canDestroy };
}

/** The exact value, wherever it stands in argv, headers, URL, environment or body. */
function usedByValue(state: SessionState, texts: Texts, key: string): CredentialOrigin | undefined {
  if (state.credentials.size === 0) return undefined;
  const tried = new Set<string>();
  let left: number = limits.usedCharacters;
  for (const text of texts.values) {
    if (left <= 0) break;
    const part = text.slice(0, left);
    left -= part.length;
    for (const candidate of candidateValues(part)) {
      if (tried.has(candidate)) continue;
      if (tried.size >= limits.candidates) return undefined;
      tried.add(candidate);
      const origin = state.credentials.get(fingerprint(candidate, key));
      if (origin) return origin;
    }
  }
  return undefined;
}

const variableUse = /\$(?:env:)?\{?([A-Za-z_][A-Za-z0-9_]{1,80})|%([A-Za-z_][A-Za-z0-9_]{1,80})%/g;

/** A variable whose name was seen in a revealed file: `source infra/.env` earlier, `$RAILWAY_TOKEN` now. */
function usedByVariable(state: SessionState, texts: Texts): CredentialOrigin | undefined {
  if (state.credentials.size === 0) return undefined;
  const names = namesIn(texts.sources);
  if (names.size === 0) return undefined;
  return [...state.credentials.values()].findLast(
    (origin) => origin.variable !== undefined && names.has(origin.variable),
  );
}

function namesIn(sources: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const source of sources) {
    if (!source.includes('$') && !source.includes('%')) continue;
    for (const match of source.slice(0, limits.usedCharacters).matchAll(variableUse))
      names.add(match[1] ?? match[2] ?? '');
  }
  return names;
}

/** `source infra/.env && railway …`, `TOKEN=$(grep … infra/.env)`: a secret file read and its content used in one command. */
function usedByLoading(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  how: { readonly texts: Texts; readonly vendor: string | undefined; readonly key: string },
): CredentialUse | undefined {
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  if (!acts && analysis.requests.length === 0) return undefined;
  const files = analysis.invocations.flatMap((invocation) => secretFilesRead(invocation, action));
  const file = files[0];
  if (!file) return undefined;
  const names = [...namesIn(how.texts.sources)];
  const computed = how.texts.sources.some((source) => /\$\(|`/.test(source));
  // `export $(grep -v '^#' .env | xargs)` loads them as well.
  const exported = analysis.invocations.some(
    ({ program, args }) =>
      /^(?:export|eval|env|set)$/.test(program ?? '') && args.some((word) => word.kind === 'unknown'),
  );
  const loads = (exported || files.some((one) => one.loaded || one.opened)) && acts;
  if (names.length === 0 && !computed && !loads) return undefined;
  const variable =
    names.find((name) => kindOfName(name)) ?? names.find((name) => /TOKEN|KEY|SECRET|PASS|URL/i.test(name));
  return useOfFile(state, { file: file.foundIn, at: action.at, event: state.events }, { ...how, variable, analysis });
}

/** `--env-file infra/.env`, `-i ~/.ssh/deploy`, `KUBECONFIG=…`: a destructive call is handed a file this session looked into. */
function usedByPath(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  how: { readonly vendor: string | undefined; readonly key: string },
): CredentialUse | undefined {
  if (state.credentials.size === 0 && state.unseenReads.length === 0 && state.carriers.length === 0) return undefined;
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  if (!acts && !(action.kind === 'shell' && isLogin(action.command))) return undefined;
  const handed = new Set<string>();
  const scripts = new Set<string>();
  for (const invocation of analysis.invocations) {
    if (invocation.source) scripts.add(absolutePath(invocation.source.file, action.cwd));
    if (invocation.program === null || notUsing.has(invocation.program)) continue;
    for (const word of [invocation.name, ...invocation.args, ...Object.values(invocation.environment)]) {
      if (word.kind !== 'known' || word.value.length > 1024) continue;
      scripts.add(absolutePath(word.value, invocation.cwd ?? action.cwd));
      for (const path of [word.value, after(word.value, '='), after(word.value, '@')]) {
        if (path !== '' && /[./~]/.test(path)) handed.add(placeKey(displayPath(path, invocation.cwd, action)));
      }
    }
  }
  const carrier = state.carriers.findLast(({ file }) => scripts.has(file));
  if (carrier) return useOfFile(state, placeOf(state, carrier.from), { ...how, variable: undefined, analysis });
  if (handed.size === 0) return undefined;
  const origin = [...state.credentials.values()].findLast(({ foundIn }) => handed.has(placeKey(foundIn)));
  const read = state.unseenReads.findLast(({ file }) => handed.has(placeKey(file)));
  const place = origin ? { file: origin.foundIn, at: origin.foundAt, event: origin.event } : read;
  return place && useOfFile(state, place, { ...how, variable: undefined, analysis });
}

/** When and at which event a place was first seen. */
function placeOf(state: SessionState, file: string): { file: string; at: number; event: number } {
  const key = placeKey(file);
  const origin = [...state.credentials.values()].find(({ foundIn }) => placeKey(foundIn) === key);
  return { file, at: origin?.foundAt ?? state.lastAt, event: origin?.event ?? Math.max(0, state.events - 1) };
}

/** A program that was logged in with something found acts in its name from then on. */
function usedByLogin(
  state: SessionState,
  analysis: Analysis,
  how: { readonly vendor: string | undefined; readonly key: string },
): CredentialUse | undefined {
  if (state.logins.length === 0) return undefined;
  const vendors = new Set(
    analysis.effects
      .filter((effect) => effect.reversibility !== 'reversible')
      .map((effect) => vendorOf(effect.provider)),
  );
  const login = state.logins.findLast(({ vendor }) => vendors.has(vendor));
  return login && useOfFile(state, placeOf(state, login.from), { ...how, variable: undefined, analysis });
}

/** The use of whatever a secret file holds: the credential known from it that fits, else one told by its place. */
function useOfFile(
  state: SessionState,
  { file, at, event }: { readonly file: string; readonly at: number; readonly event: number },
  how: {
    readonly vendor: string | undefined;
    readonly key: string;
    readonly variable: string | undefined;
    readonly analysis: Analysis;
  },
): CredentialUse {
  const known = [...state.credentials.values()].filter((origin) => placeKey(origin.foundIn) === placeKey(file));
  const providers = how.analysis.effects.map((effect) => effect.provider);
  const wanted = [how.vendor, ...providers.map((provider) => kindOfProvider(provider)?.id)];
  const fitting = known.find((origin) => wanted.includes(origin.kind)) ?? known[0];
  if (fitting) return asUse(fitting, how.vendor);
  const { variable } = how;
  const kind =
    (variable === undefined ? undefined : kindOfName(variable)?.id) ??
    kindOfPath(file)?.id ??
    wanted.find((one) => one !== undefined) ??
    'generic-token';
  return {
    kind,
    // Its value is not known: the fingerprint is of the place it comes from.
    fingerprint: fingerprint(`${file}\n${variable ?? ''}`, how.key),
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
function usedUnseen(
  state: SessionState,
  texts: Texts,
  how: { readonly vendor: string | undefined; readonly key: string },
): CredentialUse | undefined {
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

/** What a place that was found holds, as far as it is known: for a call in which no credential is seen. */
export function useOfPlace(
  state: SessionState,
  place: { readonly file: string; readonly at: number; readonly event: number },
  analysis: Analysis,
  key: string,
): CredentialUse {
  return useOfFile(state, place, { vendor: undefined, key, variable: undefined, analysis });
}
