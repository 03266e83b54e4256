import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineFrom, beginning, graveFloor, readBaseline } from '../../src/behaviour/baseline.ts';
import { categories, isGrave, rankOf } from '../../src/behaviour/categories.ts';
import { divergence, divergenceBeyondChance, stepChange, usualSurprise } from '../../src/behaviour/change-statistic.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';

const file = path.join(import.meta.dirname, '../../src/behaviour/baseline.generated.json');
const model = JSON.parse(readFileSync(file, 'utf8'));
const shipped = shippedBaseline();
const grave = categories.filter(isGrave);
const someCategory = fc.integer({ min: 0, max: categories.length });

describe('the shipped baseline', () => {
  it('is small, whole and learned from every group', () => {
    expect(readFileSync(file).length).toBeLessThan(40_000);
    expect(shipped.problem).toBeUndefined();
    expect(shipped.actions).toBeGreaterThan(50_000);
    expect(model.groups).toBeGreaterThanOrEqual(40);
  });

  it('has the mean and deviation that the change statistic goes by', () => {
    expect(model.usual.mean).toBeCloseTo(usualSurprise.mean, 0);
    expect(model.usual.deviation).toBeCloseTo(usualSurprise.deviation, 0);
  });

  it('is a distribution over what may come next, wherever a session stands', () => {
    fc.assert(
      fc.property(someCategory, someCategory, fc.constantFrom('claude', 'cursor', 'nobody'), (earlier, last, host) => {
        const ordinary = categories.filter((category) => !isGrave(category));
        const sum = ordinary.reduce(
          (total, category) => total + 2 ** -shipped.surprise(host, [earlier, last], rankOf(category)),
          0,
        );
        expect(sum).toBeGreaterThan(0.9);
        expect(sum).toBeLessThanOrEqual(1.0001);
      }),
    );
  });

  it.each(grave)('finds %s as unexpected after anything', (category) => {
    const alone = shipped.surprise('claude', [beginning, beginning], rankOf(category));
    expect(alone).toBeGreaterThanOrEqual(graveFloor);
    fc.assert(
      fc.property(someCategory, someCategory, (earlier, last) => {
        expect(shipped.surprise('claude', [earlier, last], rankOf(category))).toBe(alone);
      }),
    );
  });

  it('expects a test after an edit more than a test after a search of the web', () => {
    const test = rankOf('test');
    const behind = (last: Parameters<typeof rankOf>[0]) =>
      shipped.surprise('claude', [rankOf('read'), rankOf(last)], test);
    expect(behind('edit')).toBeLessThan(behind('web'));
  });
});

describe('a model that cannot be used', () => {
  const { usual: _usual, ...withoutUsual } = model;
  const broken: [title: string, value: unknown][] = [
    ['nothing', undefined],
    ['a text', 'model'],
    ['a list', []],
    ['another version', { ...model, v: 2 }],
    ['categories of another version', { ...model, categories: model.categories.slice(1) }],
    ['a part missing', withoutUsual],
    ['a negative weight', { ...model, pairs: { 0: [1, -3] } }],
    ['a weight that is no number', { ...model, triples: { '0.1': [1, 'many'] } }],
    ['a host with too few weights', { ...model, hosts: { claude: [1] } }],
  ];
  it.each(broken)('%s: says so in one sentence and takes nothing for ordinary', (_, value) => {
    const baseline = readBaseline(value);
    expect(baseline.problem).toMatch(/^The model of ordinary sessions is .+\. .+\.$/);
    for (const [rank] of categories.entries()) {
      const before = [beginning, beginning] as const;
      const stricter = isGrave(categories[rank] ?? 'guard') ? shipped.surprise('claude', before, rank) : 0;
      expect(baseline.surprise('claude', before, rank)).toBeGreaterThanOrEqual(stricter);
    }
  });
});

describe('the weights of a model', () => {
  it('are counts by category, with the weight of the rest at an odd end', () => {
    const counts = (rank: number, weight: number) => categories.map((_, at) => (at === rank ? weight : 0));
    const small = {
      v: 1,
      categories: [...categories],
      sessions: 1,
      groups: 1,
      actions: 100,
      usual: { mean: 1, deviation: 1 },
      hosts: { claude: counts(0, 100) },
      pairs: { 0: [0, 600, 400] },
      triples: {},
    } as const;
    const strong = baselineFrom(small, { uniform: 0.5, host: 200, pair: 0, triple: 40 });
    expect(2 ** -strong.surprise('claude', [0, 0], 0)).toBeCloseTo(0.6, 5);
  });
});

describe('the change statistic', () => {
  it('stays low on ordinary steps and climbs when they go on being unexpected', () => {
    const run = (steps: readonly number[]) => steps.reduce(stepChange, 0);
    expect(run(Array.from({ length: 500 }, (_, at) => (at % 3 === 0 ? 4 : 1.5)))).toBeLessThan(4);
    expect(run(Array.from({ length: 40 }, () => 7))).toBeGreaterThan(20);
  });

  it('is bounded, and never below zero', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { maxLength: 200 }), (steps) => {
        let sum = 0;
        for (const step of steps) {
          sum = stepChange(sum, step);
          expect(sum).toBeGreaterThanOrEqual(0);
          expect(sum).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});

describe('divergence', () => {
  it.each([
    ['the same', [1, 2, 3], [2, 4, 6], 0],
    ['nothing in common', [1, 0], [0, 5], 1],
    ['nothing seen', [0, 0], [1, 2], 0],
  ] as const)('of %s', (_, one, other, bits) => expect(divergence(one, other)).toBeCloseTo(bits, 6));

  it('is symmetric and between 0 and 1', () => {
    const weights = fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(weights, weights, (one, other) => {
        expect(divergence(one, other)).toBeCloseTo(divergence(other, one), 9);
        expect(divergence(one, other)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('allows a small sample its chance', () => {
    expect(divergenceBeyondChance([1, 0, 0], [10, 10, 10], 3)).toBeLessThan(divergence([1, 0, 0], [10, 10, 10]));
    expect(divergenceBeyondChance([], [1], 1)).toBe(0);
  });
});
