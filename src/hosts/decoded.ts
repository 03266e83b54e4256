import type { Origin } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import type { Decoded } from './adapter.ts';
import { actionsOf } from './origin.ts';
import type { ToolReading } from './tools.ts';

/** Where a call comes from, and how it ended where the payload tells of its end. */
interface Told {
  readonly origin: Origin;
  readonly outcome: Outcome | undefined;
}

/** What an event means whose tool reads so: a call to judge, one that has ended, nothing, or what nobody can read. */
export function decodedAs(event: string, reading: ToolReading, told: () => Told): Decoded {
  if (reading.kind === 'unreadable') return { kind: 'unreadable', event, problem: reading.problem };
  if (reading.kind === 'harmless') return { kind: 'nothing', event };
  const { origin, outcome } = told();
  const actions = actionsOf(origin, reading.deeds);
  return outcome ? { kind: 'outcome', event, action: actions[0], outcome } : { kind: 'call', event, actions };
}
