import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/credentials/fingerprint.ts';
import { redactText } from '../../src/credentials/redact.ts';

const secret = 'sk_live_SYNTHETIC0123456789';

describe('redaction', () => {
  it('puts the kind in a secret’s place and carries ranges over', () => {
    const text = `curl -H "Authorization: Bearer ${secret}" https://api.stripe.com -X DELETE`;
    const { text: safe, map } = redactText(text);
    expect(safe).toBe('curl -H "Authorization: Bearer ‹stripe-key›" https://api.stripe.com -X DELETE');
    const at = text.indexOf('-X DELETE');
    expect(safe.slice(...map([at, at + 9]))).toBe('-X DELETE');
    const inside = text.indexOf(secret) + 3;
    expect(safe.slice(...map([inside, inside + 2]))).toBe('‹stripe-key›');
    expect(map([0, 4])).toEqual([0, 4]);
  });

  it('replaces further ranges that are known to be secret', () => {
    expect(redactText('pin 4711!', [{ start: 4, end: 8, kind: 'pin' }]).text).toBe('pin ‹pin›!');
  });

  it('leaves a text without secrets as it is, and what is redacted once', () => {
    expect(redactText('npm test').text).toBe('npm test');
    const once = redactText(`A_TOKEN=${secret} B_PASSWORD=Tr0ub4dorSYNTHETIC`).text;
    expect(redactText(once).text).toBe(once);
  });

  it('never lets a recognised secret through, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redactText(`${before} ${secret} ${after}`).text).not.toContain(secret);
      }),
    );
  });
});

describe('fingerprint', () => {
  it('is keyed, stable, and not the secret', () => {
    expect(fingerprint(secret, 'a')).toBe(fingerprint(secret, 'a'));
    expect(fingerprint(secret, 'a')).not.toBe(fingerprint(secret, 'b'));
    expect(fingerprint(secret, 'a')).toMatch(/^[0-9a-f]{64}$/);
  });
});
