/**
 * Page's cumulative sum over the surprise of a session's steps (E. S. Page, Biometrika 41, 1954): it stays near zero
 * while steps are as unexpected as they usually are, and climbs when they go on being more so.
 */

/** How many deviations above the mean a step has to lie to count for a change. */
const slack = 0.75;
/** One step alone, however unexpected, counts as this many deviations. */
const mostOfOneStep = 4;
/** From here on a session is said to have changed its ways: about one ordinary session in a hundred gets here. */
export const changeThreshold = 20;
/** Beyond it nothing more is counted, so that a session can find back. */
const mostOfAll = 2 * changeThreshold;

/**
 * The surprise of an ordinary step, bits, as `scripts/train-baseline.mts` measured it. Here and not in the model, so
 * that the log rebuilds the same sum whatever model is there by then.
 */
export const usualSurprise = { mean: 2.2, deviation: 1.9 } as const;

/** The sum after one more step of this surprise, bits. */
export function stepChange(sum: number, surprise: number): number {
  const deviations = (surprise - usualSurprise.mean) / usualSurprise.deviation;
  return Math.min(mostOfAll, Math.max(0, sum + Math.min(deviations, mostOfOneStep) - slack));
}

/**
 * Jensen–Shannon divergence of two distributions over the same categories, in bits: 0 where they are equal, 1 where
 * they have nothing in common. Both are taken as weights; one without weight has no divergence.
 */
export function divergence(one: readonly number[], other: readonly number[]): number {
  const ones = sum(one);
  const others = sum(other);
  if (ones <= 0 || others <= 0) return 0;
  let bits = 0;
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const p = (one[at] ?? 0) / ones;
    const q = (other[at] ?? 0) / others;
    const middle = (p + q) / 2;
    if (p > 0) bits += (p / 2) * Math.log2(p / middle);
    if (q > 0) bits += (q / 2) * Math.log2(q / middle);
  }
  return Math.min(1, Math.max(0, bits));
}

/**
 * The divergence beyond what so few observations show by chance: a sample of `count` from the very same distribution
 * over `kinds` categories diverges by about (kinds − 1) / (8 ln 2 · count) bits (chi-squared approximation). Of many
 * categories most are rare: twice those seen are about as many as count.
 */
export function divergenceBeyondChance(sample: readonly number[], reference: readonly number[], kinds: number): number {
  const count = sum(sample);
  if (count <= 0) return 0;
  const chance = (kinds - 1) / (8 * Math.LN2 * count);
  return Math.max(0, divergence(sample, reference) - chance);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
