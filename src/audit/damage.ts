import type { ChainHead } from './chain.ts';

/** What happened to a record. */
export type Damage = 'edited' | 'removed' | 'inserted' | 'reordered' | 'truncated' | 'forged' | 'torn';

/** A line of a chain, across its date files. */
export type ChainLine = {
  readonly file: string;
  /** 1-based within its file. */
  readonly number: number;
} & (
  | { readonly ok: true; readonly seq: number; readonly prev: string; readonly hash: string }
  /** `open`: it lacks its line end. `last`: no line of this chain follows. */
  | { readonly ok: false; readonly why: string; readonly open: boolean; readonly last: boolean }
);

/** The first place where a chain is not what was written. */
export interface Break {
  readonly what: Damage;
  /** The line it shows at; null where lines are missing from the end. */
  readonly at: ChainLine | null;
  /** Sequence number of the first bad record. */
  readonly seq: number;
  readonly detail: string;
}

/** A signed end of a chain: number, hash and when it was signed. */
export interface SignedHead extends ChainHead {
  readonly at: string;
}

/**
 * Walks a chain from `start` and names the first record that is not as it was written, or null.
 * `signed` are its checkpoints in order of their sequence numbers; without them a cut end and a chain that was
 * rewritten as a whole cannot be told. Pure.
 */
export function firstBreak(lines: readonly ChainLine[], start: ChainHead, signed: readonly SignedHead[]): Break | null {
  const heads = new Map<number, SignedHead[]>();
  for (const head of signed) heads.set(head.seq, [...(heads.get(head.seq) ?? []), head]);
  let end = start;
  let trusted = start.seq;
  for (const [index, line] of lines.entries()) {
    if (!line.ok) return badLine(lines, index, line, end, signed);
    if (line.seq !== end.seq + 1 || line.prev !== end.head) return badLink(lines, index, line, end, signed);
    const forged = heads.get(line.seq)?.find((head) => head.head !== line.hash);
    if (forged) return rewritten(lines, trusted, forged);
    if (heads.has(line.seq)) trusted = line.seq;
    end = { seq: line.seq, head: line.hash };
  }
  const beyond = signed.filter((head) => head.seq > end.seq).at(-1);
  return beyond ? cutEnd(end.seq, beyond) : null;
}

function cutEnd(last: number, signed: SignedHead): Break {
  const missing = numbers(last + 1, signed.seq);
  const detail = `${missing} missing from the end: record ${signed.seq} was signed at ${signed.at}.`;
  return { what: 'truncated', at: null, seq: last + 1, detail };
}

function rewritten(lines: readonly ChainLine[], trusted: number, head: SignedHead): Break {
  const at = lines.find((line) => line.ok && line.seq === trusted + 1) ?? null;
  const where = trusted + 1 === head.seq ? `Record ${head.seq}` : `A record from ${trusted + 1} to ${head.seq}`;
  const detail = `${where} was written anew together with the hashes after it: record ${head.seq} is not the one that was signed at ${head.at}.`;
  return { what: 'forged', at, seq: trusted + 1, detail };
}

/** A line that is no record, or not the one its hash was made for. */
function badLine(
  lines: readonly ChainLine[],
  index: number,
  line: Extract<ChainLine, { ok: false }>,
  end: ChainHead,
  signed: readonly SignedHead[],
): Break {
  const seq = end.seq + 1;
  if (line.open) {
    if (!line.last)
      return { what: 'truncated', at: line, seq, detail: `The file ends in the middle of record ${seq}.` };
    const beyond = signed.filter((head) => head.seq >= seq).at(-1);
    if (beyond) return { ...cutEnd(end.seq, beyond), at: line };
    const detail = `Record ${seq} was cut off while it was written, as happens when a program ends in the middle; all before it is whole.`;
    return { what: 'torn', at: line, seq, detail };
  }
  const next = lines.slice(index + 1).find((other) => other.ok);
  if (next?.ok && next.seq === seq && next.prev === end.head) {
    return { what: 'inserted', at: line, seq, detail: `A line that ${line.why} stands before record ${seq}.` };
  }
  return { what: 'edited', at: line, seq, detail: `Record ${seq} was changed: the line ${line.why}.` };
}

/** A record whole in itself that does not follow the one before it. */
function badLink(
  lines: readonly ChainLine[],
  index: number,
  line: Extract<ChainLine, { ok: true }>,
  end: ChainHead,
  signed: readonly SignedHead[],
): Break {
  const due = end.seq + 1;
  const before = lines.slice(0, index);
  if (before.some((other) => other.ok && other.hash === line.hash)) {
    const detail = `A copy of record ${line.seq} stands where record ${due} belongs.`;
    return { what: 'inserted', at: line, seq: line.seq, detail };
  }
  const after = lines.slice(index + 1);
  const dueLater = after.some((other) => other.ok && other.seq === due && other.prev === end.head);
  if (dueLater) {
    const ofThisChain = lines.some((other) => other !== line && other.ok && other.hash === line.prev);
    if (ofThisChain) {
      const detail = `Record ${line.seq} was moved in front of record ${due}.`;
      return { what: 'reordered', at: line, seq: line.seq, detail };
    }
    return { what: 'inserted', at: line, seq: line.seq, detail: `A foreign record stands before record ${due}.` };
  }
  const fork = forkAt(lines, index, line);
  if (fork) return fork;
  if (line.seq > due) {
    return {
      what: 'removed',
      at: line,
      seq: due,
      detail: `${numbers(due, line.seq - 1)} missing before record ${line.seq}.`,
    };
  }
  if (line.seq < due) {
    const detail = `A foreign record that calls itself ${line.seq} stands where record ${due} belongs.`;
    return { what: 'inserted', at: line, seq: line.seq, detail };
  }
  return edited(lines, index, line, end, signed);
}

/** The record before was written anew with a new hash, or this one was: whichever the rest of the chain disowns. */
function edited(
  lines: readonly ChainLine[],
  index: number,
  line: Extract<ChainLine, { ok: true }>,
  end: ChainHead,
  signed: readonly SignedHead[],
): Break {
  const before = lines[index - 1];
  const next = lines.slice(index + 1).find((other) => other.ok);
  const ownsNext = next?.ok !== true || next.prev === line.hash;
  const signedBefore = signed.some((head) => head.seq === end.seq && head.head === end.head);
  if (before && ownsNext && !signedBefore) {
    const detail = `Record ${end.seq} was changed and its hash made anew: record ${line.seq} still refers to the one that was written.`;
    return { what: 'edited', at: before, seq: end.seq, detail };
  }
  const detail = `Record ${line.seq} was changed: it does not refer to the record before it.`;
  return { what: 'edited', at: line, seq: line.seq, detail };
}

/** This record follows an earlier one than the last: what stands between was put in, or this was. */
function forkAt(lines: readonly ChainLine[], index: number, line: Extract<ChainLine, { ok: true }>): Break | null {
  const parent = lines.slice(0, index).findLastIndex((other) => other.ok && other.hash === line.prev);
  const isFirst = line.seq === 1 && index > 0 && lines[0]?.ok === true && lines[0].prev === line.prev;
  if (parent === -1 && !isFirst) return null;
  const followed = lines.slice(index + 1).some((other) => other.ok && other.prev === line.hash);
  const intruder = followed || index === lines.length - 1 ? lines[parent + 1] : line;
  const foreign = intruder?.ok ? intruder : line;
  return {
    what: 'inserted',
    at: foreign,
    seq: foreign.seq,
    detail: `Two records call themselves ${foreign.seq}; this one was not written by Holdpoint.`,
  };
}

function numbers(first: number, last: number): string {
  return first === last ? `Record ${first} is` : `Records ${first} to ${last} are`;
}
