import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel, isHoldShown } from '../rig/editor/hold-panel.mts';
import { auditRecords } from '../rig/files.mts';
import { deletionCommand, demoToken } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('switching the state', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const modes = (): unknown[] =>
    auditRecords(scene.run.workspace)
      .filter((record) => record.type === 'mode')
      .map((record) => record.to);
  const deletion = () =>
    scene.agent().call({
      tool: 'Bash',
      input: { command: deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) }) },
    });

  test('a click on the status bar item offers the three states', async () => {
    await scene.bench.statusBar(/guarding/i).click();
    const list = scene.bench.page.locator('.quick-input-widget');
    for (const state of ['Guarding', 'Observing', 'Off']) {
      await list.locator('.monaco-list-row').filter({ hasText: state }).first().waitFor();
    }
    await scene.bench.screenshot('switch-state');
    await scene.bench.page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
  });

  test('switching off asks in a modal dialog, and a no leaves everything as it is', async () => {
    await scene.bench.choose('Holdpoint: Switch State', 'Off');
    await scene.bench.dialog().waitFor();
    await scene.bench.screenshot('switch-off');
    await scene.bench.page.keyboard.press('Escape');
    await scene.bench.dialog().waitFor({ state: 'detached' });
    await scene.bench.statusBar(/guarding/i).waitFor();
    expect(modes()).not.toContain('off');
  });

  test('off is recorded, shown, and lets calls pass', async () => {
    await scene.bench.choose('Holdpoint: Switch State', 'Off');
    await scene.bench.confirmEverything(/off/i, () => modes().includes('off'));
    await scene.bench.statusBar(/off/i).waitFor();
    await scene.bench.screenshot('status-off');
    expect((await deletion()).ran).toBe(true);
    expect(scene.railway.deletions()).toHaveLength(1);
  });

  test('observing holds nothing and records everything', async () => {
    scene.railway.reset();
    await scene.bench.choose('Holdpoint: Switch State', 'Observing');
    await scene.bench.confirmEverything(/observ/i, () => modes().includes('observing'));
    await scene.bench.statusBar(/observing/i).waitFor();
    const before = auditRecords(scene.run.workspace).filter((record) => record.type === 'judged').length;
    expect((await deletion()).ran).toBe(true);
    expect(await isHoldShown(scene.bench)).toBe(false);
    await until(
      'the call is recorded',
      () => auditRecords(scene.run.workspace).filter((record) => record.type === 'judged').length > before,
    );
  });

  test('back to guarding, and the next deletion is held again', async () => {
    scene.railway.reset();
    await scene.bench.choose('Holdpoint: Switch State', 'Guarding');
    await until('guarding is recorded', () => modes().at(-1) === 'guarding');
    await scene.bench.statusBar(/guarding/i).waitFor();
    const held = deletion();
    await holdPanel(scene.bench);
    await scene.bench.statusBar(/1 held/i).waitFor();
    await scene.bench.closeEditors();
    expect((await held).ran).toBe(false);
    expect(scene.railway.deletions()).toHaveLength(0);
  });
});
