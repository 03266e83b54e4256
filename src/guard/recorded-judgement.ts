import type { Action } from '../action/action.ts';
import type { TimelineEntry } from '../action/confirmation.ts';
import type { Effect } from '../action/effect.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Analysis, Mode, Verdict } from '../action/verdict.ts';
import type { AuditLog } from '../audit/log.ts';
import { redactAction, redactEffects } from '../audit/redact.ts';
import { withoutKnown } from '../behaviour/known-secrets.ts';
import { observeDenial, timelineOf } from '../behaviour/session.ts';
import { withCredentials } from '../behaviour/state-after.ts';
import type { Grants } from '../confirmation/grants.ts';
import type { HoldRequest } from '../confirmation/registry.ts';
import type { Context } from '../context/context.ts';
import { realOf } from '../context/real-path.ts';
import { callOf, type Exception } from '../policy/exceptions.ts';
import { stillOwn } from './created-files.ts';
import type { Evaluation } from './gate.ts';
import { isHarmless, isUndoable, judgedEntry } from './judgement.ts';
import { changesOneOf, type Judged, type JudgeInput, judge } from './judging.ts';
import type { Notices } from './notices.ts';
import { digestFor, gather } from './pipeline.ts';
import type { PoliciesNow } from './policies.ts';
import { type SavedVerdict, type Saving, savedFirst } from './saving.ts';
import type { Session, Sessions } from './sessions.ts';
import { meaningKey } from './single-flight.ts';
import { codeOf } from './state-directory.ts';
import type { Traces } from './traces.ts';

/** What {@link createJudge} works with. */
export interface JudgeDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds. */
  monotonic(): number;
  readonly context: Context;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly fingerprintKey: string;
  /** Null where nothing can be saved first. */
  readonly saving: Saving | null;
  /** Credentials that every session counts as having found. */
  decoys?(): readonly CredentialOrigin[];
  readonly sessions: Sessions;
  readonly traces: Traces;
  readonly notices: Notices;
  readonly grants: Pick<Grants, 'take'>;
  /** The mode this action is judged in. */
  mode(action: Action): Mode;
  /** Those in force now. */
  exceptions(): readonly Exception[];
  /** What policy files ask for now. */
  policies(): PoliciesNow;
  /** What restraint is measured by, now. */
  measure(): NonNullable<JudgeInput['measure']>;
  /** For every held call the files whose text it would run. */
  heldBodies(): Iterable<ReadonlySet<string>>;
}

/** A judgement that is recorded, and the hold it asks for. */
export interface Recorded {
  readonly evaluation: Omit<Evaluation, 'hold'>;
  readonly session: Session;
  readonly request?: Omit<HoldRequest, 'waitMilliseconds'>;
  /** Absolute paths of the files whose text the call would run. */
  readonly bodies: ReadonlySet<string>;
  /** What "Don't ask again for this" would keep, should a person approve it. */
  readonly exceptions: readonly Exception[];
  /** Real paths of the folders its programs run in; absent where one of them is not known, and for a server's tool. */
  readonly folders?: ReadonlySet<string>;
}

/** Judges an action with what is known of its session, and records that before anybody goes on. */
export function createJudge(
  deps: JudgeDeps,
): (action: Action, meaning: string, waitMilliseconds: number) => Promise<Recorded> {
  const { notices, sessions, traces } = deps;

  const judgeAndRecord = async (action: Action, meaning: string, waitMilliseconds: number): Promise<Recorded> => {
    const started = deps.monotonic();
    const mode = deps.mode(action);
    const session = sessions.of(action);
    const decoys = deps.decoys?.() ?? [];
    if (decoys.length > 0) session.state = withCredentials(session.state, decoys);
    await traces.searched(session);
    const made = () => stillOwn(session.created);
    let after = session.state;
    const pending = judge({
      ...deps,
      canSnapshot: deps.saving !== null,
      action,
      created: made,
      state: () => session.state,
      commit: (next) => {
        after = next();
        session.state = after;
      },
      distrusted: session.distrusted || isBelowHeightened(action),
      mode,
      exceptions: deps.exceptions(),
      policies: deps.policies(),
      measure: deps.measure(),
    });
    const judged = pending instanceof Promise ? await pending : pending;
    const micros = Math.max(0, Math.round((deps.monotonic() - started) * 1000));
    const granted = withGrants(action, withDecoys(judged, withHeldBodies(action, judged, mode), { decoys, mode }));
    const wanted = mode === 'off' ? { verdict: granted } : await withSaved(action, judged, granted, waitMilliseconds);
    let verdict = recorded(action, judged, wanted, mode, micros);
    let request: Recorded['request'];
    if (verdict.decision === 'hold') {
      try {
        request = holdRequest(action, judged, verdict, timelineOf(after), made);
      } catch (error) {
        const what = `Holdpoint could not prepare the confirmation of this call (${codeOf(error)}), so it does not go out.`;
        verdict = { ...verdict, decision: 'deny', reason: `${verdict.reason} ${what}` };
        notices.note({ type: 'rejected', input: action.kind, problem: what });
      }
    }
    if (verdict.decision === 'deny') countDenial(deps, session, action);
    else traces.follow(session, action, judged.analysis, meaning);
    return {
      evaluation: { verdict, observation: judged.observation, micros },
      session,
      bodies: bodiesOf(judged),
      exceptions: request ? exceptionsOf(action, judged.analysis, verdict) : [],
      ...(request ? { request } : {}),
      ...(request ? foldersOf(action, judged.analysis) : {}),
    };
  };

  /** A call that would change what a held call would run waits as well (DESIGN 5.3). */
  const withHeldBodies = (action: Action, { verdict, analysis }: Judged, mode: Mode): Verdict => {
    if (mode !== 'guarding' || verdict.decision !== 'allow') return verdict;
    if (![...deps.heldBodies()].some((files) => changesOneOf(action, analysis, files))) return verdict;
    const reason = 'Changes a file that a call now waiting for your decision would run.';
    return { ...verdict, decision: 'hold', reversibility: 'unknown', reason };
  };

  /** Whoever uses a decoy has searched for credentials, whatever the call would do. */
  const withDecoys = (
    { observation }: Judged,
    verdict: Verdict,
    { decoys, mode }: { readonly decoys: readonly CredentialOrigin[]; readonly mode: Mode },
  ): Verdict => {
    const used = decoys.find(({ fingerprint }) => fingerprint === observation.credential?.fingerprint);
    if (!used || mode !== 'guarding' || verdict.decision !== 'allow') return verdict;
    const effect = decoyUse(used);
    return {
      ...verdict,
      decision: 'hold',
      reversibility: 'unknown',
      reason: effect.reason,
      effects: [...verdict.effects, effect],
    };
  };

  /** What only takes what can be saved is saved and goes out, unless a call that waits would run what it changes. */
  const withSaved = async (
    action: Action,
    judged: Judged,
    verdict: Verdict,
    waitMilliseconds: number,
  ): Promise<SavedVerdict> => {
    const { saving } = deps;
    if (!saving) return { verdict };
    const { withSnapshot } = judged;
    const free =
      !withSnapshot || withHeldBodies(action, { ...judged, verdict: withSnapshot }, 'guarding') === withSnapshot;
    return free ? savedFirst(action, judged, verdict, { saving, milliseconds: waitMilliseconds }) : { verdict };
  };

  /** A layer below the hooks cannot tell whose call it sees: while any session counts as heightened, so does this. */
  const isBelowHeightened = (action: Action): boolean => action.layer !== undefined && sessions.anyHeightened();

  /** What a person approved above is not asked again below (DESIGN 3). */
  const withGrants = (action: Action, verdict: Verdict): Verdict => {
    if (action.layer === undefined || verdict.decision !== 'hold') return verdict;
    const asked = verdict.effects.filter((effect) => !isUndoable(effect));
    const holds = deps.grants.take(asked, {
      layer: action.layer,
      session: action.session,
      meaning: meaningKey(action),
      ...(action.kind === 'shell' ? { folder: realOf(action.cwd) } : {}),
    });
    if (!holds) return verdict;
    const reason = `${verdict.reason} A person approved it as ${holds.join(' and ')}.`;
    return { ...verdict, decision: 'allow', reason };
  };

  /** Writes the record before the answer goes out. What cannot be recorded goes out only where it is harmless. */
  const recorded = (
    action: Action,
    judged: Judged,
    { verdict, snapshot }: SavedVerdict,
    mode: Mode,
    micros: number,
  ): Verdict => {
    if (judged.failure !== undefined) {
      notices.note({ type: 'rejected', input: action.kind, problem: judged.failure });
      notices.problem(judged.failure);
    }
    try {
      deps.audit.append(judgedEntry({ ...judged, action, verdict, micros, ...(snapshot ? { snapshot } : {}) }));
      return verdict;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notices.problem(why);
      if (verdict.decision === 'deny' || mode !== 'guarding') return verdict;
      if (verdict.decision === 'allow' && isHarmless(action, judged.analysis)) return verdict;
      const reason = `${verdict.reason} It could not be recorded, so it does not go out. ${why}`;
      return { ...verdict, decision: 'deny', reason };
    }
  };

  const holdRequest = (
    action: Action,
    { analysis, gathered, observation, known }: Judged,
    verdict: Verdict,
    timeline: readonly TimelineEntry[],
    made: () => readonly string[],
  ): NonNullable<Recorded['request']> => {
    if (!gathered) throw new Error('the facts are missing');
    const safe = withoutKnown(verdict, known);
    const now = { at: action.at, what: safe.reason, weight: 'this' } as const;
    return {
      host: action.host,
      session: action.session,
      ...(action.callId === undefined ? {} : { callId: action.callId }),
      ...(action.agentId === undefined ? {} : { agentId: action.agentId }),
      action: redactAction(action, analysis, known),
      digest: digestFor(action, gathered),
      verdict: { ...safe, effects: redactEffects(action, verdict.effects, known) },
      ...(observation.credential ? { credential: observation.credential } : {}),
      timeline: timeline.at(-1)?.weight === 'this' ? timeline : [...timeline, now],
      revalidate: async () =>
        digestFor(action, await gather({ ...deps, action, created: made(), wouldAllow: () => false, fresh: true })),
    };
  };

  return judgeAndRecord;
}

/** Counts a refusal, so that another attempt at the same is seen as one. */
export function countDenial(deps: Pick<JudgeDeps, 'now' | 'notices'>, session: Session, action: Action): void {
  const call = action.callId === undefined ? {} : { callId: action.callId };
  try {
    session.state = observeDenial(session.state, { ...call, at: deps.now() });
  } catch (error) {
    deps.notices.problem(`A denial could not be counted (${codeOf(error)}).`);
  }
}

/** What the use of a decoy is to the person who is asked: nobody can say what else such a session will try. */
function decoyUse({ foundIn }: CredentialOrigin): Effect {
  return {
    verb: 'use',
    provider: 'holdpoint',
    resource: 'decoy',
    target: foundIn,
    asset: 'access',
    environment: 'unknown',
    reversibility: 'unknown',
    scope: 'remote',
    rule: 'guard/decoy-used',
    reason: `Uses the decoy credential of ${foundIn}, which only a search for credentials finds.`,
    span: [0, 0],
    attack: 'T1078',
  };
}

/** One exception for each effect a person is asked about; the store sets their end. */
function exceptionsOf(action: Action, analysis: Analysis, { effects }: Verdict): Exception[] {
  return effects
    .filter(({ reversibility }) => reversibility !== 'reversible')
    .map((effect) => ({
      rule: effect.rule,
      target: effect.target,
      workspaceRoot: action.workspaceRoot,
      call: callOf(effect, action, analysis),
      expiresAt: Number.MAX_SAFE_INTEGER,
    }))
    .filter(({ call }) => call !== '');
}

/** Where what a person approves runs: a grant counts nowhere else. */
function foldersOf(action: Action, { invocations }: Analysis): Pick<Recorded, 'folders'> {
  if (action.kind !== 'shell') return {};
  const folders = new Set([realOf(action.cwd)]);
  for (const { cwd } of invocations) {
    if (cwd === null) return {};
    folders.add(realOf(cwd));
  }
  return { folders };
}

/** The files whose text the judgement rested on. */
function bodiesOf({ gathered }: Judged): ReadonlySet<string> {
  const prefix = 'file-text\n';
  const keys = [...(gathered?.answers.keys() ?? [])].filter((key) => key.startsWith(prefix));
  return new Set(keys.map((key) => key.slice(prefix.length)));
}
