import { describe, expect, it } from 'vitest';
import { recogniseDeeply } from '../../src/credentials/deep.ts';

describe('secretlint, off the hot path', () => {
  it('finds what its rules know, with kind, range and line', async () => {
    const text = 'a: 1\ntoken: ghp_SYNTHETIC000000000000000000000000000\n';
    const [found] = await recogniseDeeply(text, 'config.yml');
    expect(found).toMatchObject({ kind: 'github-token', line: 2 });
    expect(text.slice(found?.start, found?.end)).toBe(found?.value);
  });

  it('finds nothing in ordinary text', async () => {
    expect(await recogniseDeeply('const token = lexer.next();\n', 'src/lexer.ts')).toEqual([]);
  });
});
