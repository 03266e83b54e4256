import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stateDirectory } from '../rig/files.mts';
import { until } from '../rig/processes.mts';
import { connectClaude, isConnected, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('a fresh install of the VSIX', () => {
  let scene: Scene;
  let settingsBefore: string;
  const settingsFile = (): string => path.join(scene.run.home, '.claude', 'settings.json');

  beforeAll(async () => {
    scene = await openScene({ connect: false });
    settingsBefore = readFileSync(settingsFile(), 'utf8');
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

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

  const rows = () => scene.bench.page.locator('.pane-body .monaco-list-row');
  const agent = () => rows().filter({ hasText: 'Claude Code' }).first();
  /** Its row once it says that it is connected: “not connected” says so as well. */
  const connectedAgent = () =>
    rows()
      .filter({ hasText: /Claude Code(?!.*not connected).*connected/ })
      .first();

  test('lists the agents with how they stand', async () => {
    await scene.bench.dismissNotifications();
    await scene.bench.command('Holdpoint: Focus on Agents View');
    await connectedAgent().waitFor();
    await rows().filter({ hasText: 'Not found on this machine' }).first().waitFor();
    const opened = rows().filter({ hasText: 'settings.json' }).first();
    // The list is made anew when an agent is looked at again: its selection may go between the click and the key.
    await until('the agent’s row is open', async () => {
      if (await opened.isVisible()) return true;
      await agent().click();
      await scene.bench.page.keyboard.press('ArrowRight');
      await opened.waitFor({ timeout: 3_000 }).catch(() => {});
      return false;
    });
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      await scene.bench.theme(theme);
      await scene.bench.screenshot(`agents-${theme}`);
    }
  });

  test('proves the installed hook: a harmless call passes, a destructive one is stopped, nobody is asked', async () => {
    await scene.bench.command('Holdpoint: Test Connections');
    await scene.bench.page.getByText('one that destroys was stopped').first().waitFor({ timeout: 120_000 });
    await rows().filter({ hasText: 'Test passed' }).first().waitFor();
    await scene.bench.screenshot('agents-tested');
    await scene.bench.dismissNotifications();
  });

  test('guards an MCP server of the agent’s configuration, and gives it back byte for byte', async () => {
    const file = path.join(scene.run.home, '.claude.json');
    const before = '{\n  "mcpServers": { "billing": { "command": "node", "args": ["server.js"] } }\n}\n';
    const now = () => readFileSync(file, 'utf8');
    writeFileSync(file, before);
    await scene.bench.choose('Holdpoint: Guard an MCP Server', 'billing');
    await scene.bench.dialog().waitFor();
    await scene.bench.screenshot('agents-mcp');
    await scene.bench.confirmEverything(/^Guard it$/, () => now().includes('"mcp"'));
    await rows().filter({ hasText: 'goes through Holdpoint' }).first().waitFor();
    await scene.bench.choose('Holdpoint: Stop Guarding an MCP Server', 'billing');
    await scene.bench.confirmEverything(/^Stop guarding$/, () => now() === before);
  });

  test('says at once that the hook’s entries are gone', async () => {
    const connected = readFileSync(settingsFile(), 'utf8');
    writeFileSync(settingsFile(), settingsBefore);
    await agent().filter({ hasText: 'not connected' }).waitFor();
    await scene.bench.screenshot('agents-lost');
    writeFileSync(settingsFile(), connected);
    await connectedAgent().waitFor();
    await scene.bench.dismissNotifications();
  });

  test('disconnecting gives the settings back byte for byte', async () => {
    await scene.bench.command('Holdpoint: Disconnect Agents');
    await scene.bench.confirmEverything(/^Disconnect/, () => !isConnected(scene.run));
    await until('the settings are as before', () => readFileSync(settingsFile(), 'utf8') === settingsBefore);
    await agent().filter({ hasText: 'not connected' }).waitFor();
  });
});
