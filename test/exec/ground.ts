import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { writeShims } from '../../src/exec/shim-directory.ts';
import type { ShimParts } from '../../src/exec/shim-script.ts';
import { type Run, type RunOptions, run } from '../cli/cli.ts';

/** A machine with programs of a test's making and shims in front of them. */
export interface Ground {
  readonly root: string;
  readonly app: string;
  readonly home: string;
  readonly state: string;
  readonly programs: string;
  readonly parts: ShimParts;
  /** The shims, the programs, the system's. */
  readonly PATH: string;
  /** Writes a program and its shim. */
  program(name: string, text: string): void;
  /** Runs shell text with the shims in front of PATH. */
  shell(text: string, options?: RunOptions): Promise<Run>;
  remove(): void;
}

/** What the programs below do that a window is asked about, and nothing else can decide. */
export const deletion = 'railway volume delete --volume vol_1 --yes';

/** Makes one. `railway` and `psql` say what they were given. */
export function newGround(): Ground {
  const root = mkdtempSync(path.join(tmpdir(), 'hp-'));
  const [programs, app, home] = ['programs', 'app', 'home'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  const state = path.join(home, 'state');
  for (const folder of [programs, path.join(app, '.git'), state]) mkdirSync(folder, { recursive: true });
  const parts: ShimParts = {
    directory: path.join(state, 'exec', 'editor', 'bin'),
    node: process.execPath,
    main: path.join(inject('build'), 'cli.js'),
    variables: { HOME: home, PATH: '/usr/bin:/bin', HOLDPOINT_STATE: state, HOLDPOINT_LAUNCHER: '1' },
  };
  const searched = [programs, '/usr/bin', '/bin'];
  const PATH = [parts.directory, ...searched].join(':');
  const ground: Ground = {
    root,
    app,
    home,
    state,
    programs,
    parts,
    PATH,
    program(name, text) {
      writeFileSync(path.join(programs, name), `#!/bin/sh\n${text}\n`);
      chmodSync(path.join(programs, name), 0o755);
      writeShims(parts, searched);
    },
    shell: (text, options = {}) =>
      run('/bin/sh', ['-c', text], { cwd: app, home, ...options, environment: { PATH, ...options.environment } }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  ground.program('railway', 'printf "railway %s\\n" "$*"');
  ground.program('psql', 'cat');
  return ground;
}
