import type { Action } from '../action/action.ts';
import type { TimelineEntry } from '../action/confirmation.ts';
import type { CredentialOrigin, SequenceMatch, Signal } from '../action/signal.ts';
import type { Analysis, Observation } from '../action/verdict.ts';
import type { Baseline } from './baseline.ts';
import { bulkSignals } from './bulk-change.ts';
import type { Capabilities } from './capability-needs.ts';
import { carriedSignals } from './carriers.ts';
import { foreignSignals, guardSignals, recoverySignals } from './conduct.ts';
import { conductOf } from './conducting.ts';
import { denialSignals, goalsOf } from './denials.ts';
import { switchSignals } from './environment-switch.ts';
import { exfiltrationSignals } from './exfiltration.ts';
import type { Habits } from './habits.ts';
import { type KnownSecret, knownSecrets, withoutKnown } from './known-secrets.ts';
import { ownSignals } from './own-signals.ts';
import { absolutePath, displayPath } from './places.ts';
import { reasonsOf, restraintFloor, restraintOf } from './restraint.ts';
import { type Revelation, revelations } from './revealed.ts';
import { keptSignals, sentOnSignals } from './sent-on.ts';
import { lineOf, redactedLine, ruleText, sentenceOf } from './sentences.ts';
import type { SequenceRule } from './sequence-rules.ts';
import { stepSequences } from './sequences.ts';
import { strongest } from './signals.ts';
import { discoverySignals, newSession, type SessionState } from './state.ts';
import { conductAfter, laterOf, type Step, steadied, stepped, withCredentials, withDenial } from './state-after.ts';
import { isTaskFile } from './task-files.ts';
import { likeliestUse, useOfSent } from './use-of-file.ts';
import { credentialUse } from './uses.ts';

export { newSession, type SessionState };

/** What an observation needs beside what happened. */
export interface ObservationContext {
  /** Key of the credentials' fingerprints, the same for all of a session. */
  readonly fingerprintKey: string;
  /** A person's own sequences; without it those of the session's last action stay in force. */
  readonly own?: readonly SequenceRule[];
  /** What ordinary sessions do; without it a step's surprise is not told. */
  readonly baseline?: Baseline;
  /** What this workspace's own sessions ordinarily do. */
  readonly habits?: Habits;
  /** What the agent was declared to do; the default ones without it. */
  readonly capabilities?: Capabilities;
}

/**
 * Looks at an action before it is decided upon: its signals, the sequences it would complete, the credential it
 * would use. `revealed` is what the action itself shows (a read that carries its content). Deterministic; the cost
 * does not grow with the session.
 */
export function observeAction(
  before: SessionState,
  action: Action,
  analysis: Analysis,
  context: ObservationContext,
): {
  /** The session after it. Not worked out before it is asked for: a single check keeps no session. */
  after: () => SessionState;
  observation: Observation;
  revealed: CredentialOrigin[];
  /** Credentials of the session that stand in the action: to be kept out of every text about it. */
  known: readonly KnownSecret[];
} {
  const steady = steadied(before, action.at);
  const state = context.own === undefined || context.own === steady.own ? steady : { ...steady, own: context.own };
  const use = credentialUse(state, action, analysis, context);
  const known = knownSecrets(lineOf(action), state.credentials, context.fingerprintKey);
  const inWords = once(() => wordsOf(action, analysis, known));
  const text = () => inWords().text;
  const own = withoutKnown(ownSignals(action, analysis), known);
  const isForeign = (file: string) => !isTaskFile(state, action, file);
  const flow = { own, use, key: context.fingerprintKey, isForeign };
  const goals = state.denials.length === 0 ? [] : goalsOf({ ...inWords(), signals: own }, text(), state.events);
  const seen = strongest(
    joined([
      own,
      foreignSignals(action, analysis, use),
      carriedSignals(action, analysis, state),
      keptSignals(action, analysis, flow),
      sentOnSignals(action, analysis, flow),
      exfiltrationSignals(action, analysis, { state, fingerprintKey: context.fingerprintKey, use }),
      bulkSignals(action, analysis, state.deletions, laterOf(state, action.at)),
      denialSignals(state.denials, goals, analysis.effects),
      recoverySignals(analysis.effects),
      guardSignals(action, analysis),
      switchSignals(state.environments, analysis),
    ]),
  );
  const signals = withoutKnown(seen, known);
  const event = state.events;
  const at = laterOf(state, action.at);
  const credential = use?.use;
  const { progress, matches } = stepSequences(
    state.progress,
    {
      event,
      at,
      signals,
      effects: analysis.effects,
      kind: action.kind,
      text,
      ...(credential ? { credential, cleared: state.cleared } : {}),
    },
    state.own,
  );
  const from = signals.find(({ name, subject }) => name === 'exfiltration' && subject !== undefined)?.subject;
  const sequences = matches.map((match) =>
    withProvenance(match, { state, action, analysis, key: context.fingerprintKey, from }),
  );
  const shown = shownBy(action, event, context);
  const revealed = shown.map((revelation) => revelation.origin);
  const { baseline, habits, capabilities } = context;
  const conduct = baseline
    ? conductOf({ action, analysis, signals, before: state.conduct.before }, { baseline, habits, capabilities })
    : undefined;
  const told = { at: action.at, signals, sequences, ...(conduct ? { conduct } : {}) };
  const weighed = conductAfter(state, told);
  const restraint = restraintOf(weighed);
  const after = () => {
    const step = { ...told, ...inWords(), progress, ...(action.callId === undefined ? {} : { callId: action.callId }) };
    return withCredentials(stepped(state, step, weighed), revealed);
  };
  const crossed = state.restraint >= restraintFloor && restraint < restraintFloor;
  const observation: Observation = {
    signals,
    sequences,
    ...(credential ? { credential } : {}),
    heightened:
      state.heightenedUntil > (Number.isFinite(action.at) ? action.at : state.lastAt) ||
      signals.some((one) => discoverySignals.has(one.name)),
    restraint,
    reasons: reasonsOf(weighed),
    ...(conduct ? { conduct } : {}),
    alert: sequences.length > 0 || crossed,
  };
  return { after, observation, revealed, known };
}

/** What an action is in the log's words, secrets replaced: a goal that is seen again after a restart looks the same. */
function wordsOf(
  action: Action,
  analysis: Analysis,
  known: readonly KnownSecret[],
): Pick<Step, 'kind' | 'sentence' | 'text' | 'wrote' | 'effects'> {
  const line = redactedLine(action, known);
  return {
    kind: action.kind,
    sentence: sentenceOf(action.kind, line.text),
    text: ruleText(action.kind, line.text),
    ...(action.kind === 'write' ? { wrote: absolutePath(action.path, action.cwd) } : {}),
    effects: analysis.effects.map((effect) => ({ ...effect, span: line.map(effect.span) })),
  };
}

/** `make`, called at most once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** All of the lists in one; most actions have no signal at all. */
function joined(lists: readonly (readonly Signal[])[]): readonly Signal[] {
  const filled = lists.filter((list) => list.length > 0);
  return filled.length > 1 ? filled.flat() : (filled[0] ?? []);
}

/** What the action itself shows. */
function shownBy(action: Action, event: number, context: ObservationContext): Revelation[] {
  if (action.kind !== 'read' || action.content === undefined) return [];
  const foundIn = displayPath(action.path, action.cwd, action);
  return revelations({ text: action.content, foundIn, at: action.at, event, firstLine: 1 }, context.fingerprintKey);
}

/**
 * A sequence that ends in a destruction names the credential: the one used, else the likeliest of those found. One that
 * ends in sending away names what leaves: what stood in the file that goes out (`from`).
 */
function withProvenance(
  match: SequenceMatch,
  {
    from,
    ...seen
  }: {
    readonly state: SessionState;
    readonly action: Action;
    readonly analysis: Analysis;
    readonly key: string;
    readonly from: string | undefined;
  },
): SequenceMatch {
  const steps = match.name === 'credential-discovery-then-destruction' ? match.steps : [];
  const sent = match.name === 'discovery-then-exfiltration' && from !== undefined ? useOfSent(from, seen) : undefined;
  const credential =
    sent ?? match.credential ?? likeliestUse(seen.state, seen.action, seen.analysis, { steps, key: seen.key });
  if (!credential) return match;
  return { ...match, steps: [...new Set([...match.steps, credential.event])].sort((a, b) => a - b), credential };
}

/** A call was refused: `decide` said deny, or a hold ended without approval. Call it so that a retry is seen. */
export function observeDenial(
  state: SessionState,
  denied: { readonly callId?: string; readonly at: number },
): SessionState {
  return withDenial(state, denied);
}

/** How the session got where it is: the latest signals and ordinary steps, in order; the last action is `this`. */
export function timelineOf(state: SessionState): TimelineEntry[] {
  const last = state.events - 1;
  return state.timeline
    .toSorted((a, b) => a.event - b.event)
    .map(({ at, what, weight, event }) => ({ at, what, weight: event === last ? 'this' : weight }));
}
