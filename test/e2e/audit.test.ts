import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { readable } from '../rig/editor/workbench.mts';
import { auditDirectory, auditFiles, auditRecords } from '../rig/files.mts';
import { demoToken } from '../rig/incident.mts';
import { holdpoint, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

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
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const rows = () => view.getByRole('listbox').getByRole('option');
  const verify = () => view.getByRole('button', { name: /^Verify/ });

  test('lists what happened, newest first, without secrets', async () => {
    await expect.poll(() => rows().count()).toBeGreaterThan(4);
    await expect.poll(() => readable(view)).toContain('Deletes the Railway volume');
    const text = await readable(view);
    expect(text).not.toContain(demoToken(scene.run.workspace));
    await scene.bench.dismissNotifications();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await scene.bench.theme(theme);
      await scene.bench.screenshot(`audit-${theme}`);
    }
  });

  /** How many entries the log has for the view: as many as it has lines, once the last is read. */
  const total = () => auditRecords(scene.run.workspace).length;

  test('a search leaves only the entries that hold its words', async () => {
    await expect.poll(() => rows().count()).toBe(total());
    const search = view.getByRole('textbox', { name: /search/i });
    await search.fill('npm test');
    await expect.poll(() => rows().count()).toSatisfy((shown: number) => shown > 0 && shown < total());
    await search.fill('');
    await expect.poll(() => rows().count()).toBe(total());
  });

  test('filters by kind', async () => {
    const kind = view.locator('vscode-single-select').first();
    await kind.click();
    await view.getByText('Your answers', { exact: true }).last().click();
    await expect.poll(() => rows().allTextContents()).toEqual([expect.stringContaining('Denied')]);
    await scene.bench.screenshot('audit-filtered');
    await kind.click();
    await view.getByText('All kinds', { exact: true }).last().click();
    await expect.poll(() => rows().count()).toBe(total());
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
    await expect.poll(() => readable(view)).toContain('The log is intact');
    await scene.bench.screenshot('audit-verified');
    const result = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(result.code, result.stdout + result.stderr).toBe(0);
  });

  test('tells a session: chart, what was not ordinary, timeline', async () => {
    await view.getByRole('tab', { name: 'Sessions' }).click();
    await view.getByRole('listbox', { name: /Sessions/ }).waitFor();
    await expect.poll(() => readable(view)).toContain('Consistency');
    await scene.bench.screenshot('sessions-profiles');
    await view.getByRole('option').first().click();
    await expect.poll(() => readable(view)).toContain('Why restraint was lost');
    await expect.poll(() => readable(view)).toContain('Looked for credentials, then set out to destroy');
    const text = await readable(view);
    expect(text).toContain('Six dimensions');
    expect(text).not.toContain(demoToken(scene.run.workspace));
    await expect.poll(() => view.locator('.chart canvas').count()).toBe(1);
    await expect
      .poll(async () => {
        await view.locator('.chart').press('End');
        return view.locator('.pointed').textContent();
      })
      .toContain('Denied');
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
    await bench.page
      .getByRole('option', { name: /^Report, / })
      .first()
      .click();
    const target = path.join(run.home, 'exported.md');
    const input = bench.page.locator('.quick-input-widget input.input').first();
    await expect.poll(() => input.inputValue()).toContain('holdpoint-session-');
    // The dialog reads the folder of what stands in it and may write the name it knows over it: it is written again.
    await expect
      .poll(async () => {
        await input.fill(target);
        await bench.page.waitForTimeout(300);
        return input.inputValue();
      })
      .toBe(target);
    await bench.screenshot('session-export');
    await bench.page.getByRole('button', { name: 'OK', exact: true }).last().click();
    await expect.poll(() => existsSync(target) && readFileSync(target, 'utf8')).toContain('volumeDelete');
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
    await expect.poll(() => scene.bench.dialog().textContent()).toContain('tests, git-local, deploy:staging');
    const text = await scene.bench.dialog().textContent();
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
    await expect.poll(() => readable(view)).toContain('The log was changed.');
    await expect.poll(() => readable(view)).toContain(`line ${at + 1}`);
    await scene.bench.screenshot('audit-tampered');
    const result = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    expect(result.code).not.toBe(0);
    expect(result.stdout).toMatch(new RegExp(`edited, [^)]*:${at + 1}\\)`));
  });
});
