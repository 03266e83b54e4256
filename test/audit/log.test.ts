import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalJson, digestOf } from '../../src/action/canonical.ts';
import { AuditWriteError } from '../../src/audit/log.ts';
import { verifyAuditLog } from '../../src/audit/verify.ts';
import { day, judged, newRig, noon, only, opened, policy } from './fixture.ts';

function verified(rig: ReturnType<typeof newRig>) {
  return verifyAuditLog(rig.directory, { checkpointDirectory: rig.checkpointDirectory });
}

describe('a log', () => {
  test('is canonical JSON, one record a line, each with the hash of the one before', () => {
    const rig = newRig();
    const log = rig.open();
    const first = log.append(opened);
    const second = log.append(judged('terraform destroy'));
    expect(rig.lines()).toEqual([canonicalJson(first), canonicalJson(second)]);
    const { hash, ...rest } = second;
    expect(hash).toBe(digestOf(rest));
    expect(second).toMatchObject({ v: 1, seq: 2, prev: first.hash, at: '2026-11-20T12:00:00.000Z' });
    expect(path.basename(only(rig.files()))).toBe('2026-11-20-w1.jsonl');
  });

  test('writes nothing before its first record', () => {
    const rig = newRig();
    rig.open().close();
    expect(existsSync(rig.directory)).toBe(false);
    expect(existsSync(rig.checkpointDirectory)).toBe(false);
  });

  test('keeps itself out of version control and to its owner', () => {
    const rig = newRig();
    rig.open().append(opened);
    expect(readFileSync(path.join(rig.directory, '.gitignore'), 'utf8')).toBe('*\n');
    expect(statSync(only(rig.files())).mode & 0o777).toBe(0o600);
    expect(statSync(rig.directory).mode & 0o777).toBe(0o700);
  });

  test('goes on after a restart', () => {
    const rig = newRig();
    const first = rig.open();
    const last = [opened, policy(1)].map((entry) => first.append(entry)).at(-1);
    first.close();
    const second = rig.open();
    expect(second.append(policy(2))).toMatchObject({ seq: 3, prev: last?.hash });
    expect(second.problems).toEqual([]);
    expect(verified(rig)).toMatchObject({ intact: true, records: 3, checkpoints: 'checked' });
  });

  test('begins a file each day and goes on in it', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    rig.at += day;
    log.append(policy(1));
    rig.at -= day;
    log.append(policy(2));
    log.close();
    expect(rig.files().map((file) => path.basename(file))).toEqual(['2026-11-20-w1.jsonl', '2026-11-21-w1.jsonl']);
    expect(verified(rig)).toMatchObject({ intact: true, records: 3 });
  });

  test('of two windows is two chains', () => {
    const rig = newRig();
    const [one, two] = [rig.open(), rig.open({ window: 'w2' })];
    for (let number = 0; number < 5; number += 1) {
      one.append(policy(number));
      two.append(policy(number));
    }
    one.close();
    two.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 10, windows: ['w1', 'w2'] });
  });

  test('refuses a window name that is no file name', () => {
    expect(() => newRig().open({ window: '../w' })).toThrow(TypeError);
  });

  test.each([
    ['a hundred records', 100, 'policy', 1],
    ['ninety-nine records', 99, 'policy', 0],
    ['a hold', 1, 'held', 1],
    ['an opening', 1, 'opened', 1],
  ] as const)('signs its head after %s', (_name, count, type, expected) => {
    const rig = newRig();
    const log = rig.open();
    const { action, effects } = judged('x');
    const held = {
      type: 'held',
      host: 'claude',
      session: 's1',
      artifact: {
        kind: 'confirmation_required',
        version: 1,
        id: 'h1',
        createdAt: '2026-11-20T12:00:00.000Z',
        expiresAt: '2026-11-20T12:05:00.000Z',
        action,
        digest: 'd',
        reason: 'r',
        effects,
        environment: 'unknown',
        session: 's1',
        host: 'claude',
        timeline: [],
      },
    } as const;
    for (let number = 0; number < count; number += 1) {
      log.append(type === 'held' ? held : type === 'opened' ? opened : policy(number));
    }
    const file = path.join(rig.checkpointDirectory, 'w1.jsonl');
    const kept = existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
    expect(kept).toBe(expected);
  });
});

describe('what a crash leaves', () => {
  test.each([
    ['half a line', '{"at":"2026-11-2'],
    ['a line with a broken character', Buffer.from([0x7b, 0x22, 0xe2, 0x80])],
  ])('%s is moved aside, told, and does not stop the next start', (_name, torn) => {
    const rig = newRig();
    const before = rig.open();
    before.append(opened);
    before.append(policy(1));
    appendFileSync(only(rig.files()), torn);
    expect(verified(rig).bad).toMatchObject({ what: 'torn', seq: 3, line: 3 });
    const after = rig.open();
    expect(after.problems.join()).toContain('cut off');
    after.append(policy(2));
    after.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 4 });
    expect(JSON.parse(rig.lines()[2] ?? '')).toMatchObject({ type: 'log', subject: '2026-11-20-w1.jsonl' });
    const aside = path.join(rig.directory, '2026-11-20-w1.jsonl.aside-1');
    expect(readFileSync(aside)).toEqual(Buffer.from(torn));
  });

  test('a line that only lacks its end gets it', () => {
    const rig = newRig();
    const before = rig.open();
    before.append(opened);
    before.append(policy(1));
    const file = only(rig.files());
    truncateSync(file, statSync(file).size - 1);
    const after = rig.open();
    after.append(policy(2));
    after.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 4 });
  });

  test('an empty new file is gone on with', () => {
    const rig = newRig();
    rig.open().append(opened);
    writeFileSync(path.join(rig.directory, '2026-11-21-w1.jsonl'), '');
    rig.at += day;
    const log = rig.open();
    log.append(policy(1));
    log.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 2 });
  });

  test('a cut-off line of a window that never starts again is told once by the next window', () => {
    const rig = newRig();
    rig.open().append(opened);
    appendFileSync(only(rig.files()), '{"half');
    const next = rig.open({ window: 'w2' });
    next.append(policy(1));
    next.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 3 });
    const third = rig.open({ window: 'w3' });
    third.append(policy(2));
    third.close();
    expect(readFileSync(path.join(rig.directory, '2026-11-20-w3.jsonl'), 'utf8').split('\n')).toHaveLength(2);
    appendFileSync(path.join(rig.directory, '2026-11-20-w1.jsonl'), 'more');
    expect(verified(rig).bad).toMatchObject({ what: 'torn', window: 'w1' });
  });

  test('a line cut off after its record was signed is no crash', () => {
    const rig = newRig();
    const before = rig.open();
    before.append(policy(1));
    before.append(policy(2));
    before.close();
    const file = only(rig.files());
    truncateSync(file, statSync(file).size - 20);
    expect(verified(rig).bad).toMatchObject({ what: 'truncated', seq: 2 });
    const after = rig.open();
    after.append(policy(3));
    after.close();
    expect(verified(rig).bad).toMatchObject({ what: 'removed', seq: 2 });
    expect(after.problems.join()).toContain('missing');
  });

  test('an old checkpoint line cut off by a crash spoils neither the old nor the new', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    appendFileSync(path.join(rig.checkpointDirectory, 'w1.jsonl'), '{"half');
    log.append(policy(1));
    log.close();
    expect(verified(rig)).toMatchObject({ intact: true, checkpoints: 'checked' });
  });
});

describe('a log whose file is touched while it is open', () => {
  const cases: [name: string, touch: (file: string) => void, intact: boolean][] = [
    ['deleted', (file) => rmSync(file), true],
    ['deleted with its directory', (file) => rmSync(path.dirname(path.dirname(file)), { recursive: true }), true],
    ['moved away', (file) => renameSync(file, `${file}.bak`), true],
    [
      'replaced',
      (file) => {
        rmSync(file);
        writeFileSync(file, '{}\n');
      },
      true,
    ],
    [
      'replaced by a link',
      (file) => {
        rmSync(file);
        symlinkSync('/dev/null', file);
      },
      true,
    ],
    ['appended to', (file) => appendFileSync(file, '{"foreign":true}'), true],
    ['emptied', (file) => truncateSync(file, 0), false],
    ['cut in a line', (file) => truncateSync(file, statSync(file).size - 7), false],
    [
      'edited in place',
      (file) => {
        const text = readFileSync(file, 'utf8').replace('entry 1', 'entry 9');
        writeFileSync(file, text);
        utimesSync(file, 1, 1);
      },
      false,
    ],
  ];
  test.each(cases)('%s: says so and goes on', (_name, touch, intact) => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    log.append(policy(1));
    touch(only(rig.files()));
    log.append(policy(2));
    log.append(policy(3));
    log.close();
    const types = rig.lines().map((line) => JSON.parse(line).type);
    expect(types.slice(-3)).toEqual(['tampering', 'policy', 'policy']);
    expect(log.problems).toHaveLength(1);
    expect(verified(rig).intact).toBe(intact);
    if (intact) expect(types).toEqual(['opened', 'policy', 'tampering', 'policy', 'policy']);
  });

  const early: [name: string, touch: (file: string) => void, intact: boolean][] = [
    ['deleted', (file) => rmSync(file), false],
    ['cut', (file) => truncateSync(file, statSync(file).size - 7), false],
    ['appended to', (file) => appendFileSync(file, '{"foreign'), true],
  ];
  test.each(early)('%s between its opening and its first record: says so once and goes on', (_name, touch, intact) => {
    const rig = newRig();
    const before = rig.open();
    before.append(opened);
    before.append(policy(1));
    before.close();
    const log = rig.open();
    touch(only(rig.files()));
    log.append(policy(2));
    log.append(policy(3));
    log.close();
    expect(
      rig
        .lines()
        .slice(-2)
        .map((line) => JSON.parse(line).detail),
    ).toEqual(['entry 2', 'entry 3']);
    expect(log.problems.length).toBeGreaterThan(0);
    expect(new Set(log.problems).size).toBe(log.problems.length);
    expect(verified(rig).intact).toBe(intact);
  });

  test('only touched: nothing is said', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    utimesSync(only(rig.files()), 1, 1);
    log.append(policy(1));
    expect(log.problems).toEqual([]);
    expect(rig.lines()).toHaveLength(2);
  });

  test('a file planted for tomorrow is moved aside', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    writeFileSync(path.join(rig.directory, '2026-11-21-w1.jsonl'), 'planted\n');
    rig.at += day;
    log.append(policy(1));
    log.append(policy(2));
    log.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 4 });
  });

  test('a file planted for a far day does not catch the log', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(opened);
    log.close();
    writeFileSync(path.join(rig.directory, '9999-01-01-w1.jsonl'), rig.lines().join('\n'));
    const next = rig.open();
    next.append(policy(1));
    next.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 3 });
  });
});

describe('a log that cannot be written', () => {
  /** A disk that takes `room` bytes, and then says that it is full, after taking what still fits. */
  function fullDisk(room: number) {
    let left = room;
    return {
      write(descriptor: number, bytes: Buffer): number {
        if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        const part = bytes.subarray(0, left);
        left -= part.length;
        appendFileSync(descriptor, part);
        return part.length;
      },
      sync: () => {},
    };
  }

  test('fails closed with one sentence that names the file, and leaves no half line', () => {
    const rig = newRig();
    const log = rig.open({ directory: null, disk: fullDisk(1000) });
    log.append(policy(1));
    expect(() => {
      for (let number = 0; number < 9; number += 1) log.append(policy(number));
    }).toThrow(
      new AuditWriteError(
        `The audit log ${path.join(rig.fallbackDirectory, '2026-11-20-w1.jsonl')} cannot be written: the disk is full.`,
      ),
    );
    expect(readFileSync(path.join(rig.fallbackDirectory, '2026-11-20-w1.jsonl'), 'utf8')).toMatch(/\}\n$/);
    expect(verifyAuditLog(rig.fallbackDirectory).intact).toBe(true);
  });

  test('recovers by itself once there is room again', () => {
    const rig = newRig();
    let full = false;
    const disk = {
      write(descriptor: number, bytes: Buffer): number {
        if (full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        appendFileSync(descriptor, bytes);
        return bytes.length;
      },
      sync: () => {},
    };
    const log = rig.open({ disk });
    log.append(policy(1));
    full = true;
    expect(() => log.append(policy(2))).toThrow(AuditWriteError);
    full = false;
    log.append(policy(3));
    log.close();
    expect(verified(rig)).toMatchObject({ intact: true, records: 2 });
  });

  test.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'meets a disk that is really full',
    async (context) => {
      const { execFileSync } = await import('node:child_process');
      const rig = newRig();
      const small = path.join(rig.root, 'work');
      mkdirSync(small, { recursive: true });
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small], { stdio: 'ignore' });
      } catch {
        context.skip('may not mount');
      }
      try {
        const log = rig.open();
        for (let number = 0; number < 400; number += 1) log.append(judged(`terraform destroy ${number}`));
        log.close();
        expect(log.directory).toBe(rig.fallbackDirectory);
        expect(log.problems.join()).toContain('the disk is full');
        expect(verified(rig)).toMatchObject({ intact: true });
        const fallback = verifyAuditLog(rig.fallbackDirectory, { checkpointDirectory: rig.checkpointDirectory });
        expect(fallback).toMatchObject({ intact: true });
        expect(verified(rig).records + fallback.records).toBe(401);
      } finally {
        execFileSync('umount', [small], { stdio: 'ignore' });
      }
    },
  );

  test.runIf(process.getuid?.() === 0 && process.platform === 'linux')('meets a read-only disk', async (context) => {
    const { execFileSync } = await import('node:child_process');
    const rig = newRig();
    const work = path.join(rig.root, 'work');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', work], { stdio: 'ignore' });
    } catch {
      context.skip('may not mount');
    }
    try {
      const log = rig.open();
      log.append(opened);
      log.close();
      expect(log.problems).toEqual([
        `The audit log ${path.join(rig.directory, '2026-11-20-w1.jsonl')} cannot be written: the disk is read-only. It goes on in ${rig.fallbackDirectory}.`,
      ]);
      const fallback = verifyAuditLog(rig.fallbackDirectory, { checkpointDirectory: rig.checkpointDirectory });
      expect(fallback).toMatchObject({ intact: true, records: 2 });
    } finally {
      execFileSync('umount', [work], { stdio: 'ignore' });
    }
  });

  test.each([
    ['a file in the directory’s place', (work: string) => writeFileSync(path.join(work, '.holdpoint'), '')],
    ['a link in the directory’s place', (work: string) => symlinkSync('/tmp', path.join(work, '.holdpoint'))],
    [
      'a pipe for a directory',
      (work: string) => {
        mkdirSync(path.join(work, '.holdpoint'));
        symlinkSync('/dev/stdin', path.join(work, '.holdpoint', 'audit'));
      },
    ],
  ])('for %s goes to the fallback directory and says so', (_name, plant) => {
    const rig = newRig();
    const work = path.dirname(path.dirname(rig.directory));
    mkdirSync(work, { recursive: true });
    plant(work);
    const log = rig.open();
    const record = log.append(opened);
    log.close();
    expect(record.seq).toBe(2);
    expect(log.directory).toBe(rig.fallbackDirectory);
    expect(log.problems).toHaveLength(1);
    const result = verifyAuditLog(rig.fallbackDirectory, { checkpointDirectory: rig.checkpointDirectory });
    expect(result).toMatchObject({ intact: true, windows: ['w1-fallback'] });
  });

  test.runIf(process.getuid?.() !== 0)('for a directory without the permission goes to the fallback', () => {
    const rig = newRig();
    mkdirSync(path.dirname(rig.directory), { recursive: true });
    chmodSync(path.dirname(rig.directory), 0o500);
    const log = rig.open();
    log.append(opened);
    expect(log.directory).toBe(rig.fallbackDirectory);
  });

  test('with neither directory says both', () => {
    const rig = newRig();
    mkdirSync(path.join(rig.root, 'work'), { recursive: true });
    writeFileSync(path.join(rig.root, 'work', '.holdpoint'), '');
    writeFileSync(path.join(rig.root, 'state'), '');
    const log = rig.open();
    expect(() => log.append(opened)).toThrow(/^The audit log .*cannot be written: .*; neither can .*: .*\.$/);
  });

  test('without a place for checkpoints goes on and says so', () => {
    const rig = newRig();
    mkdirSync(path.join(rig.root, 'state'));
    writeFileSync(rig.checkpointDirectory, '');
    const log = rig.open();
    log.append(opened);
    expect(log.problems.join()).toContain('could not be signed');
    expect(rig.lines()).toHaveLength(1);
  });

  test('after it was closed refuses', () => {
    const log = newRig().open();
    log.close();
    expect(() => log.append(opened)).toThrow(AuditWriteError);
  });
});

describe('retention', () => {
  test('removes what is older than 90 days with a signed record, and verifies', () => {
    const rig = newRig();
    const log = rig.open();
    for (const offset of [0, 1, 2, 95]) {
      rig.at = noon + offset * day;
      log.append(policy(offset));
    }
    log.close();
    expect(readdirSync(rig.directory).filter((name) => name.endsWith('.jsonl'))).toEqual(['2027-02-23-w1.jsonl']);
    const result = verified(rig);
    expect(result).toMatchObject({ intact: true, records: 4 });
    expect(result.notes.join()).toContain('pruned');
  });

  test('does not accept a start that no signed record explains', () => {
    const rig = newRig();
    const log = rig.open();
    for (const offset of [0, 1, 2]) {
      rig.at = noon + offset * day;
      log.append(policy(offset));
    }
    log.close();
    rmSync(rig.files()[0] ?? '');
    expect(verified(rig).bad).toMatchObject({ what: 'removed', seq: 1 });
    expect(verifyAuditLog(rig.directory).bad).toMatchObject({ what: 'removed', seq: 1 });
  });

  test('removes the chain of a window long gone as a whole', () => {
    const rig = newRig();
    const gone = rig.open({ window: 'gone' });
    gone.append(opened);
    gone.close();
    rig.at = noon + 100 * day;
    const early = rig.open();
    early.append(policy(1));
    early.close();
    expect(rig.files()).toHaveLength(2);
    rig.at = noon + 181 * day;
    const late = rig.open();
    late.append(policy(2));
    late.close();
    expect(rig.files().map((file) => path.basename(file))).not.toContain('2026-11-20-gone.jsonl');
    expect(verified(rig)).toMatchObject({ intact: true, windows: ['w1'] });
  });
});
