// A shimmed program's harmless call against the program itself, in turns in one run, started as a shell starts it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTerminalGuard } from '../../src/exec/guarded-terminals.ts';
import { type Measure, median } from './measure.mts';

const root = path.join(import.meta.dirname, '..', '..');

/**
 * Measures what a shim adds to a call it decides by itself (`git rev-parse`), and 2,000 such calls of one script, each
 * as a bash of a guarded terminal runs them. `rounds` of twenty calls each way.
 */
export function measureShim(rounds: number): Measure[] {
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-shim-'));
  const folder = path.join(home, 'app');
  mkdirSync(folder);
  const { changes } = writeTerminalGuard({
    platform: 'linux',
    folder: path.join(home, 'exec', 'bench'),
    node: process.execPath,
    main: path.join(root, 'dist', 'cli.js'),
    variables: { HOME: home, PATH: '/usr/bin:/bin', HOLDPOINT_STATE: home, HOLDPOINT_LAUNCHER: '1' },
    home,
    environment: { PATH: '/usr/bin:/bin' },
  });
  const bare = { PATH: '/usr/bin:/bin', HOME: home, SHLVL: '1' };
  const guarded: Record<string, string> = { ...bare };
  for (const { kind, name, value } of changes) guarded[name] = kind === 'prepend' ? value + (bare.PATH ?? '') : value;
  spawnSync('git', ['init', '-q', folder], { env: bare });

  const script = path.join(home, 'calls.sh');
  const timed = (calls: number, env: Record<string, string>): number => {
    writeFileSync(script, 'at=0\nwhile [ "$at" -lt "$1" ]; do git rev-parse --git-dir; at=$((at + 1)); done\n');
    const started = performance.now();
    const { status, stdout } = spawnSync('/bin/bash', [script, String(calls)], { cwd: folder, env, encoding: 'utf8' });
    const took = performance.now() - started;
    if (status !== 0 || stdout.split('\n').length !== calls + 1)
      throw new Error('A harmless call did not come through.');
    return took;
  };
  const turns = Array.from({ length: rounds + 1 }, () => ({ bare: timed(20, bare), shim: timed(20, guarded) })).slice(
    1,
  );
  const idle = Array.from({ length: rounds }, () => ({ bare: timed(0, bare), shim: timed(0, guarded) }));
  const [bareTotal, shimTotal] = [timed(2_000, bare), timed(2_000, guarded)];
  rmSync(home, { recursive: true, force: true });
  const middle = (of: readonly { bare: number; shim: number }[]) => median(of.map(({ bare, shim }) => shim - bare));
  return [
    {
      what: `PATH shim, harmless call: over the real program (git rev-parse, ${(median(turns.map((one) => one.bare)) / 20).toFixed(1)} ms)`,
      value: (middle(turns) - middle(idle)) / 20,
      unit: 'ms',
      budget: 4,
    },
    {
      what: 'bash, the guard it reads at its start: over a start without it',
      value: middle(idle),
      unit: 'ms',
      budget: 4,
    },
    { what: 'PATH shim, script of 2,000 harmless calls', value: shimTotal / bareTotal, unit: '×', budget: 4 },
  ];
}
