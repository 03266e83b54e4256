// Recorded sessions folded as the guard folds them, for training and for measuring.
import type { Category } from '../../src/behaviour/categories.ts';
import { categoryOf } from '../../src/behaviour/categorise.ts';
import { isOutside } from '../../src/behaviour/places.ts';
import { newSession, observeAction } from '../../src/behaviour/session.ts';
import { type Seen, seenIn } from './categorised.mts';
import type { Counted } from './counting.mts';
import { hostOf, replayLines, sessionsIn } from './session-events.mts';

/** Key of the fingerprints, the same for all. */
export const fingerprintKey = '00'.repeat(32);

/** The category of each action of a session; with `signals` as the guard tells it, else from programs and effects alone. */
export function categoriesOf(seen: readonly Seen[], options: { readonly signals: boolean }): Category[] {
  let state = newSession();
  return seen.map(({ action, analysis }) => {
    const observed = observeAction(state, action, analysis, { fingerprintKey });
    state = observed.after();
    const signals = options.signals ? observed.observation.signals : [];
    const outside = 'path' in action && action.path !== undefined && isOutside(action.path, action);
    const { effects, invocations } = analysis;
    return categoryOf({ kind: action.kind, signals, effects, invocations, outside });
  });
}

/** What is counted of every session in a file. */
export async function countedIn(file: string): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const session of sessionsIn(file)) {
    const categories = categoriesOf(await seenIn(replayLines(session)), { signals: true });
    counted.push({ host: hostOf(session), group: session.group, categories });
  }
  return counted;
}
