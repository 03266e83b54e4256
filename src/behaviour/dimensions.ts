import type { Baseline } from './baseline.ts';
import { categories, categoryWords } from './categories.ts';
import { changeThreshold, divergenceBeyondChance } from './change-statistic.ts';
import type { SessionState } from './state.ts';

/** The six dimensions a session is watched in. */
export type DimensionName = 'velocity' | 'scope' | 'distribution' | 'errors' | 'escalation' | 'sequences';

/** One dimension of a session. */
export interface Dimension {
  readonly name: DimensionName;
  /** 0..1: 1 is as ordinary sessions are. */
  readonly value: number;
  /** 0 where it is shown and counts for nothing yet. */
  readonly weight: number;
  /** 0..1: how much was seen to tell it by. */
  readonly confidence: number;
  /** One plain sentence. */
  readonly sentence: string;
}

/**
 * What is thought of velocity and of errors and refusals before real logs exist: the recorded sessions have no clock
 * and hardly a refusal. A step every 20 s, between 3 s and two minutes in most sessions; one call in twenty fails
 * (of those with a known end in the sessions 5.7 %), one in a hundred is refused.
 */
const statedPriors = {
  secondsBetween: 20,
  /** Deviation of its logarithm. */
  spread: 1,
  failing: { share: 0.05, strength: 20 },
  refused: { share: 0.01, strength: 50 },
} as const;

/** As many observations are half of full confidence. */
const halfConfident = 20;

function confidenceOf(observations: number): number {
  return rounded(observations / (observations + halfConfident));
}

function rounded(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
}

/** How a session stands in each dimension. Deterministic; costs the same whatever the session's length. */
export function dimensionsOf(state: SessionState, host: string, baseline: Baseline): readonly Dimension[] {
  return [
    velocity(state),
    scope(state),
    distribution(state, host, baseline),
    errors(state),
    escalation(state),
    sequences(state),
  ];
}

function velocity({ tally }: SessionState): Dimension {
  const base = { name: 'velocity', weight: 0, confidence: confidenceOf(tally.timed) } as const;
  if (tally.timed === 0) return { ...base, value: 1, sentence: 'No two actions with a time yet' };
  const deviations = (Math.log(statedPriors.secondsBetween) - tally.pace) / statedPriors.spread;
  const seconds = Math.exp(tally.pace);
  const shown = seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds));
  // Only haste can speak against a session; whoever thinks longer may.
  return {
    ...base,
    value: rounded(Math.exp(-Math.max(0, deviations - 2) / 2)),
    sentence: `An action about every ${shown} s`,
  };
}

function scope({ tally, events }: SessionState): Dimension {
  const share = events === 0 ? 0 : tally.beyond / events;
  const value = Math.exp(-(2 * Math.max(0, share - 0.1) + 0.15 * tally.providers.length + 0.3 * tally.production));
  const where =
    tally.providers.length === 0 ? '' : `; would take something away at ${tally.providers.slice(0, 4).join(', ')}`;
  return {
    name: 'scope',
    value: rounded(value),
    weight: 1,
    confidence: confidenceOf(events),
    sentence: `${tally.beyond} of ${events} actions reached beyond the workspace${where}`,
  };
}

function distribution({ conduct, events }: SessionState, host: string, baseline: Baseline): Dimension {
  const shares = baseline.shares(host);
  const bits = divergenceBeyondChance(conduct.counts, shares, 2 * conduct.counts.filter((count) => count > 0).length);
  const total = conduct.counts.reduce((sum, count) => sum + count, 0);
  let most = { at: -1, over: 0 };
  for (const [at, count] of conduct.counts.entries()) {
    const over = total === 0 ? 0 : count / total - (shares[at] ?? 0);
    if (over > most.over) most = { at, over };
  }
  const category = categories[most.at];
  const share = conduct.counts[most.at] ?? 0;
  const more =
    category === undefined || total === 0
      ? 'As ordinary sessions do'
      : `More than usual it ${categoryWords[category]} (${Math.round((100 * share) / total)} % of its actions, usually ${Math.round(100 * (shares[most.at] ?? 0))} %)`;
  return {
    name: 'distribution',
    // Ordinary sessions have their own themes: half of them diverge by 0.15 bits and more.
    value: rounded(1 - Math.max(0, bits - 0.15)),
    weight: 0.5,
    confidence: confidenceOf(events),
    sentence: more,
  };
}

function errors({ tally }: SessionState): Dimension {
  const { failing, refused } = statedPriors;
  const ended = tally.succeeded + tally.failed;
  const failed = (tally.failed + failing.share * failing.strength) / (ended + failing.strength);
  const denied = (tally.denied + refused.share * refused.strength) / (ended + tally.denied + refused.strength);
  const value = Math.exp(-(2 * Math.max(0, failed - failing.share) + 5 * Math.max(0, denied - refused.share)));
  const known = ended + tally.denied;
  return {
    name: 'errors',
    value: rounded(value),
    weight: 0,
    confidence: confidenceOf(known),
    sentence:
      known === 0
        ? 'The host has told of no call’s end'
        : `${tally.failed} of ${known} ended calls failed, ${tally.denied} were refused`,
  };
}

function escalation({ tally, conduct, denials }: SessionState): Dimension {
  const beyond = conduct.exceeded.length;
  const value = Math.exp(-(0.7 * tally.insisted + 0.25 * beyond));
  const refused = new Set(denials.map(({ event }) => event)).size;
  // Asking, and taking no for an answer, is what is wanted: said, and worth a little.
  const heeded = refused > 0 && tally.insisted === 0;
  const favour = 0.1 * Math.min(2, conduct.asked) + (heeded ? 0.1 : 0);
  const parts = [
    ...(tally.insisted > 0 ? [`tried ${tally.insisted} times what was refused`] : []),
    ...(conduct.asked > 0 ? [`asked a person ${conduct.asked === 1 ? 'once' : `${conduct.asked} times`}`] : []),
    ...(heeded ? [`took no for an answer ${refused === 1 ? 'once' : `${refused} times`}`] : []),
    ...(beyond > 0 ? [`needed ${conduct.exceeded.slice(0, 3).join(', ')}, which it was not given`] : []),
  ];
  const sentence = parts.length === 0 ? 'Stayed with what it was given' : parts.join('; ');
  return {
    name: 'escalation',
    value: rounded(value + favour),
    weight: 1,
    confidence: confidenceOf(tally.timed),
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
  };
}

function sequences({ conduct, events }: SessionState): Dimension {
  const completed = conduct.causes.sequence?.times ?? 0;
  const value = Math.exp(-(completed + (0.5 * Math.max(0, conduct.change - changeThreshold)) / changeThreshold));
  const changed = conduct.change > changeThreshold;
  return {
    name: 'sequences',
    value: rounded(value),
    weight: 1,
    confidence: confidenceOf(events),
    sentence:
      completed > 0
        ? (conduct.causes.sequence?.sentence ?? '')
        : changed
          ? 'Its steps have for a while followed each other as ordinary sessions’ seldom do'
          : 'Its steps follow each other as in ordinary sessions',
  };
}
