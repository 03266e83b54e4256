import type { Action } from '../action/action.ts';
import type { Conduct } from '../action/conduct.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import type { Baseline } from './baseline.ts';
import { type Capabilities, defaultCapabilities, exceeded } from './capability-needs.ts';
import { rankOf } from './categories.ts';
import { categoryOf } from './categorise.ts';
import { type Habits, surpriseAmongHabits } from './habits.ts';
import { isOutside } from './places.ts';

/**
 * How an action stands to the baseline, to the workspace's habits and to what the agent was declared to do. `before`
 * are the two categories before it. (Only functions here: a hook without memory loads this module at no call.)
 */
export function conductOf(
  {
    action,
    analysis,
    signals,
    before,
  }: {
    readonly action: Action;
    readonly analysis: Pick<Analysis, 'effects' | 'invocations'>;
    readonly signals: readonly Signal[];
    readonly before: readonly [earlier: number, last: number];
  },
  known: {
    readonly baseline: Baseline;
    readonly habits: Habits | undefined;
    readonly capabilities: Capabilities | undefined;
  },
): Conduct {
  const { effects, invocations } = analysis;
  const { habits, capabilities = defaultCapabilities } = known;
  const outside = 'path' in action && action.path !== undefined && isOutside(action.path, action);
  const category = categoryOf({ kind: action.kind, signals, effects, invocations, outside });
  const rank = rankOf(category);
  const shipped = known.baseline.surprise(action.host, before, rank);
  const bits = habits ? surpriseAmongHabits(shipped, habits, before[1], rank) : shipped;
  const exceeds = exceeded(category, effects, capabilities);
  return {
    category,
    surprise: Math.round(bits * 10) / 10,
    ...(isAsking(action) ? { asks: true } : {}),
    ...(exceeds === undefined ? {} : { exceeds, declared: capabilities.declared }),
  };
}

/** Tools by which an agent asks: Holdpoint's own, and those of hosts. Said in its favour, and nothing is loosened by it. */
const askingTools = /^(?:request_confirmation|request_credential|ask_?user(?:_?question)?)$/i;

function isAsking(action: Action): boolean {
  return action.kind === 'mcp' && askingTools.test(action.tool);
}
