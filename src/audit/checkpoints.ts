import { closeSync, fstatSync, fsyncSync, mkdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '../action/canonical.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import { type ChainHead, sha256Bytes } from './chain.ts';
import { errorCode, namesIn, openToKeep, readRange, readWhole } from './files.ts';
import { linesOf } from './lines.ts';

/** A signed statement about a chain's end at one moment, kept outside the workspace (DESIGN 5.4). */
export interface Checkpoint extends ChainHead {
  readonly v: 1;
  readonly window: string;
  /** The audit directory, as this machine calls it. */
  readonly directory: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Raw public key, base64url. */
  readonly key: string;
  /** Over the canonical JSON of all other fields. */
  readonly signature: string;
}

/** Signs and keeps a checkpoint, on the disk before it returns. Throws where it cannot be written. */
export function keepCheckpoint(
  directory: string,
  signer: Signer,
  about: Omit<Checkpoint, 'v' | 'key' | 'signature'>,
): void {
  const { window, seq, head, at } = about;
  const unsigned = { v: 1, window, directory: about.directory, seq, head, at, key: signer.publicKey };
  const line = `${canonicalJson({ ...unsigned, signature: signer.sign(canonicalJson(unsigned)) })}\n`;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const descriptor = openToKeep(checkpointFile(directory, window));
  try {
    const size = fstatSync(descriptor).size;
    const cutOff = size > 0 && readRange(descriptor, size - 1, size).toString() !== '\n';
    writeSync(descriptor, cutOff ? `\n${line}` : line);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * What is kept for a window, in the order it was signed, signatures not yet checked. Lines that a crash cut off are
 * passed over. Nothing kept gives none. Throws where the file cannot be read.
 */
export function keptCheckpoints(directory: string, window: string): Checkpoint[] {
  let content: Buffer;
  try {
    content = readWhole(checkpointFile(directory, window));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return [...linesOf(content)]
    .map((line) => checkpointFrom(line.bytes.toString('utf8')))
    .filter((checkpoint) => checkpoint?.window === window)
    .filter((checkpoint) => checkpoint !== undefined);
}

/** Whether a checkpoint is as the holder of its key signed it. Whose key that is, is another question. */
export function isGenuine(checkpoint: Checkpoint): boolean {
  const { signature, ...unsigned } = checkpoint;
  return isSignedBy(checkpoint.key, canonicalJson(unsigned), signature);
}

/** The windows checkpoints are kept for. */
export function checkpointedWindows(directory: string): string[] {
  return namesIn(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort();
}

/** Lets go of the checkpoints of a chain that was pruned as a whole. */
export function dropCheckpoints(directory: string, window: string): void {
  rmSync(checkpointFile(directory, window), { force: true });
}

/** A public key as a person compares it: `SHA256:` and 43 characters, like OpenSSH's. */
export function keyFingerprint(publicKey: string): string {
  const digest = sha256Bytes(Buffer.from(publicKey, 'base64url'));
  return `SHA256:${Buffer.from(digest, 'hex').toString('base64').replace(/=+$/, '')}`;
}

function checkpointFile(directory: string, window: string): string {
  return path.join(directory, `${window}.jsonl`);
}

function checkpointFrom(text: string): Checkpoint | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...parsed };
  const { v, window, directory, seq, head, at, key, signature } = fields;
  if (v !== 1 || typeof window !== 'string' || typeof directory !== 'string' || typeof seq !== 'number')
    return undefined;
  if (typeof head !== 'string' || typeof at !== 'string' || typeof key !== 'string') return undefined;
  return typeof signature === 'string' ? { v, window, directory, seq, head, at, key, signature } : undefined;
}
