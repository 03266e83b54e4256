import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Measure, median } from './measure.mts';

/** Loading and activating the built extension with a stand-in for the editor, each time in a process of its own. */
export function measureActivation(rounds: number): Measure {
  const state = mkdtempSync(path.join(os.tmpdir(), 'hp-bench-'));
  const script = path.join(import.meta.dirname, 'activate-once.cjs');
  const bundle = path.join(import.meta.dirname, '..', '..', 'dist', 'extension.js');
  try {
    const values = Array.from({ length: rounds }, () => {
      const environment = { ...process.env, HOLDPOINT_STATE: state };
      const { stdout, stderr } = spawnSync(process.execPath, [script, bundle], { encoding: 'utf8', env: environment });
      const value = Number.parseFloat(stdout);
      if (Number.isNaN(value)) throw new Error(`The extension could not be activated: ${stderr}`);
      return value;
    });
    return { what: 'extension activation: median', value: median(values), unit: 'ms', budget: 50 };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
