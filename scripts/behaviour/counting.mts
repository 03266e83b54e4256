// Counts the categories of recorded sessions into a model of ordinary ones, every group weighted alike.
import { type BaselineModel, baselineFrom, beginning } from '../../src/behaviour/baseline.ts';
import type { Category } from '../../src/behaviour/categories.ts';
import { categories, rankOf } from '../../src/behaviour/categories.ts';

/** What is counted of one session. */
export interface Counted {
  readonly host: string;
  readonly group: string;
  readonly categories: readonly Category[];
}

/** A group counts as this many actions at most: two groups of 46 hold a third of all sessions. */
const mostOfOneGroup = 500;
/** What is lighter than this is left out of the model's tables; its weight goes to the rest of its row. */
const lightest = 0.4;

/** Counts sessions into a model. */
export function countedModel(sessions: readonly Counted[]): BaselineModel {
  const sizes = new Map<string, number>();
  for (const { group, categories: seen } of sessions) sizes.set(group, (sizes.get(group) ?? 0) + seen.length);
  const hosts = new Map<string, number[]>();
  const pairs = new Map<string, Map<number, number>>();
  const triples = new Map<string, Map<number, number>>();
  for (const { host, group, categories: seen } of sessions) {
    const weight = Math.min(1, mostOfOneGroup / (sizes.get(group) ?? 1));
    const shares = hosts.get(host) ?? categories.map(() => 0);
    hosts.set(host, shares);
    let [earlier, last] = [beginning, beginning];
    for (const category of seen.map(rankOf)) {
      shares[category] = (shares[category] ?? 0) + weight;
      add(pairs, String(last), category, weight);
      add(triples, `${earlier}.${last}`, category, weight);
      [earlier, last] = [last, category];
    }
  }
  const model = {
    v: 1,
    categories: [...categories],
    sessions: sessions.length,
    groups: sizes.size,
    actions: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    usual: { mean: 0, deviation: 1 },
    hosts: Object.fromEntries([...hosts].sort().map(([host, shares]) => [host, shares.map(rounded)])),
    pairs: tableOf(pairs),
    triples: tableOf(triples),
  } as const;
  return { ...model, usual: usualOf(model, sessions, sizes) };
}

function add(table: Map<string, Map<number, number>>, context: string, category: number, weight: number): void {
  const row = table.get(context) ?? new Map<number, number>();
  table.set(context, row);
  row.set(category, (row.get(category) ?? 0) + weight);
}

function tableOf(table: Map<string, Map<number, number>>): Record<string, number[]> {
  const rows = [...table].flatMap(([context, row]): [string, number[]][] => {
    const listed = [...row].filter(([, weight]) => weight >= lightest).sort(([a], [b]) => a - b);
    if (listed.length === 0) return [];
    const rest = [...row.values()].reduce((sum, weight) => sum + (weight < lightest ? weight : 0), 0);
    const flat = listed.flatMap(([category, weight]) => [category, rounded(weight)]);
    return [[context, rest > 0.05 ? [...flat, rounded(rest)] : flat]];
  });
  return Object.fromEntries(rows.sort(([a], [b]) => Number(a) - Number(b)));
}

/** Mean and deviation of an ordinary step's surprise, groups weighted alike. */
function usualOf(
  model: BaselineModel,
  sessions: readonly Counted[],
  sizes: ReadonlyMap<string, number>,
): BaselineModel['usual'] {
  const baseline = baselineFrom(model);
  let [total, sum, squares] = [0, 0, 0];
  for (const { host, group, categories: seen } of sessions) {
    const weight = Math.min(1, mostOfOneGroup / (sizes.get(group) ?? 1));
    let before: readonly [number, number] = [beginning, beginning];
    for (const category of seen.map(rankOf)) {
      const bits = baseline.surprise(host, before, category);
      total += weight;
      sum += weight * bits;
      squares += weight * bits * bits;
      before = [before[1], category];
    }
  }
  if (total === 0) return { mean: 0, deviation: 1 };
  const mean = sum / total;
  return { mean: rounded(mean), deviation: rounded(Math.sqrt(Math.max(0, squares / total - mean * mean))) };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
