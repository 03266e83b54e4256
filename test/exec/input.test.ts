import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inputOf } from '../../src/exec/input.ts';

describe('what stands on the input of a program about to run', () => {
  let folder: string;
  let descriptor: number;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-input-'));
    writeFileSync(path.join(folder, 'drop.sql'), 'DROP TABLE users;');
    descriptor = openSync(path.join(folder, 'drop.sql'), 'r');
  });
  afterAll(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['psql', []],
    ['psql', ['-f', '-', 'prod']],
    ['psql', ['--file=-', 'prod']],
    ['psql', ['-f/dev/stdin']],
    ['psql', ['-c', 'select 1', '-f', '-']],
    ['psql', ['-c', '\\i /dev/stdin']],
    ['mysql', ['-e', 'source /dev/stdin']],
    ['mongosh', ['--file', '/dev/stdin']],
    ['sqlite3', ['x.db', '.read /proc/self/fd/0']],
    ['redis-cli', ['-h', 'prod', '--eval', '/dev/stdin']],
    ['curl', ['-d', '@/dev/stdin', 'https://a']],
  ])('is judged where %s %j runs it', async (program, args) => {
    expect((await inputOf(program, args, descriptor)).input.kind).not.toBe('none');
  });

  test.each([
    ['psql', ['-c', 'select 1']],
    ['psql', ['-f', 'a-b.sql', 'prod-']],
    ['mysql', ['-e', 'select 1']],
    ['redis-cli', ['get', 'a']],
    ['curl', ['https://a/-/b']],
    ['git', ['apply', '-']],
  ])('is left alone where %s %j does not', async (program, args) => {
    expect((await inputOf(program, args, descriptor)).input.kind).toBe('none');
  });
});
