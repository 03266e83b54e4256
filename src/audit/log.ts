import type { AuditEntry, AuditRecord } from '../action/audit.ts';
import type { Signer } from '../action/signing.ts';
import type { Disk } from './chain-file.ts';
import { plainReason, windowName } from './files.ts';
import { redactEntry } from './redact.ts';
import { defaultRetentionDays } from './retention.ts';
import { openWindowChain, type WindowChain } from './window-chain.ts';

/** Where a log lies and what it needs. All directories absolute. */
export interface AuditLogOptions {
  /** `.holdpoint/audit` of the workspace; null for a window without a folder. */
  readonly directory: string | null;
  /** In the user's state directory; used where `directory` cannot be written. */
  readonly fallbackDirectory: string;
  /** Names this window's chain: letters, digits, `-` and `_`, at most 64, used by no other window or workspace. */
  readonly window: string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly signer: Signer;
  /** In the user's state directory, outside every workspace. */
  readonly checkpointDirectory: string;
  /** 90 unless told. */
  readonly retentionDays?: number;
  /** What writes; a test's disk may be full. */
  readonly disk?: Disk;
}

/** The log of one window, open for appending. */
export interface AuditLog {
  /**
   * Redacts, chains and writes before it returns; `durable` waits for the disk, as `held`, `opened`, `mode`,
   * `tampering`, `pruned` and `closed` always do. Throws {@link AuditWriteError}: then nothing may go out.
   */
  append(entry: AuditEntry, options?: { readonly durable?: boolean }): AuditRecord;
  /** Signs the chain's head now. Never throws; a failure is a problem. */
  checkpoint(): void;
  /** Signs the head and lets go of the file. Appending afterwards throws. */
  close(): void;
  /** Where records go now: the directory or its fallback. */
  readonly directory: string;
  /** Sentences about what was found or went wrong, oldest first; bounded. */
  readonly problems: readonly string[];
}

/** The log cannot be written, not even in the fallback directory. `message` is one sentence that names the file. */
export class AuditWriteError extends Error {
  override readonly name = 'AuditWriteError';
}

const mostProblems = 100;

/**
 * Opens or continues a window's chain. What an earlier run left cut off is mended now; beyond that nothing is
 * written before the first append. Throws `TypeError` for a window name that cannot be part of a file name.
 */
export function openAuditLog(options: AuditLogOptions): AuditLog {
  const { fallbackDirectory, window } = options;
  if (!windowName.test(window)) throw new TypeError(`“${window}” cannot name a window's log.`);
  const problems: string[] = [];
  const home = options.directory ?? fallbackDirectory;
  let directory = home;
  let chain: WindowChain | null = null;
  let closed = false;
  /** Why the workspace's own directory is not used. */
  let homeFailure = '';
  attempt(() => {
    chain = begin(home, window);
  });

  function problem(sentence: string): void {
    if (problems.length < mostProblems) problems.push(sentence);
  }

  function begin(where: string, name: string): WindowChain {
    const { retentionDays: wanted = defaultRetentionDays } = options;
    // A setting that makes no sense must not prune what is needed.
    const retentionDays = wanted >= 1 ? wanted : defaultRetentionDays;
    return openWindowChain({
      ...options,
      now: () => options.now(),
      directory: where,
      window: name,
      retentionDays,
      problem,
    });
  }

  /** Runs `work`; where it throws, notes why under the name of the file. */
  function attempt<T>(work: () => T): { readonly done: T } | undefined {
    try {
      return { done: work() };
    } catch (error) {
      homeFailure = `${chain?.file ?? directory} cannot be written: ${plainReason(error)}`;
      return undefined;
    }
  }

  /** The fallback is a chain of its own, so that each directory verifies by itself. */
  function appendToFallback(entry: AuditEntry, durable: boolean): AuditRecord {
    const why = homeFailure;
    if (options.directory === null || directory !== home) throw new AuditWriteError(`The audit log ${why}.`);
    let fallback: WindowChain | null = null;
    try {
      fallback = begin(fallbackDirectory, `${window}-fallback`);
      const detail = `The workspace's log ${why}. It goes on here.`;
      fallback.append({ type: 'log', subject: home, detail }, true);
      const record = fallback.append(entry, durable);
      problem(`The audit log ${why}. It goes on in ${fallbackDirectory}.`);
      chain?.close();
      chain = fallback;
      directory = fallbackDirectory;
      return record;
    } catch (error) {
      fallback?.close();
      throw new AuditWriteError(`The audit log ${why}; neither can ${fallbackDirectory}: ${plainReason(error)}.`);
    }
  }

  return {
    append(entry, { durable = false } = {}) {
      if (closed) throw new AuditWriteError(`The audit log in ${directory} is closed.`);
      const safe = redactEntry(entry);
      const written = attempt(() => {
        chain ??= begin(directory, directory === home ? window : `${window}-fallback`);
        return chain.append(safe, durable);
      });
      return written ? written.done : appendToFallback(safe, durable);
    },
    checkpoint: () => chain?.checkpoint(),
    close() {
      if (closed) return;
      closed = true;
      chain?.close();
    },
    get directory() {
      return directory;
    },
    problems,
  };
}
