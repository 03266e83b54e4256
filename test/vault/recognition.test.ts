import { describe, expect, test } from 'vitest';
import { recogniseDeeply } from '../../src/credentials/deep.ts';
import { recognise } from '../../src/vault/recognition.ts';
import { lookalikeCases, secretCases, synthetic } from './cases.ts';

describe('what people leave in files', () => {
  test.each(secretCases(3))('$file', async ({ file, text }) => {
    const found = await recognise(text, file);
    expect(found.length).toBeGreaterThan(0);
    for (const { value, start, end } of found) expect(text.slice(start, end)).toBe(value);
  });
  test.each(lookalikeCases(3))('is not $file', async ({ file, text }) => {
    expect(await recognise(text, file)).toEqual([]);
  });
});

test('no text that secretlint finds something in is kept from it', async () => {
  const texts = [
    ...secretCases(5).map(({ text }) => text),
    `x = "lin_api_${synthetic(40, 1)}"`,
    `x = "ntn_12345678901${synthetic(35, 1)}"`,
    `x = "shpat_${synthetic(32, 1)}"`,
    `x = "dckr_pat_${synthetic(27, 1)}"`,
    `x = "figd_${synthetic(40, 1)}"`,
    `x = "dapi0123456789abcdef0123456789abcdef"`,
    `x = "gsk_${synthetic(52, 1)}"`,
    `x = "glc_${synthetic(64, 1)}"`,
    `x = "glsa_${synthetic(32, 1)}_0123abcd"`,
    `git clone https://${synthetic(40, 1)}:x-oauth-basic@github.com/acme/x`,
    `ftp://user:${synthetic(12, 1)}@files.acme.io`,
    `mysql://app:${synthetic(12, 1)}@db.acme.io/x`,
    `aws_secret_access_key: ${synthetic(40, 1)}`,
  ];
  for (const text of texts) {
    const deep = await recogniseDeeply(text, 'a.txt');
    if (deep.length > 0) expect((await recognise(text, 'a.txt')).length, text).toBeGreaterThan(0);
  }
});
