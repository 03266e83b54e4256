import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Deed } from '../../src/action/action.ts';
import type { Conduct } from '../../src/action/conduct.ts';
import type { Effect } from '../../src/action/effect.ts';
import type { Signal } from '../../src/action/signal.ts';
import { defaultCapabilities, exceeded } from '../../src/behaviour/capability-needs.ts';
import { type Category, categories, rankOf } from '../../src/behaviour/categories.ts';
import { categoryOf } from '../../src/behaviour/categorise.ts';
import { dimensionsOf } from '../../src/behaviour/dimensions.ts';
import {
  conducted,
  forgiven,
  pressedBySequences,
  pressedBySignals,
  reasonsOf,
  rested,
  restraintOf,
  untouched,
} from '../../src/behaviour/restraint.ts';
import { newSession, observeAction, type SessionState } from '../../src/behaviour/session.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';
import { act, analysisOf, context, shell, token, volumeDelete } from './acting.ts';

const signal = (name: Signal['name'], score: number): Signal => ({ name, score, evidence: `Saw ${name}` });
const ordinary: Conduct = { category: 'read', surprise: 1.2 };
const destroying: Conduct = { category: 'destroy', surprise: 12.4 };
const minutes = 60_000;

describe('the category of an action', () => {
  const cases: [command: string, category: Category][] = [
    ['ls -la src', 'look'],
    ['cat README.md | head -20', 'look'],
    ['rg TODO src', 'search'],
    ['npm test', 'test'],
    ['npm run test:unit -- --watch=false', 'test'],
    ['python3 -m pytest tests/', 'test'],
    ['npm run build', 'build'],
    ['npx tsc --noEmit', 'build'],
    ['npm install zod', 'packages'],
    ['node scripts/seed.js', 'run'],
    ['git status --short', 'git-look'],
    ['git commit -m "fix"', 'git-local'],
    ['git push origin main', 'git-remote'],
    ['gh pr create --fill', 'forge'],
    ['docker compose up -d', 'container'],
    ['psql -c "select 1"', 'database'],
    ['curl https://example.com', 'http'],
    ['aws s3 ls', 'cloud'],
    ['sudo apt-get install jq', 'system'],
    ['sed -i s/a/b/ x.ts', 'files'],
    ['sed -n 1,20p x.ts', 'look'],
    ['cd app && npm test', 'test'],
  ];
  it.each(cases)('%s is %s', (command, category) => {
    const action = shell(command);
    const { invocations, effects } = analysisOf(action);
    expect(categoryOf({ kind: 'shell', signals: [], effects, invocations, outside: false })).toBe(category);
  });

  it.each<[Deed['kind'], boolean, Category]>([
    ['read', false, 'read'],
    ['read', true, 'read-outside'],
    ['write', true, 'edit-outside'],
    ['search', false, 'search'],
    ['mcp', false, 'tool'],
    ['sql', false, 'database'],
    ['task', false, 'run'],
  ])('%s (outside: %s) is %s', (kind, outside, category) =>
    expect(categoryOf({ kind, signals: [], effects: [], outside })).toBe(category),
  );

  it('is the gravest of all it is: nothing grave hides behind something ordinary', () => {
    const effects = [volumeDelete];
    const seen = { kind: 'shell', effects, outside: false } as const;
    expect(categoryOf({ ...seen, signals: [] })).toBe('destroy');
    expect(categoryOf({ ...seen, signals: [signal('foreign-credential', 0.8)] })).toBe('foreign-credential');
  });
});

describe('restraint', () => {
  it('is whole where nothing weighs on it, whatever ordinary work is done', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...categories.slice(0, 20)), { maxLength: 60 }), (done) => {
        const state = done.reduce((before, category) => conducted(before, { category, surprise: 2 }), untouched);
        expect(restraintOf(state)).toBe(1);
        expect(reasonsOf(state)).toEqual([]);
      }),
    );
  });

  it('is halved by a signal of certain trouble, and says why', () => {
    const state = pressedBySignals(untouched, [{ signal: signal('exfiltration', 1), known: false }]);
    expect(restraintOf(state)).toBe(0.5);
    expect(reasonsOf(state)).toEqual([{ cause: 'exfiltration', share: 1, sentence: 'Saw exfiltration' }]);
  });

  it('names the three largest reasons, largest first, in words', () => {
    const signals = [0.2, 0.9, 0.5].map((score, at) => ({
      signal: signal((['secret-read', 'exfiltration', 'evasion'] as const)[at] ?? 'evasion', score),
      known: false,
    }));
    let state = pressedBySignals(untouched, signals);
    state = conducted(state, { ...destroying, exceeds: 'deploy:production', declared: true });
    const reasons = reasonsOf(state);
    expect(reasons.map(({ cause }) => cause)).toEqual(['exfiltration', 'capability', 'surprise']);
    expect(reasons[1]?.sentence).toBe('Needed “deploy:production”, which is not among what it was declared to do');
    expect(reasons[2]?.sentence).toMatch(
      /^Destroys what has no way back: of ordinary sessions about one action in 5,400/,
    );
  });

  it('comes back with time, and not by ordinary actions', () => {
    const hit = pressedBySignals(untouched, [{ signal: signal('exfiltration', 1), known: false }]);
    expect(restraintOf(rested(hit, 30 * minutes))).toBeGreaterThan(restraintOf(hit));
    let padded = hit;
    for (let step = 0; step < 10_000; step += 1) padded = conducted(padded, ordinary);
    expect(restraintOf(padded)).toBe(restraintOf(hit));
  });

  it('counts a grave step of which no signal speaks, once fully and then a tenth', () => {
    const once = conducted(untouched, destroying);
    const twice = conducted(once, destroying);
    expect(restraintOf(once)).toBeLessThan(0.75);
    expect(restraintOf(once) - restraintOf(twice)).toBeLessThan(0.1);
    expect(restraintOf(conducted(untouched, destroying, { signalled: true }))).toBe(1);
  });

  it('weighs what a person’s file does not declare more than what is merely unusual', () => {
    const of = (declared: boolean) => restraintOf(conducted(untouched, { ...ordinary, exceeds: 'npm', declared }));
    expect(of(true)).toBeLessThan(of(false));
  });

  it('remembers no more of 100 000 steps than of a thousand, and costs the same', () => {
    const run = (from: typeof untouched, steps: number) => {
      let state = from;
      for (let step = 0; step < steps; step += 1) {
        const category = categories[step % categories.length] ?? 'read';
        state = conducted(rested(state, 1000), { category, surprise: step % 15, exceeds: `c${step % 50}` });
      }
      return state;
    };
    const short = run(untouched, 1_000);
    const long = run(short, 99_000);
    expect(JSON.stringify(long).length).toBeLessThan(JSON.stringify(short).length * 1.5);
  });

  it('is whole again after a person’s all-clear; what was done stays counted', () => {
    const hit = pressedBySequences(conducted(untouched, destroying), [{ name: 's', title: 'A, then B', steps: [0] }]);
    expect(restraintOf(forgiven(hit))).toBe(1);
    expect(forgiven(hit).counts[rankOf('destroy')]).toBe(1);
  });
});

describe('padding', () => {
  const baseline = shippedBaseline();
  const bad: Action = shell(
    `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${token}"`,
    99_999,
  );
  const pads: Action[] = [
    act({ kind: 'read', path: 'src/app.ts' }),
    act({ kind: 'write', path: 'src/app.ts' }),
    shell('npm test'),
    shell('git commit -m wip'),
    shell('aws s3 ls'),
  ];
  const surpriseAfter = (padding: readonly Action[]): number => {
    let state: SessionState = newSession();
    for (const action of padding)
      state = observeAction(state, action, analysisOf(action), { ...context, baseline }).after();
    const { observation } = observeAction(state, bad, analysisOf(bad, [volumeDelete]), { ...context, baseline });
    return observation.conduct?.surprise ?? 0;
  };

  it('with ordinary actions never lowers a bad step’s surprise', () => {
    const alone = surpriseAfter([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pads), { maxLength: 30 }), (padding) => {
        expect(surpriseAfter(padding)).toBeGreaterThanOrEqual(alone);
      }),
      { numRuns: 40 },
    );
  });
});

describe('capabilities', () => {
  const effect = (more: Partial<Effect>): Effect => ({ ...volumeDelete, ...more });
  const cases: [title: string, category: Category, effects: Effect[], needed: string | undefined][] = [
    ['an ordinary test run', 'test', [], undefined],
    ['a database of staging', 'destroy', [effect({ environment: 'staging' })], 'db:staging'],
    ['a database of which nobody can tell', 'destroy', [volumeDelete], 'db:production'],
    ['a deployment', 'loss-remote', [effect({ asset: 'compute', environment: 'staging' })], 'deploy:staging'],
    ['a push over a branch', 'loss-remote', [effect({ provider: 'git', asset: 'history' })], undefined],
    ['an effect within the workspace', 'delete-local', [effect({ scope: 'workspace' })], undefined],
    ['a change of the machine', 'system', [], 'system'],
  ];
  it.each(cases)('%s', (_, category, effects, needed) =>
    expect(exceeded(category, effects, defaultCapabilities)).toBe(needed),
  );

  it('declared for an environment suffice to look at it', () => {
    const granted = new Set(['deploy:staging', 'db:staging'] as const);
    expect(exceeded('cloud', [], { granted, declared: true })).toBeUndefined();
    expect(exceeded('database', [], { granted, declared: true })).toBeUndefined();
    expect(exceeded('test', [], { granted, declared: true })).toBe('tests');
  });
});

describe('the six dimensions', () => {
  const baseline = shippedBaseline();
  const of = (state: SessionState) =>
    Object.fromEntries(dimensionsOf(state, 'claude', baseline).map((one) => [one.name, one]));
  const played = (actions: readonly [Action, Effect[]?][]) =>
    actions.reduce(
      (state, [action, effects]) =>
        observeAction(state, action, analysisOf(action, effects), { ...context, baseline }).after(),
      newSession(),
    );

  it('are all as usual, and not sure of it, where nothing was seen', () => {
    const dimensions = dimensionsOf(newSession(), 'claude', baseline);
    expect(dimensions.map(({ name }) => name)).toEqual([
      'velocity',
      'scope',
      'distribution',
      'errors',
      'escalation',
      'sequences',
    ]);
    for (const { value, confidence } of dimensions) expect({ value, confidence }).toEqual({ value: 1, confidence: 0 });
  });

  it('say in an agent’s favour that it asked, and loosen nothing for it', () => {
    const asking = act({ kind: 'mcp', server: 'holdpoint', tool: 'request_credential', input: { purpose: 'x' } });
    const state = played([[asking]]);
    expect(of(state).escalation?.sentence).toBe('Asked a person once');
    expect(state.restraint).toBe(1);
    const bad: [Action, Effect[]?] = [shell('railway volume delete vol_1', 5), [volumeDelete]];
    expect(played([[asking], [asking], bad]).restraint).toBe(played([bad]).restraint);
  });

  it('give velocity and errors no weight until real logs say what is usual', () => {
    const { velocity, errors, scope } = of(newSession());
    expect([velocity?.weight, errors?.weight]).toEqual([0, 0]);
    expect(scope?.weight).toBeGreaterThan(0);
  });

  it('tell an agent that reaches for production from one that runs tests', () => {
    const calm = of(played(Array.from({ length: 20 }, (_, at): [Action] => [shell('npm test', at * 20)])));
    const bad = of(played([[shell('railway volume delete vol_1', 5), [volumeDelete]]]));
    expect(bad.scope?.value).toBeLessThan(calm.scope?.value ?? 0);
    expect(bad.scope?.sentence).toContain('railway');
    expect(bad.escalation?.sentence).toContain('db:production');
  });

  it('never leave 0..1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('npm test', 'ls', 'aws s3 ls', 'git push'), { maxLength: 40 }),
        (commands) => {
          const state = played(commands.map((command, at): [Action] => [shell(command, at * at)]));
          for (const { value, confidence } of dimensionsOf(state, 'claude', baseline)) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
            expect(confidence).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
