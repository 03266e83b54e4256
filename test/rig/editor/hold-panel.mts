// The confirmation panel as a person meets it.
import type { Frame, Locator } from 'playwright-core';
import { until } from '../processes.mts';
import { readable, type Workbench } from './workbench.mts';

/** The panel's first 700 ms in which nothing counts (DESIGN 3), and a little for the way to the guard. */
const quietMs = 1_000;

/** The confirmation panel while a hold is on show. */
export interface HoldPanel {
  readonly frame: Frame;
  readonly deny: Locator;
  readonly denyAndTell: Locator;
  readonly approve: Locator;
  /** Where the target's name is typed; empty where none is asked for. */
  readonly typedName: Locator;
  readonly reason: Locator;
  readonly send: Locator;
  /** Everything a person can read in it, as one text. */
  text(): Promise<string>;
  /** Text of the element that has the focus. */
  focused(): Promise<string>;
  /** Waits until the panel listens, and puts away notifications that lie over its buttons. */
  settled(): Promise<void>;
}

const title = (frame: Frame): Locator => frame.getByText('Held until you decide');

/** Waits for the panel to come up. It is not settled yet. */
export async function holdPanel(bench: Workbench, milliseconds = 60_000): Promise<HoldPanel> {
  const frame = await bench.frameWith('the confirmation panel is shown', title, milliseconds);
  const button = (name: string): Locator => frame.getByRole('button', { name, exact: true });
  const approve = button('Approve once');
  return {
    frame,
    deny: button('Deny'),
    denyAndTell: button('Deny and tell the agent why'),
    approve,
    typedName: frame.getByRole('textbox', { name: /^To approve, type/ }),
    reason: frame.getByRole('textbox', { name: 'What the agent should know' }),
    send: button('Deny and send'),
    text: () => readable(frame),
    focused: () => frame.evaluate<string>('document.activeElement?.textContent?.trim() ?? ""'),
    async settled() {
      await bench.dismissNotifications();
      // By the panel's own clock: where its page is slow, its quiet time ends later than ours would.
      await frame.evaluate<void>(`new Promise((resolve) => setTimeout(resolve, ${quietMs}))`);
    },
  };
}

/** Whether the panel is there now. */
export const isHoldShown = (bench: Workbench): Promise<boolean> => bench.hasFrame(title);

/** Waits until no hold is on show any more. */
export async function holdGone(bench: Workbench): Promise<void> {
  await until('the confirmation panel is gone', async () => !(await isHoldShown(bench)));
}
