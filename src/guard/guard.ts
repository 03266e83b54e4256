import type { Action } from '../action/action.ts';
import type { HostId } from '../action/kinds.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Signer } from '../action/signing.ts';
import type { Mode } from '../action/verdict.ts';
import type { AuditLog } from '../audit/log.ts';
import { allClear } from '../behaviour/afterwards.ts';
import { type Habits, noHabits } from '../behaviour/habits.ts';
import { shippedBaseline } from '../behaviour/shipped-baseline.ts';
import { createGrants } from '../confirmation/grants.ts';
import type { HoldRegistry } from '../confirmation/registry.ts';
import type { Context } from '../context/context.ts';
import { type Exception, mayExcept } from '../policy/exceptions.ts';
import { answerThrough } from './answering.ts';
import { clearedEntry } from './clearing.ts';
import { createDriving } from './driving.ts';
import type { Evaluation, Gate, HeldCall } from './gate.ts';
import type { History } from './history.ts';
import { createHolding } from './holding.ts';
import { failedVerdict, noObservation } from './judgement.ts';
import { type ModeState, watchMode } from './mode-watch.ts';
import { createNotices } from './notices.ts';
import { createPast } from './past.ts';
import { createPolicies, type WaitingPolicy } from './policies.ts';
import type { RecordStore } from './record.ts';
import { countDenial, createJudge, type Recorded } from './recorded-judgement.ts';
import type { Saving } from './saving.ts';
import { createSessions } from './sessions.ts';
import { createSingleFlight, meaningKey } from './single-flight.ts';
import { codeOf } from './state-directory.ts';
import { isTestCall } from './test-calls.ts';
import { judgeTestCall } from './testing.ts';
import { createTraces } from './traces.ts';

/** Everything the guard takes from outside, so that a test can give it all. */
export interface GuardDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds with fractions. */
  monotonic(): number;
  /** Calls `fn` once after `milliseconds`; the answer cancels it. */
  schedule(milliseconds: number, fn: () => void): () => void;
  readonly holds: HoldRegistry;
  readonly context: Context;
  readonly audit: AuditLog;
  /** Mode, exceptions, accepted policies. */
  readonly record: RecordStore;
  /** Key of the credential fingerprints; hex, from `keys.ts`. */
  readonly fingerprintKey: string;
  /**
   * What the log says about earlier sessions; asked once, by `warm` or at the first action. Where it takes its time
   * the first actions wait a moment and are then judged as after a discovery.
   */
  history(): History | Promise<History>;
  /** What the workspace's own sessions ordinarily do; asked once, after the past is known. Without it nothing is learned. */
  habits?(): Promise<Habits>;
  /** Signs a person's all-clear. */
  readonly signer: Signer;
  /** Saves what a local destruction takes before it goes out; null where nothing can be saved. */
  readonly saving: Saving | null;
  /** Synthetic credentials that only a search finds: whoever uses one has searched. */
  decoys?(): readonly CredentialOrigin[];
  /** Absolute paths of the folders whose policy files count, now; without it none is read. */
  folders?(): readonly string[];
  /** The person's settings ask that a search for credentials is stopped, now. */
  stopsOnDiscovery?(): boolean;
  /** Default time a hold waits, in milliseconds. */
  readonly holdMilliseconds: number;
  /** One plain sentence for the person: something does not work as it should. */
  onProblem(problem: string): void;
}

/** What the status bar shows. */
interface GuardSnapshot {
  readonly mode: ModeState;
  /** True while any session is heightened. */
  readonly heightened: boolean;
  readonly pending: number;
  /** Milliseconds since the epoch of the last event of each host. */
  readonly lastEventByHost: Readonly<Partial<Record<HostId, number>>>;
  /** Sentences about what does not work, newest last; bounded. */
  readonly problems: readonly string[];
}

/** The guard of one editor window. */
export interface Guard extends Gate {
  /** Judges and records; where held, opens the hold and returns without waiting. Never rejects. */
  evaluate(action: Action, options?: { readonly waitMilliseconds?: number }): Promise<Evaluation>;
  readonly holds: HoldRegistry;
  mode(): ModeState;
  /**
   * After the person confirmed it in a modal dialog. `off` ends by itself after 30 minutes. Throws one sentence where
   * it cannot be kept; guarding then begins in this window all the same.
   */
  setMode(mode: Mode): void;
  /** The exceptions an approved hold may offer ("Don't ask again for this"); empty where none is allowed. */
  exceptionsFor(hold: string): readonly Exception[];
  /** Keeps them, after the person chose so. */
  except(hold: string): void;
  exceptions(): readonly Exception[];
  revokeException(exception: Exception): void;
  /** Declared capabilities that wait for a person's acceptance. */
  policiesWaiting(): readonly WaitingPolicy[];
  /** After the person accepted in a modal dialog what such a file declares. One that changed since does not count. */
  acceptPolicy(waiting: WaitingPolicy): void;
  /**
   * A person drives this terminal for some milliseconds, as they said in a modal dialog: nobody is asked about what it
   * does, and all of it is recorded. 0 ends it.
   */
  drive(session: string, milliseconds: number): void;
  /** When that ends, milliseconds since the epoch; null where nobody drives it. */
  drivenUntil(session: string): number | null;
  /** The person looked at a session and found nothing wrong; without a session, at all of them. */
  allClear(session?: { readonly host: HostId; readonly session: string }): void;
  snapshot(): GuardSnapshot;
  /** Mode, holds, heightened sessions, events or problems changed. The answer unsubscribes. */
  onDidChange(listener: () => void): () => void;
  /** Rebuilds sessions from the log now, so that the first action need not wait for it. */
  warm(): void;
  /** Ends all holds as closed, records that, and lets go. The log stays open for its owner to close. */
  close(): void;
}

/** Approved holds whose exceptions can still be chosen. */
const keptExceptionOffers = 256;

/** The pipeline of DESIGN 3 with its memory: one entrance, whatever the source. */
export function createGuard(given: GuardDeps): Guard {
  const past = createPast(given);
  const deps = { ...given, audit: { append: past.append } };
  const notices = createNotices(deps);
  const policies = createPolicies({
    now: deps.now,
    notices,
    folders: () => deps.folders?.() ?? [],
    accepted: () => deps.record.current(deps.now()).record.acceptedPolicies,
    stopsOnDiscovery: () => deps.stopsOnDiscovery?.() === true,
  });
  const baseline = shippedBaseline();
  if (baseline.problem !== undefined) notices.problem(baseline.problem);
  let habits = noHabits;
  const sessions = createSessions(deps.now, () => policies().own);
  const grants = createGrants(deps.now);
  const driving = createDriving(deps.now);
  const flights = createSingleFlight<Promise<Recorded>>(deps.now);
  const traces = createTraces({ ...deps, notices });
  const modes = watchMode({ ...deps, notices });
  const lastEvent: Partial<Record<HostId, number>> = {};
  /** Files whose text a held call would run, by hold. */
  const heldBodies = new Map<string, ReadonlySet<string>>();
  const offers = new Map<string, readonly Exception[]>();
  const stopListening = deps.holds.onDidChange(notices.changed);
  let asked = false;
  const warm = () => {
    past.read({ sessions, notices });
    if (asked || !deps.habits) return;
    asked = true;
    const learn = async () => {
      await past.settled();
      habits = (await deps.habits?.()) ?? noHabits;
    };
    learn().catch((error: unknown) => {
      notices.problem(`What is ordinary in this workspace could not be learned from its log (${codeOf(error)}).`);
    });
  };

  const holding = createHolding({
    holds: deps.holds,
    recordHeld: (artifact) => {
      const { host, session } = artifact;
      deps.audit.append({ type: 'held', host, session, artifact }, { durable: true });
    },
    recordAnswer: ({ id, digest, host, session }, { answer, message, waitedMs }, callId) => {
      const said = message === undefined ? {} : { message };
      const call = callId === undefined ? {} : { callId };
      const entry = { type: 'answered', host, session, hold: id, ...call, digest, answer, ...said, waitedMs } as const;
      deps.audit.append(entry, { durable: true });
    },
  });

  const exceptionsNow = () =>
    deps.record.current(deps.now()).record.exceptions.filter(({ expiresAt }) => expiresAt > deps.now());

  const judgeOnce = createJudge({
    ...deps,
    sessions,
    traces,
    notices,
    grants,
    mode: (action) => driving.modeFor(action, modes.now().mode),
    exceptions: exceptionsNow,
    policies,
    measure: () => ({ baseline, habits, capabilities: policies().capabilities }),
    heldBodies: () => heldBodies.values(),
  });

  const hold = (
    action: Action,
    { request, session, evaluation, bodies, exceptions, folders }: Recorded,
    waitMilliseconds: number,
  ): HeldCall | undefined => {
    if (!request) return undefined;
    const held = holding.hold({
      request: { ...request, waitMilliseconds },
      onEnd(settled, { id }) {
        heldBodies.delete(id);
        if (!settled.goesOut) return countDenial({ ...deps, notices }, session, action);
        const { verdict, observation } = evaluation;
        const meaning = meaningKey(action);
        grants.open({ ...action, hold: id, meaning, effects: verdict.effects, ...(folders ? { folders } : {}) });
        if (mayExcept(verdict.effects, observation)) offers.set(id, exceptions);
        const oldest = offers.keys().next();
        if (offers.size > keptExceptionOffers && !oldest.done) offers.delete(oldest.value);
      },
    });
    if (bodies.size > 0 && deps.holds.pending().some(({ artifact }) => artifact.id === held.id)) {
      heldBodies.set(held.id, bodies);
    }
    return held;
  };

  const evaluate: Guard['evaluate'] = async (action, options = {}) => {
    try {
      if (isTestCall(action)) return await judgeTestCall(action, deps);
      lastEvent[action.host] = deps.now();
      warm();
      const settled = past.settled();
      if (settled) await settled;
      const meaning = meaningKey(action);
      const wait = Math.min(options.waitMilliseconds ?? deps.holdMilliseconds, deps.holdMilliseconds);
      const judgement = await flights.of(action, meaning, () => judgeOnce(action, meaning, wait));
      const held = hold(action, judgement, wait);
      notices.changed();
      return { ...judgement.evaluation, ...(held ? { hold: held } : {}) };
    } catch (error) {
      const what = `Holdpoint failed while judging this call (${codeOf(error)}).`;
      notices.note({ type: 'rejected', input: action.kind, problem: what });
      notices.problem(what);
      return { verdict: failedVerdict(action, null, 'guarding', what), observation: noObservation, micros: 0 };
    }
  };

  return {
    holds: deps.holds,
    evaluate,
    answer: (action, options = {}) => answerThrough(evaluate, action, options),
    async report(action, outcome) {
      try {
        lastEvent[action.host] = deps.now();
        warm();
        const { host, session, callId } = action;
        if (callId !== undefined) {
          deps.holds.callEnded({ host, session, callId });
          grants.callEnded({ host, session, callId });
        }
        traces.ended(sessions.of(action), action, outcome, meaningKey(action));
      } catch (error) {
        notices.problem(`The end of a call could not be followed (${codeOf(error)}).`);
      }
      notices.changed();
    },
    reject(input, problem) {
      notices.note({ type: 'rejected', input, problem });
      notices.problem(problem);
    },
    mode: () => modes.now(),
    setMode(mode) {
      modes.now();
      try {
        deps.record.setMode(mode, deps.now());
      } finally {
        modes.now();
      }
    },
    exceptionsFor: (id) => offers.get(id) ?? [],
    except(id) {
      for (const exception of offers.get(id) ?? []) {
        deps.record.addException(exception, deps.now());
        const { rule, target } = exception;
        notices.note({
          type: 'policy',
          detail: `Does not ask again for ${rule} on ${target} in this folder for 30 days.`,
        });
      }
      offers.delete(id);
      notices.changed();
    },
    exceptions: exceptionsNow,
    revokeException(exception) {
      deps.record.revokeException(exception, deps.now());
      notices.note({ type: 'policy', detail: `Asks again for ${exception.rule} on ${exception.target}.` });
      notices.changed();
    },
    policiesWaiting: () => policies().waiting,
    acceptPolicy({ folder, hash }) {
      const waiting = policies().waiting.find((one) => one.folder === folder && one.hash === hash);
      if (!waiting) throw new Error('The policy file changed meanwhile. Look at it again.');
      deps.record.acceptPolicy(hash, deps.now());
      notices.note({
        type: 'policy',
        detail: `A person accepted the capabilities of ${folder}: ${waiting.declared.join(', ') || 'none'}.`,
      });
      notices.changed();
    },
    drive(session, milliseconds) {
      if (milliseconds <= 0) driving.end(session);
      else driving.begin(session, deps.now() + milliseconds);
      const minutes = Math.round(milliseconds / 60_000);
      const detail = milliseconds > 0 ? `A person drives ${session} for ${minutes} min.` : `Nobody drives ${session}.`;
      notices.note({ type: 'policy', detail });
      notices.changed();
    },
    drivenUntil: (session) => driving.until(session),
    allClear(one) {
      const all = one ? [sessions.of(one)] : [...sessions.all()];
      for (const session of all) {
        session.state = allClear(session.state, deps.now());
        session.distrusted = false;
      }
      if (!one) sessions.trustAgain();
      const clearing = { ...(one ? { session: one } : {}), at: deps.now(), damage: one ? [] : past.damage() };
      notices.note(clearedEntry(clearing, given.audit.directory, deps.signer));
      notices.changed();
    },
    snapshot() {
      return {
        mode: modes.now(),
        heightened: sessions.distrusting || sessions.anyHeightened(),
        pending: deps.holds.pending().length,
        lastEventByHost: { ...lastEvent },
        problems: [...notices.problems],
      };
    },
    onDidChange: notices.onDidChange,
    warm,
    close() {
      holding.closeAll(deps.now());
      stopListening();
      modes.close();
    },
  };
}
