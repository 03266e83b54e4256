import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createStartFolders } from '../../src/editor/start-folders.ts';
import { inspectOffSwitches } from '../../src/hosts/off-switches.ts';
import { temporaryDirectory } from '../guard/rig.ts';

test('a folder is new once, and only an absolute one counts', () => {
  const folders = createStartFolders();
  expect(folders.add('/w/sub')).toBe(true);
  expect(folders.add('/w/sub')).toBe(false);
  expect(folders.add('sub')).toBe(false);
  expect(folders.add('')).toBe(false);
  expect(folders.all()).toEqual(['/w/sub']);
});

test('no flood of folders is kept', () => {
  const folders = createStartFolders();
  for (let index = 0; index < 1_000; index += 1) folders.add(`/w/${index}`);
  expect(folders.all()).toHaveLength(32);
});

test('what silences the hook of a session started below the open folder is found with it', () => {
  const home = temporaryDirectory();
  const sub = path.join(home, 'w', 'sub');
  mkdirSync(path.join(sub, '.claude'), { recursive: true });
  writeFileSync(path.join(sub, '.claude', 'settings.json'), '{"disableAllHooks":true}');
  const machine = { home, platform: 'linux' as const, environment: {}, stateDirectory: path.join(home, 's') };
  const folders = createStartFolders();
  folders.add(sub);
  expect(inspectOffSwitches(machine, [path.join(home, 'w')])).toEqual([]);
  expect(inspectOffSwitches(machine, [path.join(home, 'w'), ...folders.all()])).toMatchObject([
    { host: 'claude', key: ['disableAllHooks'] },
    // Copilot reads Claude Code's project files as well.
    { host: 'copilot', key: ['disableAllHooks'] },
  ]);
});
