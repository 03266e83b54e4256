import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel, isHoldShown } from '../rig/editor/hold-panel.mts';
import { auditRecords } from '../rig/files.mts';
import { until } from '../rig/processes.mts';
import { openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('local destruction', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const file = (name: string) => path.join(scene.run.workspace, name);
  const bash = (command: string) => scene.agent().call({ tool: 'Bash', input: { command } });
  const list = () => scene.bench.page.locator('.quick-input-list .monaco-list-row');
  const saved = () => auditRecords(scene.run.workspace).filter((record) => record.type === 'judged' && record.snapshot);

  test('goes out without asking once it is saved, and the record names its way back', async () => {
    writeFileSync(file('README.md'), 'hours of unsaved work\n');
    writeFileSync(file('ideas.md'), 'an idea in no commit\n');
    const result = await bash('git reset --hard && git clean -fd');
    expect(result.ran).toBe(true);
    expect(await isHoldShown(scene.bench)).toBe(false);
    expect(readFileSync(file('README.md'), 'utf8')).not.toContain('unsaved');
    expect(existsSync(file('ideas.md'))).toBe(false);
    await expect.poll(() => JSON.stringify(saved()[0]?.effects)).toContain('holdpoint undo restore');
  });

  test('is listed by Undo…, compared with what is there, and brought back', async () => {
    await scene.bench.dismissNotifications();
    await scene.bench.command('Holdpoint: Undo');
    await list().filter({ hasText: 'git reset --hard && git clean -fd' }).first().waitFor();
    await scene.bench.screenshot('undo-list');
    await list().filter({ hasText: 'git reset --hard && git clean -fd' }).first().click();
    await list().filter({ hasText: 'Bring back' }).first().waitFor();
    await scene.bench.page.locator('.multiDiffEditor, .monaco-diff-editor').first().waitFor();
    await scene.bench.page.waitForTimeout(1_500);
    await scene.bench.screenshot('undo-compare');
    expect(existsSync(file('ideas.md'))).toBe(false);
    await list().filter({ hasText: 'Bring back' }).first().click();
    const now = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
    await expect
      .poll(() => [now('README.md'), now('ideas.md')])
      .toEqual(['hours of unsaved work\n', 'an idea in no commit\n']);
    await scene.bench.page.locator('.notification-toast').filter({ hasText: 'Brought back' }).first().waitFor();
    await scene.bench.page.waitForTimeout(1_500);
    await scene.bench.screenshot('undo-done');
    await until('it is recorded', () => auditRecords(scene.run.workspace).some((record) => record.type === 'restored'));
  });

  test('that no snapshot can hold is held as before', async () => {
    const call = scene.agent().start({ tool: 'Bash', input: { command: 'rm -rf .git' } });
    await holdPanel(scene.bench);
    await scene.bench.closeEditors();
    expect((await call.result).ran).toBe(false);
    expect(existsSync(file('.git'))).toBe(true);
  });

  test('of the snapshots themselves is refused', async () => {
    const result = await bash(
      'git for-each-ref --format="%(refname)" refs/holdpoint | head -1 >/dev/null; git update-ref -d refs/holdpoint/x',
    );
    expect(result.ran).toBe(false);
  });
});
