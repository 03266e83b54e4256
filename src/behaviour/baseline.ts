import { type Category, categories, isGrave } from './categories.ts';

/**
 * How ordinary coding sessions go on: a Markov chain of second order over {@link categories}, each order smoothed
 * towards the one below it (a Dirichlet prior), the lowest towards what all hosts do.
 */
export interface Baseline {
  /**
   * How unexpected a category is after the two before it, in bits. A grave category has its own rate, whatever came
   * before it: ordinary steps around it change nothing.
   */
  surprise(host: string, before: readonly [earlier: number, last: number], category: number): number;
  /** How often each category occurs at a host, in the order of {@link categories}; adds up to 1. */
  shares(host: string): readonly number[];
  /** How many recorded actions it was learned from. */
  readonly actions: number;
  /** One sentence, where the model could not be read and something stricter stands in for it. */
  readonly problem?: string;
}

/** The letter in a context that stands for the session's beginning. */
export const beginning: number = categories.length;

/** A model as `scripts/train-baseline.mts` writes it. Counts are weighted by group. */
export interface BaselineModel {
  readonly v: 1;
  readonly categories: readonly string[];
  readonly sessions: number;
  readonly groups: number;
  readonly actions: number;
  /** Surprise of an ordinary step, bits: what `usualSurprise` was taken from. */
  readonly usual: { readonly mean: number; readonly deviation: number };
  /** Weight of each category at each host. */
  readonly hosts: Readonly<Record<string, readonly number[]>>;
  /** After one category, by its number: `category weight category weight …`, and at an odd end the weight of the rest. */
  readonly pairs: Readonly<Record<string, readonly number[]>>;
  /** After two, by their numbers with a dot between. */
  readonly triples: Readonly<Record<string, readonly number[]>>;
}

/** Strength of the priors: how many observations what is known a level below counts for. */
const priors = { uniform: 0.5, host: 200, pair: 40, triple: 40 };

/** A grave step is never less unexpected than this, bits: about one action in a thousand. */
export const graveFloor = 10;
/** Nothing is counted as more unexpected than this, bits: one in a million says the same as one in a billion. */
const mostBits = 20;

/** Reads a model from its JSON. Never throws: one that is damaged or of another version leaves one that takes nothing for ordinary. */
export function readBaseline(value: unknown): Baseline {
  const problem = problemOf(value);
  return problem === undefined ? baselineFrom(value as BaselineModel) : unknownBaseline(problem);
}

/**
 * Stands for a model that cannot be read: everything is as unexpected as anything else, grave steps as much as they
 * can be, so that it is never less strict than a model.
 */
function unknownBaseline(problem: string): Baseline {
  const even = Math.log2(categories.length);
  const shares = categories.map(() => 1 / categories.length);
  return {
    surprise: (_host, _before, category) => (isGrave(nameOf(category)) ? mostBits : even),
    shares: () => shares,
    actions: 0,
    problem: `${problem} Until Holdpoint is installed again, what is ordinary is not known and nothing counts as such.`,
  };
}

function nameOf(category: number): Category {
  return categories[category] ?? 'guard';
}

/** What is wrong with a value that should be a model, or undefined. */
function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'The model of ordinary sessions is damaged.';
  if (value.v !== 1) return 'The model of ordinary sessions is from another version of Holdpoint.';
  const named = Array.isArray(value.categories) ? value.categories : [];
  if (named.length !== categories.length || named.some((name, at) => name !== categories[at]))
    return 'The model of ordinary sessions is from another version of Holdpoint.';
  const { usual, hosts, pairs, triples, actions } = value;
  const sound =
    isRecord(usual) &&
    isWeight(usual.mean) &&
    isWeight(usual.deviation) &&
    isWeight(actions) &&
    [hosts, pairs, triples].every((table) => isRecord(table) && Object.values(table).every(isWeights)) &&
    isRecord(hosts) &&
    Object.values(hosts).every((row) => Array.isArray(row) && row.length === categories.length);
  return sound ? undefined : 'The model of ordinary sessions is damaged.';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isWeights(value: unknown): boolean {
  return Array.isArray(value) && value.every(isWeight);
}

/** Weights by category after one context, and their sum. */
interface Row {
  readonly weights: ReadonlyMap<number, number>;
  readonly total: number;
}

const emptyRow: Row = { weights: new Map(), total: 0 };

/** The chain of a sound model. `strengths` are the priors', to measure what each order is worth. */
export function baselineFrom(model: BaselineModel, strengths: Readonly<typeof priors> = priors): Baseline {
  const all = sharesFrom(Object.values(model.hosts), strengths.uniform, null);
  const byHost = new Map(
    Object.entries(model.hosts).map(([host, weights]) => [host, sharesFrom([weights], strengths.host, all)] as const),
  );
  const pairs = rowsFrom(model.pairs);
  const triples = rowsFrom(model.triples);
  const shares = (host: string) => byHost.get(host) ?? all;
  // What an agent does most must not make a grave step ordinary at its host: the rarer rate counts.
  const grave = categories.map((category, at) =>
    isGrave(category) ? Math.min(mostBits, Math.max(graveFloor, -Math.log2(all[at] ?? 0))) : 0,
  );
  return {
    surprise(host, [earlier, last], category) {
      const fixed = grave[category] ?? mostBits;
      if (fixed > 0) return fixed;
      const lowest = shares(host)[category] ?? 0;
      const pair = smoothed(pairs.get(String(last)) ?? emptyRow, category, strengths.pair, lowest);
      const share = smoothed(triples.get(`${earlier}.${last}`) ?? emptyRow, category, strengths.triple, pair);
      return Math.min(mostBits, -Math.log2(share));
    },
    shares,
    actions: model.actions,
  };
}

function smoothed({ weights, total }: Row, category: number, prior: number, below: number): number {
  return ((weights.get(category) ?? 0) + prior * below) / (total + prior);
}

function rowsFrom(table: Readonly<Record<string, readonly number[]>>): Map<string, Row> {
  return new Map(
    Object.entries(table).map(([context, flat]) => {
      const weights = new Map<number, number>();
      let total = 0;
      for (let at = 0; at + 1 < flat.length; at += 2) weights.set(flat[at] ?? 0, flat[at + 1] ?? 0);
      for (const weight of weights.values()) total += weight;
      // An odd one at the end is what was too rare to be listed.
      if (flat.length % 2 === 1) total += flat.at(-1) ?? 0;
      return [context, { weights, total }];
    }),
  );
}

function sharesFrom(
  rows: readonly (readonly number[])[],
  prior: number,
  below: readonly number[] | null,
): readonly number[] {
  const weights = categories.map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const strength = below ? prior : prior * categories.length;
  return weights.map((weight, at) => (weight + (below ? prior * (below[at] ?? 0) : prior)) / (total + strength));
}
