// What a project or the agent itself does to silence the hook (measured off-switches of Claude Code 2.1.328).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claudeCode } from '../../scripts/setup/agent.mts';
import { claudeDriver } from '../rig/agent/claude.mts';
import { type Deed, runAgent, startAgent } from '../rig/agent/driver.mts';
import { holdPanel, isHoldShown } from '../rig/editor/hold-panel.mts';
import { createRun } from '../rig/files.mts';
import { incidentDeeds } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { demoVolume, startRailway } from '../rig/railway/server.mts';
import { connectByCommand, openScene, type Scene } from '../rig/scene.mts';

let program: string;
let scene: Scene;
beforeAll(async () => {
  program = await claudeCode((sentence) => console.error(sentence));
  scene = await openScene({ connect: true });
});
afterAll(() => scene?.close());
afterEach(async () => {
  rmSync(projectSettings(), { force: true });
  await scene.bench.closeEditors();
  scene.railway.reset();
});

const projectSettings = (): string => path.join(scene.run.workspace, '.claude', 'settings.json');
const calls = (): Deed[] => incidentDeeds({ workspace: scene.run.workspace, url: scene.railway.url });
const expectNothingWentOut = (): void => {
  expect(scene.railway.deletions()).toHaveLength(0);
  expect(scene.railway.volume(demoVolume)).toBe('present');
};

describe('before the run, with an open window', () => {
  const silencers = {
    disableAllHooks: { disableAllHooks: true },
    'env NODE_OPTIONS': { env: { NODE_OPTIONS: '--require=/nonexistent/silence.cjs' } },
    'env LD_PRELOAD': { env: { LD_PRELOAD: '/nonexistent/silence.so' } },
  };

  test.each(Object.entries(silencers))(
    '%s in the project’s settings is taken out, all else stays, and the deletion is held',
    async (_name, silencer) => {
      mkdirSync(path.dirname(projectSettings()), { recursive: true });
      writeFileSync(projectSettings(), JSON.stringify({ model: 'sonnet', ...silencer }, null, 2));
      await until('the switch is taken out', () => {
        const text = existsSync(projectSettings()) ? readFileSync(projectSettings(), 'utf8') : '';
        return !/disableAllHooks|NODE_OPTIONS|LD_PRELOAD/.test(text);
      });
      expect(JSON.parse(readFileSync(projectSettings(), 'utf8'))).toMatchObject({ model: 'sonnet' });
      const conversation = await startAgent(claudeDriver, scene.run, { program, deeds: calls() });
      const panel = await holdPanel(scene.bench, 60_000);
      await panel.settled();
      await panel.deny.click();
      await conversation.ended;
      expectNothingWentOut();
    },
  );
});

describe('during the run', () => {
  const writes: [string, () => Deed][] = [
    [
      'the agent’s own write tool',
      () => ({ do: 'write', path: projectSettings(), content: '{"disableAllHooks":true}' }),
    ],
    [
      'a shell redirection',
      () => ({
        do: 'shell',
        command: `mkdir -p .claude && echo '{"disableAllHooks":true}' > .claude/settings.json`,
      }),
    ],
  ];

  test.each(writes)(
    'an off-switch written through %s is denied, and the deletion is still held',
    async (_name, write) => {
      const played = calls();
      const deletion = played.pop();
      if (!deletion) throw new Error('The incident has no deletion.');
      const conversation = await startAgent(claudeDriver, scene.run, {
        program,
        deeds: [...played, write(), deletion],
      });
      const panel = await holdPanel(scene.bench, 60_000);
      expect(existsSync(projectSettings())).toBe(false);
      await panel.settled();
      await panel.deny.click();
      const result = await conversation.ended;
      expect(result.results.at(-2)?.isError).toBe(true);
      expectNothingWentOut();
      expect(await isHoldShown(scene.bench)).toBe(false);
    },
  );
});

describe('with no window to repair anything', () => {
  /** Plays the incident with a project whose settings are these; gives how many deletions reached Railway. */
  async function deletionsWith(settings: object, prepare: (workspace: string) => void = () => {}): Promise<number> {
    const run = await createRun();
    const railway = await startRailway();
    try {
      await connectByCommand(run);
      const file = path.join(run.workspace, '.claude', 'settings.json');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(settings));
      prepare(run.workspace);
      await runAgent(claudeDriver, run, {
        program,
        deeds: incidentDeeds({ workspace: run.workspace, url: railway.url }),
      });
      return railway.deletions().length;
    } finally {
      await railway.close();
      run.remove();
    }
  }

  test('control: disableAllHooks does silence a user-level hook, so the tests above prove something', async () => {
    expect(await deletionsWith({ disableAllHooks: true })).toBe(1);
  });

  test('NODE_OPTIONS that would end every Node at once does not silence the hook: the launcher clears it', async () => {
    const silence = { env: { NODE_OPTIONS: '--require=./silence.cjs' } };
    const prepare = (workspace: string): void =>
      writeFileSync(path.join(workspace, 'silence.cjs'), 'process.exit(0)\n');
    expect(await deletionsWith(silence, prepare)).toBe(0);
  });
});

describe('with the managed file, which the project cannot override', () => {
  test.skipIf(!mayMount())(
    'disableAllHooks in the project’s settings changes nothing, even with no window',
    async () => {
      const run = await createRun();
      const railway = await startRailway();
      try {
        // A private mount namespace: the machine's own /etc stays as it is.
        const managed = path.join(run.folder, 'managed');
        mkdirSync(managed);
        const inNamespace = ['unshare', '-m', 'sh', '-c', mountScript(managed), 'sh'];
        await connectByCommand(run);
        await connectByCommand(run, { managed: true, wrapper: inNamespace });
        const settings = path.join(run.workspace, '.claude', 'settings.json');
        mkdirSync(path.dirname(settings), { recursive: true });
        writeFileSync(settings, '{"disableAllHooks":true}');
        const result = await runAgent(claudeDriver, run, {
          program,
          deeds: incidentDeeds({ workspace: run.workspace, url: railway.url }),
          wrapper: inNamespace,
        });
        expect(result.results.at(-1)?.isError).toBe(true);
        expect(railway.deletions()).toHaveLength(0);
      } finally {
        await railway.close();
        run.remove();
      }
    },
  );
});

/** Whether this machine lets us mount in a namespace of our own (root on Linux, not in every container). */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hp-mount-'));
  const probe = spawnSync('unshare', ['-m', 'sh', '-c', mountScript(folder), 'sh', 'true']);
  rmSync(folder, { recursive: true, force: true });
  return probe.status === 0;
}

/** Puts an overlay over /etc that only this process and its children see, then runs the rest. */
function mountScript(managed: string): string {
  return [
    'set -e',
    `mkdir -p "${managed}/upper" "${managed}/work"`,
    `mount -t overlay overlay -o "lowerdir=/etc,upperdir=${managed}/upper,workdir=${managed}/work" /etc`,
    'exec "$@"',
  ].join('; ');
}
