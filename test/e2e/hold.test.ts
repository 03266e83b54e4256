import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallResult, ToolCall } from '../rig/agent/scripted.mts';
import { holdGone, holdPanel, isHoldShown } from '../rig/editor/hold-panel.mts';
import { auditRecords } from '../rig/files.mts';
import { credentialFile, deletionCommand, demoToken } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { demoVolume } from '../rig/railway/server.mts';
import { openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('a held call', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
  });
  afterAll(() => scene?.close());
  afterEach(async ({ task }) => {
    await pictureIfFailed(scene, task);
    // Whatever a failed test has left open is denied.
    if (scene) await scene.bench.closeEditors();
    scene?.railway.reset();
  });

  const deletion = (volume?: string): ToolCall => ({
    tool: 'Bash',
    input: {
      command: deletionCommand({
        url: scene.railway.url,
        token: demoToken(scene.run.workspace),
        ...(volume ? { volume } : {}),
      }),
    },
  });
  const answers = (): unknown[] =>
    auditRecords(scene.run.workspace)
      .filter((record) => record.type === 'answered')
      .map((record) => record.answer);
  const expectNothingWentOut = (result: CallResult): void => {
    expect(result.ran).toBe(false);
    expect(scene.railway.deletions()).toHaveLength(0);
    expect(scene.railway.volume(demoVolume)).toBe('present');
  };

  test('shows what would be lost, the credential, where it was found, and how the session got there', async () => {
    const call = await scene.upToDeletion(scene.agent());
    const panel = await holdPanel(scene.bench);
    const text = await panel.text();
    expect(text).toContain(demoVolume);
    expect(text).toContain('There is no way back.');
    expect(text).toContain(credentialFile);
    expect(text).toContain('volumeDelete');
    expect(text).toContain('How it got here');
    expect(text).toContain('Claude Code');
    expect(text).not.toContain(demoToken(scene.run.workspace));
    await panel.settled();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await scene.bench.theme(theme);
      await scene.bench.screenshot(`panel-${theme}`);
    }
    await scene.bench.statusBar(/1 held/i).waitFor();
    await panel.deny.click();
    expectNothingWentOut(await call.result);
    await holdGone(scene.bench);
    await expect.poll(() => answers().at(-1)).toBe('denied');
  });

  test('tells the agent what the person wrote when denying', async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await panel.denyAndTell.click();
    await panel.reason.fill('Use the staging volume instead.');
    await scene.bench.screenshot('panel-deny-with-reason');
    await panel.send.click();
    const result = await call.result;
    expectNothingWentOut(result);
    expect(result.reason).toContain('Use the staging volume instead.');
  });

  test('goes out exactly once after the target’s name was typed, and an identical second call is held again', async () => {
    const agent = scene.agent();
    const call = await scene.upToDeletion(agent);
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    expect(await panel.approve.isEnabled()).toBe(false);
    await panel.typedName.fill('vol_prod_2');
    expect(await panel.approve.isEnabled()).toBe(false);
    await panel.typedName.fill(demoVolume);
    await scene.bench.screenshot('panel-name-typed');
    await panel.approve.click();
    const result = await call.result;
    expect(result.ran).toBe(true);
    expect(scene.railway.deletions()).toHaveLength(1);
    expect(scene.railway.volume(demoVolume)).toBe('deleted');
    await expect.poll(() => answers().at(-1)).toBe('approved');
    await holdGone(scene.bench);

    const second = agent.start(deletion());
    const again = await holdPanel(scene.bench);
    await again.settled();
    await again.deny.click();
    expect((await second.result).ran).toBe(false);
    expect(scene.railway.deletions()).toHaveLength(1);
  });

  test('needs no typed name in a quiet session, and a click approves', async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    expect(await panel.typedName.count()).toBe(0);
    await panel.approve.click();
    expect((await call.result).ran).toBe(true);
    expect(scene.railway.deletions()).toHaveLength(1);
  });

  // On a busy machine the keys may come too late to prove anything; then it is tried again.
  test('ignores keys for its first 700 ms', { retry: 4 }, async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    // Each of these would answer the call if it counted: the focus is on Deny.
    await Promise.all(['Enter', 'Space', 'Enter'].map((key) => scene.bench.page.keyboard.press(key)));
    await panel.settled();
    expect(await isHoldShown(scene.bench)).toBe(true);
    const held = auditRecords(scene.run.workspace).filter((record) => record.type === 'held');
    expect(answers()).toHaveLength(held.length - 1);
    await panel.deny.click();
    expectNothingWentOut(await call.result);
  });

  test('has the focus on Deny, and Enter never approves, wherever the focus is', async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await expect.poll(() => panel.focused()).toBe('Deny');
    await panel.approve.focus();
    for (let press = 0; press < 3; press++) await scene.bench.page.keyboard.press('Enter');
    await scene.bench.page.waitForTimeout(300);
    expect(scene.railway.deletions()).toHaveLength(0);
    expect(await isHoldShown(scene.bench)).toBe(true);
    await panel.deny.click();
    expectNothingWentOut(await call.result);
  });

  test('can be approved by keyboard alone: Tab to the button, then Space', async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    // Tab goes round: the button is passed over until the panel has been there long enough to be read.
    await until('the focus is on the button', async () => {
      if ((await panel.focused()) === 'Approve once') return true;
      await scene.bench.page.keyboard.press('Tab');
      return false;
    });
    await scene.bench.page.keyboard.press('Space');
    expect((await call.result).ran).toBe(true);
    expect(scene.railway.deletions()).toHaveLength(1);
  });

  test('is denied when the panel is closed', async () => {
    const call = scene.agent().start(deletion());
    await holdPanel(scene.bench);
    await scene.bench.closeEditors();
    const result = await call.result;
    expectNothingWentOut(result);
    await expect.poll(() => answers().at(-1)).toBe('closed');
  });

  test('queues with others: each is answered for itself, and closing denies the rest', async () => {
    const calls = ['vol_prod_1', 'vol_prod_2', 'vol_prod_3'].map((volume) => scene.agent().start(deletion(volume)));
    await scene.bench.statusBar(/3 held/i).waitFor();
    const panel = await holdPanel(scene.bench);
    await expect.poll(() => panel.text()).toMatch(/of 3/);
    await panel.settled();
    await scene.bench.screenshot('panel-queue');
    await panel.deny.click();
    await scene.bench.statusBar(/2 held/i).waitFor();
    await holdPanel(scene.bench);
    await scene.bench.closeEditors();
    for (const result of await Promise.all(calls.map((call) => call.result))) expect(result.ran).toBe(false);
    expect(scene.railway.deletions()).toHaveLength(0);
  });

  test('is a named alert dialog to a screen reader, with a policy that lets nothing in from outside', async () => {
    const call = scene.agent().start(deletion());
    const panel = await holdPanel(scene.bench);
    const name = panel.frame.getByRole('alertdialog', { name: new RegExp(demoVolume) });
    expect(await name.count()).toBe(1);
    const policy = await panel.frame.evaluate<string>(
      "document.querySelector('meta[http-equiv=Content-Security-Policy]')?.content ?? ''",
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'nonce-[^ ']+';/);
    expect(policy).not.toMatch(/unsafe-|connect-src|frame-src/);
    await panel.settled();
    await panel.deny.click();
    expectNothingWentOut(await call.result);
  });

  test('can be rehearsed: the panel says that nothing runs', async () => {
    await scene.bench.command('Holdpoint: Rehearse a Hold');
    const panel = await holdPanel(scene.bench);
    expect(await panel.text()).toContain('This is a rehearsal.');
    await panel.settled();
    await panel.deny.click();
    await holdGone(scene.bench);
  });

  test('raises a notification as well', async () => {
    const call = scene.agent().start(deletion());
    await holdPanel(scene.bench);
    const notification = scene.bench.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: 'Held' })
      .first();
    await notification.waitFor();
    await scene.bench.screenshot('notification');
    await scene.bench.closeEditors();
    expectNothingWentOut(await call.result);
  });
});
