import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/action/audit.ts';
import { ingestSpool } from '../../src/audit/ingest.ts';
import { appendToSpool } from '../../src/audit/spool.ts';
import { judged, newRig, noon, opened } from './fixture.ts';

const execute = promisify(execFile);

function spool(): string {
  return path.join(newRig().root, 'state', 'spool');
}

function taken(directory: string): { entries: AuditEntry[]; problems: readonly string[] } {
  const entries: AuditEntry[] = [];
  const { problems } = ingestSpool(directory, (entry) => entries.push(entry));
  return { entries, problems };
}

describe('the spool', () => {
  test('gives each entry once, in order, unattested, with the time of its judgement', () => {
    const directory = spool();
    appendToSpool(directory, judged('second'), noon + 1);
    appendToSpool(directory, judged('first'), noon);
    expect(taken(directory).entries).toEqual([
      { ...judged('first'), unattested: true, actionAt: noon },
      { ...judged('second'), unattested: true, actionAt: noon + 1 },
    ]);
    expect(readdirSync(directory)).toEqual([]);
    expect(taken(directory)).toEqual({ entries: [], problems: [] });
  });

  test('that is not there is empty', () => {
    expect(taken('/nowhere/at/all')).toEqual({ entries: [], problems: [] });
  });

  test('is for its owner alone and holds no secrets', () => {
    const directory = spool();
    appendToSpool(directory, judged('echo ghp_SYNTHETICSYNTHETICSYNTHETIC0123456789'), noon);
    const [name = ''] = readdirSync(directory);
    expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(JSON.stringify(taken(directory).entries)).not.toContain('ghp_');
  });

  test('that cannot be written says so in one sentence', () => {
    const directory = spool();
    mkdirSync(path.dirname(directory), { recursive: true });
    writeFileSync(directory, '');
    expect(() => appendToSpool(directory, judged('x'), noon)).toThrow(/^The spool .* cannot be written: .*\.$/);
  });

  const garbage: [name: string, content: string | Buffer, why: string][] = [
    ['rubbish', 'rubbish\n', 'cannot be read as JSON'],
    ['nothing', '', 'cannot be read as JSON'],
    ['half a line', '{"v":1,"entry":', 'cannot be read as JSON'],
    ['another shape', '{"v":1,"at":"x","entry":{"type":"judged"}}', 'is no record'],
    ['a null', 'null', 'is no record'],
    ['what only a window may say', JSON.stringify({ v: 1, at: '', entry: opened }), 'only a window'],
    ['ten megabytes', Buffer.alloc(10_000_000, 0x20), 'too large'],
  ];
  test.each(garbage)('with %s tells of it and gives the rest', (_name, content, why) => {
    const directory = spool();
    appendToSpool(directory, judged('good'), noon);
    writeFileSync(path.join(directory, '000-garbage.jsonl'), content);
    const { entries, problems } = taken(directory);
    expect(entries).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(why);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('with a directory named like an entry goes on', () => {
    const directory = spool();
    appendToSpool(directory, judged('good'), noon);
    mkdirSync(path.join(directory, '000.jsonl'));
    expect(taken(directory).entries).toHaveLength(1);
  });

  test('keeps what the log could not take', () => {
    const directory = spool();
    for (const number of [1, 2, 3]) appendToSpool(directory, judged(`c${number}`), noon + number);
    const first: AuditEntry[] = [];
    const failing = (entry: AuditEntry): void => {
      if (first.length === 1) throw new Error('the disk is full');
      first.push(entry);
    };
    expect(() => ingestSpool(directory, failing)).toThrow('the disk is full');
    expect(
      [...first, ...taken(directory).entries].map((entry) => entry.type === 'judged' && entry.action.text),
    ).toEqual(['c1', 'c2', 'c3']);
  });

  test('gives what a dead window had claimed, and leaves what a living one has', () => {
    const directory = spool();
    appendToSpool(directory, judged('dead'), noon);
    appendToSpool(directory, judged('alive'), noon + 1);
    const [dead = '', alive = ''] = readdirSync(directory).sort();
    renameSync(path.join(directory, dead), path.join(directory, `${dead}.4194999.taken`));
    renameSync(path.join(directory, alive), path.join(directory, `${alive}.1.taken`));
    const { entries, problems } = taken(directory);
    expect(entries).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(readdirSync(directory)).toEqual([`${alive}.1.taken`]);
  });

  test('gives what this very process had claimed and not finished', () => {
    const directory = spool();
    appendToSpool(directory, judged('own'), noon);
    const [name = ''] = readdirSync(directory);
    renameSync(path.join(directory, name), path.join(directory, `${name}.${process.pid}.taken`));
    expect(taken(directory).entries).toHaveLength(1);
  });

  test('raced for by several processes gives each entry to one of them', async () => {
    const directory = spool();
    for (let number = 0; number < 200; number += 1) appendToSpool(directory, judged(`c${number}`), noon + number);
    const script = `
      import { ingestSpool } from ${JSON.stringify(path.resolve('src/audit/ingest.ts'))};
      ingestSpool(${JSON.stringify(directory)}, (entry) => console.log(entry.action.text));`;
    const outputs = await Promise.all([1, 2, 3, 4].map(() => run(script)));
    const all = outputs.join('').trim().split('\n');
    expect(all).toHaveLength(200);
    expect(new Set(all).size).toBe(200);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('written by several processes at once loses nothing', async () => {
    const directory = spool();
    const script = `
      import { appendToSpool } from ${JSON.stringify(path.resolve('src/audit/spool.ts'))};
      for (let number = 0; number < 20; number += 1) {
        appendToSpool(${JSON.stringify(directory)}, { type: 'rejected', input: 'x', problem: 'p' }, ${noon});
      }`;
    await Promise.all([1, 2, 3].map(() => run(script)));
    expect(taken(directory).entries).toHaveLength(60);
  });
});

/** Runs a module in a process of its own and gives what it printed. */
async function run(script: string): Promise<string> {
  const { stdout } = await execute(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  return stdout;
}
