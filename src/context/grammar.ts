import type { FactRequest } from '../action/facts.ts';

/**
 * Loads a heavy grammar. Each is a chunk of its own, so that start-up does not pay for it. `stays`: true in a process
 * that lives on, such as the editor's.
 */
export async function loadGrammar(
  name: Extract<FactRequest, { kind: 'grammar' }>['name'],
  options: { readonly stays?: boolean | undefined } = {},
): Promise<unknown> {
  switch (name) {
    case 'python':
    case 'javascript': {
      const { loadCodeGrammar } = await import('./code-grammar.ts');
      return loadCodeGrammar(name);
    }
    case 'powershell': {
      const { startParser } = await import('./powershell-grammar.ts');
      return startParser(options);
    }
  }
}
