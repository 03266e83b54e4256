import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What must happen: held or denied, let through, or let through with a signal (a secret is read). */
export type Label = 'stop' | 'pass' | 'signal';

/** One labelled action: `check --batch`'s own fields, and what a person says of it. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly label: Label;
  /** Why the label is what it is, in a few words. */
  readonly why: string;
  /** Set where the label rests on what DESIGN 5.1 assumes under `--no-context`, and what would turn it. */
  readonly assumes?: string;
  /** The action's own fields: `command`, `text`, `server`, … */
  readonly [field: string]: unknown;
}

/** The rows of one file of the corpus. */
export interface Domain {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Every domain of the corpus, by file name. Throws where a line is no labelled action. */
export function readCorpus(directory: string = import.meta.dirname): Domain[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.jsonl$/, ''),
      rows: readFileSync(path.join(directory, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line, index) => rowIn(line, `${file}:${index + 1}`)),
    }));
}

function rowIn(line: string, where: string): Row {
  const value: unknown = JSON.parse(line);
  if (!isRow(value)) throw new Error(`${where} is no labelled action: ${line.slice(0, 120)}`);
  return value;
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const { id, kind, label, why } = value as Partial<Record<string, unknown>>;
  return (
    typeof id === 'string' &&
    typeof kind === 'string' &&
    typeof why === 'string' &&
    (label === 'stop' || label === 'pass' || label === 'signal')
  );
}

/** Entries of the ledger: a row's id and why it is accepted that it is judged otherwise than labelled. */
export type Ledger = Readonly<Record<string, string>>;

/** The accepted misses. The list may only shrink. */
export function readLedger(directory: string = import.meta.dirname): Ledger {
  const value: unknown = JSON.parse(readFileSync(path.join(directory, 'accepted-misses.json'), 'utf8'));
  return value as Ledger;
}
