import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  inspectTerminalGuard,
  removeTerminalGuards,
  type TerminalGuardSource,
  writeTerminalGuard,
} from '../../src/exec/guarded-terminals.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hp-it's-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** An editor's guard, asking the bundle of one version of the extension. */
function source(editor: string, version: string, environment: Record<string, string> = {}): TerminalGuardSource {
  const main = path.join(root, `${editor}-extensions`, `holdpoint.holdpoint-${version}`, 'dist', 'cli.js');
  mkdirSync(path.dirname(main), { recursive: true });
  writeFileSync(main, '');
  const folder = path.join(root, 'exec', editor);
  return {
    platform: 'linux',
    folder,
    node: process.execPath,
    main,
    variables: { HOME: root },
    home: root,
    environment: { PATH: '/usr/bin:/bin', ...environment },
  };
}

describe('the guard of the terminals of an editor', () => {
  test('is whole after it was written', () => {
    const one = source('a', '1.0.0');
    const { programs } = writeTerminalGuard(one);
    expect(programs).toContain('rm');
    expect(inspectTerminalGuard(one, programs)).toEqual([]);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['a shim is missing', (folder) => rmSync(path.join(folder, 'bin', 'rm')), /bin\/rm is missing/],
    [
      'a shim was changed',
      (folder) => writeFileSync(path.join(folder, 'bin', 'rm'), '#!/bin/sh\nexec /bin/rm "$@"\n'),
      /bin\/rm was changed/,
    ],
    ['the guard of bash is missing', (folder) => rmSync(path.join(folder, 'guard.bash')), /guard\.bash is missing/],
    [
      'a shim asks somebody else',
      (folder) => {
        const file = path.join(folder, 'bin', 'rm');
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll('cli.js', 'mine.js'));
      },
      /bin\/rm was changed/,
    ],
  ])('%s: that is said, and writing puts it right', (_, change, sentence) => {
    const one = source('a', '1.0.0');
    const { programs } = writeTerminalGuard(one);
    change(one.folder);
    expect(inspectTerminalGuard(one, programs)[0]).toMatch(sentence);
    writeTerminalGuard(one);
    expect(inspectTerminalGuard(one, programs)).toEqual([]);
  });

  test('is no other one where a window of another version of the extension wrote it', () => {
    const { programs } = writeTerminalGuard(source('a', '1.0.1'));
    expect(inspectTerminalGuard(source('a', '1.0.0'), programs)).toEqual([]);
  });

  test('keeps what the person had in the variables it needs', () => {
    const own = path.join(root, 'own.bash');
    const { changes } = writeTerminalGuard(
      source('a', '1.0.0', { BASH_ENV: own, PROMPT_COMMAND: 'true', XDG_DATA_DIRS: '/x' }),
    );
    const named = Object.fromEntries(changes.map(({ name, value }) => [name, value]));
    expect(named.PROMPT_COMMAND).toBeUndefined();
    expect(named.XDG_DATA_DIRS).toMatch(/share:\/x$/);
    expect(readFileSync(path.join(root, 'exec', 'a', 'guard.bash'), 'utf8')).toContain('own.bash');
  });
});

describe('when the extension is removed', () => {
  test("its terminals' guard goes, another editor's stays, and what asks a bundle that is gone goes too", () => {
    const [ours, other, old] = [source('a', '1.0.0'), source('b', '1.0.0'), source('c', '0.9.0')];
    for (const one of [ours, other, old]) writeTerminalGuard(one);
    rmSync(old.main);
    const removed = removeTerminalGuards(path.join(root, 'exec'), path.dirname(path.dirname(ours.main)));
    expect(removed.map((folder) => path.basename(folder)).sort()).toEqual(['a', 'c']);
    expect(existsSync(other.folder)).toBe(true);
  });

  test('and nothing was ever written: nothing happens', () => {
    expect(removeTerminalGuards(path.join(root, 'exec'), '/x')).toEqual([]);
  });
});
