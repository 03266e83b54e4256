import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../action/action.ts';
import { type FactAnswer, factKey, factsFrom } from '../action/facts.ts';
import type { CredentialUse, SequenceMatch } from '../action/signal.ts';
import type { Analysis, Decision, Observation, Verdict } from '../action/verdict.ts';
import { observeOutcome } from '../behaviour/reports.ts';
import { newSession, observeAction, observeDenial, type SessionState } from '../behaviour/session.ts';
import { shippedBaseline } from '../behaviour/shipped-baseline.ts';
import type { Context } from '../context/context.ts';
import { createOrdinaryContext } from '../context/ordinary.ts';
import { analyse } from '../effects/analyse.ts';
import { shownEffect, shownSignal } from '../guard/answer-shape.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { decide } from '../policy/decide.ts';
import { endWithReader, linesOf, print } from './lines.ts';
import { type ReplayEvent, readReplayEvent } from './replay-events.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/** The same key for every replay, so that the same session gives the same output everywhere. */
const fingerprintKey = '00'.repeat(32);

/** What is remembered of one recorded session. */
interface Recorded {
  state: SessionState;
  readonly root: string;
  /** Text of files as the session left them, and grammars, as facts under `factKey`. */
  readonly answers: Map<string, FactAnswer>;
  /** Files the session itself wrote first. */
  readonly created: Set<string>;
}

/** One judged event, in the words of DESIGN 5.2. */
interface JudgedEvent {
  readonly session: string;
  readonly t: number;
  readonly decision: Decision;
  readonly effects: readonly ReturnType<typeof shownEffect>[];
  readonly signals: readonly ReturnType<typeof shownSignal>[];
  readonly sequences: readonly SequenceShape[];
  readonly restraint: number;
  readonly alert: boolean;
  /** For people; not in the JSON. */
  readonly reason: string;
}

/** `holdpoint replay SESSION.jsonl|- [--json]`: exit 0, or 3 where a line could not be read. */
export async function runReplay(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageProblem('Run: holdpoint replay SESSION.jsonl|- [--json]');
  if (file !== '-' && !existsSync(file)) {
    process.stderr.write(`holdpoint: There is no file ${visibleInTerminal(file)}.\n`);
    return exitCodes.unreadable;
  }
  endWithReader();
  const replay = createReplay();
  const show = values.json
    ? (judged: JudgedEvent) => JSON.stringify(shapeOf(judged))
    : (judged: JudgedEvent) => visibleInTerminal(inWords(judged));
  let unreadable = 0;
  for await (const lines of linesOf(file === '-' ? process.stdin : createReadStream(file), 256)) {
    const shown: string[] = [];
    for (const line of lines) {
      try {
        shown.push(show(await replay.judge(line)));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        unreadable += 1;
        shown.push(
          values.json
            ? JSON.stringify({ decision: 'hold', error: error.message })
            : `? ${visibleInTerminal(error.message)}`,
        );
      }
    }
    await print(`${shown.join('\n')}\n`);
  }
  const summary = { ...replay.summary(), unreadable };
  await print(`${values.json ? JSON.stringify({ summary }) : summaryInWords(summary)}\n`);
  return unreadable > 0 ? exitCodes.unreadable : exitCodes.allow;
}

/** What a whole replay amounts to. */
interface Summary {
  readonly sessions: number;
  readonly events: number;
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly signals: Readonly<Record<string, number>>;
  readonly sequences: Readonly<Record<string, number>>;
  readonly alerts: number;
}

/** The machine of a recorded session, of which nothing is known: an ordinary one. */
export function recordedContext(): Context {
  return createOrdinaryContext({
    platform: 'linux',
    home: '/home/user',
    environment: {},
    temporary: ['/tmp'],
    guardPaths: [],
  });
}

/** A replay in progress: each event is judged as if all before it in its session ran. */
export function createReplay(): { judge(line: string): Promise<JudgedEvent>; summary(): Summary } {
  const sessions = new Map<string, Recorded>();
  const decisions = { allow: 0, hold: 0, deny: 0 };
  const signals = new Map<string, number>();
  const sequences = new Map<string, number>();
  let events = 0;
  let alerts = 0;
  const ordinary = recordedContext();
  const rootOf = (session: string, cwd: string) => sessions.get(session)?.root ?? cwd;

  const judge = async (line: string): Promise<JudgedEvent> => {
    const event = readReplayEvent(line, rootOf);
    const found = sessions.get(event.session);
    const recorded = found ?? {
      state: newSession(),
      root: event.action.workspaceRoot,
      answers: new Map(),
      created: new Set(),
    };
    if (!found) sessions.set(event.session, recorded);
    const analysis = await analyseRecorded(event.action, recorded, ordinary);
    const { after: stateAfter, observation } = observeAction(recorded.state, event.action, analysis, {
      fingerprintKey,
      baseline: shippedBaseline(),
    });
    const verdict = decide({
      action: event.action,
      analysis,
      observation,
      mode: 'guarding',
      canSnapshot: false,
      exceptions: [],
    });
    recorded.state = stateAfter();
    remember(recorded, event);
    rememberWritten(recorded, event, analysis);
    const after = observeOutcome(recorded.state, event.action, event.outcome, { fingerprintKey });
    recorded.state = event.outcome.denied ? observeDenial(after.state, { at: event.action.at }) : after.state;

    const allSignals = [...observation.signals, ...after.signals];
    events += 1;
    decisions[verdict.decision] += 1;
    if (observation.alert) alerts += 1;
    for (const { name } of allSignals) signals.set(name, (signals.get(name) ?? 0) + 1);
    for (const { name } of observation.sequences) sequences.set(name, (sequences.get(name) ?? 0) + 1);
    return judgedEvent(event, verdict, observation, allSignals);
  };

  const summary = (): Summary => ({
    sessions: sessions.size,
    events,
    decisions,
    signals: Object.fromEntries([...signals].sort()),
    sequences: Object.fromEntries([...sequences].sort()),
    alerts,
  });
  return { judge, summary };
}

/**
 * What an event would do, with files answered from what the session itself wrote and read; otherwise an ordinary
 * checkout is assumed, and only grammars are asked for and loaded.
 */
async function analyseRecorded(action: Action, recorded: Recorded, ordinary: Context): Promise<Analysis> {
  const place = ordinary.place(action, [...recorded.created]);
  const facts = factsFrom(place, recorded.answers);
  let analysis = analyse(action, facts);
  for (let round = 0; analysis.needs.length > 0 && round < 8; round += 1) {
    const answers = await ordinary.resolve(analysis.needs, { milliseconds: 10_000 }, action);
    for (const [key, answer] of answers) recorded.answers.set(key, answer);
    analysis = analyse(action, facts);
  }
  return analysis;
}

function remember(recorded: Recorded, event: ReplayEvent): void {
  if (event.outcome.denied) return;
  if (event.action.kind === 'delete') {
    recorded.answers.delete(
      factKey({ kind: 'file-text', path: path.posix.resolve(event.action.cwd, event.action.path) }),
    );
  }
  if (!event.known) return;
  const file = path.posix.resolve(event.action.cwd, event.known.path);
  const key = factKey({ kind: 'file-text', path: file });
  const { text } = event.known;
  if (event.action.kind === 'write' && !recorded.answers.has(key)) recorded.created.add(file);
  recorded.answers.set(key, { known: true, value: { text, bytes: Buffer.byteLength(text) } });
}

/** What a command wrote by a redirection, a here-document or `tee` is there for the commands behind it. */
function rememberWritten(recorded: Recorded, event: ReplayEvent, analysis: Analysis): void {
  if (event.outcome.denied || event.action.kind !== 'shell') return;
  for (const written of new Set(analysis.invocations.map((invocation) => invocation.written))) {
    for (const [file, text] of written ?? []) {
      const key = factKey({ kind: 'file-text', path: file });
      if (text === null) recorded.answers.delete(key);
      else recorded.answers.set(key, { known: true, value: { text, bytes: Buffer.byteLength(text) } });
    }
  }
}

function judgedEvent(
  event: ReplayEvent,
  verdict: Verdict,
  observation: Observation,
  signals: Observation['signals'],
): JudgedEvent {
  return {
    session: event.session,
    t: event.t,
    decision: verdict.decision,
    effects: verdict.effects.map(shownEffect),
    signals: signals.map(shownSignal),
    sequences: observation.sequences.map(sequenceShape),
    restraint: Math.round(observation.restraint * 1000) / 1000,
    alert: observation.alert,
    reason: verdict.reason,
  };
}

/** A completed sequence in the words of DESIGN 5.2. */
interface SequenceShape {
  readonly name: string;
  readonly attack?: string;
  readonly steps: readonly number[];
  readonly credential?: { readonly kind: string; readonly foundIn: string; readonly line?: number };
}

function sequenceShape({ name, attack, steps, credential }: SequenceMatch): SequenceShape {
  return {
    name,
    ...(attack === undefined ? {} : { attack }),
    steps,
    ...(credential === undefined ? {} : { credential: originShape(credential) }),
  };
}

function originShape({ kind, foundIn, line }: CredentialUse): NonNullable<SequenceShape['credential']> {
  return { kind, foundIn, ...(line === undefined ? {} : { line }) };
}

function shapeOf({ reason: _reason, ...shape }: JudgedEvent): object {
  return shape;
}

function inWords(judged: JudgedEvent): string {
  const marks = [judged.alert ? 'ALERT' : '', judged.sequences.length > 0 ? 'sequence' : ''].filter(Boolean).join(' ');
  const restraint = judged.restraint.toFixed(2);
  return `${judged.session} ${judged.t.toFixed(1)} s  ${judged.decision}  restraint ${restraint}  ${marks} ${judged.reason}`;
}

function summaryInWords(summary: Summary): string {
  const { allow, hold, deny } = summary.decisions;
  return `${summary.events} events in ${summary.sessions} sessions: ${allow} allowed, ${hold} held, ${deny} denied, ${summary.alerts} alerts.`;
}
