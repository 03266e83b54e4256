import { expect, test } from 'vitest';
import { isHollow, isPlaceholder, isStandIn, looksRandom, looksSecret } from '../../src/credentials/placeholders.ts';

test.each([
  'changeme',
  '<your-token>',
  '${API_TOKEN}',
  '********',
  'your-api-key-here',
  'process.env.TOKEN',
  'ghp_xxxxxxxxxxxxxxxxxxxx',
  'AKIAIOSFODNN7EXAMPLE',
])('%s stands for a secret and is none', (value) => {
  expect(isPlaceholder(value)).toBe(true);
  expect(isStandIn(value)).toBe(true);
  expect(looksSecret(value)).toBe(false);
});

test.each(['sk_live_<paste-the-key-of-your-account>', 'sk-proj-${OPENAI_PROJECT_TOKEN}'])(
  '%s is a stand-in that only what stands behind its prefix gives away',
  (value) => {
    expect(isPlaceholder(value)).toBe(false);
    expect(isHollow(value)).toBe(true);
    expect(isStandIn(value)).toBe(true);
    expect(looksSecret(value)).toBe(false);
  },
);

test('a random value that is no stand-in looks like a secret', () => {
  const value = 'q7Zr2mXv9KpLw4Tn8BcdSYNTHETIC';
  expect(looksRandom(value)).toBe(true);
  expect(looksSecret(value)).toBe(true);
});

test.each(['deploy-of-the-shop', 'deploy the shop', 'fetchToken(request)'])('%s is no secret by its look', (value) => {
  expect(isStandIn(value)).toBe(false);
  expect(looksSecret(value)).toBe(false);
});
