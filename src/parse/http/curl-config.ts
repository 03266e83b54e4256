import type { Word } from '../../action/invocation.ts';

/** Characters of a curl config file that are read. */
export const maximumConfig = 64 * 1024;

/** The lines of a curl config file as arguments. */
export function configWords(text: string, source: Word): Word[] {
  const words: Word[] = [];
  const add = (value: string) => words.push({ kind: 'known', value, span: source.span });
  for (const line of text.split('\n')) {
    const match = /^\s*(-{0,2}[\w-]+)\s*(?:[=:\s]\s*(.*?))?\s*$/.exec(line);
    if (!match || line.trimStart().startsWith('#')) continue;
    const [, name = '', rest = ''] = match;
    add(name.startsWith('-') ? name : `--${name}`);
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
    if (quoted)
      add(
        (quoted[1] ?? '').replace(
          /\\(.)/g,
          (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character,
        ),
      );
    else if (rest !== '') add(rest);
  }
  return words;
}
