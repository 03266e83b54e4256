import type { Action } from '../action/action.ts';
import type { AuditRecord } from '../action/audit.ts';
import type { TimelineEntry } from '../action/confirmation.ts';
import type { Outcome } from '../action/session.ts';
import type { CredentialOrigin, CredentialUse, SequenceMatch, Signal } from '../action/signal.ts';
import type { Analysis, Observation } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isGenericKind, kindOf } from '../credentials/kinds.ts';
import { isSecretPath } from '../credentials/paths.ts';
import type { FoundCredential } from '../credentials/recognise.ts';
import {
  denialSignals,
  exfiltrationSignals,
  foreignSignals,
  guardSignals,
  recoverySignals,
  switchSignals,
} from './conduct.ts';
import { type KnownSecret, knownSecrets, withoutKnown } from './known-secrets.ts';
import { limits } from './limits.ts';
import { ownSignals } from './own-signals.ts';
import { absolutePath, displayPath } from './places.ts';
import { restraintFloor } from './restraint.ts';
import { folderOf, type RevealedText, type Revelation, revelations, sourceOfOutput } from './revealed.ts';
import { lineOf, sentenceOf, summaryOf } from './sentences.ts';
import { isDestruction, stepSequences, stepSignals } from './sequences.ts';
import { signal, strongest } from './signals.ts';
import {
  discoverySignals,
  laterOf,
  newSession,
  recentOf,
  type SessionState,
  type Step,
  stepped,
  withCredentials,
  withDenial,
  withSignals,
} from './state.ts';
import { credentialUse } from './uses.ts';

export { newSession, type SessionState };

/** What an observation needs beside what happened. */
export interface ObservationContext {
  /** Key of the credentials' fingerprints, the same for all of a session. */
  readonly fingerprintKey: string;
}

/**
 * Looks at an action before it is decided upon: its signals, the sequences it would complete, the credential it
 * would use. `revealed` is what the action itself shows (a read that carries its content). Deterministic; the cost
 * does not grow with the session.
 */
export function observeAction(
  state: SessionState,
  action: Action,
  analysis: Analysis,
  context: ObservationContext,
): {
  state: SessionState;
  observation: Observation;
  revealed: CredentialOrigin[];
  /** Credentials of the session that stand in the action: to be kept out of every text about it. */
  known: readonly KnownSecret[];
} {
  const use = credentialUse(state, action, analysis, context);
  const known = knownSecrets(lineOf(action), state.credentials, context.fingerprintKey);
  const seen = strongest([
    ...ownSignals(action, analysis),
    ...foreignSignals(state, action, use),
    ...exfiltrationSignals(action, analysis),
    ...denialSignals(state, analysis.effects),
    ...recoverySignals(analysis.effects),
    ...guardSignals(action, analysis),
    ...switchSignals(state, analysis),
  ]);
  const signals = withoutKnown(seen, known);
  const event = state.events;
  const at = laterOf(state, action.at);
  const credential = use?.use;
  const { progress, matches } = stepSequences(state.progress, {
    event,
    at,
    signals,
    effects: analysis.effects,
    ...(credential ? { credential } : {}),
  });
  const sequences = matches.map((match) => withProvenance(match, state, analysis));
  const shown = shownBy(action, event, context);
  const revealed = shown.map((revelation) => revelation.origin);
  const next = withCredentials(
    stepped(state, {
      at: action.at,
      kind: action.kind,
      ...(action.callId === undefined ? {} : { callId: action.callId }),
      sentence: sentenceOf(action.kind, summaryOf(action, known)),
      ...(action.kind === 'write' ? { wrote: absolutePath(action.path, action.cwd) } : {}),
      effects: analysis.effects,
      signals,
      progress,
    }),
    revealed,
  );
  const crossed = state.restraint >= restraintFloor && next.restraint < restraintFloor;
  const observation: Observation = {
    signals,
    sequences,
    ...(credential ? { credential } : {}),
    heightened:
      state.heightenedUntil > (Number.isFinite(action.at) ? action.at : state.lastAt) ||
      signals.some((one) => discoverySignals.has(one.name)),
    restraint: next.restraint,
    alert: sequences.length > 0 || crossed,
  };
  return { state: next, observation, revealed, known };
}

/** What the action itself shows. */
function shownBy(action: Action, event: number, context: ObservationContext): Revelation[] {
  if (action.kind !== 'read' || action.content === undefined) return [];
  const foundIn = displayPath(action.path, action.cwd, action);
  return revelations({ text: action.content, foundIn, at: action.at, event, firstLine: 1 }, context.fingerprintKey);
}

/** A sequence that ends in a destruction names the credential: the one used, else the one found that fits the provider. */
function withProvenance(match: SequenceMatch, state: SessionState, analysis: Analysis): SequenceMatch {
  const credential = match.credential ?? fittingCredential(state, analysis);
  if (!credential) return match;
  const steps = [...new Set([...match.steps, credential.event])].sort((a, b) => a - b);
  return { ...match, steps, credential };
}

function fittingCredential(state: SessionState, analysis: Analysis): CredentialUse | undefined {
  const providers = new Set(
    analysis.effects.filter((effect) => isDestruction(effect, undefined)).map((effect) => effect.provider),
  );
  const found = [...state.credentials.values()].findLast((origin) => {
    const kind = kindOf(origin.kind);
    if (kind.id === 'database-url')
      return [...providers].some((provider) => /postgres|mysql|maria|mongo|redis|sql/.test(provider));
    return !isGenericKind(kind.id) && kind.provider !== '' && providers.has(kind.provider);
  });
  return found ? { ...found, canDestroy: kindOf(found.kind).canDestroy } : undefined;
}

/** What became of an action: whether it was refused, and what its output shows. */
export function observeOutcome(
  state: SessionState,
  action: Action,
  outcome: Outcome,
  context: ObservationContext,
): { state: SessionState; signals: Signal[]; revealed: CredentialOrigin[] } {
  const before = outcome.denied ? withDenial(state, action) : state;
  if (outcome.output === undefined || outcome.output === '') return { state: before, signals: [], revealed: [] };
  const { foundIn, whole } = sourceOfOutput(action);
  const { event, at } = reportedOn(before, action, action.at);
  const quiet = action.kind === 'read' && isSecretPath(foundIn);
  return reveal(
    before,
    {
      text: outcome.output,
      foundIn,
      at,
      event,
      firstLine: whole ? 1 : null,
      ...(action.kind === 'shell' || action.kind === 'search' || action.kind === 'mcp'
        ? {
            lines: {
              cwd: action.kind === 'shell' ? folderOf(action.command, action.cwd) : action.cwd,
              workspaceRoot: action.workspaceRoot,
            },
          }
        : {}),
    },
    { context, quiet },
  );
}

/**
 * A text that came to the agent's eyes by another way: a secret file that was read, scanned afterwards.
 * `foundIn` is a display path, `firstLine` its first line's number (1 where not given).
 */
export function observeText(
  state: SessionState,
  revealed: { readonly text: string; readonly foundIn: string; readonly at: number; readonly firstLine?: number },
  context: ObservationContext,
): { state: SessionState; revealed: CredentialOrigin[]; signals: Signal[] } {
  const event = Math.max(0, state.events - 1);
  const { text, foundIn, at, firstLine = 1 } = revealed;
  return reveal(state, { text, foundIn, at, event, firstLine }, { context, quiet: true });
}

/**
 * Credentials that a slower search found in a text the session has seen; those already known stay as they are.
 * `firstLine` null where the lines of the text are not those of the place.
 */
export function observeFound(
  state: SessionState,
  seen: {
    readonly credentials: readonly FoundCredential[];
    readonly foundIn: string;
    readonly at: number;
    readonly firstLine: number | null;
  },
  context: ObservationContext,
): { state: SessionState; revealed: CredentialOrigin[] } {
  const { credentials, foundIn, at, firstLine } = seen;
  const event = Math.max(0, state.events - 1);
  const revealed = credentials.slice(0, limits.revealed).flatMap(({ kind, value, line }): CredentialOrigin[] => {
    const mark = fingerprint(value, context.fingerprintKey);
    if (state.credentials.has(mark)) return [];
    const place = firstLine === null ? {} : { line: line + firstLine - 1 };
    return [{ kind, fingerprint: mark, foundIn, ...place, foundAt: at, event }];
  });
  return { state: withCredentials(state, revealed), revealed };
}

function reveal(
  state: SessionState,
  text: RevealedText,
  { context, quiet }: { context: ObservationContext; quiet: boolean },
): { state: SessionState; signals: Signal[]; revealed: CredentialOrigin[] } {
  const found = revelations(text, context.fingerprintKey);
  if (found.length === 0) return { state, signals: [], revealed: [] };
  const revealed = found.map((revelation) => revelation.origin);
  const telling = found.filter((revelation) => revelation.telling).map((revelation) => revelation.origin);
  const signals = quiet ? [] : printedSignals(telling);
  return { state: withRevealed(state, { at: text.at, event: text.event, signals, revealed }), signals, revealed };
}

function printedSignals(telling: readonly CredentialOrigin[]): Signal[] {
  const first = telling[0];
  if (!first) return [];
  const title = kindOf(first.kind).title;
  const more = telling.length > 1 ? ` and ${telling.length - 1} more` : '';
  const line = first.line === undefined ? '' : ` line ${first.line}`;
  return [
    signal('secret-printed', 0.6, `Shows a ${title}${more} from ${first.foundIn}${line}`, { subject: first.foundIn }),
  ];
}

/** Live and from the log: what came to light after an action was judged. */
function withRevealed(
  state: SessionState,
  seen: {
    readonly at: number;
    readonly event: number;
    readonly signals: readonly Signal[];
    readonly revealed: readonly CredentialOrigin[];
  },
): SessionState {
  const at = laterOf(state, seen.at);
  const known = withCredentials(state, seen.revealed);
  if (seen.signals.length === 0) return known;
  const counted = withSignals({ ...known, lastAt: at }, seen.signals, {
    event: seen.event,
    at,
    elapsed: at - state.lastAt,
  });
  return { ...counted, progress: stepSignals(counted.progress, { event: seen.event, at, signals: seen.signals }) };
}

/** Which action a report is about, and the time it counts at: that of the action, so that the log rebuilds the same. */
function reportedOn(
  state: SessionState,
  report: { readonly callId?: string },
  at: number,
): { event: number; at: number } {
  const action = recentOf(state, report.callId);
  return action ? { event: action.event, at: action.at } : { event: 0, at };
}

/** A call was refused: `decide` said deny, or a hold ended without approval. Call it so that a retry is seen. */
export function observeDenial(
  state: SessionState,
  denied: { readonly callId?: string; readonly at: number },
): SessionState {
  return withDenial(state, denied);
}

/**
 * The state after a record of the log: the same as it was live, so that a restart forgets nothing.
 * Records of other sessions are the caller's to keep apart.
 */
export function foldRecord(state: SessionState, record: AuditRecord): SessionState {
  switch (record.type) {
    case 'judged': {
      const at = record.actionAt ?? Date.parse(record.at);
      const { progress } = stepSequences(state.progress, {
        event: state.events,
        at: laterOf(state, at),
        signals: record.signals,
        effects: record.effects,
        ...usedIn(record.sequences),
      });
      const step: Step = {
        at,
        kind: record.action.kind,
        ...(record.callId === undefined ? {} : { callId: record.callId }),
        sentence: sentenceOf(record.action.kind, record.action.text),
        ...wroteIn(record),
        effects: record.effects,
        signals: record.signals,
        progress,
      };
      const next = withCredentials(stepped(state, step), record.revealed);
      return record.decision === 'deny' ? withDenial(next, record) : next;
    }
    case 'answered':
      return record.answer === 'approved' ? state : withDenial(state, record);
    case 'outcome': {
      const before = record.denied ? withDenial(state, record) : state;
      const { event, at } = reportedOn(before, record, Date.parse(record.at));
      return withRevealed(before, { at, event, signals: record.signals, revealed: record.revealed });
    }
    case 'cleared':
      // One that was put in again later clears nothing that was seen since.
      return record.clearedAt >= state.lastAt ? allClear(state, record.clearedAt) : state;
    case 'opened':
    case 'closed':
    case 'held':
    case 'mode':
    case 'connection':
    case 'tampering':
    case 'rejected':
    case 'policy':
    case 'log':
    case 'pruned':
      return state;
  }
}

function usedIn(sequences: readonly SequenceMatch[]): { credential?: CredentialUse } {
  const credential = sequences.find((sequence) => sequence.credential)?.credential;
  return credential ? { credential } : {};
}

function wroteIn(record: Extract<AuditRecord, { type: 'judged' }>): { wrote?: string } {
  if (record.action.kind !== 'write') return {};
  return { wrote: absolutePath(record.action.text, record.action.cwd) };
}

/** How the session got where it is: the latest signals and ordinary steps, in order; the last action is `this`. */
export function timelineOf(state: SessionState): TimelineEntry[] {
  const last = state.events - 1;
  return state.timeline
    .toSorted((a, b) => a.event - b.event)
    .map(({ at, what, weight, event }) => ({ at, what, weight: event === last ? 'this' : weight }));
}

/** A person looked and found nothing wrong: no longer heightened, sequences begin anew. What was found stays known. */
export function allClear(state: SessionState, at: number): SessionState {
  return {
    ...state,
    lastAt: laterOf(state, at),
    heightenedUntil: 0,
    pressure: 0,
    restraint: 1,
    progress: {},
    subjects: [],
    denials: [],
  };
}
