import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdGone, holdPanel } from '../rig/editor/hold-panel.mts';
import { openTerminal, typeInTerminal } from '../rig/editor/terminal.mts';
import { deletionCommand, demoToken } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { demoVolume } from '../rig/railway/server.mts';
import { connectClaude, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('a terminal of the editor, and who drives it', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: false });
    // Opened before anything was connected: no shims stand in front of its programs.
    await openTerminal(scene.bench, scene.run);
    // The editor starts a terminal anew that nobody has typed in when an extension changes the environment.
    await ended(await started('true'));
    await connectClaude(scene);
    await scene.bench.dismissNotifications();
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const inWorkspace = (name: string) => path.join(scene.run.workspace, name);
  const deletion = () => deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) });
  const started = async (line: string) => {
    writeFileSync(inWorkspace('ended'), '');
    await typeInTerminal(scene.bench, `${line}; echo $? > ended`);
    return inWorkspace('ended');
  };
  const ended = (file: string) => until('the line has ended', () => readFileSync(file, 'utf8').trim() || undefined);

  test('opened before Holdpoint was connected: what had begun is stopped, and nothing goes out where it is denied', async () => {
    await started(`sleep 30; ${deletion()}`);
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await scene.bench.screenshot('panel-stopped-terminal');
    await panel.deny.click();
    await holdGone(scene.bench);
    await scene.bench.page.waitForTimeout(2_000);
    expect(scene.railway.deletions()).toHaveLength(0);
    expect(readFileSync(inWorkspace('ended'), 'utf8')).toBe('');
    await scene.bench.closeEditors();
  });

  test('and goes on where it was once a person has approved it', async () => {
    const file = await started(`sleep 15; ${deletion()}`);
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    expect(scene.railway.deletions()).toHaveLength(0);
    if (await panel.typedName.isVisible()) await panel.typedName.fill(demoVolume);
    await panel.approve.click();
    expect(await ended(file)).toBe('0');
    expect(scene.railway.deletions()).toHaveLength(1);
    await holdGone(scene.bench);
    await scene.bench.closeEditors();
    scene.railway.reset();
  });

  test('is driven by a person who says so in a dialog: nothing is held, and the status bar says for how long', async () => {
    await scene.bench.command('Terminal: Kill All Terminals');
    await openTerminal(scene.bench, scene.run);
    await scene.bench.command('Holdpoint: I Am Driving This Terminal');
    await scene.bench.dialog().waitFor();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await scene.bench.dialog().getByRole('button', { name: 'Cancel' }).click();
      await scene.bench.dialog().waitFor({ state: 'detached' });
      await scene.bench.theme(theme);
      await scene.bench.command('Holdpoint: I Am Driving This Terminal');
      await scene.bench.dialog().waitFor();
      await scene.bench.screenshot(`driving-${theme}`);
    }
    expect(await scene.bench.dialog().textContent()).toContain('nothing that runs in this terminal is held');
    await scene.bench.dialog().getByRole('button', { name: 'I am driving' }).click();
    await scene.bench.statusBar(/driving 1[45] min/).waitFor();
    await scene.bench.screenshot('driving-status');

    expect(await ended(await started(deletion()))).toBe('0');
    expect(scene.railway.deletions()).toHaveLength(1);
    scene.railway.reset();

    await scene.bench.command('Holdpoint: I Am Driving This Terminal');
    await until('nobody drives any more', async () => (await scene.bench.statusBar(/driving/).count()) === 0);
    const file = await started(deletion());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await panel.deny.click();
    expect(await ended(file)).toBe('126');
    expect(scene.railway.deletions()).toHaveLength(0);
  });
});
