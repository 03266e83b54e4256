import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { CredentialOrigin, CredentialUse } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isGenericKind, kindOf, kindOfHost, kindOfName, kindOfPath, kindOfProvider } from '../credentials/kinds.ts';
import { recogniseCredentials } from '../credentials/recognise.ts';
import { limits } from './limits.ts';
import { textOf } from './places.ts';
import { secretFilesRead } from './reading.ts';
import type { SessionState } from './state.ts';

/** Programs whose arguments are looked for or shown, not used to log in anywhere. */
const notUsing = new Set(
  `grep egrep fgrep rg ag ack cat less head tail sed awk echo printf ls find fd test [ [[ wc diff sort source . cut tr tee jq
  export set declare read true false cd mkdir rm cp mv touch chmod`.split(/\s+/),
);

/** Where a use was seen, and how sure it is. */
export interface SeenUse {
  readonly use: CredentialUse;
  /** False where it is only probable: the session read one secret file that no layer saw into. */
  readonly sure: boolean;
}

interface Texts {
  /** Exact texts in which a secret may stand. */
  readonly values: string[];
  /** Source texts in which a variable may be used. */
  readonly sources: string[];
  readonly hosts: string[];
}

/** A credential found in this session that the action is about to use, the surest first. */
export function credentialUse(
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

/**
 * The parts of a text that may be a secret: words, what follows a `=` or `:`, the user part of a URL, `Basic` decoded.
 * What is recognised as a credential comes first, so that a long body cannot push it out of the bound.
 */
export function* candidateValues(text: string): Generator<string> {
  const fits = (value: string) => value.length >= 6 && value.length <= 4096;
  for (const found of recogniseCredentials(text)) yield found.value;
  for (const match of text.matchAll(/\bBasic\s{1,3}([A-Za-z0-9+/]{8,2000}={0,2})/gi)) {
    const [user = '', ...rest] = Buffer.from(match[1] ?? '', 'base64')
      .toString('utf8')
      .split(':');
    for (const part of [rest.join(':'), user]) if (fits(part)) yield part;
  }
  for (const match of text.matchAll(/:\/\/([^\s/@"'`]{1,600})@/g)) {
    const userinfo = match[1] ?? '';
    const colon = userinfo.indexOf(':');
    for (const part of [userinfo.slice(colon + 1), decoded(userinfo.slice(colon + 1))]) if (fits(part)) yield part;
  }
  for (const word of text.split(/[\s"'`]+/)) {
    if (word.length < 6) continue;
    const bare = word.replace(/[,;)}\]]+$/, '').replace(/^[({[]+/, '');
    for (const part of [bare, after(bare, '='), after(bare, ':')]) if (fits(part)) yield part;
    for (const cut of [/[=:@,;()[\]{}<>|&?\\]+/, /[=:@,;()[\]{}<>|&?/\\]+/]) {
      for (const part of bare.split(cut)) if (fits(part)) yield part;
    }
    if (bare.includes('%')) for (const part of decoded(bare).split(/[=:&?]+/)) if (fits(part)) yield part;
  }
}

function after(text: string, sign: string): string {
  const at = text.indexOf(sign);
  return at === -1 ? '' : text.slice(at + 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
  const files = analysis.invocations.flatMap((invocation) => secretFilesRead(invocation, action));
  const file = files[0];
  if (!file) return undefined;
  const names = [...namesIn(how.texts.sources)];
  const computed = how.texts.sources.some((source) => /\$\(|`/.test(source));
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  const loads = files.some((one) => one.loaded) && acts;
  if (names.length === 0 && !computed && !loads) return undefined;
  if (!acts && analysis.requests.length === 0) return undefined;
  const known = [...state.credentials.values()].filter((origin) => origin.foundIn === file.foundIn);
  const providers = new Set(analysis.effects.map((effect) => effect.provider));
  const fitting =
    known.find((origin) => origin.kind === how.vendor) ??
    known.find((origin) => providers.has(kindOf(origin.kind).provider)) ??
    known[0];
  if (fitting) return asUse(fitting, how.vendor);
  const variable =
    names.find((name) => kindOfName(name)) ?? names.find((name) => /TOKEN|KEY|SECRET|PASS|URL/i.test(name));
  const kind =
    (variable === undefined ? undefined : kindOfName(variable)?.id) ??
    kindOfPath(file.foundIn)?.id ??
    how.vendor ??
    [...providers].map(kindOfProvider).find((one) => one !== undefined)?.id ??
    'generic-token';
  return {
    kind,
    // Its value is not known: the fingerprint is of the place it comes from.
    fingerprint: fingerprint(`${file.foundIn}\n${variable ?? ''}`, how.key),
    foundIn: file.foundIn,
    ...(variable === undefined ? {} : { variable }),
    foundAt: action.at,
    event: state.events,
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

function textsOf(action: Action, analysis: Analysis): Texts {
  const values: string[] = [];
  const sources: string[] = [];
  const hosts: string[] = [];
  const address = (url: string | null | undefined) => {
    if (!url) return;
    values.push(url);
    const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(url)?.[1];
    if (host) hosts.push(host);
  };
  for (const request of analysis.requests) {
    address(request.url);
    for (const value of Object.values(request.headers)) if (value !== null) values.push(value);
    if (request.body.kind === 'text') values.push(request.body.value);
  }
  for (const invocation of analysis.invocations) invocationTexts(invocation, { values, sources });
  switch (action.kind) {
    case 'http':
      address(action.url);
      values.push(...Object.values(action.headers));
      if (action.body !== undefined) values.push(action.body);
      break;
    case 'mcp':
      values.push(jsonText(action.input));
      break;
    case 'sql':
      if (action.connection !== undefined) values.push(action.connection);
      break;
    case 'write':
      if (action.content !== undefined) values.push(action.content);
      for (const edit of action.edits ?? []) values.push(edit.newText);
      break;
    case 'web':
      address(action.url);
      break;
    case 'task':
      values.push(...action.args);
      break;
    case 'shell':
    case 'read':
    case 'delete':
    case 'search':
      break;
  }
  return { values, sources, hosts };
}

function invocationTexts(invocation: Invocation, { values, sources }: Pick<Texts, 'values' | 'sources'>): void {
  for (const word of Object.values(invocation.environment))
    (word.kind === 'unknown' ? sources : values).push(textOf(word));
  if (invocation.program !== null && notUsing.has(invocation.program)) return;
  for (const word of invocation.args) {
    // Git is handed a credential in an address or a header; elsewhere it looks for it.
    if (invocation.program === 'git' && !/:\/\/|extraheader/i.test(textOf(word))) continue;
    (word.kind === 'unknown' ? sources : values).push(textOf(word));
    // A computed word may hold the secret literally next to what is computed.
    if (word.kind === 'unknown') values.push(word.text);
  }
  if (invocation.stdin.kind === 'text') values.push(invocation.stdin.value);
}

function jsonText(input: unknown): string {
  try {
    return JSON.stringify(input)?.slice(0, limits.usedCharacters) ?? '';
  } catch {
    return '';
  }
}
