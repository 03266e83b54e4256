import { beforeAll, describe, expect, it } from 'vitest';
import { readCorpus, readLedger } from './corpus.ts';
import { isAsLabelled, type JudgedRow, judgeCorpus } from './judging.ts';

const domains = readCorpus();
const ledger = readLedger();

/** How many actions the ledger may name; lower it whenever an entry is struck out. */
const accepted = 4;

describe('the labelled corpus', () => {
  let judged: readonly JudgedRow[] = [];
  beforeAll(async () => {
    judged = await judgeCorpus(domains);
  }, 60_000);

  it('holds at least 1,500 actions, both ways, each under its own id', () => {
    const rows = domains.flatMap((domain) => domain.rows);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(1500);
    expect(rows.filter((row) => row.label === 'stop').length).toBeGreaterThan(800);
    expect(rows.filter((row) => row.label === 'pass').length).toBeGreaterThan(800);
  });

  it.each(domains.map((domain) => domain.name))('is judged as labelled, but for the ledger: %s', (name) => {
    const wrong = judged.filter(
      ({ domain, row, judged: answer }) =>
        domain === name && !isAsLabelled(row.label, answer) && ledger[row.id] === undefined,
    );
    expect(wrong.map(({ row, judged: answer }) => `${row.id}: ${answer.decision}: ${answer.reason}`)).toEqual([]);
  });

  it('strikes out of the ledger what is judged right', () => {
    const right = judged.filter(({ row, judged: answer }) => isAsLabelled(row.label, answer)).map(({ row }) => row.id);
    expect(right.filter((id) => ledger[id] !== undefined)).toEqual([]);
  });

  it('has a ledger that only shrinks and names only what the corpus holds', () => {
    const ids = new Set(judged.map(({ row }) => row.id));
    expect(Object.keys(ledger).filter((id) => !ids.has(id))).toEqual([]);
    expect(Object.keys(ledger).length).toBeLessThanOrEqual(accepted);
  });
});
