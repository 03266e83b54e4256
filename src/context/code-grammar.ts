/**
 * Loads the grammar of one language of code. Both stand in one chunk, because most of each is the parser they share;
 * each is made ready only where it is asked for.
 */
export async function loadCodeGrammar(name: 'python' | 'javascript'): Promise<unknown> {
  if (name === 'python') return import('@lezer/python');
  const { parser } = await import('@lezer/javascript');
  // TypeScript and JSX read plain JavaScript as well.
  return { parser: parser.configure({ dialect: 'ts jsx' }) };
}
