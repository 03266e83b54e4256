import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { auditRecords, repository } from '../rig/files.mts';
import { until } from '../rig/processes.mts';
import { holdpoint, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('credentials of the workspace', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
    writeFileSync(file('deploy.env'), 'RAILWAY_TOKEN=rlwy_SYNTHETIC0a1b2c3d4e5f6g7h\n');
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const file = (name: string) => path.join(scene.run.workspace, name);
  const rows = () => scene.bench.page.locator('.pane-body .monaco-list-row');
  const details = () =>
    auditRecords(scene.run.workspace)
      .filter((record) => record.type === 'policy')
      .map((record) => String(record.detail));

  /** An agent's own `holdpoint mcp serve`, and a call of its tool. */
  async function agentTool() {
    const client = new Client({ name: 'scripted', title: 'Scripted Agent', version: '1.0.0' });
    const args = [path.join(repository, 'dist', 'cli.js'), 'mcp', 'serve'];
    const { environment, workspace: cwd } = scene.run;
    const env = { ...environment };
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, cwd }));
    const ask = async (wish: Record<string, string>) => {
      const answer = await client.callTool({ name: 'request_credential', arguments: wish }, { onprogress: () => {} });
      return { text: JSON.stringify(answer.content), isError: answer.isError === true };
    };
    return { client, ask };
  }

  test('that are not stored are lent to nobody: the agent is told so, and the person that it asked', async () => {
    const { ask, client } = await agentTool();
    try {
      const answer = await ask({ purpose: 'List the volumes of the project', program: 'railway' });
      expect(answer).toEqual({ text: expect.stringContaining('No credential is stored'), isError: true });
    } finally {
      await client.close();
    }
    const toast = scene.bench.page.locator('.notification-toast').filter({ hasText: 'and none is stored' }).first();
    await toast.waitFor();
    await toast.getByRole('button', { name: 'Lend Credential…' }).waitFor();
    await scene.bench.screenshot('secrets-request-empty');
  });

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

  test('are lent to an agent that asks by its tool, once a person has picked one, for one call; or refused', async () => {
    const { bench, railway, run } = scene;
    // A program of its own for the vendor's: it sends what it was lent to the fake, and prints the answer.
    const program = file('../railway');
    const request = `--data '{"query":"query { volumes { id } }"}' ${railway.url}`;
    writeFileSync(program, `#!/bin/sh\ncurl -sS -H "Authorization: Bearer $RAILWAY_TOKEN" ${request}\n`);
    chmodSync(program, 0o755);
    const { ask, client } = await agentTool();
    const list = bench.page.locator('.quick-input-widget').filter({ hasText: 'asks for a credential' });
    const row = (text: string) => list.locator('.monaco-list-row').filter({ hasText: text }).first();
    /** Shows the list long enough that an answer counts, and keeps a picture of it. */
    const shown = async (picture: string) => {
      await row('Refuse').waitFor();
      await bench.page.mouse.move(700, 600);
      await bench.page.waitForTimeout(1_000);
      await bench.screenshot(picture);
    };

    try {
      await bench.dismissNotifications();
      await bench.theme('light');
      const long =
        'Delete the preview deployments that are older than a month, whose list the release script keeps in infra/previews.txt';
      const closed = ask({ purpose: long, program: 'bash', provider: 'railway', kind: 'API token' });
      await shown('secrets-request-light');
      expect(await list.textContent()).toMatch(/Scripted Agent.*asks for a credential for one call of bash/);
      expect(await list.textContent()).toContain('bash runs whatever it is given');
      // Nothing is picked by default: Enter, where no line has been chosen, lends nothing.
      expect(await list.locator('.monaco-list-row.focused').count()).toBe(0);
      await bench.page.keyboard.press('Enter');
      await bench.page.waitForTimeout(300);
      expect(await row('Refuse').isVisible()).toBe(true);
      await bench.page.keyboard.press('Escape');
      expect(await closed).toEqual({ text: expect.stringContaining('A person refused.'), isError: true });

      await bench.theme('high-contrast');
      const refused = ask({ purpose: 'Read the buckets of the staging account', program: 'aws', provider: 'aws' });
      await shown('secrets-request-high-contrast');
      await row('Refuse').click();
      expect(await refused).toEqual({ text: expect.stringContaining('A person refused.'), isError: true });

      await bench.theme('dark');
      const wish = { purpose: 'List the volumes of the project', program: 'railway', provider: 'railway' };
      const [picked, behind] = [ask(wish), ask({ purpose: 'See who this is', program: 'gh' })];
      await shown('secrets-request-dark');
      expect(await list.textContent()).toContain('1 more waiting');
      await row('RAILWAY_TOKEN').click();
      const lent = await picked;
      expect(lent).toMatchObject({ isError: false, text: expect.stringContaining('lends you RAILWAY_TOKEN') });
      expect(lent.text).toContain('run --credential RAILWAY_TOKEN -- railway');
      expect(lent.text).not.toContain('SYNTHETIC');
      await shown('secrets-request-next');
      await bench.page.keyboard.press('Escape');
      expect((await behind).isError).toBe(true);
    } finally {
      await client.close();
      await bench.theme('dark');
    }

    railway.reset();
    const use = (name: string, what = 'status') =>
      holdpoint(run, ['run', '--credential', 'RAILWAY_TOKEN', '--', name, what]);
    // Lending allows nothing: a call that would be held is held, and where it is denied nothing was lent.
    const held = use(program, 'down');
    await holdPanel(bench);
    await bench.closeEditors();
    expect((await held).code).toBe(126);
    expect(railway.requests).toHaveLength(0);
    // Another program does not get it, and does not use it up.
    expect((await use('curl')).code).toBe(126);
    expect(await use(program)).toMatchObject({ code: 0, stdout: expect.stringContaining('vol_prod_1') });
    expect(await use(program)).toMatchObject({ code: 126, stderr: expect.stringContaining('Nobody lends') });
    expect(railway.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer rlwy_SYNTHETIC0a1b2c3d4e5f6g7h',
    ]);
    const told = () => details().filter((text) => text.includes('asked for a credential'));
    expect(told().map((text) => text.replace(/.*”: /, ''))).toEqual([
      'none is stored.',
      'a person refused.',
      'a person refused.',
      'a person lends RAILWAY_TOKEN.',
      'a person refused.',
    ]);
    expect(details().join()).not.toContain('SYNTHETIC');
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
