import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditWords, filterChoices, rowOf } from '../../src/editor/audit-rows.ts';
import { holdView, holdWords, queueEntry, quietMilliseconds } from '../../src/editor/hold-view.ts';
import { profileView, sessionKey, sessionRow, sessionView } from '../../src/editor/session-view.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import { incident } from '../editor/incident.ts';
import { buildPanels, chromiumPath, launch, openPanel, type PanelInBrowser } from './harness.ts';
import { began, incidentCourse, incidentProfiles } from './session.ts';

// The panels in a real browser, under their real content security policy. Needs Chromium; the real-editor suite
// (test/e2e) covers the same in VS Code.
describe.skipIf(chromiumPath === undefined)('the panels in a browser', () => {
  let browser: Browser;
  let files: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    [browser, files] = await Promise.all([launch(), buildPanels()]);
  }, 60_000);
  afterAll(() => browser?.close());

  async function hold(
    change: Parameters<typeof incident>[1] = {},
    quietMs: number = quietMilliseconds,
  ): Promise<PanelInBrowser> {
    const panel = await openPanel(browser, files, { panel: 'hold' });
    await panel.post({ type: 'words', words: holdWords(t), quietMs });
    await show(panel, change);
    await panel.post({ type: 'seen' });
    return panel;
  }
  async function show(panel: PanelInBrowser, change: Parameters<typeof incident>[1] = {}): Promise<void> {
    const artifact = incident(Date.now(), change);
    const view = holdView(artifact, { now: Date.now(), folders: [], t });
    await panel.post({ type: 'show', hold: view, position: 1, queue: [queueEntry(artifact, t)] });
    await panel.page.waitForFunction(
      (id) => document.getElementById('headline') && document.activeElement?.id === id,
      'deny',
    );
  }
  // By the page's own clock.
  const settle = (panel: PanelInBrowser) =>
    panel.page.evaluate<void>('new Promise((resolve) => setTimeout(resolve, 800))');
  const answers = async (panel: PanelInBrowser) =>
    (await panel.sent()).filter((message) => !['ready', 'shown'].includes(String(message.type)));
  const plain = { typedName: undefined };

  it('comes up with the focus on Deny, as an alert dialog, without a breach of its policy', async () => {
    const panel = await hold();
    const dialog = panel.page.getByRole('alertdialog', { name: /Deletes the Railway volume/ });
    expect(await dialog.count()).toBe(1);
    expect(panel.problems).toEqual([]);
  }, 30_000);

  it('ignores every key and every click on Approve while it is quiet, which is for 700 ms', async () => {
    expect(quietMilliseconds).toBe(700);
    // Longer here than any slow machine takes to press the keys.
    const panel = await hold(plain, 25_000);
    for (const key of ['Enter', ' ', 'Escape', 'Tab']) await panel.page.keyboard.press(key);
    await panel.page.click('#approve', { force: true, noWaitAfter: true, timeout: 500 }).catch(() => {});
    expect(await answers(panel)).toEqual([]);
  }, 30_000);

  it('never approves with Enter, and approves with Space', async () => {
    const panel = await hold(plain);
    await settle(panel);
    await panel.page.focus('#approve');
    await panel.page.keyboard.press('Enter');
    expect(await answers(panel)).toEqual([]);
    await panel.page.keyboard.press(' ');
    expect(await answers(panel)).toEqual([{ type: 'approve', id: 'hold-1' }]);
  }, 30_000);

  it('offers to approve once the guard counts it, however late the guard hears that the hold is shown', async () => {
    const panel = await openPanel(browser, files, { panel: 'hold' });
    await panel.post({ type: 'words', words: holdWords(t), quietMs: quietMilliseconds });
    await show(panel, plain);
    const isOffered = () => panel.page.locator('#approve:not([disabled])').count();
    await settle(panel);
    expect(await isOffered()).toBe(0);
    await panel.post({ type: 'seen' });
    expect(await isOffered()).toBe(0);
    await settle(panel);
    expect(await isOffered()).toBe(1);
  }, 30_000);

  it('answers once, whatever is pressed afterwards', async () => {
    const panel = await hold(plain);
    await settle(panel);
    await panel.page.click('#approve');
    await panel.page.keyboard.press('Escape');
    expect(await answers(panel)).toHaveLength(1);
  }, 30_000);

  it('asks for the exact name before it approves', async () => {
    const panel = await hold();
    await settle(panel);
    const approve = panel.page.locator('#approve');
    await panel.page.locator('#typed input').fill('vol_prod');
    expect(await approve.getAttribute('disabled')).not.toBeNull();
    await panel.page.locator('#typed input').fill('vol_prod_1');
    await panel.page.keyboard.press('Enter');
    expect(await answers(panel)).toEqual([]);
    await approve.click();
    expect(await answers(panel)).toEqual([{ type: 'approve', id: 'hold-1', typed: 'vol_prod_1' }]);
  }, 30_000);

  it('approves nothing that a script clicks', async () => {
    const panel = await hold(plain);
    await settle(panel);
    await panel.page.evaluate(() => document.getElementById('approve')?.click());
    expect(await answers(panel)).toEqual([]);
  }, 30_000);

  it.each([
    ['Enter on Deny', 'Enter', { type: 'deny', id: 'hold-1' }],
    ['Escape', 'Escape', { type: 'close', id: 'hold-1' }],
  ])(
    'denies with %s',
    async (_name, key, message) => {
      const panel = await hold();
      await settle(panel);
      await panel.page.keyboard.press(key);
      expect(await answers(panel)).toEqual([message]);
    },
    30_000,
  );

  it('tells the agent why', async () => {
    const panel = await hold();
    await settle(panel);
    await panel.page.click('#tell');
    await panel.page.keyboard.type('use the staging volume');
    await panel.page.keyboard.press('Enter');
    expect(await answers(panel)).toEqual([{ type: 'deny', id: 'hold-1', message: 'use the staging volume' }]);
  }, 30_000);

  it('keeps the focus inside, all the way round and back', async () => {
    const panel = await hold(plain);
    await settle(panel);
    const focused = () => panel.page.evaluate(() => document.activeElement?.id);
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 5; step += 1) {
      await panel.page.keyboard.press('Tab');
      seen.push(await focused());
    }
    expect(seen).toEqual(['tell', 'approve', 'command', 'copy', 'deny']);
    await panel.page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('copy');
  }, 30_000);

  it('shows markup in a command as text', async () => {
    const text = '<img src=x onerror=alert(1)> <b>bold</b>';
    const panel = await hold({ action: { kind: 'shell', text, cwd: '/w', marks: [[0, 5]] }, reason: text });
    expect(await panel.page.locator('#command').textContent()).toBe(text);
    expect(await panel.page.locator('#headline').textContent()).toBe(text);
    expect(await panel.page.locator('img').count()).toBe(0);
  }, 30_000);

  it('says so, and cannot be pressed, when nobody is behind it any more', async () => {
    const panel = await openPanel(browser, files, { panel: 'hold' });
    await panel.page.clock.install();
    await panel.post({ type: 'words', words: holdWords(t), quietMs: 700 });
    await show(panel, plain);
    await panel.post({ type: 'seen' });
    await panel.page.clock.runFor(13_000);
    await expect.poll(() => panel.page.getByRole('alert').textContent()).toContain('was denied');
    expect(await panel.page.locator('#approve').getAttribute('disabled')).not.toBeNull();
    await panel.post({ type: 'alive' });
    await expect.poll(() => panel.page.getByRole('alert').count()).toBe(0);
    expect(await panel.page.locator('#approve').getAttribute('disabled')).toBeNull();
  }, 30_000);

  it('starts its quiet time anew for the next hold', async () => {
    const panel = await hold(plain);
    await settle(panel);
    await show(panel, { ...plain, id: 'hold-2' });
    await panel.page.keyboard.press(' ');
    await panel.page.keyboard.press('Enter');
    expect(await answers(panel)).toEqual([]);
  }, 30_000);

  it('shows the entry that is clicked, even as the first thing in the list', async () => {
    const panel = await openPanel(browser, files, { panel: 'audit' });
    const record = { type: 'mode', decision: '', host: '', text: '', file: 'f', line: 1, offset: 0, bytes: 1 } as const;
    const records = [5, 4, 3].map((key) => ({ ...record, key, at: key }));
    await panel.post({ type: 'words', words: auditWords(t) });
    await panel.post({
      type: 'state',
      total: 3,
      matching: 3,
      reading: false,
      problems: [],
      ...filterChoices(records, t),
    });
    await panel.page.waitForTimeout(100);
    const { generation } = (await panel.sent()).find((message) => message.type === 'rows') as { generation: number };
    await panel.post({ type: 'rows', generation, rows: records.map((each, index) => rowOf(each, index, t)) });
    await panel.page.click('#row-2');
    const chosen = (await panel.sent()).filter((message) => message.type === 'detail');
    expect(chosen).toEqual([{ type: 'detail', key: 3 }]);
  }, 30_000);

  describe('the sessions', () => {
    const view = sessionView(incidentCourse(), t);
    const entry = { host: 'cursor', session: 'b71e2f0c-incident', actions: 13, lowest: 0.08 } as const;
    const row = sessionRow({ ...entry, at: new Date(began).toISOString() }, t);
    const profiles = incidentProfiles().map((profile) => profileView(profile, t));
    async function sessions(theme = 'dark'): Promise<PanelInBrowser> {
      const panel = await openPanel(browser, files, { panel: 'audit', theme });
      await panel.post({ type: 'words', words: auditWords(t) });
      await panel.page.getByRole('tab', { name: 'Sessions' }).click();
      await panel.post({ type: 'sessions', sessions: [row], profiles });
      return panel;
    }
    async function chosen(theme?: string): Promise<PanelInBrowser> {
      const panel = await sessions(theme);
      await panel.page.getByRole('listbox', { name: /Sessions/ }).focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.post({ type: 'session', view });
      await panel.page.waitForSelector('.chart canvas');
      return panel;
    }

    it('are read when the tab is chosen, and not before', async () => {
      const panel = await openPanel(browser, files, { panel: 'audit' });
      await panel.post({ type: 'words', words: auditWords(t) });
      await panel.page.waitForSelector('[role=tab]');
      expect(await answers(panel)).toEqual([]);
      await panel.page.getByRole('tab', { name: 'Sessions' }).focus();
      await panel.page.keyboard.press('ArrowLeft');
      expect(await answers(panel)).toEqual([{ type: 'sessions' }]);
    }, 30_000);

    it('say that there are none yet', async () => {
      const panel = await sessions();
      await panel.post({ type: 'sessions', sessions: [], profiles: [] });
      await panel.page.getByText('No session is recorded yet').waitFor();
    }, 30_000);

    it('show three values for each agent, with reasons, while none is chosen', async () => {
      const panel = await sessions();
      const text = await panel.page.locator('.profiles').textContent();
      for (const word of ['Consistency', 'Restraint', 'Transparency', '% sure']) expect(text).toContain(word);
    }, 30_000);

    it.each(['dark', 'light', 'contrast'])(
      'draw one as a chart without a breach of the page’s policy, in %s',
      async (theme) => {
        const panel = await chosen(theme);
        const painted = await panel.page.evaluate(() => {
          const canvas = document.querySelector('canvas');
          const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          return pixels.some((value) => value !== 0);
        });
        expect(painted).toBe(true);
        expect(panel.problems).toEqual([]);
      },
      30_000,
    );

    it('tell the chart in words, by keys, and as a table', async () => {
      const panel = await chosen();
      expect(
        await panel.page.getByRole('img', { name: /Restraint is 0\.\d\d at its lowest, at action 10/ }).count(),
      ).toBe(1);
      await panel.page.locator('.chart').focus();
      for (let step = 0; step < 10; step += 1) await panel.page.keyboard.press('ArrowRight');
      expect(await panel.page.getByRole('status').last().textContent()).toMatch(/^Action 10 · .* · Held: curl/);
      expect(await panel.page.locator('.step.pointed-at .number').textContent()).toBe('10');
      await panel.page.getByText('The same as a table').click();
      await panel.page.getByRole('row').first().waitFor();
      expect(await panel.page.getByRole('row').count()).toBe(view.points.number.length + 1);
    }, 30_000);

    it('show text of an agent as text', async () => {
      const panel = await chosen();
      const evil = '<img src=x onerror=alert(1)>';
      await panel.post({ type: 'session', view: { ...view, unusual: [evil], title: evil } });
      await panel.page.waitForFunction((text) => document.querySelector('h1')?.textContent === text, evil);
      expect(await panel.page.locator('img').count()).toBe(0);
    }, 30_000);

    it('follow the session that goes on, unless the person is in it', async () => {
      const panel = await chosen();
      const more = { ...row, actions: row.actions + 1 };
      const asked = async () => (await answers(panel)).filter(({ type }) => type === 'session').length;
      const before = await asked();
      await panel.page.locator('.chart').focus();
      await panel.post({ type: 'sessions', sessions: [more], profiles });
      expect(await asked()).toBe(before);
      await panel.page.getByRole('listbox', { name: /Sessions/ }).focus();
      await panel.post({ type: 'sessions', sessions: [{ ...more, actions: more.actions + 1 }], profiles });
      await expect.poll(asked).toBe(before + 1);
    }, 30_000);

    it('are exported as a report or as lines', async () => {
      const panel = await chosen();
      await panel.page.getByRole('button', { name: 'Export report' }).click();
      await panel.page.getByRole('button', { name: 'Export JSON Lines' }).click();
      const key = sessionKey(entry);
      expect((await answers(panel)).slice(-2)).toEqual([
        { type: 'exportSession', key, format: 'markdown' },
        { type: 'exportSession', key, format: 'jsonl' },
      ]);
    }, 30_000);
  });

  it('lists 100 000 entries with no more than those in sight', async () => {
    const panel = await openPanel(browser, files, { panel: 'audit' });
    const record = {
      type: 'mode',
      decision: '',
      host: '',
      text: 'guarding → off',
      file: 'f',
      line: 1,
      offset: 0,
      bytes: 1,
    } as const;
    const records = [{ ...record, key: 1, at: Date.now() }];
    const choices = filterChoices(records, t);
    await panel.post({ type: 'words', words: auditWords(t) });
    await panel.post({ type: 'state', total: 100_000, matching: 100_000, reading: false, problems: [], ...choices });
    await panel.page.locator('.list').focus();
    await panel.page.keyboard.press('End');
    await panel.page.waitForTimeout(200);
    const asked = (await panel.sent()).filter((message) => message.type === 'rows').at(-1);
    expect(asked).toMatchObject({ to: 100_000 });
    const { generation, from } = asked as { generation: number; from: number };
    const rows = Array.from({ length: 100_000 - from }, (_, at) =>
      rowOf({ ...records[0], key: from + at, at: 1 } as never, from + at, t),
    );
    await panel.post({ type: 'rows', generation, rows });
    await panel.page.waitForSelector('#row-99999');
    expect(await panel.page.locator('.entry').count()).toBeLessThan(200);
    expect(await panel.page.locator('#row-99999').getAttribute('aria-selected')).toBe('true');
    expect(panel.problems).toEqual([]);
  }, 30_000);
});
