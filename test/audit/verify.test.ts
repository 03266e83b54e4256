import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, digestOf } from '../../src/action/canonical.ts';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { genesis } from '../../src/audit/chain.ts';
import { keepCheckpoint } from '../../src/audit/checkpoints.ts';
import { prunedStatement } from '../../src/audit/retention.ts';
import { verifyAuditLog } from '../../src/audit/verify.ts';
import { day, newRig, noon, only, opened, policy, type Rig, signer } from './fixture.ts';

const records = 8;

/** Eight records, signed after the first (opened) and at the end. */
function written(): Rig {
  const rig = newRig();
  const log = rig.open();
  log.append(opened);
  for (let number = 2; number <= records; number += 1) log.append(policy(number));
  log.close();
  return rig;
}

function check(rig: Rig, publicKeys?: string[]) {
  return verifyAuditLog(rig.directory, {
    checkpointDirectory: rig.checkpointDirectory,
    ...(publicKeys && { publicKeys }),
  });
}

/** The lines from index `from` on, changed and chained anew, as somebody who knows the format would. */
function rechained(lines: string[], from: number, change: (record: Record<string, unknown>) => object): string[] {
  let prev = from === 0 ? genesis : String(JSON.parse(lines[from - 1] ?? '').hash);
  return lines.map((line, index) => {
    if (index < from) return line;
    const { hash: _, ...rest } = JSON.parse(line);
    const open = { ...(index === from ? change(rest) : rest), prev };
    prev = digestOf(open);
    return canonicalJson({ ...open, hash: prev });
  });
}

function foreign(seq: number, prev: string): string {
  const open = { type: 'policy', detail: 'foreign', v: 1, seq, at: '2026-11-20T12:00:00.000Z', prev };
  return canonicalJson({ ...open, hash: digestOf(open) });
}

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
};

describe('verify', () => {
  test('of an untouched log says so, with the fingerprint of the key', () => {
    const fingerprint = createHash('sha256').update(Buffer.from(signer.publicKey, 'base64url')).digest('base64');
    expect(check(written())).toEqual({
      intact: true,
      records,
      windows: ['w1'],
      unsigned: [],
      damaged: [],
      checkpoints: 'checked',
      keys: [`SHA256:${fingerprint.replace('=', '')}`],
      notes: [],
    });
  });

  test('of a directory that is not there finds nothing wrong and nothing there', () => {
    expect(verifyAuditLog('/nowhere/at/all')).toMatchObject({ intact: true, records: 0, checkpoints: 'none' });
  });

  test('of a directory that cannot be listed says so', () => {
    const rig = newRig();
    const file = path.join(rig.root, 'file');
    writeFileSync(file, '');
    expect(verifyAuditLog(file).bad?.detail).toContain('cannot be read');
  });

  test('without checkpoints works and says what it cannot tell', () => {
    const result = verifyAuditLog(written().directory);
    expect(result).toMatchObject({ intact: true, checkpoints: 'none', keys: [] });
    expect(result.notes.join()).toContain('cannot be told');
  });

  const cases: [name: string, change: (lines: string[]) => string[], what: string, seq: number, line: number][] = [
    ['a changed text', (l) => l.with(3, at(l, 3).replace('entry', 'ENTRY')), 'edited', 4, 4],
    ['a space put in', (l) => l.with(3, at(l, 3).replace(':', ': ')), 'edited', 4, 4],
    ['a line made rubbish', (l) => l.with(3, 'rubbish'), 'edited', 4, 4],
    [
      'a changed record with its hash made anew',
      (l) =>
        l.with(
          3,
          at(
            rechained(l, 3, (r) => ({ ...r, detail: 'x' })),
            3,
          ),
        ),
      'edited',
      4,
      4,
    ],
    [
      'a changed first record with its hash made anew',
      (l) =>
        l.with(
          0,
          at(
            rechained(l, 0, (r) => ({ ...r, version: 'x' })),
            0,
          ),
        ),
      'forged',
      1,
      1,
    ],
    ['a removed record', (l) => l.toSpliced(3, 1), 'removed', 4, 4],
    ['two removed records', (l) => l.toSpliced(3, 2), 'removed', 4, 4],
    ['a removed first record', (l) => l.toSpliced(0, 1), 'removed', 1, 1],
    ['a removed last record', (l) => l.slice(0, -1), 'truncated', 8, 0],
    ['all records removed', () => [], 'truncated', 1, 0],
    ['two swapped records', (l) => l.with(3, at(l, 4)).with(4, at(l, 3)), 'reordered', 5, 4],
    ['a record moved to the end', (l) => [...l.toSpliced(3, 1), at(l, 3)], 'reordered', 5, 4],
    ['a record moved to the front', (l) => [at(l, 5), ...l.toSpliced(5, 1)], 'reordered', 6, 1],
    ['a copied record', (l) => l.toSpliced(5, 0, at(l, 2)), 'inserted', 3, 6],
    ['a line of rubbish put in', (l) => l.toSpliced(5, 0, 'rubbish'), 'inserted', 6, 6],
    ['an empty line', (l) => l.toSpliced(5, 0, ''), 'inserted', 6, 6],
    [
      'a foreign record that links well',
      (l) => l.toSpliced(3, 0, foreign(4, JSON.parse(at(l, 2)).hash)),
      'inserted',
      4,
      4,
    ],
    [
      'a foreign record with a number of its own',
      (l) => l.toSpliced(3, 0, foreign(99, 'a'.repeat(64))),
      'inserted',
      99,
      4,
    ],
    ['a foreign record at the end', (l) => [...l, foreign(4, JSON.parse(at(l, 2)).hash)], 'inserted', 4, 4],
    ['all rewritten from the fourth', (l) => rechained(l, 3, (r) => ({ ...r, detail: 'x' })), 'forged', 2, 2],
    [
      'all rewritten and shortened',
      (l) => rechained(l.slice(0, -2), 3, (r) => ({ ...r, detail: 'x' })),
      'truncated',
      7,
      0,
    ],
  ];
  test.each(cases)('%s', (_name, change, what, seq, line) => {
    const rig = written();
    rig.rewrite(change);
    expect(check(rig)).toMatchObject({
      intact: false,
      bad: { what, seq, line, window: 'w1', file: '2026-11-20-w1.jsonl' },
    });
  });

  test('names each damaged window', () => {
    const rig = written();
    const log = rig.open({ window: 'w2' });
    log.append(opened);
    log.close();
    appendFileSync(path.join(rig.directory, '2026-11-20-w1.jsonl'), 'x\n');
    writeFileSync(path.join(rig.directory, '2026-11-20-w2.jsonl'), '');
    expect(check(rig).damaged.map(({ window, what }) => [window, what])).toEqual([
      ['w1', 'edited'],
      ['w2', 'truncated'],
    ]);
  });

  test('a whole chain deleted', () => {
    const rig = written();
    rmSync(only(rig.files()));
    expect(check(rig).bad).toMatchObject({ what: 'removed', seq: 1, window: 'w1' });
  });

  test('a day deleted from the middle', () => {
    const rig = newRig();
    const log = rig.open();
    for (const offset of [0, 1, 2]) {
      rig.at = noon + offset * day;
      log.append(policy(offset));
    }
    log.close();
    rmSync(at(rig.files(), 1));
    expect(check(rig).bad).toMatchObject({ what: 'removed', seq: 2, file: '2026-11-22-w1.jsonl', line: 1 });
  });

  test('a day that ends in the middle of a record although another follows', () => {
    const rig = newRig();
    const log = rig.open();
    for (const offset of [0, 1]) {
      rig.at = noon + offset * day;
      log.append(policy(offset));
    }
    log.close();
    const file = at(rig.files(), 0);
    writeFileSync(file, readFileSync(file).subarray(0, -30));
    expect(check(rig).bad).toMatchObject({ what: 'truncated', seq: 1, line: 1 });
  });

  test('a link in the place of a log file', () => {
    const rig = written();
    const file = only(rig.files());
    renameSync(file, path.join(rig.root, 'elsewhere'));
    mkdirSync(file);
    expect(check(rig).bad).toMatchObject({ what: 'removed', seq: null });
  });

  test('a log rewritten with checkpoints by another key is a forgery to whoever knows the key', () => {
    const rig = written();
    const other = signerFrom(createSigningKey());
    rig.rewrite((lines) => rechained(lines, 3, (record) => ({ ...record, detail: 'x' })));
    rmSync(rig.checkpointDirectory, { recursive: true });
    const { hash } = JSON.parse(at(rig.lines(), records - 1));
    keepCheckpoint(rig.checkpointDirectory, other, {
      window: 'w1',
      directory: rig.directory,
      seq: records,
      head: hash,
      at: '2026-11-20T12:00:00.000Z',
    });
    expect(check(rig).keys).toHaveLength(1);
    expect(check(rig, [signer.publicKey]).bad).toMatchObject({ what: 'forged' });
  });

  test('a checkpoint that was changed is a forgery', () => {
    const rig = written();
    const file = path.join(rig.checkpointDirectory, 'w1.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"seq":8', '"seq":7'));
    expect(check(rig).bad).toMatchObject({ what: 'forged' });
  });

  test('a checkpoint with another time than was signed is a forgery', () => {
    const rig = written();
    const file = path.join(rig.checkpointDirectory, 'w1.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('T12:00', 'T13:00'));
    expect(check(rig).bad).toMatchObject({ what: 'forged', detail: expect.stringContaining('signature') });
  });

  test('a pruned start is accepted from our key alone', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(policy(1));
    rig.at += day;
    const other = signerFrom(createSigningKey());
    const first = JSON.parse(at(readFileSync(only(rig.files()), 'utf8').split('\n'), 0));
    const files = ['2026-11-20-w1.jsonl'];
    const signature = other.sign(prunedStatement(files, first.hash));
    log.append({ type: 'pruned', files, head: first.hash, signature });
    log.close();
    rmSync(at(rig.files(), 0));
    expect(check(rig).bad).toMatchObject({ what: 'removed', seq: 1 });
  });

  test('a workspace that was moved keeps its checkpoints', () => {
    const rig = written();
    const moved = path.join(rig.root, 'moved');
    renameSync(rig.directory, moved);
    expect(verifyAuditLog(moved, { checkpointDirectory: rig.checkpointDirectory })).toMatchObject({
      intact: true,
      checkpoints: 'checked',
    });
  });
});

describe('whatever is done to a log', { timeout: 60_000 }, () => {
  const rig = written();
  const whole = readFileSync(only(rig.files()));
  const starts = [0];
  for (let index = 0; index < whole.length - 1; index += 1) if (whole[index] === 0x0a) starts.push(index + 1);

  function withFile<T>(content: Buffer, work: () => T): T {
    writeFileSync(only(rig.files()), content);
    try {
      return work();
    } finally {
      writeFileSync(only(rig.files()), whole);
    }
  }

  test.each(['with', 'without'] as const)('a changed byte is found and its record named, %s checkpoints', (mode) => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (offset, delta) => {
        const changed = Buffer.from(whole);
        changed[offset] = ((changed[offset] ?? 0) + delta) % 256;
        const result = withFile(changed, () => (mode === 'with' ? check(rig) : verifyAuditLog(rig.directory)));
        const record = starts.filter((start) => start <= offset).length;
        expect(result.intact).toBe(false);
        expect(result.bad?.seq).toBe(record);
      }),
      { numRuns: 400 },
    );
  });

  test('a cut anywhere is found', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        const result = withFile(whole.subarray(0, length), () => check(rig));
        expect(result.bad).toMatchObject({
          what: 'truncated',
          seq: starts.filter((start) => start < length).length + (whole[length - 1] === 0x0a || length === 0 ? 1 : 0),
        });
      }),
      { numRuns: 300 },
    );
  });

  test('any other order or choice of lines is found', () => {
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    const indexes = lines.map((_, index) => index);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...indexes), { maxLength: 12 }), (order) => {
        fc.pre(order.join() !== indexes.join());
        const text = order.map((index) => `${lines[index]}\n`).join('');
        const result = withFile(Buffer.from(text), () => check(rig));
        expect(result.intact).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('one line removed, copied or swapped is called by its name', () => {
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    fc.assert(
      fc.property(fc.nat(records - 1), fc.nat(records - 1), (from, to) => {
        const text = (changed: string[]) => Buffer.from(changed.map((line) => `${line}\n`).join(''));
        const removed = withFile(text(lines.toSpliced(from, 1)), () => check(rig));
        expect(removed.bad).toMatchObject({ what: from === records - 1 ? 'truncated' : 'removed', seq: from + 1 });
        const copied = withFile(text(lines.toSpliced(to + 1, 0, at(lines, Math.min(from, to)))), () => check(rig));
        expect(copied.bad).toMatchObject({ what: 'inserted', seq: Math.min(from, to) + 1, line: to + 2 });
        fc.pre(from !== to);
        const [low, high] = [Math.min(from, to), Math.max(from, to)];
        const swapped = withFile(text(lines.with(low, at(lines, high)).with(high, at(lines, low))), () => check(rig));
        expect(swapped.bad).toMatchObject({ what: 'reordered', seq: high + 1, line: low + 1 });
      }),
      { numRuns: 100 },
    );
  });
});

describe('verifying the recent past', () => {
  function threeDays(): Rig {
    const rig = newRig();
    const log = rig.open();
    for (const offset of [0, 1, 2]) {
      rig.at = noon + offset * day;
      log.append(policy(offset));
      log.append(policy(offset));
    }
    log.close();
    return rig;
  }
  const recent = (rig: Rig) =>
    verifyAuditLog(rig.directory, { checkpointDirectory: rig.checkpointDirectory, since: '2026-11-22' });

  test('reads the files from that day on alone', () => {
    const rig = threeDays();
    writeFileSync(at(rig.files(), 0), 'rubbish');
    expect(recent(rig)).toMatchObject({ intact: true, records: 4 });
    expect(check(rig).intact).toBe(false);
  });

  test('still finds what was done to them', () => {
    for (const content of ['', 'rubbish\n']) {
      const rig = threeDays();
      writeFileSync(at(rig.files(), 2), content);
      expect(recent(rig).intact).toBe(false);
    }
    const rig = threeDays();
    rmSync(at(rig.files(), 2));
    expect(recent(rig).bad).toMatchObject({ what: 'truncated', seq: 5 });
  });

  test('passes over a window without any', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(policy(1));
    log.close();
    expect(recent(rig)).toMatchObject({ intact: true, records: 0 });
  });
});
