import path from 'node:path';
import * as v from 'valibot';
import { canonicalJson } from '../action/canonical.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import type { Mode } from '../action/verdict.ts';
import type { Exception } from '../policy/exceptions.ts';
import { limits } from './limits.ts';
import { readSmallFile, stampOf } from './small-file.ts';
import { codeOf, makePrivateDirectory, writePrivateFile } from './state-directory.ts';

/** The one authenticated record of everything that loosens (DESIGN 3): mode, exceptions, accepted policy files. */
export interface GuardRecord {
  readonly v: 1;
  /** Grows with every change; a lower one than seen before is an old record put back. */
  readonly sequence: number;
  readonly mode: Mode;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  /** When `off` ends; null for the other modes. */
  readonly until: number | null;
  readonly exceptions: readonly Exception[];
  /** SHA-256 of policy files a person accepted. */
  readonly acceptedPolicies: readonly string[];
}

/** What the record means now. */
interface RecordState {
  readonly record: GuardRecord;
  readonly mode: Mode;
  /** When `off` ends, milliseconds since the epoch. */
  readonly until?: number;
  /** Set where the file was tampered with: one sentence. The strictest record is then in force. */
  readonly problem?: string;
}

/** What tells one exception from another. */
type ExceptionName = Omit<Exception, 'expiresAt'>;

/** Where the record is kept, read and changed. The changes throw one sentence where they cannot be written. */
export interface RecordStore {
  /** The record in force at `now` (milliseconds since the epoch). Re-reads the file when another window changed it. */
  current(now: number): RecordState;
  /** After a modal dialog. `off` ends after 30 minutes. */
  setMode(mode: Mode, now: number): void;
  /** After an approval. Lasts 30 days at most, whatever `expiresAt` says. */
  addException(exception: Exception, now: number): void;
  revokeException(exception: ExceptionName, now: number): void;
  /** A person accepted the policy file with this SHA-256. */
  acceptPolicy(hash: string, now: number): void;
}

/** Options of {@link openRecordStore}. */
export interface RecordStoreOptions {
  /** `record.json` in the state directory. */
  readonly path: string;
  readonly signer: Signer;
  /** Raw public keys, base64url, whose records count. */
  trustedKeys(): readonly string[];
  /** The highest sequence number ever seen, kept in the editor's secret storage. */
  readonly lowestSequence: number;
  /** Called with every higher sequence number, to be kept. */
  onSequence(sequence: number): void;
}

const exceptionSchema = v.strictObject({
  rule: v.string(),
  target: v.string(),
  workspaceRoot: v.string(),
  call: v.string(),
  expiresAt: v.number(),
});

const recordSchema = v.strictObject({
  v: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  mode: v.picklist(['guarding', 'observing', 'off']),
  writtenAt: v.number(),
  until: v.nullable(v.number()),
  exceptions: v.pipe(v.array(exceptionSchema), v.maxLength(limits.exceptions)),
  acceptedPolicies: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), v.maxLength(limits.exceptions)),
});

const fileSchema = v.strictObject({ record: recordSchema, key: v.string(), signature: v.string() });

/** Nothing loosened. */
const strictest: GuardRecord = {
  v: 1,
  sequence: 0,
  mode: 'guarding',
  writtenAt: 0,
  until: null,
  exceptions: [],
  acceptedPolicies: [],
};

/** How long one look at the file counts, in milliseconds. */
const freshMilliseconds = 250;

/** Opens the record. A file that cannot be authenticated counts as tampering: the strictest mode is in force. */
export function openRecordStore(options: RecordStoreOptions): RecordStore {
  let lowest = options.lowestSequence;
  let looked: { at: number; stamp: string; record: GuardRecord; problem?: string } | null = null;
  // A person's tightening holds in this window even where the disk is full.
  let tightened = false;

  const look = (now: number) => {
    if (looked && now >= looked.at && now - looked.at < freshMilliseconds) return looked;
    // A key that is trusted since the last look makes another record of the same file.
    const keys = options.trustedKeys();
    const stamp = [stampOf(options.path), ...keys].join(' ');
    if (looked && stamp === looked.stamp) {
      looked = { ...looked, at: now };
      return looked;
    }
    const read = readRecord(options.path, keys);
    if (read.kind === 'authentic' && read.record.sequence >= lowest) {
      if (read.record.sequence > lowest) options.onSequence(read.record.sequence);
      lowest = read.record.sequence;
      looked = { at: now, stamp, record: read.record };
      return looked;
    }
    const problem =
      read.kind === 'authentic'
        ? 'An older record of the guard mode and exceptions was put back; it is ignored, and the guard is at its strictest.'
        : read.kind === 'forged'
          ? `${read.problem} It is ignored, and the guard is at its strictest.`
          : lowest > 0
            ? 'The record of the guard mode and exceptions was removed; the guard is at its strictest.'
            : undefined;
    looked = { at: now, stamp, record: strictest, ...(problem ? { problem } : {}) };
    return looked;
  };

  const change = (now: number, edit: (record: GuardRecord) => Partial<GuardRecord>) => {
    looked = null;
    const { record: before } = look(now);
    const record: GuardRecord = {
      ...before,
      exceptions: before.exceptions.filter((exception) => exception.expiresAt > now),
      ...edit(before),
      sequence: Math.max(before.sequence, lowest) + 1,
      writtenAt: now,
    };
    const text = JSON.stringify({
      record,
      key: options.signer.publicKey,
      signature: options.signer.sign(textOfRecord(record)),
    });
    try {
      makePrivateDirectory(path.dirname(options.path));
      writePrivateFile(options.path, `${text}\n`);
    } catch (error) {
      throw new Error(`The change could not be kept in ${options.path} (${codeOf(error)}).`);
    }
    lowest = record.sequence;
    options.onSequence(record.sequence);
    looked = { at: now, stamp: [stampOf(options.path), ...options.trustedKeys()].join(' '), record };
  };

  return {
    current(now) {
      const { record, problem } = look(now);
      const mode = tightened ? 'guarding' : modeAt(record, now);
      return {
        record,
        mode,
        ...(mode === 'off' && record.until !== null ? { until: record.until } : {}),
        ...(problem ? { problem } : {}),
      };
    },
    setMode(mode, now) {
      tightened ||= mode === 'guarding';
      change(now, () => ({ mode, until: mode === 'off' ? now + limits.offMilliseconds : null }));
      tightened = false;
    },
    addException(exception, now) {
      const expiresAt = Math.min(exception.expiresAt, now + limits.exceptionMilliseconds);
      change(now, ({ exceptions }) => ({
        exceptions: [
          ...exceptions.filter((other) => other.expiresAt > now && !isSame(other, exception)),
          { ...exception, expiresAt },
        ].slice(-limits.exceptions),
      }));
    },
    revokeException(exception, now) {
      change(now, ({ exceptions }) => ({ exceptions: exceptions.filter((other) => !isSame(other, exception)) }));
    },
    acceptPolicy(hash, now) {
      change(now, ({ acceptedPolicies }) => ({
        acceptedPolicies: [...acceptedPolicies.filter((known) => known !== hash), hash].slice(-limits.exceptions),
      }));
    },
  };
}

/** The mode a hook without a window may honour: the strictest unless the file is authentic and has not run out. */
export function readModeRecord(file: string, trustedKeys: readonly string[], now: number): Mode {
  const read = readRecord(file, trustedKeys);
  return read.kind === 'authentic' ? modeAt(read.record, now) : 'guarding';
}

/** `off` counts only between its writing and its end, and never for longer than 30 minutes. */
function modeAt(record: GuardRecord, now: number): Mode {
  if (record.mode !== 'off') return record.mode;
  const { until, writtenAt } = record;
  const lasts = until !== null && now < until && now >= writtenAt && until - writtenAt <= limits.offMilliseconds;
  return lasts ? 'off' : 'guarding';
}

function readRecord(
  file: string,
  trustedKeys: readonly string[],
):
  | { readonly kind: 'authentic'; readonly record: GuardRecord }
  | { readonly kind: 'absent' }
  | { readonly kind: 'forged'; readonly problem: string } {
  const forged = (what: string) =>
    ({ kind: 'forged', problem: `The record of the guard mode and exceptions ${what}.` }) as const;
  let text: string;
  try {
    text = readSmallFile(file, limits.smallFileBytes).text;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'absent' } : forged(`cannot be read (${codeOf(error)})`);
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), text);
  if (!read.success) return forged('is not as the guard wrote it');
  const { record, key, signature } = read.output;
  if (!trustedKeys.includes(key))
    return forged(
      'is signed by a key that is not trusted here. If you use Holdpoint in another editor too, connect your agents from here',
    );
  if (!isSignedBy(key, textOfRecord(record), signature)) return forged('was changed after it was signed');
  return { kind: 'authentic', record };
}

/** The first word keeps the signature apart from everything else the key signs. */
function textOfRecord(record: GuardRecord): string {
  return `holdpoint record\n${canonicalJson(record)}`;
}

function isSame(a: ExceptionName, b: ExceptionName): boolean {
  return a.rule === b.rule && a.target === b.target && a.workspaceRoot === b.workspaceRoot && a.call === b.call;
}
