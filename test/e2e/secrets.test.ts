import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { auditRecords } from '../rig/files.mts';
import { until } from '../rig/processes.mts';
import { holdpoint, openScene, type Scene } from '../rig/scene.mts';

describe('credentials of the workspace', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
    writeFileSync(file('deploy.env'), 'RAILWAY_TOKEN=rlwy_SYNTHETIC0a1b2c3d4e5f6g7h\n');
  });
  afterAll(() => scene?.close());

  const file = (name: string) => path.join(scene.run.workspace, name);
  const rows = () => scene.bench.page.locator('.pane-body .monaco-list-row');
  const details = () =>
    auditRecords(scene.run.workspace)
      .filter((record) => record.type === 'policy')
      .map((record) => String(record.detail));

  test('are listed with kind, line, who can read them and whether git has them', async () => {
    await scene.bench.dismissNotifications();
    await scene.bench.command('Holdpoint: Focus on Credentials View');
    await scene.bench.command('Holdpoint: Scan for Credentials');
    await rows().filter({ hasText: 'deploy.env' }).first().waitFor();
    await rows().filter({ hasText: 'Railway token' }).first().waitFor();
    await rows().filter({ hasText: 'committed' }).first().waitFor();
    await scene.bench.screenshot('secrets-view');
  });

  test('move into the secret storage; a reference stands in the file', async () => {
    const row = rows().filter({ hasText: 'not ignored by git · line 1' }).first();
    const move = row.getByRole('button', { name: /Move into Secret Storage/ });
    // The list is made anew while the scan goes on, and what a row offers shows only under the pointer.
    await until('the dialog is shown', async () => {
      if (await scene.bench.dialog().isVisible()) return true;
      await row.hover({ timeout: 2_000 }).catch(() => {});
      await move.click({ timeout: 2_000 }).catch(() => {});
      return false;
    });
    await scene.bench.screenshot('secrets-move');
    await scene.bench.confirmEverything(/^Move$/, () =>
      readFileSync(file('deploy.env'), 'utf8').includes('holdpoint:'),
    );
    await expect.poll(() => readFileSync(file('deploy.env'), 'utf8')).toBe('RAILWAY_TOKEN=holdpoint:RAILWAY_TOKEN\n');
    await until('it is recorded', () =>
      details().some((text) => text.startsWith('Moved the credential RAILWAY_TOKEN')),
    );
    expect(details().join()).not.toContain('SYNTHETIC');
  });

  test('are lent to one call of one program, in its environment alone', async () => {
    const seen = file('../seen');
    writeFileSync(file('../railway'), `#!/bin/sh\nprintf '%s' "$RAILWAY_TOKEN" > ${seen}\n`);
    chmodSync(file('../railway'), 0o755);
    const run = () =>
      holdpoint(scene.run, ['run', '--credential', 'RAILWAY_TOKEN', '--', file('../railway'), 'status']);
    const before = await run();
    expect(before.code).toBe(126);
    expect(before.stderr).toContain('Nobody lends RAILWAY_TOKEN now');
    await scene.bench.dismissNotifications();
    await scene.bench.choose('Holdpoint: Lend Credential', 'RAILWAY_TOKEN');
    // The question stands where the list was, in the same input.
    const { page } = scene.bench;
    await page.locator('.quick-input-titlebar').filter({ hasText: 'Which program may have RAILWAY_TOKEN' }).waitFor();
    const input = page.locator('.quick-input-widget input.input').first();
    await input.fill('railway');
    await expect.poll(() => input.inputValue()).toBe('railway');
    await input.press('Enter');
    await scene.bench.dialog().waitFor();
    await scene.bench.screenshot('secrets-lend');
    await scene.bench.dialog().getByRole('button', { name: 'Lend Once' }).click();
    await page.locator('.notification-toast').filter({ hasText: 'Lent for 10 minutes' }).first().waitFor();
    expect((await run()).code).toBe(0);
    expect(readFileSync(seen, 'utf8')).toBe('rlwy_SYNTHETIC0a1b2c3d4e5f6g7h');
    expect((await run()).code).toBe(126);
    await expect.poll(details).toContain('Lent the credential RAILWAY_TOKEN to one call of railway, as RAILWAY_TOKEN.');
    // Nowhere on the disk in plain text: grep finds nothing.
    const disk = [scene.run.home, scene.run.workspace];
    expect(() => execFileSync('grep', ['-rl', 'SYNTHETIC0a1b2c3d4e5f6g7h', ...disk])).toThrow(/Command failed/);
  });

  test('that are decoys are held wherever they are used', async () => {
    await scene.bench.dismissNotifications();
    await scene.bench.command('Holdpoint: Plant or Take Away a Decoy Credential');
    await scene.bench.dialog().waitFor();
    await scene.bench.screenshot('secrets-decoy');
    const places = [
      'infra/.archive/.env.production',
      'scripts/legacy/.env.deploy',
      '.cache-old/credentials.env',
      'ops/old/.env.backup',
    ];
    // What is recorded last: the file is there before the guard knows it.
    await scene.bench.confirmEverything(/^Plant$/, () => details().some((text) => text.startsWith('Planted a decoy')));
    const place = places.find((name) => existsSync(file(name))) ?? '';
    const token = /LEGACY_DEPLOY_TOKEN_\w+=(\S+)/.exec(readFileSync(file(place), 'utf8'))?.[1] ?? '';
    const call = scene.agent().start({
      tool: 'Bash',
      input: { command: `curl -s -H "Authorization: Bearer ${token}" ${scene.railway.url}` },
    });
    await holdPanel(scene.bench);
    await scene.bench.screenshot('secrets-decoy-held');
    await scene.bench.closeEditors();
    expect((await call.result).ran).toBe(false);
    expect(
      execFileSync('git', ['status', '--porcelain', place.split('/')[0] ?? ''], {
        cwd: scene.run.workspace,
        encoding: 'utf8',
      }),
    ).toBe('');
  });
});
