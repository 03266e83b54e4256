import { describe, expect, it } from 'vitest';
import { createSigningKey, isSignedBy, signerFrom } from '../../src/action/signing.ts';

const signer = signerFrom(createSigningKey());
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The same bytes written otherwise: the last digit of 64 bytes in base64url has bits that count for nothing. */
const spelt = (text: string) => `${text.slice(0, -1)}${digits[digits.indexOf(text.at(-1) ?? '') + 1]}`;

describe('a signature', () => {
  it('fits the text and the key it was made with alone', () => {
    const signature = signer.sign('a');
    expect(isSignedBy(signer.publicKey, 'a', signature)).toBe(true);
    expect(isSignedBy(signer.publicKey, 'b', signature)).toBe(false);
    expect(isSignedBy(signerFrom(createSigningKey()).publicKey, 'a', signature)).toBe(false);
  });

  it('has one spelling, and so has the key', () => {
    const signature = signer.sign('a');
    expect(Buffer.from(spelt(signature), 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(isSignedBy(signer.publicKey, 'a', spelt(signature))).toBe(false);
    expect(isSignedBy(signer.publicKey, 'a', `${signature}=`)).toBe(false);
    expect(isSignedBy(spelt(signer.publicKey), 'a', signature)).toBe(false);
  });

  it.each(['', 'short', '\0'])('of a key that is none (%j) fits nothing', (key) => {
    expect(isSignedBy(key, 'a', signer.sign('a'))).toBe(false);
  });
});
