import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/action/effect.ts';
import type { Layer } from '../../src/action/kinds.ts';
import { type Approved, createGrants } from '../../src/confirmation/grants.ts';
import { effect } from './fixture.ts';

/** Grants with a clock the test moves. */
function newGrants() {
  let time = 1_000_000;
  const grants = createGrants(() => time);
  return {
    ...grants,
    take: (effects: readonly Effect[], layer: Layer = 'exec', session = 'terminal-1') =>
      grants.take(effects, { layer, session }),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    approve: (effects: readonly Effect[], overrides: Partial<Approved> = {}) =>
      grants.open({ hold: 'h1', host: 'claude', session: 's1', effects, ...overrides }),
  };
}

const volume = (overrides: Partial<Effect> = {}): Effect => ({ ...effect, ...overrides });

describe('what an approval grants to the layers below', () => {
  test('is taken once', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    expect(grants.take([volume()])).toEqual(['h1']);
    expect(grants.take([volume()])).toBeNull();
  });

  test('is taken as often as it was approved, in several calls', () => {
    const grants = newGrants();
    grants.approve([volume(), volume(), volume({ target: 'vol_2' })]);
    expect(grants.take([volume()])).toEqual(['h1']);
    expect(grants.take([volume({ target: 'vol_2' }), volume()])).toEqual(['h1']);
    expect(grants.take([volume()])).toBeNull();
  });

  test.each<[string, Partial<Effect>]>([
    ['another target', { target: 'vol_prod_2' }],
    ['another kind of thing', { resource: 'project' }],
    ['another provider', { provider: 'aws' }],
    ['another deed', { verb: 'wipe' }],
    ['everything of the kind', { target: '*' }],
    ['what nobody could name', { target: '?' }],
    ['the guard itself', { touchesGuard: true }],
  ])('covers neither %s', (_what, overrides) => {
    const grants = newGrants();
    grants.approve([volume()]);
    expect(grants.take([volume(overrides)])).toBeNull();
  });

  test.each<[string, Partial<Effect>, Partial<Effect>]>([
    ['production where staging was approved', { environment: 'staging' }, { environment: 'production' }],
    ['production where nobody knew', { environment: 'unknown' }, { environment: 'production' }],
    ['for good where there was a way back', { reversibility: 'recoverable' }, { reversibility: 'irreversible' }],
    ['beyond the workspace', { scope: 'workspace' }, { scope: 'remote' }],
  ])('does not cover what turns out worse: %s', (_what, approved, found) => {
    const grants = newGrants();
    grants.approve([volume(approved)]);
    expect(grants.take([volume(found)])).toBeNull();
    expect(grants.take([volume(approved)])).toEqual(['h1']);
  });

  test('covers what turns out milder', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    expect(grants.take([volume({ environment: 'staging', reversibility: 'recoverable' })])).toEqual(['h1']);
  });

  test.each(['?', ''])('opens nothing for a target nobody could name: "%s"', (target) => {
    const grants = newGrants();
    grants.approve([volume({ target })]);
    expect(grants.take([volume({ target })])).toBeNull();
    expect(grants.take([volume()])).toBeNull();
  });

  test('is not touched by a call that wants more than was approved', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    expect(grants.take([volume(), volume({ target: 'vol_2' })])).toBeNull();
    expect(grants.take([volume()])).toEqual(['h1']);
  });

  test('gives nothing to a call without effects', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    expect(grants.take([])).toBeNull();
  });

  test('ends after ten minutes, and when the clock was set back', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    grants.pass(600_000);
    expect(grants.take([volume()])).toBeNull();
    grants.approve([volume()]);
    grants.pass(-1);
    expect(grants.take([volume()])).toBeNull();
  });

  test('ends with its call, and with no other', () => {
    const grants = newGrants();
    grants.approve([volume()], { callId: 'a' });
    grants.approve([volume()], { hold: 'h2', callId: 'b' });
    grants.callEnded({ host: 'claude', session: 's1', callId: 'a' });
    grants.callEnded({ host: 'cursor', session: 's1', callId: 'b' });
    expect(grants.take([volume()])).toEqual(['h2']);
    expect(grants.take([volume()])).toBeNull();
  });

  test.each<[Layer | 'hook', Layer, boolean]>([
    ['hook', 'mcp', true],
    ['hook', 'exec', true],
    ['mcp', 'exec', true],
    ['mcp', 'mcp', false],
    ['exec', 'mcp', false],
    ['exec', 'exec', false],
  ])('reaches down only: from %s to %s', (above, below, granted) => {
    const grants = newGrants();
    grants.approve([volume()], above === 'hook' ? {} : { layer: above });
    expect(grants.take([volume()], below)).toEqual(granted ? ['h1'] : null);
  });

  test('names every hold it took from', () => {
    const grants = newGrants();
    grants.approve([volume()]);
    grants.approve([volume({ target: 'vol_2' })], { hold: 'h2' });
    expect(grants.take([volume({ target: 'vol_2' }), volume()])).toEqual(['h2', 'h1']);
  });
});

describe('what was approved at a shim', () => {
  const source = { file: '/w/package.json', line: 3 };
  const approvedAtShim = (effects: readonly Effect[]) => {
    const grants = newGrants();
    grants.approve(effects, { host: 'terminal', session: 'terminal-1', layer: 'exec' });
    return grants;
  };

  test('is granted to the program that carries it out, where the approved one only starts that', () => {
    const grants = approvedAtShim([volume({ source })]);
    expect(grants.take([volume()])).toEqual(['h1']);
    expect(grants.take([volume()])).toBeNull();
  });

  test('is granted to no second call, where the approved program did it itself', () => {
    expect(approvedAtShim([volume()]).take([volume()])).toBeNull();
  });

  test('is granted to no other terminal', () => {
    expect(approvedAtShim([volume({ source })]).take([volume()], 'exec', 'terminal-2')).toBeNull();
  });

  test('is not taken by the very same call once more, where nothing it started was seen', () => {
    const grants = createGrants(() => 1_000_000);
    const caller = { layer: 'exec', session: 'terminal-1' } as const;
    const effects = [volume({ source })];
    grants.open({ hold: 'h1', host: 'terminal', ...caller, meaning: 'env -i sh drop.sh', effects });
    expect(grants.take(effects, { ...caller, meaning: 'env -i sh drop.sh' })).toBeNull();
    expect(grants.take([volume()], { ...caller, meaning: 'curl -X DELETE' })).toEqual(['h1']);
  });
});

const effects = fc.record({
  verb: fc.constantFrom('delete', 'drop'),
  provider: fc.constantFrom('railway', 'aws'),
  resource: fc.constantFrom('volume', 'table'),
  target: fc.constantFrom('a', 'b', '*', '?', ''),
  environment: fc.constantFrom('production', 'staging', 'development', 'unknown'),
  reversibility: fc.constantFrom('recoverable', 'irreversible', 'unknown'),
  scope: fc.constantFrom('workspace', 'machine', 'remote'),
} as const);
const lists = fc.array(
  effects.map((parts) => volume(parts)),
  { maxLength: 6 },
);

describe('grants, whatever was approved and asked', () => {
  test('take each approved effect at most once, and nothing that was not approved', () => {
    const key = ({ verb, provider, resource, target }: Effect) => [verb, provider, resource, target].join('/');
    fc.assert(
      fc.property(lists, fc.array(lists, { maxLength: 6 }), (approved, calls) => {
        const grants = newGrants();
        grants.approve(approved);
        const taken = calls.filter((call) => grants.take(call) !== null).flat();
        for (const one of new Set(taken.map(key))) {
          const count = (list: readonly Effect[]) => list.filter((other) => key(other) === one).length;
          expect(count(taken)).toBeLessThanOrEqual(count(approved));
        }
        expect(taken.every(({ target }) => target !== '?' && target !== '')).toBe(true);
      }),
    );
  });

  test('give every named part of what was approved, in whatever order it is carried out', () => {
    fc.assert(
      fc.property(
        lists.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list))),
        ([approved, part]) => {
          const grants = newGrants();
          grants.approve(approved);
          const named = part.filter(({ target }) => target !== '?' && target !== '');
          expect(grants.take(named)).toEqual(named.length === 0 ? null : ['h1']);
        },
      ),
    );
  });
});
