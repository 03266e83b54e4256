import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../src/action/audit.ts';
import { linesBackward, linesOf } from '../../src/audit/lines.ts';
import { type AuditQuery, followAuditLog, readAuditLog } from '../../src/audit/read.ts';
import { day, judged, newRig, policy, type Rig } from './fixture.ts';

const details = (records: readonly AuditRecord[]): string[] =>
  records.map((record) => (record.type === 'policy' ? record.detail.replace('entry ', '') : record.type));

/** Two windows taking turns over three days; entries 1 to 12 by time. */
function written(): Rig {
  const rig = newRig();
  const windows = [rig.open(), rig.open({ window: 'w2' })];
  for (let number = 1; number <= 12; number += 1) {
    windows[number % 2]?.append(policy(number));
    rig.at += day / 4;
  }
  for (const log of windows) log.close();
  return rig;
}

function pages(rig: Rig, query: AuditQuery): string[] {
  const found: string[] = [];
  let from: string | undefined;
  do {
    const page = readAuditLog(rig.directory, { ...query, ...(from && { from }) });
    found.push(...details(page.records));
    from = page.next;
  } while (from);
  return found;
}

const newestFirst = Array.from({ length: 12 }, (_, index) => String(12 - index));

describe('reading a log', () => {
  test('gives all windows and days newest first', () => {
    expect(pages(written(), {})).toEqual(newestFirst);
  });

  test.each([1, 2, 3, 5, 11, 12, 13])('in pages of %i gives each record once', (limit) => {
    expect(pages(written(), { limit })).toEqual(newestFirst);
  });

  test('goes on with a page where it was although records were added', () => {
    const rig = written();
    const { next } = readAuditLog(rig.directory, { limit: 5 });
    const log = rig.open();
    log.append(policy(99));
    log.close();
    const rest = readAuditLog(rig.directory, { ...(next && { from: next }) });
    expect(details(rest.records)).toEqual(newestFirst.slice(5));
  });

  test('takes a filter and a span of time', () => {
    const rig = written();
    const even = (record: AuditRecord): boolean => record.seq % 2 === 0;
    expect(pages(rig, { limit: 2, matches: even })).toEqual(['12', '11', '8', '7', '4', '3']);
    expect(pages(rig, { since: '2026-11-22T00:00:00.000Z', before: '2026-11-22T12:00:00.000Z' })).toEqual(['8', '7']);
  });

  test('passes over what is no record and says so', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(judged('a'));
    const [file = ''] = rig.files();
    appendFileSync(file, 'rubbish\n{"half');
    const { records, problems } = readAuditLog(rig.directory);
    expect(records).toHaveLength(1);
    expect(problems).toEqual([
      'The last line of 2026-11-20-w1.jsonl is cut off.',
      'A line of 2026-11-20-w1.jsonl is no record.',
    ]);
  });

  test('of a directory that is not there or is none gives nothing', () => {
    const rig = newRig();
    expect(readAuditLog(rig.directory)).toEqual({ records: [], problems: [] });
    writeFileSync(path.join(rig.root, 'file'), '');
    expect(readAuditLog(path.join(rig.root, 'file')).problems).toHaveLength(1);
  });

  test('takes rubbish for a place as no place', () => {
    expect(readAuditLog(written().directory, { from: 'rubbish' }).records).toHaveLength(12);
  });
});

describe('following a log', () => {
  test('gives what was written since, of all windows, by time', () => {
    const rig = written();
    const follower = followAuditLog(rig.directory);
    expect(follower.poll()).toEqual([]);
    const [one, two] = [rig.open(), rig.open({ window: 'w3' })];
    one.append(policy(21));
    rig.at += 1;
    two.append(policy(22));
    rig.at += 1;
    one.append(policy(23));
    expect(details(follower.poll())).toEqual(['21', '22', '23']);
    expect(follower.poll()).toEqual([]);
  });

  test('waits for the rest of a line, and goes on after a cut', () => {
    const rig = newRig();
    const log = rig.open();
    log.append(policy(1));
    const [file = ''] = rig.files();
    const [line = ''] = rig.lines();
    const follower = followAuditLog(rig.directory);
    appendFileSync(file, line.slice(0, 20));
    expect(follower.poll()).toEqual([]);
    appendFileSync(file, `${line.slice(20)}\n`);
    expect(details(follower.poll())).toEqual(['1']);
    truncateSync(file, 0);
    expect(follower.poll()).toEqual([]);
    appendFileSync(file, `${line}\n`);
    expect(details(follower.poll())).toEqual(['1']);
  });
});

test('lines read backward are the lines read forward, whatever their length', () => {
  const rig = newRig();
  const file = path.join(rig.root, 'lines');
  const line = fc.oneof(
    fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\n', '')),
    fc.constantFrom(65_535, 65_536, 65_537, 200_000).map((length) => 'x'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.boolean(), (lines, ended) => {
      const content = Buffer.from(lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''));
      writeFileSync(file, content);
      const plain = ({ bytes, start, open }: { bytes: Buffer; start: number; open: boolean }) => [
        bytes.toString(),
        start,
        open,
      ];
      expect([...linesBackward(file)].map(plain).reverse()).toEqual([...linesOf(content)].map(plain));
    }),
    { numRuns: 200 },
  );
});
