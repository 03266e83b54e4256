import { type FactAnswer, factKey } from '../action/facts.ts';
import type { Context, Surroundings } from './context.ts';
import { loadGrammar } from './grammar.ts';
import { placeOf } from './place.ts';

/** The context of `--no-context`: an ordinary checkout is assumed, nothing is looked up, only grammars are loaded. */
export function createOrdinaryContext(surroundings: Surroundings): Context {
  return {
    place: (action, createdBySession) => placeOf(surroundings, action, { createdBySession, context: 'ordinary' }),
    async resolve(requests) {
      const answers = new Map<string, FactAnswer>();
      for (const request of requests) {
        if (request.kind !== 'grammar') {
          answers.set(factKey(request), { known: false, why: 'nothing is looked up' });
          continue;
        }
        const value = await loadGrammar(request.name, surroundings).catch(() => null);
        answers.set(
          factKey(request),
          value ? { known: true, value } : { known: false, why: 'the grammar did not load' },
        );
      }
      return answers;
    },
  };
}
