// A person at the integrated terminal.
import { until } from '../processes.mts';
import type { Workbench } from './workbench.mts';

/** Opens a new terminal and waits until it takes keys. */
export async function openTerminal(bench: Workbench): Promise<void> {
  const terminal = bench.page.locator('.terminal-wrapper .xterm').first();
  await bench.command('Terminal: Create New Terminal');
  await until('the terminal is open', () => terminal.isVisible());
  // What is typed before the shell stands in its prompt is lost in part; the text itself is drawn, not written.
  await bench.page.waitForTimeout(3_000);
}

/** Types a line into the terminal that is open, as a person does, and presses Enter. */
export async function typeInTerminal(bench: Workbench, line: string): Promise<void> {
  await bench.command('Terminal: Focus Terminal');
  await bench.page.waitForTimeout(400);
  await bench.page.keyboard.type(line, { delay: 1 });
  await bench.page.keyboard.press('Enter');
}
