import { closeSync, constants, fstatSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '../action/canonical.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import { type ChainHead, sha256Bytes } from './chain.ts';
import { errorCode, namesIn, readRange, readWhole } from './files.ts';
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

/** The checkpoints kept for one window, in the order they were signed. */
export interface KeptCheckpoints {
  readonly checkpoints: readonly Checkpoint[];
  /** Lines whose signature is wrong, one sentence each. What a crash cut off is no line and no problem. */
  readonly problems: readonly string[];
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
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const descriptor = openSync(checkpointFile(directory, window), flags, 0o600);
  try {
    const size = fstatSync(descriptor).size;
    const cutOff = size > 0 && readRange(descriptor, size - 1, size).toString() !== '\n';
    writeSync(descriptor, cutOff ? `\n${line}` : line);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads and checks what is kept for a window. Nothing kept is no problem. */
export function keptCheckpoints(directory: string, window: string): KeptCheckpoints {
  let content: Buffer;
  try {
    content = readWhole(checkpointFile(directory, window));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { checkpoints: [], problems: [] };
    return { checkpoints: [], problems: [`The checkpoints of window ${window} cannot be read.`] };
  }
  const checkpoints: Checkpoint[] = [];
  const problems: string[] = [];
  let number = 0;
  for (const line of linesOf(content)) {
    number += 1;
    const parsed = objectFrom(line.bytes.toString('utf8'));
    if (!parsed) continue;
    const checkpoint = checkpointFrom(parsed);
    if (checkpoint?.window === window) checkpoints.push(checkpoint);
    else problems.push(`Checkpoint ${number} of window ${window} does not carry a valid signature.`);
  }
  return { checkpoints, problems };
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

function objectFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function checkpointFrom(parsed: Readonly<Record<string, unknown>>): Checkpoint | undefined {
  const { v, window, directory, seq, head, at, key, signature } = parsed;
  if (v !== 1 || typeof window !== 'string' || typeof directory !== 'string') return undefined;
  if (typeof seq !== 'number' || typeof head !== 'string' || typeof at !== 'string') return undefined;
  if (typeof key !== 'string' || typeof signature !== 'string') return undefined;
  const unsigned = { v, window, directory, seq, head, at, key } as const;
  return isSignedBy(key, canonicalJson(unsigned), signature) ? { ...unsigned, signature } : undefined;
}
