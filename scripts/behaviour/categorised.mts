// Plays recorded sessions through the guard's own pipeline.
import type { Action } from '../../src/action/action.ts';
import { type FactAnswer, factsFrom } from '../../src/action/facts.ts';
import type { Outcome } from '../../src/action/session.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { recordedContext } from '../../src/cli/replay.ts';
import { readReplayEvent } from '../../src/cli/replay-events.ts';
import { analyse } from '../../src/effects/analyse.ts';
import type { ReplayLine } from './session-events.mts';

/** One event as the guard sees it. */
export interface Seen {
  readonly action: Action;
  readonly analysis: Analysis;
  readonly outcome: Outcome;
}

const ordinary = recordedContext();

/** What the lines of one session would do, each for itself: without context, grammars loaded. */
export async function seenIn(lines: readonly ReplayLine[]): Promise<Seen[]> {
  const answers = new Map<string, FactAnswer>();
  let root: string | undefined;
  const seen: Seen[] = [];
  for (const line of lines) {
    const { action, outcome } = readReplayEvent(JSON.stringify(line), (_, cwd) => {
      root ??= cwd;
      return root;
    });
    const facts = factsFrom(ordinary.place(action, []), answers);
    let analysis = analyse(action, facts);
    for (let round = 0; analysis.needs.length > 0 && round < 8; round += 1) {
      for (const [key, answer] of await ordinary.resolve(analysis.needs, { milliseconds: 10_000 }, action))
        answers.set(key, answer);
      analysis = analyse(action, facts);
    }
    seen.push({ action, analysis, outcome });
  }
  return seen;
}
