import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Invocation, Redirection } from '../../src/action/invocation.ts';
import { filesToCreate, identityOf, stillOwn } from '../../src/guard/created-files.ts';
import { shell } from './guard-rig.ts';
import { temporaryDirectory } from './rig.ts';

const word = (value: string) => ({ kind: 'known', value, span: [0, 0] }) as const;
const invocation = (cwd: string, change: Partial<Invocation>): Invocation => ({
  program: 'echo',
  name: word('echo'),
  args: [],
  environment: {},
  redirections: [],
  stdin: { kind: 'inherited' },
  wrappers: [],
  span: [0, 0],
  dialect: 'bash',
  cwd,
  ...change,
});
const to = (file: string, mode: Redirection['mode'] = 'truncate'): Redirection => ({
  mode,
  descriptor: 1,
  target: word(file),
});

test('a call makes the files it writes, redirects to and touches that are not there yet', () => {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'there'), '');
  const made = (change: Partial<Invocation>) =>
    filesToCreate(shell('', { cwd }), { invocations: [invocation(cwd, change)] }).map((file) =>
      path.relative(cwd, file),
    );
  expect(made({ redirections: [to('a'), to('b', 'append'), to('c', 'read'), to('there')] })).toEqual(['a', 'b']);
  expect(made({ program: 'touch', args: [word('-c'), word('x'), word('there')] })).toEqual(['x']);
  expect(made({ program: 'mkdir', args: [word('d')] })).toEqual([]);
  expect(made({ cwd: null, redirections: [to('a')] })).toEqual([]);
  expect(made({ wrappers: [{ program: 'ssh', place: 'remote', privileged: false }], redirections: [to('a')] })).toEqual(
    [],
  );
});

test('only a plain file born since counts, and only while it is the same', () => {
  const root = temporaryDirectory();
  const file = path.join(root, 'f');
  writeFileSync(file, '');
  mkdirSync(path.join(root, 'd'));
  symlinkSync(file, path.join(root, 'l'));
  const identity = identityOf(file, Date.now());
  expect(identity).not.toBeNull();
  expect(identityOf(file, Date.now() + 60_000)).toBeNull();
  expect(identityOf(path.join(root, 'd'), 0)).toBeNull();
  expect(identityOf(path.join(root, 'l'), 0)).toBeNull();
  const own = new Map([[file, identity ?? '']]);
  expect(stillOwn(own)).toEqual([file]);
  rmSync(file);
  expect(stillOwn(own)).toEqual([]);
});
