import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateDirectory } from '../rig/files.mts';
import { until } from '../rig/processes.mts';
import { connectClaude, isConnected, openScene, type Scene } from '../rig/scene.mts';

describe('a fresh install of the VSIX', () => {
  let scene: Scene;
  let settingsBefore: string;
  const settingsFile = (): string => path.join(scene.run.home, '.claude', 'settings.json');

  beforeAll(async () => {
    scene = await openScene({ connect: false });
    settingsBefore = readFileSync(settingsFile(), 'utf8');
  });
  afterAll(() => scene?.close());

  test('says in the status bar that no agent is connected', async () => {
    await scene.bench.statusBar(/not connected/i).waitFor();
    await scene.bench.screenshot('status-not-connected');
  });

  test('has written nothing into the agent’s settings and installed no launcher', () => {
    expect(readFileSync(settingsFile(), 'utf8')).toBe(settingsBefore);
    expect(existsSync(path.join(stateDirectory(scene.run), 'bin'))).toBe(false);
    expect(existsSync(path.join(stateDirectory(scene.run), 'pins.json'))).toBe(false);
  });

  test('opens a walkthrough that says what Holdpoint does and offers to connect', async () => {
    await scene.bench.command('Holdpoint: Get Started');
    await scene.bench.page.getByText('What Holdpoint does').first().waitFor();
    await scene.bench.page.getByText('Connect your agents').first().waitFor();
    await scene.bench.page.waitForTimeout(1_500);
    await scene.bench.screenshot('walkthrough');
  });

  test('writes nothing when the person says no in the consent dialog', async () => {
    await scene.bench.command('Holdpoint: Connect Agents');
    await scene.bench.consentDialog();
    await expect.poll(() => scene.bench.dialog().textContent()).toContain('settings.json');
    await scene.bench.screenshot('connect-consent');
    await scene.bench.page.keyboard.press('Escape');
    await scene.bench.dialog().waitFor({ state: 'detached' });
    expect(readFileSync(settingsFile(), 'utf8')).toBe(settingsBefore);
    expect(isConnected(scene.run)).toBe(false);
  });

  test('connects after a yes, keeps all else in the settings, and guards', async () => {
    await connectClaude(scene);
    const settings: unknown = JSON.parse(readFileSync(settingsFile(), 'utf8'));
    expect(settings).toMatchObject(JSON.parse(settingsBefore));
    await scene.bench.statusBar(/guarding/i).waitFor();
    await scene.bench.screenshot('status-guarding');
    await scene.bench.screenshot('status-bar', '.part.statusbar');
  });

  test('disconnecting gives the settings back byte for byte', async () => {
    await scene.bench.command('Holdpoint: Disconnect Agents');
    await scene.bench.confirmEverything(/^Disconnect/, () => !isConnected(scene.run));
    await until('the settings are as before', () => readFileSync(settingsFile(), 'utf8') === settingsBefore);
    await scene.bench.statusBar(/not connected/i).waitFor();
  });
});
