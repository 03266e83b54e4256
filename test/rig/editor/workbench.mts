// A person at the editor: Chromium, driven through what can be seen and reached by role, name and key.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/setup/system.mts';
import { screenshotDirectory } from '../files.mts';
import { until } from '../processes.mts';

/** The themes the suites look at, by the names the editor shows. */
const themes = {
  dark: { name: 'Dark Modern', kind: 'vs-dark' },
  light: { name: 'Light Modern', kind: 'vs' },
  'high-contrast': { name: 'Dark High Contrast', kind: 'hc-black' },
} as const;

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

/** Longest wait for what must come, in milliseconds: on a busy machine a second is many. */
const longest = 60_000;
/** After so long something that is tried again is tried again, in milliseconds. */
const oneTry = 8_000;

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
  context.setDefaultTimeout(longest);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(options.url);
  await page
    .locator('.statusbar-item')
    .first()
    .waitFor({ timeout: 2 * longest });
  return workbenchOf(context, page, options.screenshots ?? screenshotDirectory);
}

function workbenchOf(context: BrowserContext, page: Page, screenshots: string): Workbench {
  const input = page.locator('.quick-input-widget input.input').first();

  const rows = page.locator('.quick-input-list .monaco-list-row');
  /** A row by its own name: “Terminal: Create New Terminal” is also the beginning of others. */
  const rowNamed = (name: string) =>
    rows.filter({ has: page.locator('.label-name', { hasText: exactly(name) }) }).first();
  /** Which list is open is told from what stands in its empty input: one list follows another in the same place. */
  const placeholder = async () => (await input.isVisible()) && ((await input.getAttribute('placeholder')) ?? '');

  /** Opens the palette and chooses a command; what the palette itself shows is gone afterwards. */
  async function command(title: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await page.keyboard.press('F1');
        await until('the palette is open', isPalette, { milliseconds: oneTry });
        await input.fill(`>${title}`, { timeout: oneTry });
        await rowNamed(title).click({ timeout: oneTry });
        await until('the palette is closed', async () => !(await isPalette()), { milliseconds: oneTry });
        return;
      } catch (error) {
        if (attempt === 4) throw new Error(`The palette shows no “${title}”: ${String(error)}`);
        await page.keyboard.press('Escape');
      }
    }
  }
  const isPalette = async () => (await input.isVisible()) && (await input.inputValue()).startsWith('>');

  async function matching(locate: (frame: Frame) => Locator): Promise<Frame | undefined> {
    // All at once: what counts in a panel's first moments must be seen in them.
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    const isThere = (frame: Frame) =>
      locate(frame)
        .first()
        .isVisible()
        .catch(() => false);
    const found = await Promise.all(frames.map(isThere));
    return frames.find((_, at) => found[at]);
  }

  /** Ticks Claude Code in a list with ticks, and presses OK. */
  async function acceptList(): Promise<void> {
    const list = page.locator('.quick-input-widget');
    const ok = list.getByRole('button', { name: 'OK' }).first();
    if (!(await ok.isVisible())) return;
    const row = list.locator('.monaco-list-row').filter({ hasText: 'Claude Code' }).first();
    const tick = row.getByRole('checkbox');
    // The rows are drawn after the button, and the list may close between two looks: the next look sees what came.
    if (!(await tick.isVisible())) return;
    const ticked = await tick.isChecked({ timeout: 1_000 }).catch(() => undefined);
    if (ticked === false) await tick.click({ timeout: 1_000 }).catch(() => {});
    if (ticked === true) await ok.click({ timeout: 1_000 }).catch(() => {});
  }

  const bench: Workbench = {
    page,
    command,
    statusBar: (text) => page.locator('.statusbar-item').filter({ hasText: text }).first(),
    frameWith: (what, locate, milliseconds = longest) =>
      until(what, () => matching(locate), { milliseconds, every: 30 }),
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
        // The dialog may close between two looks, as a list may.
        if (await button.isVisible()) await button.click({ timeout: 2_000 }).catch(() => {});
        else await acceptList();
        return false;
      });
    },
    async choose(title, choice) {
      const row = rows.filter({ hasText: choice }).first();
      // A list may be made of what the editor has not read yet, and one that loses the focus closes: it is opened again.
      for (let attempt = 1; ; attempt++) {
        await bench.command(title);
        try {
          await row.click({ timeout: oneTry });
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
      const { name, kind } = themes[theme];
      for (let attempt = 1; ; attempt++) {
        await bench.command('Preferences: Color Theme');
        try {
          await until('the themes are listed', async () => /theme/i.test((await placeholder()) || ''), {
            milliseconds: oneTry,
          });
          await input.fill(name, { timeout: oneTry });
          await rowNamed(name).click({ timeout: oneTry });
          break;
        } catch (error) {
          if (attempt === 4) throw error;
          await page.keyboard.press('Escape');
        }
      }
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await input.waitFor({ state: 'hidden' });
      // The panels' own pages follow; only pictures depend on it.
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
      await page
        .locator('.statusbar-item')
        .first()
        .waitFor({ timeout: 2 * longest });
    },
    close: () => context.close(),
  };
  return bench;
}

/** A name as the editor shows it: what asks for more before it does anything ends in dots. */
const exactly = (name: string): RegExp =>
  new RegExp(`^\\s*${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:…|\\.\\.\\.)?\\s*$`);

/** Everything a person can read in a frame, as one text. */
export const readable = (frame: Frame): Promise<string> => frame.evaluate<string>('document.body.innerText');
