import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { AuditRecord } from '../action/audit.ts';
import { hostIds } from '../action/kinds.ts';
import { chainFiles, plainReason, readingFlags } from '../audit/files.ts';

/** Where one record stands, and what the list and its filters need of it. The record itself stays on the disk. */
export interface IndexedRecord {
  /** Grows in the order of reading; names the record while the index lives. */
  readonly key: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: AuditRecord['type'];
  /** `allow`, `hold`, `deny` for a judgement, the answer of a hold, `succeeded` or `failed` of an outcome, else empty. */
  readonly decision: string;
  readonly host: string;
  readonly text: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly offset: number;
  readonly bytes: number;
}

/** The log of all windows, held as an index so that 100 000 records cost no more than their summaries. */
export interface AuditIndex {
  /** Reads what was written since the last time, leaving the event loop free in between. True where that changed anything. */
  refresh(onProgress?: () => void): Promise<boolean>;
  /** Newest first. The array is replaced, never changed. */
  records(): readonly IndexedRecord[];
  /** The whole record, or undefined where its file has changed since. */
  record(key: number): Promise<AuditRecord | undefined>;
  /** Lines and files that could not be read, one sentence each; bounded. */
  problems(): readonly string[];
}

/** What earlier records were about, for those that only name them: answers their hold, outcomes their call. */
interface Earlier {
  readonly holds: Map<string, string>;
  readonly calls: Map<string, string>;
}

/** Calls remembered for their outcome, which follows soon. */
const mostCalls = 2_000;

interface ReadFile {
  offset: number;
  line: number;
}

const chunkBytes = 1 << 20;
const longestLine = 8 << 20;
const longestText = 400;
const mostProblems = 20;
const newline = 0x0a;

/** An index over audit directories (absolute paths). Reads only; nothing is verified here. */
export function createAuditIndex(directories: () => readonly string[]): AuditIndex {
  const files = new Map<string, ReadFile>();
  const problems: string[] = [];
  let byKey: IndexedRecord[] = [];
  let sorted: readonly IndexedRecord[] = [];
  const earlier: Earlier = { holds: new Map(), calls: new Map() };
  let running: Promise<boolean> | undefined;

  const note = (sentence: string) => {
    if (problems.length < mostProblems && !problems.includes(sentence)) problems.push(sentence);
  };

  function list(): string[] {
    return directories().flatMap((directory) => {
      try {
        return [...chainFiles(directory).values()].flat().map(({ file }) => path.join(directory, file));
      } catch (error) {
        note(`${directory} cannot be listed: ${plainReason(error)}.`);
        return [];
      }
    });
  }

  async function read(onProgress?: () => void): Promise<boolean> {
    const before = byKey.length;
    const present = list();
    if ([...files.keys()].some((file) => !present.includes(file))) reset();
    for (const file of present) {
      try {
        await readOn(file, onProgress);
      } catch (error) {
        note(`${path.basename(file)} cannot be read: ${plainReason(error)}.`);
      }
    }
    if (byKey.length === before && sorted.length === before) return false;
    sorted = [...byKey].sort((a, b) => b.at - a.at || b.key - a.key);
    return true;
  }

  /** A file went away or was cut: what was indexed of it no longer stands where it stood. */
  function reset(): void {
    files.clear();
    byKey = [];
    problems.length = 0;
  }

  async function readOn(file: string, onProgress?: () => void): Promise<void> {
    const handle = await open(file, readingFlags);
    try {
      const stats = await handle.stat();
      const { size } = stats;
      if (!stats.isFile()) throw new Error('it is not a regular file');
      const known = files.get(file) ?? { offset: 0, line: 0 };
      if (size < known.offset) {
        byKey = byKey.filter((record) => record.file !== file);
        known.offset = 0;
        known.line = 0;
        note(`${path.basename(file)} became shorter while it was shown. Verify the log.`);
      }
      files.set(file, known);
      await readLines(handle, file, known, size, onProgress);
    } finally {
      await handle.close();
    }
  }

  async function readLines(handle: FileHandle, file: string, known: ReadFile, size: number, onProgress?: () => void) {
    let rest: Buffer = Buffer.alloc(0);
    let at = known.offset;
    while (at < size) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, size - at));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        known.line += 1;
        add(file, known, bytes.subarray(start, end));
        known.offset += end + 1 - start;
        start = end + 1;
      }
      // A last line without its end may still be being written: it is read when it is whole.
      rest = Buffer.from(bytes.subarray(start));
      if (rest.length > longestLine) {
        note(`${path.basename(file)}, line ${known.line + 1} is longer than ${longestLine >> 20} MB and is not shown.`);
        return;
      }
      onProgress?.();
    }
  }

  function add(file: string, known: ReadFile, line: Buffer): void {
    const summary = summaryOf(line.toString('utf8'), earlier);
    if (!summary) {
      note(`${path.basename(file)}, line ${known.line} is not a record. Verify the log.`);
      return;
    }
    const key = byKey.length === 0 ? 1 : (byKey[byKey.length - 1]?.key ?? 0) + 1;
    byKey.push({ ...summary, key, file, line: known.line, offset: known.offset, bytes: line.length });
  }

  return {
    refresh(onProgress) {
      running ??= read(onProgress).finally(() => {
        running = undefined;
      });
      return running;
    },
    records: () => sorted,
    async record(key) {
      const indexed = sorted.find((each) => each.key === key);
      if (!indexed) return undefined;
      try {
        const handle = await open(indexed.file, readingFlags);
        try {
          const bytes = Buffer.alloc(indexed.bytes);
          await handle.read(bytes, 0, indexed.bytes, indexed.offset);
          return readRecord(bytes.toString('utf8'));
        } finally {
          await handle.close();
        }
      } catch {
        return undefined;
      }
    },
    problems: () => problems,
  };
}

/** Every type there is: a log with one that is missing here would be said to hold lines that are no records. */
const types: Readonly<Record<AuditRecord['type'], true>> = {
  opened: true,
  closed: true,
  judged: true,
  held: true,
  answered: true,
  outcome: true,
  cleared: true,
  stopped: true,
  mode: true,
  connection: true,
  tampering: true,
  rejected: true,
  policy: true,
  restored: true,
  log: true,
  pruned: true,
};

/** A line as a record, or undefined. Its fields are as the writer made them: the chain, not this, says whether they hold. */
function readRecord(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value) || !('at' in value)) return undefined;
    if (typeof value.type !== 'string' || !Object.hasOwn(types, value.type) || typeof value.at !== 'string')
      return undefined;
    // No more than its type and time are proven: whoever reads on does so in a `try`, and shows what it can.
    return value as AuditRecord;
  } catch {
    return undefined;
  }
}

function summaryOf(
  line: string,
  earlier: Earlier,
): Pick<IndexedRecord, 'at' | 'type' | 'decision' | 'host' | 'text'> | undefined {
  const record = readRecord(line);
  if (!record) return undefined;
  try {
    const host = 'host' in record && record.host && hostIds.includes(record.host) ? record.host : '';
    const about = aboutOf(record, earlier);
    const text = [about, textOf(record)].filter(Boolean).join(' ').slice(0, longestText);
    return { at: Date.parse(record.at) || 0, type: record.type, decision: decisionOf(record), host, text };
  } catch {
    // A record whose fields are not what its type says: edited, or written by a later version.
    return { at: Date.parse(record.at) || 0, type: record.type, decision: '', host: '', text: '' };
  }
}

/** Remembers what a record is about, and gives what the one it names was about. */
function aboutOf(record: AuditRecord, { holds, calls }: Earlier): string | undefined {
  if (record.type === 'held') holds.set(record.artifact.id, record.artifact.reason.slice(0, longestText));
  if (record.type === 'answered') return holds.get(record.hold);
  if (!('callId' in record) || record.callId === undefined) return undefined;
  const call = `${record.host}\n${record.session}\n${record.callId}`;
  if (record.type !== 'judged') return calls.get(call);
  calls.delete(call);
  calls.set(call, record.action.text.slice(0, longestText));
  const [oldest] = calls.keys();
  if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest);
  return undefined;
}

function decisionOf(record: AuditRecord): string {
  if (record.type === 'outcome') return record.ok === null ? '' : record.ok ? 'succeeded' : 'failed';
  if (record.type === 'judged') return String(record.decision);
  if (record.type === 'held') return 'hold';
  return record.type === 'answered' ? String(record.answer) : '';
}

function textOf(record: AuditRecord): string {
  switch (record.type) {
    case 'judged':
      return record.decision === 'allow' ? record.action.text : `${record.reason} ${record.action.text}`;
    case 'held':
      return `${record.artifact.reason} ${record.artifact.action.text}`;
    case 'answered':
      return record.message ?? '';
    case 'outcome':
      return record.signals.map((signal) => signal.evidence).join(' ');
    case 'cleared':
      return record.session ?? '';
    case 'mode':
      return `${record.from} → ${record.to}`;
    case 'connection':
      return record.detail;
    case 'tampering':
    case 'log':
      return `${record.subject}: ${record.detail}`;
    case 'rejected':
      return `${record.input}: ${record.problem}`;
    case 'policy':
    case 'stopped':
      return record.detail;
    case 'opened':
    case 'closed':
      return record.window;
    case 'pruned':
      return record.files.join(', ');
    case 'restored':
      return record.snapshot;
  }
}
