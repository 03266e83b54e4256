// What each order of the chain is worth: bits per action on sessions it never saw.
import { baselineFrom, beginning } from '../../src/behaviour/baseline.ts';
import { rankOf } from '../../src/behaviour/categories.ts';
import { type Counted, countedModel } from './counting.mts';

/** A prior so strong that what it smooths counts for nothing. */
const unmoved = 1e12;

/** The chains that are compared. Bits of a grave step are its own in each of them. */
const orders = {
  'no context': { uniform: 0.5, host: unmoved, pair: unmoved, triple: unmoved },
  'no context, by host': { uniform: 0.5, host: 200, pair: unmoved, triple: unmoved },
  'one action before': { uniform: 0.5, host: 200, pair: 40, triple: unmoved },
  'two actions before (shipped)': { uniform: 0.5, host: 200, pair: 40, triple: 40 },
} as const;

type Sums = Map<string, Map<string, { sum: number; steps: number }>>;

/** Adds the surprise of `held` sessions under each chain learned from `taught`, by group. */
export function addBits(sums: Sums, held: readonly Counted[], taught: readonly Counted[]): void {
  const model = countedModel(taught);
  for (const [name, strengths] of Object.entries(orders)) {
    const baseline = baselineFrom(model, strengths);
    const byGroup = sums.get(name) ?? new Map<string, { sum: number; steps: number }>();
    sums.set(name, byGroup);
    for (const { host, group, categories } of held) {
      const total = byGroup.get(group) ?? { sum: 0, steps: 0 };
      byGroup.set(group, total);
      let before: readonly [number, number] = [beginning, beginning];
      for (const category of categories.map(rankOf)) {
        total.sum += baseline.surprise(host, before, category);
        total.steps += 1;
        before = [before[1], category];
      }
    }
  }
}

/** Mean bits per action, groups weighted alike; those with fewer than 30 actions say too little. */
export function meanBits(sums: Sums): [name: string, bits: number][] {
  return [...sums].map(([name, byGroup]) => {
    const means = [...byGroup.values()].filter(({ steps }) => steps >= 30).map(({ sum, steps }) => sum / steps);
    return [name, means.reduce((total, mean) => total + mean, 0) / means.length];
  });
}
