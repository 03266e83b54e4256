import type { Context, Surroundings } from './context.ts';

/** The context of `--no-context`: an ordinary checkout is assumed, nothing is looked up, only grammars are loaded. */
export function createOrdinaryContext(_surroundings: Surroundings): Context {
  throw new Error('not built yet');
}
