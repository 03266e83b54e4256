import type { Conduct, RestraintReason } from '../action/conduct.ts';
import type { SequenceMatch, Signal } from '../action/signal.ts';
import { beginning } from './baseline.ts';
import { type Category, categories, categoryNamed, categoryWords, isGrave, rankOf } from './categories.ts';
import { changeThreshold, stepChange } from './change-statistic.ts';

/** The time in which what was counted against a session loses half of its weight, milliseconds. */
const halfLife = 30 * 60_000;

/** Below this a session is shown as one that has lost its restraint. */
export const restraintFloor = 0.2;

/**
 * What each cause takes from restraint. A pressure of ln 2 halves it. `npm run ablation` shows what they do to real
 * sessions and to injected incidents (docs/behaviour-ablation.md).
 */
const weights = {
  /** Times a signal's score. */
  signal: Math.LN2,
  /** A signal about the same file or target once more. */
  again: 0.1,
  /** A completed sequence. */
  sequence: Math.LN2,
  /** The first use of a capability that a person's accepted file does not declare; the same one again a tenth. */
  undeclared: 0.5,
  /** The same where no file declares any. */
  unusual: 0.15,
  /** Each bit beyond `ordinaryBits` of a grave step that no signal speaks for already; the same again a tenth. */
  bit: 0.1,
  /** The change statistic at twice its threshold. */
  change: 0.25,
} as const;

/** Surprise up to this is everyday, bits: about one action in a hundred lies beyond it. */
const ordinaryBits = 7.5;

/** What one cause has taken so far. */
interface Cause {
  /** Decays; at the state's time. */
  readonly pressure: number;
  readonly times: number;
  /** The latest sentence about it, redacted. */
  readonly sentence: string;
}

/** What is remembered for a session's restraint: bounded by the number of causes and categories. */
export interface RestraintState {
  readonly causes: Readonly<Record<string, Cause>>;
  /** The two categories before, as the baseline's context. */
  readonly before: readonly [earlier: number, last: number];
  /** Steps by category. */
  readonly counts: readonly number[];
  /** The change statistic. */
  readonly change: number;
  /** Capabilities that were exceeded. */
  readonly exceeded: readonly string[];
  /** How often the agent asked a person instead of acting. */
  readonly asked: number;
}

/** Nothing seen. */
export const untouched: RestraintState = {
  causes: {},
  before: [beginning, beginning],
  counts: categories.map(() => 0),
  change: 0,
  exceeded: [],
  asked: 0,
};

/** The state `elapsed` milliseconds later. */
export function rested(state: RestraintState, elapsed: number): RestraintState {
  if (!(elapsed > 0)) return state;
  const left = 2 ** (-elapsed / halfLife);
  const causes: Record<string, Cause> = {};
  for (const [name, cause] of Object.entries(state.causes)) {
    const pressure = cause.pressure * left;
    if (pressure > 1e-6) causes[name] = { ...cause, pressure };
  }
  return { ...state, causes };
}

/** The state after signals; `known` tells those whose subject was counted before. */
export function pressedBySignals(
  state: RestraintState,
  signals: readonly { readonly signal: Signal; readonly known: boolean }[],
): RestraintState {
  return signals.reduce(
    (before, { signal, known }) =>
      pressed(before, signal.name, weights.signal * signal.score * (known ? weights.again : 1), signal.evidence),
    state,
  );
}

/** The state after sequences were completed. */
export function pressedBySequences(state: RestraintState, sequences: readonly SequenceMatch[]): RestraintState {
  return sequences.reduce((before, { title }) => pressed(before, 'sequence', weights.sequence, title), state);
}

/**
 * The state after one step as the baseline and the declared capabilities see it. `signalled` tells that signals speak
 * for the step already.
 */
export function conducted(
  state: RestraintState,
  conduct: Conduct,
  { signalled = false }: { readonly signalled?: boolean } = {},
): RestraintState {
  const category = categoryNamed(conduct.category);
  if (category === undefined) return state;
  const rank = rankOf(category);
  const counts = state.counts.map((count, at) => (at === rank ? count + 1 : count));
  const next: RestraintState = {
    ...state,
    counts,
    before: [state.before[1], rank],
    change: stepChange(state.change, conduct.surprise),
    asked: state.asked + Number(conduct.asks === true),
  };
  const beyond = isGrave(category) && !signalled ? conduct.surprise - ordinaryBits : 0;
  const again = (state.counts[rank] ?? 0) > 0 ? weights.again : 1;
  const surprised =
    beyond > 0 ? pressed(next, 'surprise', weights.bit * beyond * again, surpriseSentence(category, conduct)) : next;
  return conduct.exceeds === undefined ? surprised : exceeding(surprised, conduct.exceeds, conduct.declared === true);
}

function exceeding(state: RestraintState, capability: string, declared: boolean): RestraintState {
  const again = state.exceeded.includes(capability);
  const weight = (declared ? weights.undeclared : weights.unusual) * (again ? weights.again : 1);
  const sentence = declared
    ? `Needed “${capability}”, which is not among what it was declared to do`
    : `Needed “${capability}”, which coding sessions ordinarily do without`;
  const exceeded = again ? state.exceeded : [...state.exceeded, capability].slice(-32);
  return pressed({ ...state, exceeded }, 'capability', weight, sentence);
}

function pressed(state: RestraintState, name: string, pressure: number, sentence: string): RestraintState {
  const before = state.causes[name];
  const cause = {
    pressure: Math.min(16, (before?.pressure ?? 0) + pressure),
    times: (before?.times ?? 0) + 1,
    sentence,
  };
  return { ...state, causes: { ...state.causes, [name]: cause } };
}

/** One action in how many, as a person says it: two figures. */
function oneIn(bits: number): string {
  const many = 2 ** bits;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(many)) - 1);
  return (Math.round(many / unit) * unit).toLocaleString('en-US');
}

function surpriseSentence(category: Category, { surprise }: Conduct): string {
  const words = categoryWords[category];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: of ordinary sessions about one action in ${oneIn(surprise)} does at this point`;
}

/** All that weighs on the session now, by cause. */
function pressures(state: RestraintState): { name: string; pressure: number; sentence: string }[] {
  const kept = Object.entries(state.causes).map(([name, { pressure, times, sentence }]) => ({
    name,
    pressure,
    sentence: times > 1 ? `${sentence} (${times} times like it)` : sentence,
  }));
  const change = (weights.change * Math.max(0, state.change - changeThreshold)) / changeThreshold;
  if (change <= 0) return kept;
  return [
    ...kept,
    { name: 'change', pressure: change, sentence: 'Has kept doing what ordinary sessions seldom do at such points' },
  ];
}

/**
 * How far a session kept its restraint: 1 where nothing weighs on it, halved by each pressure of ln 2, recovering with
 * time alone. Ordinary actions take nothing of what weighs on it away, however many there are.
 */
export function restraintOf(state: RestraintState): number {
  let total = 0;
  for (const { pressure } of pressures(state)) total += pressure;
  return Math.round(Math.exp(-total) * 1000) / 1000;
}

/** The largest reasons why restraint was lost, at most three. */
export function reasonsOf(state: RestraintState): RestraintReason[] {
  const all = pressures(state).filter(({ pressure }) => pressure >= 0.005);
  const total = all.reduce((sum, { pressure }) => sum + pressure, 0);
  return all
    .sort((a, b) => b.pressure - a.pressure || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name, pressure, sentence }) => ({
      cause: name,
      share: Math.round((pressure / total) * 100) / 100,
      sentence,
    }));
}

/** A person looked and found nothing wrong: nothing weighs on the session any more; what it did stays counted. */
export function forgiven(state: RestraintState): RestraintState {
  return { ...state, causes: {}, change: 0, exceeded: [] };
}
