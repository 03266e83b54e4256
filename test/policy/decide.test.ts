import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/action/effect.ts';
import type { Decision, Mode, Observation } from '../../src/action/verdict.ts';
import { decide } from '../../src/policy/decide.ts';
import { callOf, type Exception, isExcepted, mayExcept } from '../../src/policy/exceptions.ts';
import { rowOf, verdictTable } from '../../src/policy/table.ts';
import { act, analysisOf, shell, volumeDelete } from '../behaviour/acting.ts';

const quiet: Observation = {
  signals: [],
  sequences: [],
  heightened: false,
  restraint: 1,
  reasons: [],
  alert: false,
};
const discovered: Observation = { ...quiet, heightened: true };
const sequenced: Observation = {
  ...quiet,
  sequences: [{ name: 'credential-discovery-then-destruction', title: '', steps: [0, 1] }],
};

const local: Effect = {
  ...volumeDelete,
  provider: 'files',
  resource: 'path',
  target: 'src',
  asset: 'files',
  scope: 'workspace',
  rule: 'files/delete',
};
const of = (changes: Partial<Effect>, from: Effect = local): Effect => ({ ...from, ...changes });

function verdict(
  effects: readonly Effect[],
  observation: Observation = quiet,
  more: { canSnapshot?: boolean; mode?: Mode; exceptions?: Exception[] } = {},
) {
  const action = shell('x');
  return decide({
    action,
    analysis: analysisOf(action, effects),
    observation,
    mode: more.mode ?? 'guarding',
    canSnapshot: more.canSnapshot ?? true,
    exceptions: more.exceptions ?? [],
  });
}

describe('the table of DESIGN 5.6', () => {
  const rows: [title: string, effect: Effect | undefined, quiet: Decision, discovered: Decision][] = [
    ['none', undefined, 'allow', 'allow'],
    ['reversible', of({ reversibility: 'reversible', scope: 'remote' }), 'allow', 'allow'],
    ['irreversible, remote', volumeDelete, 'hold', 'hold'],
    ['irreversible, remote, development', of({ environment: 'development' }, volumeDelete), 'hold', 'hold'],
    ['irreversible, machine', of({ scope: 'machine' }), 'hold', 'hold'],
    ['irreversible, a data store in the workspace', of({ asset: 'data-store' }), 'hold', 'hold'],
    ['irreversible, backups in the workspace', of({ asset: 'backup' }), 'hold', 'hold'],
    ['irreversible, workspace', local, 'allow', 'allow'],
    [
      'recoverable, remote, production',
      of({ reversibility: 'recoverable', scope: 'remote', environment: 'production' }),
      'hold',
      'hold',
    ],
    ['recoverable, remote, unknown', of({ reversibility: 'recoverable', scope: 'remote' }), 'hold', 'hold'],
    [
      'recoverable, remote, development',
      of({ reversibility: 'recoverable', scope: 'remote', environment: 'development' }),
      'allow',
      'hold',
    ],
    [
      'recoverable, remote, staging',
      of({ reversibility: 'recoverable', scope: 'remote', environment: 'staging' }),
      'allow',
      'hold',
    ],
    ['recoverable, machine', of({ reversibility: 'recoverable', scope: 'machine' }), 'hold', 'hold'],
    ['recoverable, workspace', of({ reversibility: 'recoverable' }), 'allow', 'allow'],
    ['unknown, remote', of({ reversibility: 'unknown', scope: 'remote' }), 'hold', 'hold'],
    ['unknown, machine', of({ reversibility: 'unknown', scope: 'machine' }), 'hold', 'hold'],
    ['unknown, workspace', of({ reversibility: 'unknown' }), 'allow', 'hold'],
    ['touches the guard', of({ touchesGuard: true, reversibility: 'reversible' }), 'deny', 'deny'],
  ];
  it.each(rows)('%s', (_, effect, whenQuiet, afterDiscovery) => {
    const effects = effect ? [effect] : [];
    expect(verdict(effects, quiet).decision).toBe(whenQuiet);
    expect(verdict(effects, discovered).decision).toBe(afterDiscovery);
    expect(verdict(effects, sequenced).decision).toBe(afterDiscovery);
  });

  it('irreversible in the workspace holds where no snapshot can be made', () => {
    expect(verdict([local], quiet, { canSnapshot: false }).decision).toBe('hold');
    expect(verdict([local], quiet).reason).toMatch(/A snapshot is taken first\.$/);
  });

  it('has a cell for every row an effect can belong to, and no row twice', () => {
    const rowsOfTable = verdictTable.map((row) => row.row);
    expect(new Set(rowsOfTable).size).toBe(rowsOfTable.length);
    for (const reversibility of ['reversible', 'recoverable', 'irreversible', 'unknown'] as const) {
      for (const scope of ['workspace', 'machine', 'remote'] as const) {
        for (const environment of ['production', 'staging', 'development', 'unknown'] as const) {
          expect(rowsOfTable).toContain(rowOf(of({ reversibility, scope, environment })));
        }
      }
    }
  });

  it('a discovery never loosens', () => {
    const ranks = ['allow', 'snapshot', 'hold', 'deny'];
    for (const row of verdictTable)
      expect(ranks.indexOf(row.discovered)).toBeGreaterThanOrEqual(ranks.indexOf(row.quiet));
  });
});

describe('a verdict', () => {
  it('takes the worst effect, its sentence, and counts the others', () => {
    const two = verdict([of({ reversibility: 'recoverable' }), volumeDelete, of({ target: 'vol_2' }, volumeDelete)]);
    expect(two).toMatchObject({ decision: 'hold', reversibility: 'irreversible' });
    expect(two.reason).toBe(`${volumeDelete.reason} And one more effect of this call.`);
    expect(verdict([of({ touchesGuard: true, reason: 'Edits the hooks.' }), volumeDelete]).reason).toBe(
      'Edits the hooks.',
    );
  });

  it('asks for the target’s name after a discovery only, for what is irreversible only', () => {
    expect(verdict([volumeDelete], quiet).typedName).toBeUndefined();
    expect(verdict([volumeDelete], discovered).typedName).toBe('vol_1');
    expect(verdict([of({ target: '?' }, volumeDelete)], discovered).typedName).toBe('volume');
    expect(verdict([of({ reversibility: 'recoverable', scope: 'remote' })], discovered).typedName).toBeUndefined();
  });

  it.each<[Mode, Decision]>([
    ['guarding', 'deny'],
    ['observing', 'deny'],
    ['off', 'allow'],
  ])('in %s answers what takes the guard away with %s', (mode, decision) => {
    expect(verdict([volumeDelete, of({ touchesGuard: true })], quiet, { mode }).decision).toBe(decision);
  });

  it.each<Mode>(['observing', 'off'])('in %s holds nothing up and still says what it saw', (mode) => {
    const seen = verdict([volumeDelete, of({ scope: 'machine' })], discovered, { mode });
    expect(seen).toMatchObject({ decision: 'allow', reversibility: 'irreversible' });
    expect(seen.effects).toHaveLength(2);
    expect(seen.typedName).toBeUndefined();
  });

  it('holds a program that no pack knows when it is handed a found credential, and only then', () => {
    const foreign: Observation = {
      ...discovered,
      signals: [{ name: 'foreign-credential', score: 0.8, evidence: '' }],
    };
    const run = (command: string, observation: Observation) => {
      const action = shell(command);
      return decide({
        action,
        analysis: analysisOf(action),
        observation,
        mode: 'guarding',
        canSnapshot: true,
        exceptions: [],
      });
    };
    expect(run('./wiper --token x', foreign)).toMatchObject({ decision: 'hold', reversibility: 'unknown' });
    expect(run('./wiper --token x', discovered).decision).toBe('allow');
    expect(run('curl https://api.acme.dev', foreign).decision).toBe('allow');
    expect(run('echo x', foreign).decision).toBe('allow');
    expect(run('/usr/bin/echo x', foreign).decision).toBe('allow');
    expect(run('./echo x', foreign).decision).toBe('hold');
    const written = act({ kind: 'write', path: 'a', content: 'x' });
    const allowed = decide({
      action: written,
      analysis: analysisOf(written),
      observation: foreign,
      mode: 'guarding',
      canSnapshot: true,
      exceptions: [],
    });
    expect(allowed.decision).toBe('allow');
  });
});

describe('exceptions', () => {
  const development = of({
    reversibility: 'irreversible',
    scope: 'machine',
    environment: 'development',
    target: 'scratch',
  });
  const one = (effect: Effect) => callOf(effect, shell('x'), analysisOf(shell('x'), [effect]));
  const exception: Exception = {
    rule: 'files/delete',
    target: 'scratch',
    workspaceRoot: '/w',
    call: one(development),
    expiresAt: 2_000_000,
  };

  it('let their own rule, target and workspace through until they expire', () => {
    expect(verdict([development], quiet, { exceptions: [exception] }).decision).toBe('allow');
    for (const other of [
      { rule: 'files/move' },
      { target: 'x' },
      { workspaceRoot: '/v' },
      { expiresAt: 1_000_000 },
      { call: 'x' },
    ]) {
      expect(verdict([development], quiet, { exceptions: [{ ...exception, ...other }] }).decision).toBe('hold');
    }
  });

  it('never for a remote irreversible effect, for production, for the guard, or after a discovery', () => {
    const forAll = (effect: Effect): Exception => ({
      ...exception,
      rule: effect.rule,
      target: effect.target,
      call: one(effect),
    });
    for (const effect of [
      volumeDelete,
      of({ environment: 'development' }, volumeDelete),
      of({ scope: 'machine', environment: 'production' }),
      of({ scope: 'machine', target: '?' }),
    ]) {
      expect(verdict([effect], quiet, { exceptions: [forAll(effect)] }).decision).toBe('hold');
      expect(mayExcept([effect], quiet)).toBe(false);
    }
    const guard = of({ touchesGuard: true });
    expect(verdict([guard], quiet, { exceptions: [forAll(guard)] }).decision).toBe('deny');
    expect(verdict([development], discovered, { exceptions: [exception] }).decision).toBe('hold');
    expect(
      isExcepted(development, shell('x'), { observation: sequenced, analysis: { invocations: [] } }, [exception]),
    ).toBe(false);
    expect(mayExcept([development], quiet)).toBe(true);
    expect(mayExcept([development], discovered)).toBe(false);
    expect(mayExcept([], quiet)).toBe(false);
  });
});
