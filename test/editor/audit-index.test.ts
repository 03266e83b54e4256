import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditDetail } from '../../src/editor/audit-detail.ts';
import { createAuditIndex } from '../../src/editor/audit-index.ts';
import { filterChoices, filtered, rowOf } from '../../src/editor/audit-rows.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import { incident } from './incident.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'holdpoint-index-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (second: number) => new Date(Date.parse('2026-04-25T10:00:00Z') + second * 1000).toISOString();
const link = (seq: number, second: number) => ({
  v: 1,
  seq,
  at: at(second),
  prev: '0'.repeat(64),
  hash: 'f'.repeat(64),
});
const held = (seq: number, second: number) => ({
  ...link(seq, second),
  type: 'held',
  host: 'claude',
  session: 's1',
  artifact: incident(Date.parse(at(second))),
});
const answered = (seq: number, second: number) => ({
  ...link(seq, second),
  type: 'answered',
  host: 'claude',
  session: 's1',
  hold: 'hold-1',
  digest: 'd'.repeat(64),
  answer: 'approved',
  waitedMs: 4_000,
});
const mode = (seq: number, second: number) => ({ ...link(seq, second), type: 'mode', from: 'guarding', to: 'off' });
const line = (record: unknown) => `${JSON.stringify(record)}\n`;
const file = (window: string) => path.join(directory, `2026-04-25-${window}.jsonl`);
const index = () => createAuditIndex(() => [directory]);

describe('the index of the log', () => {
  it('puts the records of all windows in one order, newest first', async () => {
    writeFileSync(file('w1'), line(held(1, 1)) + line(answered(2, 5)));
    writeFileSync(file('w2'), line(mode(1, 3)));
    const it_ = index();
    expect(await it_.refresh()).toBe(true);
    expect(it_.records().map((record) => record.type)).toEqual(['answered', 'mode', 'held']);
    expect(it_.problems()).toEqual([]);
  });

  it.each([
    ['what was brought back', { type: 'restored', snapshot: 's1', before: null, files: 2 }],
    ['a call that was stopped after it had begun', { type: 'stopped', detail: 'Stopped after it had begun.' }],
  ])('takes the record of %s for one', async (_what, entry) => {
    writeFileSync(file('w1'), line({ ...link(1, 1), ...entry }));
    const it_ = index();
    await it_.refresh();
    expect(it_.records().map((record) => record.type)).toEqual([entry.type]);
    expect(it_.problems()).toEqual([]);
  });

  it('says what an answer was about', async () => {
    writeFileSync(file('w1'), line(held(1, 1)) + line(answered(2, 5)));
    const it_ = index();
    await it_.refresh();
    expect(it_.records()[0]?.text).toContain('Deletes the Railway volume vol_prod_1');
  });

  it('says which call an outcome belongs to', async () => {
    const call = { host: 'claude', session: 's1', callId: 'c1' };
    const action = { kind: 'shell', text: 'npm test', cwd: '/w', marks: [] };
    const judged = { ...link(1, 1), type: 'judged', ...call, action, decision: 'allow', reason: '' };
    const outcome = { ...link(2, 2), type: 'outcome', ...call, ok: true, revealed: [], signals: [] };
    writeFileSync(file('w1'), line(judged) + line(outcome));
    const it_ = index();
    await it_.refresh();
    expect(it_.records()[0]).toMatchObject({ type: 'outcome', decision: 'succeeded', text: 'npm test' });
  });

  it('reads on where it stopped, and leaves a line alone that is still being written', async () => {
    writeFileSync(file('w1'), line(mode(1, 1)));
    const it_ = index();
    await it_.refresh();
    const next = line(answered(2, 2));
    appendFileSync(file('w1'), next.slice(0, 20));
    expect(await it_.refresh()).toBe(false);
    appendFileSync(file('w1'), next.slice(20));
    expect(await it_.refresh()).toBe(true);
    expect(it_.records()).toHaveLength(2);
    expect(await it_.record(it_.records()[0]?.key ?? 0)).toMatchObject({ type: 'answered', seq: 2 });
  });

  it('names a line that is no record, and shows the others', async () => {
    writeFileSync(file('w1'), `${line(mode(1, 1))}rubbish\n${line(mode(2, 2))}`);
    const it_ = index();
    await it_.refresh();
    expect(it_.records()).toHaveLength(2);
    expect(it_.problems()).toEqual(['2026-04-25-w1.jsonl, line 2 is not a record. Verify the log.']);
  });

  it('shows a record whose fields are not what its type says', async () => {
    writeFileSync(file('w1'), line({ ...link(1, 1), type: 'judged', decision: 'allow' }));
    const it_ = index();
    await it_.refresh();
    const [record] = it_.records();
    expect(record).toMatchObject({ type: 'judged', text: '' });
    const whole = await it_.record(record?.key ?? 0);
    if (!whole) throw new Error('The record is there.');
    expect(auditDetail(whole, { key: 1, place: 'here', mayExcept: false, t }).raw).toContain('"judged"');
  });

  it('notices a file that became shorter', async () => {
    writeFileSync(file('w1'), line(mode(1, 1)) + line(mode(2, 2)));
    const it_ = index();
    await it_.refresh();
    truncateSync(file('w1'), line(mode(1, 1)).length);
    await it_.refresh();
    expect(it_.records()).toHaveLength(1);
    expect(it_.problems()[0]).toContain('became shorter');
  });

  it('starts again when a file went away', async () => {
    writeFileSync(file('w1'), line(mode(1, 1)));
    writeFileSync(file('w2'), line(mode(1, 2)));
    const it_ = index();
    await it_.refresh();
    rmSync(file('w1'));
    await it_.refresh();
    expect(it_.records()).toHaveLength(1);
  });

  it('holds 100 000 records', async () => {
    const many = Array.from({ length: 100_000 }, (_, number) => line(mode(number + 1, number))).join('');
    writeFileSync(file('w1'), many);
    const it_ = index();
    await it_.refresh();
    expect(it_.records()).toHaveLength(100_000);
    expect(await it_.record(it_.records()[99_999]?.key ?? 0)).toMatchObject({ seq: 1 });
  }, 30_000);
});

describe('the list over it', () => {
  const filter = { text: '', type: '', decision: '', host: '' };

  it.each([
    [{}, 3],
    [{ type: 'held' }, 1],
    [{ decision: 'approved' }, 1],
    [{ host: 'claude' }, 2],
    [{ text: 'RAILWAY volume' }, 2],
    [{ text: 'nowhere' }, 0],
    [{ text: 'railway', type: 'mode' }, 0],
  ])('narrowed by %j has %i entries', async (change, count) => {
    writeFileSync(file('w1'), line(held(1, 1)) + line(answered(2, 5)) + line(mode(3, 6)));
    const it_ = index();
    await it_.refresh();
    expect(filtered(it_.records(), { ...filter, ...change }, t)).toHaveLength(count);
  });

  it('offers only what is in the log', async () => {
    writeFileSync(file('w1'), line(held(1, 1)) + line(mode(3, 6)));
    const it_ = index();
    await it_.refresh();
    const { types, hosts } = filterChoices(it_.records(), t);
    expect(types.map((choice) => choice.value)).toEqual(['', 'held', 'mode']);
    expect(hosts.map((choice) => choice.label)).toEqual(['All agents', 'Claude Code']);
  });

  it('writes hidden characters of a record out', async () => {
    writeFileSync(file('w1'), line({ ...link(1, 1), type: 'policy', detail: 'x\u202Ey' }));
    const it_ = index();
    await it_.refresh();
    const [record] = it_.records();
    if (!record) throw new Error('The record is there.');
    expect(rowOf(record, 0, t).text).toBe('x‹U+202E›y');
  });
});
