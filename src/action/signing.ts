import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** Signs with the editor's Ed25519 key. */
export interface Signer {
  /** Raw 32-byte public key, base64url. */
  readonly publicKey: string;
  /** Signature over the UTF-8 bytes of `text`, base64url. */
  sign(text: string): string;
}

/** Bytes of a raw Ed25519 key: the last of its SubjectPublicKeyInfo (RFC 8410, section 4). */
const keyBytes = 32;

/** A new private key, PKCS #8 PEM. */
export function createSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A signer from a private key in PKCS #8 PEM. Throws where the text is no Ed25519 key. */
export function signerFrom(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The signing key is not an Ed25519 key.');
  const raw = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-keyBytes);
  return {
    publicKey: raw.toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'),
  };
}

/** Whether `signature` (base64url) over `text` was made by the holder of `publicKey` (raw, base64url). Never throws. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  return signatureCheck(publicKey)(text, signature);
}

/**
 * {@link isSignedBy} for one key, which is read now: a hook does that while it waits for the text. A key that cannot
 * be read signs nothing. Neither this nor the check throws.
 */
export function signatureCheck(publicKey: string): (text: string, signature: string) => boolean {
  try {
    if (!isCanonical(publicKey)) return () => false;
    // As a JSON Web Key (RFC 8037): half the time that a fresh process needs for DER, whose readers OpenSSL looks up.
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return (text, signature) => {
      try {
        return (
          isCanonical(signature) && verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
        );
      } catch {
        return false;
      }
    };
  } catch {
    return () => false;
  }
}

/**
 * Whether a text is base64url as it is written: a decoder reads the last digit's spare bits and signs behind it as
 * nothing (RFC 4648, section 3.5), so that a changed seal would still fit.
 */
function isCanonical(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}
