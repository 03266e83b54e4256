import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { readable } from '../rig/editor/workbench.mts';
import { auditDirectory, auditFiles } from '../rig/files.mts';
import { demoToken } from '../rig/incident.mts';
import { holdpoint, openScene, type Scene } from '../rig/scene.mts';

describe('the audit log', () => {
  let scene: Scene;
  let view: Frame;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
    const call = await scene.upToDeletion(scene.agent());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await panel.deny.click();
    await call.result;
    await scene.bench.command('Holdpoint: Open Audit Log');
    view = await scene.bench.frameWith('the audit log is shown', (frame) =>
      frame.getByRole('button', { name: /^Verify/ }),
    );
  });
  afterAll(() => scene?.close());

  const rows = () => view.getByRole('listbox').getByRole('option');
  const verify = () => view.getByRole('button', { name: /^Verify/ });

  test('lists what happened, newest first, without secrets', async () => {
    await expect.poll(() => rows().count()).toBeGreaterThan(4);
    const text = await readable(view);
    expect(text).toContain('Deletes the Railway volume');
    expect(text).not.toContain(demoToken(scene.run.workspace));
    await scene.bench.dismissNotifications();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await scene.bench.theme(theme);
      await scene.bench.screenshot(`audit-${theme}`);
    }
  });

  test('a search leaves only the entries that hold its words', async () => {
    const all = await rows().count();
    const search = view.getByRole('textbox', { name: /search/i });
    await search.fill('npm test');
    await expect.poll(() => rows().count()).toBeLessThan(all);
    await expect.poll(() => rows().count()).toBeGreaterThan(0);
    await search.fill('');
    await expect.poll(() => rows().count()).toBe(all);
  });

  test('filters by kind', async () => {
    const all = await rows().count();
    const kind = view.locator('vscode-single-select').first();
    await kind.click();
    await view.getByText('Your answers', { exact: true }).last().click();
    await expect.poll(() => rows().count()).toBe(1);
    expect(await rows().first().textContent()).toContain('Denied');
    await scene.bench.screenshot('audit-filtered');
    await kind.click();
    await view.getByText('All kinds', { exact: true }).last().click();
    await expect.poll(() => rows().count()).toBe(all);
  });

  test('shows an entry’s detail, down to the record as it is written', async () => {
    await rows().filter({ hasText: 'Asked you' }).first().click();
    await expect.poll(() => readable(view)).toContain('Effects');
    await scene.bench.screenshot('audit-detail');
    await view.getByText('The record as it is written').click();
    await expect.poll(() => readable(view)).toMatch(/"hash":\s*"[0-9a-f]{64}"/);
  });

  test('verifies as intact', async () => {
    await verify().click();
    await expect.poll(() => readable(view), { timeout: 20_000 }).toContain('The log is intact');
    await scene.bench.screenshot('audit-verified');
    const result = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(result.code, result.stdout + result.stderr).toBe(0);
  });

  test('tells a session: chart, what was not ordinary, timeline', async () => {
    await view.getByRole('tab', { name: 'Sessions' }).click();
    await view.getByRole('listbox', { name: /Sessions/ }).waitFor({ timeout: 20_000 });
    await expect.poll(() => readable(view), { timeout: 20_000 }).toContain('Consistency');
    await scene.bench.screenshot('sessions-profiles');
    await view.getByRole('option').first().click();
    await expect.poll(() => readable(view), { timeout: 20_000 }).toContain('Why restraint was lost');
    const text = await readable(view);
    expect(text).toContain('Looked for credentials, then set out to destroy');
    expect(text).toContain('Six dimensions');
    expect(text).not.toContain(demoToken(scene.run.workspace));
    expect(await view.locator('.chart canvas').count()).toBe(1);
    await view.locator('.chart').focus();
    await scene.bench.page.keyboard.press('End');
    await expect.poll(() => view.locator('.pointed').textContent()).toContain('Denied');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await scene.bench.theme(theme);
      await scene.bench.screenshot(`session-${theme}`);
    }
  });

  test('a session’s report is signed by the window and checked with the public key alone', async () => {
    const records = auditFiles(scene.run.workspace).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    const session = /"session":"([^"]+)"/.exec(records.find((line) => line.includes('"type":"held"')) ?? '')?.[1] ?? '';
    for (const [format, ending] of [
      ['markdown', 'md'],
      ['jsonl', 'jsonl'],
    ] as const) {
      const file = path.join(scene.run.home, `report.${ending}`);
      const written = await holdpoint(scene.run, ['audit', 'report', session, '--format', format, '--output', file]);
      expect(written.code, written.stdout + written.stderr).toBe(0);
      const content = readFileSync(file, 'utf8');
      expect(content).toContain('volumeDelete');
      expect(content).not.toContain(demoToken(scene.run.workspace));
      const checked = await holdpoint(scene.run, ['audit', 'verify-report', file]);
      expect(checked.code, checked.stdout).toBe(0);
      writeFileSync(file, content.replace('volumeDelete', 'volumeCreate'));
      expect((await holdpoint(scene.run, ['audit', 'verify', file])).code).toBe(1);
    }
    await view.getByRole('tab', { name: 'Entries' }).click();
  });

  test('exports a session by the command, where the person says', async () => {
    const { bench, run } = scene;
    await bench.choose('Holdpoint: Export a Session', 'Claude Code');
    await bench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Report' }).first().click();
    const target = path.join(run.home, 'exported.md');
    const input = bench.page.locator('.quick-input-widget input.input').first();
    await expect.poll(() => input.inputValue()).toContain('holdpoint-session-');
    await input.fill(target);
    await bench.screenshot('session-export');
    await bench.page.getByRole('button', { name: 'OK', exact: true }).last().click();
    await expect.poll(() => existsSync(target), { timeout: 20_000 }).toBe(true);
    const checked = await holdpoint(run, ['audit', 'verify-report', target]);
    expect(checked.code, checked.stdout).toBe(0);
    await bench.dismissNotifications();
  });

  test('declared capabilities count once a person accepted them in a dialog', async () => {
    const declared = '{ "capabilities": ["tests", "git-local", "deploy:staging"] }';
    writeFileSync(path.join(scene.run.workspace, '.holdpoint', 'policy.jsonc'), declared);
    const log = () =>
      auditFiles(scene.run.workspace)
        .map((file) => readFileSync(file, 'utf8'))
        .join('');
    await scene.bench.command('Holdpoint: Review Declared Capabilities');
    await scene.bench.consentDialog();
    const text = await scene.bench.dialog().textContent();
    expect(text).toContain('tests, git-local, deploy:staging');
    expect(text).toContain('Beyond what coding sessions ordinarily do: deploy:staging');
    await scene.bench.screenshot('policy-consent');
    await scene.bench.confirmEverything(/^Accept/, () => log().includes('A person accepted the capabilities of'));
    const result = await scene.agent().call({ tool: 'Bash', input: { command: 'python3 --version' } });
    expect(result.ran).toBe(true);
    expect(log()).toContain('"declared":true,"exceeds":"run"');
  });

  test('names the record after somebody edited the file', async () => {
    const file = auditFiles(scene.run.workspace).at(-1) ?? '';
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('npm test'));
    lines[at] = (lines[at] ?? '').replace('npm test', 'npm best');
    writeFileSync(file, lines.join('\n'));
    await verify().click();
    await expect.poll(() => readable(view), { timeout: 20_000 }).toContain('The log was changed.');
    expect(await readable(view)).toContain(`line ${at + 1}`);
    await scene.bench.screenshot('audit-tampered');
    const result = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(result.code).not.toBe(0);
    expect(result.stdout).toMatch(new RegExp(`edited, [^)]*:${at + 1}\\)`));
  });
});
