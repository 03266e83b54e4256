import { randomBytes } from 'node:crypto';
import { createSigningKey, type Signer, signerFrom } from '../action/signing.ts';

/** The editor's secret storage, as far as it is needed (`vscode.SecretStorage` fits). */
export interface SecretStore {
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
}

/** What this editor keeps secret. */
export interface Keys {
  readonly signer: Signer;
  /** Key of the credential fingerprints, hex. */
  readonly fingerprintKey: string;
  /** The highest sequence number of the mode record ever seen. */
  readonly lowestSequence: number;
}

const names = {
  signing: 'holdpoint.signingKey',
  fingerprint: 'holdpoint.fingerprintKey',
  sequence: 'holdpoint.recordSequence',
} as const;

/** Loads the keys, making them at the first start. A stored key that cannot be read is replaced: its pin no longer fits. */
export async function loadKeys(secrets: SecretStore): Promise<Keys> {
  const signingKey = await loadOrMake(secrets, names.signing, createSigningKey, isSigningKey);
  const fingerprintKey = await loadOrMake(secrets, names.fingerprint, randomKey, (text) => /^[0-9a-f]{64}$/.test(text));
  const sequence = Number(await secrets.get(names.sequence));
  return {
    signer: signerFrom(signingKey),
    fingerprintKey,
    lowestSequence: Number.isSafeInteger(sequence) && sequence > 0 ? sequence : 0,
  };
}

/** Keeps the highest sequence number of the mode record. */
export async function keepSequence(secrets: SecretStore, sequence: number): Promise<void> {
  await secrets.store(names.sequence, String(sequence));
}

async function loadOrMake(
  secrets: SecretStore,
  name: string,
  make: () => string,
  fits: (text: string) => boolean,
): Promise<string> {
  const stored = await secrets.get(name);
  if (stored !== undefined && fits(stored)) return stored;
  await secrets.store(name, make());
  // Read back: another window may have made its own at the same moment, and the last one stored is everybody's.
  const agreed = await secrets.get(name);
  if (agreed === undefined || !fits(agreed))
    throw new Error("The editor's secret storage does not keep what is stored.");
  return agreed;
}

const randomKey = () => randomBytes(32).toString('hex');

function isSigningKey(text: string): boolean {
  try {
    signerFrom(text);
    return true;
  } catch {
    return false;
  }
}
