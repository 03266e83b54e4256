import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Analysis, Mode, Observation, Verdict } from '../action/verdict.ts';
import type { KnownSecret } from '../behaviour/known-secrets.ts';
import type { SequenceRule } from '../behaviour/sequence-rules.ts';
import { type ObservationContext, observeAction, type SessionState } from '../behaviour/session.ts';
import type { Context } from '../context/context.ts';
import { decide } from '../policy/decide.ts';
import type { Exception } from '../policy/exceptions.ts';
import { rowOf } from '../policy/table.ts';
import { failedVerdict, noAnalysis, noObservation } from './judgement.ts';
import { type Gathered, gather, overBounds } from './pipeline.ts';
import { codeOf } from './state-directory.ts';

/** What is asked of one judgement. */
export interface JudgeInput {
  readonly action: Action;
  readonly context: Context;
  /** Absolute paths of files the session made. Asked only where the answer would not be allow without them. */
  created(): readonly string[];
  /** Read when the facts are there: another call of the session may have been judged meanwhile. */
  state(): SessionState;
  /** Takes the session's new state, in the same breath as it is computed: no other call comes in between. */
  commit(after: () => SessionState): void;
  /** True where the session counts as heightened whatever was seen. */
  readonly distrusted: boolean;
  readonly mode: Mode;
  readonly exceptions: readonly Exception[];
  /** Whether a snapshot can be taken before a call that would otherwise be held. */
  readonly canSnapshot: boolean;
  /** What a person's policy file adds; the shipped rules stand whatever it says. */
  readonly policies?: { readonly own: readonly SequenceRule[]; readonly stopOnDiscovery: boolean };
  readonly fingerprintKey: string;
  /** What restraint is measured by; without it only signals count against it. */
  readonly measure?: Pick<ObservationContext, 'baseline' | 'habits' | 'capabilities'>;
  /** A clock that only goes forward, in milliseconds. */
  monotonic(): number;
}

/** One judgement. `gathered` is null where it failed before the facts were there. */
export interface Judged {
  readonly analysis: Analysis;
  readonly gathered: Gathered | null;
  readonly observation: Observation;
  readonly verdict: Verdict;
  /** The verdict once all that is lost has been saved: set where the call then goes out instead of being held. */
  readonly withSnapshot?: Verdict;
  readonly revealed: readonly CredentialOrigin[];
  /** Credentials of the session that stand in the action; kept out of all that is shown and recorded of it. */
  readonly known: readonly KnownSecret[];
  /** One sentence, where the guard itself failed. */
  readonly failure?: string;
}

/**
 * The pipeline without memory of its own: analyse, ask for facts, observe, decide. A failure anywhere is a verdict
 * that denies what is not certainly harmless. Answers at once where no fact is needed. Never throws or rejects.
 */
export function judge(input: JudgeInput): Judged | Promise<Judged> {
  const over = overBounds(input.action);
  if (over) return failed(input, null, over);
  try {
    const gathered = gatherFor(input, []);
    const settled =
      gathered instanceof Promise ? gathered.then((late) => settle(input, late)) : settle(input, gathered);
    return settled instanceof Promise ? settled.catch((error) => failed(input, null, failureOf(error))) : settled;
  } catch (error) {
    return failed(input, null, failureOf(error));
  }
}

/**
 * Concludes, and looks once more with the session's own files known where the answer would not be allow without them.
 * What is concluded at first stands otherwise: no other call came in between.
 */
function settle(input: JudgeInput, gathered: Gathered): Judged | Promise<Judged> {
  const { judged, after } = conclude(input, gathered.analysis);
  const created = judged.verdict.decision === 'allow' ? [] : input.created();
  if (created.length === 0) {
    input.commit(after);
    return { ...judged, gathered };
  }
  const again = gatherFor(input, created);
  return again instanceof Promise ? again.then((known) => concluded(input, known)) : concluded(input, again);
}

function gatherFor(input: JudgeInput, created: readonly string[]): Gathered | Promise<Gathered> {
  return gather({
    action: input.action,
    context: input.context,
    created,
    monotonic: input.monotonic,
    wouldAllow: (analysis) => conclude(input, analysis).judged.verdict.decision === 'allow',
  });
}

function concluded(input: JudgeInput, gathered: Gathered): Judged {
  try {
    const { judged, after } = conclude(input, gathered.analysis);
    input.commit(after);
    return { ...judged, gathered };
  } catch (error) {
    return failed(input, gathered, failureOf(error));
  }
}

function conclude(
  input: JudgeInput,
  analysis: Analysis,
): { judged: Omit<Judged, 'gathered'>; after: () => SessionState } {
  const { action, mode, exceptions, canSnapshot, fingerprintKey, policies } = input;
  const seen = observeAction(input.state(), action, analysis, {
    fingerprintKey,
    ...(policies ? { own: policies.own } : {}),
    ...input.measure,
  });
  const observation = input.distrusted ? { ...seen.observation, heightened: true } : seen.observation;
  const stopOnDiscovery = policies?.stopOnDiscovery === true;
  const decided = { action, analysis, observation, mode, exceptions, stopOnDiscovery };
  // First as if nothing could be saved: what then would be held gets all the time that facts may take.
  const verdict = decide({ ...decided, canSnapshot: false });
  const saved = canSnapshot && verdict.decision === 'hold' && isSavable(analysis);
  const withSnapshot = saved ? decide({ ...decided, canSnapshot: true }) : undefined;
  const { revealed, known } = seen;
  return {
    judged: {
      analysis,
      observation,
      verdict,
      revealed,
      known,
      ...(withSnapshot?.decision === 'allow' ? { withSnapshot } : {}),
    },
    after: seen.after,
  };
}

/** Whether everything that goes for good in the workspace is known so well that a snapshot could hold it. */
function isSavable({ effects }: Analysis): boolean {
  return effects.every((effect) => rowOf(effect) !== 'irreversible-workspace' || effect.loss !== undefined);
}

function failed(input: JudgeInput, gathered: Gathered | null, failure: string): Judged {
  const analysis = gathered?.analysis ?? null;
  return {
    analysis: analysis ?? noAnalysis,
    gathered,
    observation: noObservation,
    verdict: failedVerdict(input.action, analysis, input.mode, failure),
    revealed: [],
    known: [],
    failure,
  };
}

function failureOf(error: unknown): string {
  return `Holdpoint failed while judging this call (${codeOf(error)}).`;
}

/** Programs that change a file they are given as an argument. */
const changers = new Set([
  'cp',
  'mv',
  'rm',
  'ln',
  'tee',
  'sed',
  'perl',
  'dd',
  'install',
  'truncate',
  'patch',
  'unlink',
]);

/** Whether an action changes one of these files (absolute paths), as far as its text says. */
export function changesOneOf(action: Action, analysis: Analysis, files: ReadonlySet<string>): boolean {
  if (files.size === 0) return false;
  if (action.kind === 'write' || action.kind === 'delete') return files.has(path.resolve(action.cwd, action.path));
  return analysis.invocations.some(({ program, args, cwd, redirections }) => {
    const at = cwd ?? action.cwd;
    const written = redirections.filter(({ mode }) => mode !== 'read').map(({ target }) => target);
    const touched = program !== null && changers.has(program) ? [...written, ...args] : written;
    return touched.some((word) => word.kind === 'known' && files.has(path.resolve(at, word.value)));
  });
}
