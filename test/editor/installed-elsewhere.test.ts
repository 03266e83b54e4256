import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isInstalledElsewhere } from '../../src/editor/installed-elsewhere.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holdpoint-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const install = (editor: string, name: string) => {
  const folder = path.join(home, editor, 'extensions', name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

it('is not, when only the folder that goes away is there', () => {
  expect(isInstalledElsewhere(install('.vscode', 'holdpoint.holdpoint-0.1.0'), home)).toBe(false);
});

it('is, in another editor', () => {
  install('.cursor', 'holdpoint.holdpoint-0.1.0');
  expect(isInstalledElsewhere(install('.vscode', 'holdpoint.holdpoint-0.1.0'), home)).toBe(true);
});

it('is, in this editor, after an update', () => {
  install('.vscode', 'holdpoint.holdpoint-0.2.0');
  expect(isInstalledElsewhere(install('.vscode', 'holdpoint.holdpoint-0.1.0'), home)).toBe(true);
});

it('is not, where the other one is marked as removed, or is another extension', () => {
  install('.cursor', 'holdpoint.holdpoint-0.1.0');
  install('.cursor', 'holdpoint.holdpoint-themes-1.0.0');
  writeFileSync(path.join(home, '.cursor/extensions/.obsolete'), '{"holdpoint.holdpoint-0.1.0":true}');
  expect(isInstalledElsewhere(install('.vscode', 'holdpoint.holdpoint-0.1.0'), home)).toBe(false);
});
