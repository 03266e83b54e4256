// A person at the editor: Chromium, driven through what can be seen and reached by role, name and key.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/setup/system.mts';
import { screenshotDirectory } from '../files.mts';
import { until } from '../processes.mts';

/** The themes the suites look at, by the names the editor shows. */
const themes = { dark: 'Dark Modern', light: 'Light Modern', 'high-contrast': 'Dark High Contrast' } as const;

/** One of {@link themes}. */
export type Theme = keyof typeof themes;

/** One open window of the editor. */
export interface Workbench {
  readonly page: Page;
  /** Runs a command by the title the palette shows, for example `Holdpoint: Open Audit Log`. */
  command(title: string): Promise<void>;
  /** The status bar item whose text or label matches. */
  statusBar(text: RegExp): Locator;
  /** The frame of the webview in which something with this selector stands. Waits for it. */
  frameWith(what: string, locate: (frame: Frame) => Locator, milliseconds?: number): Promise<Frame>;
  /** Whether such a frame is there now. */
  hasFrame(locate: (frame: Frame) => Locator): Promise<boolean>;
  /** The editor's own modal dialog. */
  dialog(): Locator;
  /** Waits for a modal dialog, confirming lists that come before it as they are. */
  consentDialog(): Promise<void>;
  /** Says yes to every list and dialog that comes, pressing the button that is called `yes`, until `done`. */
  confirmEverything(yes: RegExp, done: () => boolean): Promise<void>;
  /** Runs a command and chooses from the list it shows. */
  choose(title: string, choice: string): Promise<void>;
  /** Puts away the notifications that lie over the window's lower right corner. */
  dismissNotifications(): Promise<void>;
  /** Closes every editor and panel in the window. */
  closeEditors(): Promise<void>;
  /** Changes the colour theme by the palette. */
  theme(theme: Theme): Promise<void>;
  /** Keeps a picture of the window, or of the part a selector names, in out/screenshots; gives its path. */
  screenshot(name: string, part?: string): Promise<string>;
  /** Loads the window anew, as a person's reload does. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Opens the editor's window. `profile` is the browser's own folder; secrets and window state lie in it. */
export async function openWorkbench(options: {
  url: string;
  profile: string;
  screenshots?: string;
  headed?: boolean;
}): Promise<Workbench> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium; run `node scripts/setup.mts`.');
  const context = await chromium.launchPersistentContext(options.profile, {
    executablePath,
    headless: !options.headed,
    viewport: options.headed ? null : { width: 1440, height: 900 },
    args: launchArguments,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(options.url);
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
  return workbenchOf(context, page, options.screenshots ?? screenshotDirectory);
}

function workbenchOf(context: BrowserContext, page: Page, screenshots: string): Workbench {
  const input = page.locator('.quick-input-widget input.input').first();

  async function pick(opener: () => Promise<void>, text: string, wanted: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await opener();
        await input.waitFor({ state: 'visible', timeout: 5_000 });
        await input.fill(text);
        const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: wanted }).first();
        await row.click({ timeout: 5_000 });
        return;
      } catch (error) {
        if (attempt === 3) throw new Error(`The palette shows no “${wanted}”: ${String(error)}`);
        await page.keyboard.press('Escape');
      }
    }
  }

  async function matching(locate: (frame: Frame) => Locator): Promise<Frame | undefined> {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const found = await locate(frame)
        .first()
        .isVisible()
        .catch(() => false);
      if (found) return frame;
    }
    return undefined;
  }

  /** Ticks Claude Code in a list with ticks, and presses OK. */
  async function acceptList(): Promise<void> {
    const list = page.locator('.quick-input-widget');
    const ok = list.getByRole('button', { name: 'OK' }).first();
    if (!(await ok.isVisible())) return;
    const row = list.locator('.monaco-list-row').filter({ hasText: 'Claude Code' }).first();
    const tick = row.getByRole('checkbox');
    // The list may close between two looks; the next look sees what came instead.
    const unticked = (await tick.isVisible()) && !(await tick.isChecked({ timeout: 1_000 }).catch(() => true));
    if (unticked) await tick.click({ timeout: 1_000 }).catch(() => {});
    await ok.click({ timeout: 1_000 }).catch(() => {});
  }

  const bench: Workbench = {
    page,
    command: (title) => pick(() => page.keyboard.press('F1'), `>${title}`, title),
    statusBar: (text) => page.locator('.statusbar-item').filter({ hasText: text }).first(),
    frameWith: (what, locate, milliseconds = 20_000) => until(what, () => matching(locate), { milliseconds }),
    hasFrame: async (locate) => (await matching(locate)) !== undefined,
    dialog: () => page.locator('.monaco-dialog-box').first(),
    consentDialog: () =>
      until('a dialog is shown', async () => {
        if (await bench.dialog().isVisible()) return true;
        await acceptList();
        return false;
      }).then(() => {}),
    async confirmEverything(yes, done) {
      await until(`it is done after saying ${yes}`, async () => {
        if (done()) return true;
        const button = bench.dialog().getByRole('button', { name: yes }).first();
        if (await button.isVisible()) await button.click();
        else await acceptList();
        return false;
      });
    },
    async choose(title, choice) {
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: choice }).first();
      // A list may be made of what the editor has not read yet: it is opened again.
      for (let attempt = 1; ; attempt++) {
        await bench.command(title);
        try {
          await row.click({ timeout: 6_000 });
          return;
        } catch (error) {
          if (attempt === 4) throw error;
          await page.keyboard.press('Escape');
        }
      }
    },
    async dismissNotifications() {
      const toasts = page.locator('.notifications-toasts .notification-toast');
      await until('no notification lies over the window', async () => {
        const shown = await toasts.count();
        if (shown === 0) return true;
        await toasts
          .first()
          .hover({ timeout: 1_000 })
          .catch(() => {});
        const clear = toasts.first().getByRole('button', { name: /^Clear Notification/ });
        await clear.click({ timeout: 1_000 }).catch(() => {});
        return false;
      });
    },
    async closeEditors() {
      const tabs = page.locator('.editor-group-container .tab');
      await until('every editor is closed', async () => {
        const open = await tabs.count();
        // A middle click closes a tab without the focus, and so without a key the panel might take for its own.
        if (open > 0)
          await tabs
            .first()
            .click({ button: 'middle', timeout: 2_000 })
            .catch(() => {});
        return open === 0;
      });
    },
    async theme(theme) {
      await pick(
        async () => {
          await bench.command('Preferences: Color Theme');
          await page.waitForTimeout(300);
        },
        themes[theme],
        themes[theme],
      );
      await page.waitForTimeout(500);
    },
    async screenshot(name, part) {
      mkdirSync(screenshots, { recursive: true });
      const file = path.join(screenshots, `${name}.png`);
      await (part === undefined ? page.screenshot({ path: file }) : page.locator(part).screenshot({ path: file }));
      return file;
    },
    async reload() {
      await page.reload();
      await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
    },
    close: () => context.close(),
  };
  return bench;
}

/** Everything a person can read in a frame, as one text. */
export const readable = (frame: Frame): Promise<string> => frame.evaluate<string>('document.body.innerText');
