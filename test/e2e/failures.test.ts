import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdGone, holdPanel } from '../rig/editor/hold-panel.mts';
import { auditDirectory, auditFiles, auditRecords, stateDirectory } from '../rig/files.mts';
import { deletionCommand, demoToken } from '../rig/incident.mts';
import { descendants, kill, until } from '../rig/processes.mts';
import { demoVolume } from '../rig/railway/server.mts';
import { holdpoint, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('when something dies during a hold, nothing goes out', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));
  beforeEach(() => scene.railway.reset());

  const expectNothingWentOut = (): void => {
    expect(scene.railway.deletions()).toHaveLength(0);
    expect(scene.railway.volume(demoVolume)).toBe('present');
  };

  /** The windows that hooks find. */
  const announced = (): string[] =>
    readdirSync(path.join(stateDirectory(scene.run), 'windows')).filter((name) => name.endsWith('.json'));

  test.each([
    ['the hook’s Node is killed', 'node'],
    ['the whole hook is killed, its shell included', 'all'],
  ])('%s: the agent refuses, the hold ends', async (_what, which) => {
    const call = await scene.upToDeletion(scene.agent());
    await holdPanel(scene.bench);
    const shell = call.hookProcess;
    if (shell?.pid === undefined) throw new Error('The hook has no process.');
    const below = descendants(shell.pid).map((entry) => entry.pid);
    const deepest = below.at(-1) ?? shell.pid;
    for (const pid of which === 'node' ? [deepest] : [...below, shell.pid]) kill(pid);
    const result = await call.result;
    expect(result.ran).toBe(false);
    const answers = () => auditRecords(scene.run.workspace).filter((record) => record.type === 'answered');
    await expect.poll(() => answers().at(-1)?.answer).toBe('abandoned');
    await holdGone(scene.bench);
    await scene.bench.statusBar(/guarding|heightened/i).waitFor();
    expectNothingWentOut();
  });

  test('the socket is removed: the hold stands, and a call that finds no window is denied', async () => {
    const call = await scene.upToDeletion(scene.agent());
    const panel = await holdPanel(scene.bench);
    const sockets = path.join(stateDirectory(scene.run), 'run');
    expect(readdirSync(sockets).length).toBeGreaterThan(0);
    for (const name of readdirSync(sockets)) rmSync(path.join(sockets, name));
    const other = await scene.agent().call({
      tool: 'Bash',
      input: { command: deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) }) },
    });
    expect(other.ran).toBe(false);
    await panel.settled();
    await panel.deny.click();
    expect((await call.result).ran).toBe(false);
    expectNothingWentOut();
    const before = announced();
    await scene.bench.reload();
    await until('another window guards', () => announced().some((id) => !before.includes(id)));
    await scene.bench.statusBar(/guarding|heightened/i).waitFor();
  });

  test('the extension host is killed: the call is denied, and the next window guards again', async () => {
    const call = await scene.upToDeletion(scene.agent());
    await holdPanel(scene.bench);
    const recorded = auditRecords(scene.run.workspace).map((record) => record.hash);
    const before = announced();
    expect(scene.server.killExtensionHosts()).toBeGreaterThan(0);
    const result = await call.result;
    expect(result.ran).toBe(false);
    expect(result.reason.length).toBeGreaterThan(0);
    expectNothingWentOut();
    await until('another window guards', () => announced().some((id) => !before.includes(id)));
    await scene.bench.statusBar(/guarding|heightened/i).waitFor();
    // The dead host's panel stays open as the editor left it.
    await scene.bench.closeEditors();
    const next = await scene.upToDeletion(scene.agent());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await panel.deny.click();
    expect((await next.result).ran).toBe(false);
    expectNothingWentOut();
    const now = new Set(auditRecords(scene.run.workspace).map((record) => record.hash));
    expect(recorded.filter((hash) => !now.has(hash))).toEqual([]);
    const verified = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(verified.code, verified.stdout).toBe(0);
  });

  test('half the log file is cut off: the hold stands, denying works, and verify names it', async () => {
    const call = await scene.upToDeletion(scene.agent());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    const file = auditFiles(scene.run.workspace).at(-1) ?? '';
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    await panel.deny.click();
    expect((await call.result).ran).toBe(false);
    expectNothingWentOut();
    const result = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(result.code).not.toBe(0);
    expect(result.stdout + result.stderr).toMatch(/truncated|torn|cut|removed|edited/i);
  });

  test('the window is closed: the call is denied', async () => {
    const call = await scene.upToDeletion(scene.agent());
    await holdPanel(scene.bench);
    await scene.bench.page.goto('about:blank');
    const result = await call.result;
    expect(result.ran).toBe(false);
    expectNothingWentOut();
  });
});
