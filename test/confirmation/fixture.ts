import type { Action, Origin } from '../../src/action/action.ts';
import type { Effect } from '../../src/action/effect.ts';
import { createHoldRegistry, type HoldRegistry, type HoldRequest } from '../../src/confirmation/registry.ts';

export const effect: Effect = {
  verb: 'delete',
  provider: 'railway',
  resource: 'volume',
  target: 'vol_prod_1',
  asset: 'data-store',
  environment: 'production',
  reversibility: 'irreversible',
  scope: 'remote',
  rule: 'railway/volume-delete',
  reason: 'Deletes the Railway volume vol_prod_1 and its backups.',
  safer: 'railway volume list',
  span: [0, 4],
};

/** A held call; everything but what a test is about has a plain value. */
export function request(overrides: Partial<HoldRequest> = {}): HoldRequest {
  return {
    host: 'claude',
    session: 's1',
    action: { kind: 'shell', text: 'curl …', cwd: '/w', marks: [[0, 4]] },
    digest: 'digest-1',
    verdict: { reason: effect.reason, effects: [effect], sequences: [] },
    timeline: [],
    waitMilliseconds: 60_000,
    ...overrides,
  };
}

/** A clock with timers that only the test moves. */
export class Clock {
  time = 1_000_000;
  #timers: { at: number; run: () => void }[] = [];

  schedule = (milliseconds: number, run: () => void): (() => void) => {
    const timer = { at: this.time + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  advance(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.#timers.filter((timer) => timer.at <= this.time);
    this.#timers = this.#timers.filter((timer) => timer.at > this.time);
    for (const timer of due) timer.run();
  }

  get waiting(): number {
    return this.#timers.length;
  }
}

export function newRegistry(clock = new Clock()): { clock: Clock; holds: HoldRegistry; errors: unknown[] } {
  let last = 0;
  const errors: unknown[] = [];
  const holds = createHoldRegistry({
    now: () => clock.time,
    newId: () => {
      last += 1;
      return `h${last}`;
    },
    schedule: clock.schedule,
    onListenerError: (error) => errors.push(error),
  });
  return { clock, holds, errors };
}

/** A shell action. */
export function shell(command: string, origin: Partial<Origin> = {}): Action {
  return {
    host: 'claude',
    session: 's1',
    cwd: '/w',
    workspaceRoot: '/w',
    at: 0,
    ...origin,
    kind: 'shell',
    command,
  };
}

/** An MCP call. */
export function mcp(input: unknown): Action {
  return {
    host: 'claude',
    session: 's1',
    cwd: '/w',
    workspaceRoot: '/w',
    at: 0,
    kind: 'mcp',
    server: 'railway',
    tool: 't',
    input,
  };
}
