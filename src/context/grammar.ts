import type { FactRequest } from '../action/facts.ts';

/** Loads a heavy grammar. Each is a chunk of its own, so that start-up does not pay for it. */
export async function loadGrammar(name: Extract<FactRequest, { kind: 'grammar' }>['name']): Promise<unknown> {
  switch (name) {
    case 'python':
    case 'javascript': {
      const { loadCodeGrammar } = await import('./code-grammar.ts');
      return loadCodeGrammar(name);
    }
  }
}
