/** Loads a heavy grammar. Each is a chunk of its own, so that start-up does not pay for it. */
export async function loadGrammar(name: 'sql'): Promise<unknown> {
  switch (name) {
    case 'sql':
      return import('./sql-grammar.ts');
  }
}
