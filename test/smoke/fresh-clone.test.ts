// What a stranger does first: clone, install, build, ask the command line, start.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mustRun, type RunOptions } from '../../scripts/setup/run.mts';
import { repository } from '../rig/files.mts';

/** Set in the clone: its own `npm test` would clone again. */
const guard = 'HOLDPOINT_INSIDE_SMOKE';

describe.skipIf(process.env[guard])('a fresh clone', () => {
  const clone = mkdtempSync(path.join(os.tmpdir(), 'hp-clone-'));
  afterAll(() => rmSync(clone, { recursive: true, force: true, maxRetries: 5 }));
  // The person's PATH, not the one `npm test` has put this repository's own programs on.
  const ownPrograms = path.join(repository, 'node_modules');
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((directory) => !directory.startsWith(ownPrograms))
    .join(path.delimiter);
  const npmVariables = Object.keys(process.env).filter((name) => /^npm_|^VITEST|^NODE_ENV$|^TEST$/.test(name));
  const environment = {
    ...process.env,
    ...Object.fromEntries(npmVariables.map((name) => [name, undefined])),
    PATH,
    [guard]: '1',
  };
  const inClone: RunOptions = { cwd: clone, environment };

  test('clones and installs what the lock file says', async () => {
    await mustRun('git', ['clone', '--quiet', repository, clone]);
    await mustRun('npm', ['ci', '--no-audit', '--no-fund'], inClone);
    expect(existsSync(path.join(clone, 'node_modules', '.bin', 'node'))).toBe(true);
  });

  test('builds, and the command line answers on the machine’s own Node', async () => {
    await mustRun('npm', ['run', 'build'], inClone);
    const line = '{"id":"1","kind":"mcp","server":"railway","tool":"volumeDelete","input":{"volumeId":"vol_prod_xxx"}}';
    const shell = `printf '%s\\n' '${line}' | node dist/cli.js check --batch --artifact`;
    const { stdout } = await mustRun('sh', ['-c', shell], inClone);
    const answer = JSON.parse(stdout);
    expect(answer.decision).toBe('hold');
    expect(answer.artifact.kind).toBe('confirmation_required');
  });

  test('`npm start -- --headless --json` holds the deletion', async () => {
    const { stdout } = await mustRun('npm', ['start', '--', '--headless', '--json'], inClone);
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({
      held: 1,
      executed: 0,
      volume: 'present',
      sequence: true,
      credentialFoundIn: 'infra/domains/.env',
      audit: 'intact',
    });
    expect(last.screenshots.length).toBeGreaterThan(2);
    for (const screenshot of last.screenshots) expect(existsSync(path.join(clone, screenshot))).toBe(true);
  });
});
