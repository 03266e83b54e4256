import { realpathSync } from 'node:fs';
import path from 'node:path';
import { type ChainHead, emptyChain, sha256Bytes } from './chain.ts';
import { type ReadChain, readChain, recentFiles, type Sayings } from './chain-reading.ts';
import { type Checkpoint, checkpointedWindows, isGenuine, keptCheckpoints, keyFingerprint } from './checkpoints.ts';
import { type ChainLine, type Damage, firstBreak } from './damage.ts';
import { chainFiles, namesIn, plainReason } from './files.ts';
import { isPrunedBy } from './retention.ts';

/** The first bad record of a log. */
interface BadRecord {
  readonly what: Damage;
  readonly window: string;
  /** File name inside the directory, of the line where it shows. */
  readonly file: string;
  /** 1-based line in that file; 0 where the record is missing from the end. */
  readonly line: number;
  /** Sequence number of the bad record; null where the whole file is. */
  readonly seq: number | null;
  /** One plain sentence. */
  readonly detail: string;
}

/** What verifying a directory found. */
export interface VerifyResult {
  readonly intact: boolean;
  /** Records that are as they were written. */
  readonly records: number;
  readonly windows: readonly string[];
  /** Of the first window, by name, that has one. */
  readonly bad?: BadRecord;
  /** One for each damaged window, {@link VerifyResult.bad} first. */
  readonly damaged: readonly BadRecord[];
  /** `none`: without checkpoints, so that a cut end or a wholly rewritten file cannot be told. */
  readonly checkpoints: 'checked' | 'none';
  /** Windows with records read here that nothing signed speaks of. */
  readonly unsigned: readonly string[];
  /** Fingerprints of the keys whose checkpoints were checked, as a person compares them. */
  readonly keys: readonly string[];
  /** What a person should know although nothing is wrong. */
  readonly notes: readonly string[];
}

/** What to verify against. */
export interface VerifyOptions {
  readonly checkpointDirectory?: string;
  /** Raw, base64url. Where there are any, a checkpoint by another key is a forgery. */
  readonly publicKeys?: readonly string[];
  /**
   * Only date files from this day (`YYYY-MM-DD`) on, and the one before them, are read: for a start that cannot wait
   * for months of log. Windows without records since then are passed over.
   */
  readonly since?: string;
}

/** Verifies every chain of an audit directory. Reads only. Never throws: what cannot be read is bad. */
export function verifyAuditLog(directory: string, options: VerifyOptions = {}): VerifyResult {
  const since = options.since ?? '';
  const publicKeys = options.publicKeys?.length ? options.publicKeys : undefined;
  const notes: string[] = [];
  const damaged: BadRecord[] = [];
  const sayings: Sayings = { pruned: [], told: [], keys: new Set() };
  const chains: ReadChain[] = [];
  // Before the log itself: a window that is writing signs what it wrote already, so no head lies beyond what is read.
  const kept = allKept(options.checkpointDirectory, notes);
  try {
    for (const [window, files] of chainFiles(directory))
      chains.push(readChain(directory, window, files, recentFiles(files, since, kept.get(window)), sayings));
    for (const aside of namesIn(directory).filter((name) => /\.aside-\d+$/.test(name))) {
      notes.push(`${aside} was moved out of the log; a record of that day says why.`);
    }
  } catch (error) {
    const detail = `${directory} cannot be read: ${plainReason(error)}.`;
    damaged.push({ what: 'removed', window: '', file: '', line: 0, seq: null, detail });
  }
  const signed = keptHere(directory, chains, kept, publicKeys);
  const prunedHeads = new Set(
    sayings.pruned
      .filter((record) => isPrunedBy(record, trustedKeys(signed, publicKeys, sayings)))
      .map(({ head }) => head),
  );
  let records = 0;
  for (const chain of chains) {
    const keptHead = signed.get(chain.window) ?? { checkpoints: [] };
    const { bad, whole } = verifyChain(chain, keptHead, prunedHeads, sayings, notes);
    if (bad) damaged.push(bad);
    records += whole;
  }
  damaged.push(...vanished(chains, signed, prunedHeads));
  const all = [...signed.values()].flatMap(({ checkpoints }) => checkpoints);
  const unsigned = chains
    .filter((chain) => (signed.get(chain.window)?.checkpoints.length ?? 0) === 0)
    .filter((chain) => chain.lines.length > 0 && !isSignedNow(chain.window, options.checkpointDirectory))
    .map((chain) => chain.window);
  if (unsigned.length > 0) {
    notes.push(
      `There are no checkpoints for ${unsigned.join(', ')}: records cut from the end, or a log rewritten as a whole, cannot be told.`,
    );
  }
  const [bad] = damaged;
  return {
    intact: damaged.length === 0,
    records,
    windows: chains.map((chain) => chain.window),
    ...(bad && { bad }),
    damaged,
    checkpoints: all.length > 0 ? 'checked' : 'none',
    unsigned,
    keys: [...new Set(all.map((checkpoint) => keyFingerprint(checkpoint.key)))],
    notes,
  };
}

/** What is kept outside the workspace about one window. */
interface Kept {
  readonly checkpoints: readonly Checkpoint[];
  /** A checkpoint that nobody of ours signed. */
  readonly forged?: string;
}

function allKept(directory: string | undefined, notes: string[]): Map<string, Checkpoint[]> {
  const byWindow = new Map<string, Checkpoint[]>();
  if (directory === undefined) return byWindow;
  try {
    for (const window of checkpointedWindows(directory)) byWindow.set(window, keptCheckpoints(directory, window));
  } catch (error) {
    notes.push(`The checkpoints in ${directory} cannot be read: ${plainReason(error)}.`);
  }
  return byWindow;
}

/** A window that began while the log was read has signed its first record by now. */
function isSignedNow(window: string, directory: string | undefined): boolean {
  try {
    return directory !== undefined && keptCheckpoints(directory, window).some(isGenuine);
  } catch {
    return false;
  }
}

/** The checkpoints that belong to this directory, by window; also of windows whose files are gone. */
function keptHere(
  directory: string,
  chains: readonly ReadChain[],
  kept: ReadonlyMap<string, readonly Checkpoint[]>,
  publicKeys: readonly string[] | undefined,
): Map<string, Kept> {
  const byWindow = new Map<string, Kept>();
  const here = realPath(directory);
  const places = new Map<string, boolean>();
  const isHere = (place: string): boolean => {
    const known = places.get(place) ?? realPath(place) === here;
    places.set(place, known);
    return known;
  };
  const present = new Set(chains.map((chain) => chain.window));
  for (const [window, all] of kept) {
    const ofHere = all.filter((checkpoint) => isHere(checkpoint.directory));
    // A workspace that was moved: its windows' names are nobody else's.
    const mine = ofHere.length > 0 || !present.has(window) ? ofHere : all;
    if (mine.length === 0) continue;
    const genuine = mine.filter(isGenuine);
    const known = genuine.filter((checkpoint) => !publicKeys || publicKeys.includes(checkpoint.key));
    const foreign = genuine.find((checkpoint) => !known.includes(checkpoint));
    const checkpoints = known.sort((a, b) => a.seq - b.seq);
    if (foreign) {
      const forged = `A checkpoint of ${foreign.at} was signed by an unknown key (${keyFingerprint(foreign.key)}).`;
      byWindow.set(window, { checkpoints, forged });
    } else if (genuine.length < mine.length) {
      byWindow.set(window, { checkpoints, forged: 'A checkpoint of this window does not carry a valid signature.' });
    } else byWindow.set(window, { checkpoints });
  }
  return byWindow;
}

/** The keys a `pruned` record may be signed by. Without checkpoints or pins only the log's own word is left. */
function trustedKeys(
  signed: ReadonlyMap<string, Kept>,
  publicKeys: readonly string[] | undefined,
  sayings: Sayings,
): Set<string> {
  if (publicKeys) return new Set(publicKeys);
  const keys = new Set([...signed.values()].flatMap((kept) => kept.checkpoints.map((checkpoint) => checkpoint.key)));
  return keys.size > 0 ? keys : sayings.keys;
}

function verifyChain(
  chain: ReadChain,
  kept: Kept,
  prunedHeads: ReadonlySet<string>,
  sayings: Sayings,
  notes: string[],
): { bad?: BadRecord; whole: number } {
  const { window, lines, lastFile } = chain;
  const whole = lines.filter((line) => line.ok).length;
  if (chain.unreadable) {
    const { file, why } = chain.unreadable;
    return {
      bad: { what: 'removed', window, file, line: 0, seq: null, detail: `${file} cannot be read: ${why}.` },
      whole,
    };
  }
  if (chain.cutShort && chain.lastFile === '') return { whole };
  const start = chain.cutShort ? startAnywhere(lines) : startOf(lines, prunedHeads);
  if (start.seq > 0 && !chain.cutShort)
    notes.push(
      `The log of ${window} begins at record ${start.seq + 1}; older ones were pruned, which a signed record says.`,
    );
  // What was pruned was checked while it was there.
  const signed = kept.checkpoints.filter((checkpoint) => checkpoint.seq > start.seq);
  const found = firstBreak(lines, start, signed);
  if (found?.what === 'torn' && chain.torn && isTold(chain.torn, lastFile, sayings)) {
    notes.push(`${lastFile} ends in a line that was cut off when its window ended; a later record says so.`);
  } else if (found) {
    const { what, at, seq, detail } = found;
    const bad = { what, window, file: at?.file ?? lastFile, line: at?.number ?? 0, seq, detail };
    return { bad, whole: at ? lines.slice(0, lines.indexOf(at)).filter((line) => line.ok).length : whole };
  }
  if (kept.forged !== undefined) {
    return { bad: { what: 'forged', window, file: lastFile, line: 0, seq: null, detail: kept.forged }, whole };
  }
  return { whole };
}

/** Where a chain has to begin: with its first record, or after records that were pruned with a signature. */
function startOf(lines: readonly ChainLine[], prunedHeads: ReadonlySet<string>): ChainHead {
  const [first] = lines;
  if (first?.ok && first.seq > 1 && prunedHeads.has(first.prev)) return { seq: first.seq - 1, head: first.prev };
  if (first && !first.ok) {
    const next = lines.find((line) => line.ok);
    const lead = lines.findIndex((line) => line.ok);
    // The first record is damaged: what follows tells its number, and a pruned start its `prev`.
    if (next?.ok && next.seq > lead + 1 && prunedHeads.size > 0) return { seq: next.seq - lead - 1, head: '' };
  }
  return emptyChain;
}

/** Where a chain of which older files were left out begins, as its first whole record says. */
function startAnywhere(lines: readonly ChainLine[]): ChainHead {
  const lead = lines.findIndex((line) => line.ok);
  const first = lines[lead];
  return first?.ok ? { seq: first.seq - lead - 1, head: first.prev } : emptyChain;
}

function isTold(torn: Buffer, file: string, sayings: Sayings): boolean {
  const hash = sha256Bytes(torn);
  return sayings.told.some((told) => told.subject === file && told.detail.includes(hash));
}

/** Windows with checkpoints for this directory and no file left, unless all of it was pruned. */
function vanished(
  chains: readonly ReadChain[],
  signed: ReadonlyMap<string, Kept>,
  prunedHeads: ReadonlySet<string>,
): BadRecord[] {
  const present = new Set(chains.map((chain) => chain.window));
  const gone: BadRecord[] = [];
  for (const [window, kept] of signed) {
    const last = kept.checkpoints.at(-1);
    if (!last || present.has(window) || prunedHeads.has(last.head)) continue;
    const detail = `All records of this window are missing: record ${last.seq} was signed at ${last.at}.`;
    gone.push({ what: 'removed', window, file: `${last.at.slice(0, 10)}-${window}.jsonl`, line: 0, seq: 1, detail });
  }
  return gone;
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return path.resolve(directory);
  }
}
