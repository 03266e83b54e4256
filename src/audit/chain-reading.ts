import path from 'node:path';
import { readLine } from './chain.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { ChainLine } from './damage.ts';
import { type ChainFileName, plainReason, readWhole } from './files.ts';
import { linesOf } from './lines.ts';

/** One window's chain as read from its files. */
export interface ReadChain {
  readonly window: string;
  readonly lines: readonly ChainLine[];
  /** Set where a file could not be read: its name and why, without a full stop. */
  readonly unreadable?: { readonly file: string; readonly why: string };
  /** Bytes after the last line end of the last file. */
  readonly torn?: Buffer;
  readonly lastFile: string;
  /** True where older files were left out. */
  readonly cutShort: boolean;
}

/** What records say that matters to other chains. */
export interface Sayings {
  readonly pruned: { readonly files: readonly string[]; readonly head: string; readonly signature: string }[];
  /** `log` records: they tell of cut-off lines. */
  readonly told: { readonly subject: string; readonly detail: string }[];
  /** Keys named by `opened` records. */
  readonly keys: Set<string>;
}

/**
 * Reads `files`, which are `all` of a window's chain or its newest, line by line, and collects what records say that
 * matters to other chains. Never throws.
 */
export function readChain(
  directory: string,
  window: string,
  all: readonly ChainFileName[],
  files: readonly ChainFileName[],
  sayings: Sayings,
): ReadChain {
  const cutShort = files.length < all.length;
  const lines: ChainLine[] = [];
  // Empty where the window has nothing as young as what is looked at.
  const lastFile = files.at(-1)?.file ?? '';
  let torn: Buffer | undefined;
  for (const { file } of files) {
    let content: Buffer;
    try {
      content = readWhole(path.join(directory, file));
    } catch (error) {
      return { window, lines, lastFile, cutShort, unreadable: { file, why: plainReason(error) } };
    }
    let number = 0;
    for (const line of linesOf(content)) {
      number += 1;
      const reading = readLine(line.bytes);
      const last = file === lastFile && line.start + line.bytes.length === content.length;
      if (line.open && last) torn = line.bytes;
      if (!reading.ok) lines.push({ file, number, ok: false, why: reading.why, open: line.open, last });
      else if (line.open) lines.push({ file, number, ok: false, why: 'lacks its line end', open: true, last });
      else {
        const { seq, prev, hash } = reading.link;
        lines.push({ file, number, ok: true, seq, prev, hash });
        listen(reading.record, sayings);
      }
    }
  }
  return { window, lines, lastFile, cutShort, ...(torn && { torn }) };
}

/**
 * The files from a day on and the one before them, which the first of them must follow. Where there are none but
 * something was signed since, the newest: what was signed must still be there.
 */
export function recentFiles(
  files: readonly ChainFileName[],
  since: string,
  kept: readonly Checkpoint[] | undefined,
): readonly ChainFileName[] {
  const first = files.findIndex((file) => file.date >= since);
  if (first >= 0) return files.slice(Math.max(0, first - 1));
  const signedSince = (kept?.at(-1)?.at.slice(0, 10) ?? '') >= since;
  return signedSince ? files.slice(-1) : [];
}

function listen(record: Readonly<Record<string, unknown>>, sayings: Sayings): void {
  const { type, files, head, signature, subject, detail, key } = record;
  if (type === 'pruned' && Array.isArray(files) && typeof head === 'string' && typeof signature === 'string') {
    sayings.pruned.push({ files: files.map(String), head, signature });
  }
  if (type === 'log' && typeof subject === 'string' && typeof detail === 'string')
    sayings.told.push({ subject, detail });
  if (type === 'opened' && typeof key === 'string') sayings.keys.add(key);
}
