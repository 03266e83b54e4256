// A person at the integrated terminal.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../files.mts';
import { until } from '../processes.mts';
import type { Workbench } from './workbench.mts';

/** How long a shell that stands in its prompt may take for a line that does nothing, in milliseconds. */
const lineMilliseconds = 5_000;

/**
 * Opens a new terminal and waits until it takes keys: what is typed before the shell stands in its prompt is lost in
 * part, and the text itself is drawn, not written. So a line that leaves a file is typed until the file is there.
 */
export async function openTerminal(bench: Workbench, run: Pick<Run, 'home'>): Promise<void> {
  const proof = path.join(run.home, 'typed');
  rmSync(proof, { force: true });
  await bench.command('Terminal: Create New Terminal');
  await until('the terminal takes keys', async () => {
    await typeInTerminal(bench, 'touch ~/typed');
    const end = Date.now() + lineMilliseconds;
    while (!existsSync(proof) && Date.now() < end) await bench.page.waitForTimeout(100);
    return existsSync(proof);
  });
}

/** Types a line into the terminal that is open, as a person does, and presses Enter. */
export async function typeInTerminal(bench: Workbench, line: string): Promise<void> {
  const focused = bench.page.locator('.terminal-wrapper .xterm-helper-textarea:focus');
  await bench.command('Terminal: Focus Terminal');
  await until('the terminal has the focus', async () => (await focused.count()) > 0);
  await bench.page.keyboard.type(line, { delay: 1 });
  await bench.page.keyboard.press('Enter');
}
