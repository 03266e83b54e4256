// Recorded sessions folded as the guard folds them, for training and for measuring.
import { categoryOf } from '../../src/behaviour/categorise.ts';
import { isOutside } from '../../src/behaviour/places.ts';
import { newSession, observeAction } from '../../src/behaviour/session.ts';
import { seenIn } from './categorised.mts';
import type { Counted } from './counting.mts';
import { hostOf, replayLines, sessionsIn } from './session-events.mts';

/** Key of the fingerprints, the same for all. */
export const fingerprintKey = '00'.repeat(32);

/** The category of every action of every session in a file. */
export async function conductsIn(file: string): Promise<(Counted & { readonly session: string })[]> {
  const counted: (Counted & { readonly session: string })[] = [];
  for (const session of sessionsIn(file)) {
    let state = newSession();
    const seen = await seenIn(replayLines(session));
    const categories = seen.map(({ action, analysis }) => {
      const observed = observeAction(state, action, analysis, { fingerprintKey });
      state = observed.state;
      const { signals } = observed.observation;
      const outside = 'path' in action && action.path !== undefined && isOutside(action.path, action);
      const { effects, invocations } = analysis;
      return categoryOf({ kind: action.kind, signals, effects, invocations, outside });
    });
    counted.push({ session: session.session, host: hostOf(session), group: session.group, categories });
  }
  return counted;
}
