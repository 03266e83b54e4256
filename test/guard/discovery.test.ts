import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { announceWindow, removeStaleWindows, socketPathFor } from '../../src/guard/announcement.ts';
import { containsPath, readWindows, type WindowEntry, windowsFor } from '../../src/guard/discovery.ts';
import { statePaths } from '../../src/guard/state-directory.ts';
import { atEnd, temporaryDirectory } from './rig.ts';

const entry = (id: string, folders: string[], focusedAt = 0): WindowEntry => ({
  v: 1,
  id,
  pid: process.pid,
  socket: `/run/${id}.sock`,
  folders,
  focusedAt,
  key: 'k',
});
const order = (cwd: string, windows: WindowEntry[]) => windowsFor(cwd, windows, 'linux').map(({ id }) => id);

describe('which window is asked', () => {
  const cases: [name: string, cwd: string, windows: WindowEntry[], expected: string[]][] = [
    ['the one that has the folder open', '/a/b/c', [entry('x', ['/z'], 9), entry('y', ['/a/b'])], ['y', 'x']],
    [
      'the deepest containing folder',
      '/a/b/c',
      [entry('outer', ['/a'], 9), entry('inner', ['/a/b'])],
      ['inner', 'outer'],
    ],
    ['the folder itself', '/a/b', [entry('x', ['/a/b'])], ['x']],
    ['not one whose name only begins alike', '/a/bc', [entry('x', ['/a/b'], 1), entry('y', ['/q'], 2)], ['y', 'x']],
    [
      'the more recently focused of two with the same folder',
      '/a',
      [entry('x', ['/a'], 1), entry('y', ['/a'], 2)],
      ['y', 'x'],
    ],
    [
      'the most recently focused where none has it',
      '/other',
      [entry('x', ['/a'], 1), entry('y', ['/b'], 2), entry('z', [], 3)],
      ['z', 'y', 'x'],
    ],
    ['any folder of a window with several', '/b/c', [entry('x', ['/z'], 9), entry('y', ['/a', '/b'])], ['y', 'x']],
    [
      'one with the root open last among those that contain it',
      '/a/b',
      [entry('root', ['/'], 9), entry('y', ['/a'])],
      ['y', 'root'],
    ],
  ];
  test.each(cases)('%s', (_name, cwd, windows, expected) => expect(order(cwd, windows)).toEqual(expected));

  test('the folder is found through a link', () => {
    const root = temporaryDirectory();
    mkdirSync(path.join(root, 'real'));
    symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
    const windows = [entry('x', ['/z'], 9), entry('y', [path.join(root, 'real')])];
    expect(order(path.join(root, 'link'), windows)).toEqual(['y', 'x']);
  });
});

test.each([
  ['C:\\Work', 'c:\\work\\app', 'win32', true],
  ['C:\\Work\\', 'C:\\Work', 'win32', true],
  ['C:\\', 'C:\\x', 'win32', true],
  ['C:\\Work', 'C:\\Workshop', 'win32', false],
  ['/Users/A', '/users/a/x', 'darwin', true],
  ['/Work', '/work', 'linux', false],
  ['/a/../b', '/b/c', 'linux', true],
] as const)('%s contains %s on %s: %s', (folder, place, platform, expected) => {
  expect(containsPath(folder, place, platform)).toBe(expected);
});

describe('an announced window', () => {
  test('is read back, follows its changes, and is gone when withdrawn', () => {
    const root = temporaryDirectory();
    const { windows } = statePaths(root);
    const announcement = announceWindow(root, entry('w', ['/a']));
    expect(readWindows(windows)).toMatchObject([{ id: 'w', folders: ['/a'], focusedAt: 0 }]);
    announcement.update({ focusedAt: 5, folders: ['/b'] });
    expect(readWindows(windows)).toMatchObject([{ folders: ['/b'], focusedAt: 5 }]);
    announcement.withdraw();
    expect(readWindows(windows)).toEqual([]);
  });

  test('is removed by the next window when its process has ended', () => {
    const root = temporaryDirectory();
    announceWindow(root, { ...entry('dead', []), pid: 2 ** 22 + 1 });
    announceWindow(root, entry('alive', []));
    writeFileSync(path.join(statePaths(root).windows, `x.json.${2 ** 22 + 1}.abc.tmp`), '');
    expect(removeStaleWindows(root)).toEqual(['dead']);
    expect(readdirSync(statePaths(root).windows)).toEqual(['alive.json']);
  });

  test('that names a path as its id removes nothing outside', () => {
    const root = temporaryDirectory();
    const victim = path.join(root, 'victim.json');
    writeFileSync(victim, '{}');
    mkdirSync(statePaths(root).windows, { recursive: true });
    writeFileSync(
      path.join(statePaths(root).windows, 'bad.json'),
      JSON.stringify({ ...entry('../victim', []), pid: 2 ** 22 + 1 }),
    );
    removeStaleWindows(root);
    expect(readdirSync(root)).toContain('victim.json');
  });
});

test('a socket path too long for the system goes to a short private folder', () => {
  if (process.platform === 'win32') return;
  const root = path.join(temporaryDirectory(), 'x'.repeat(120));
  const short = temporaryDirectory();
  atEnd(() => {});
  const socket = socketPathFor(root, 'w', short);
  expect(socket.startsWith(short)).toBe(true);
  expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(100);
});
