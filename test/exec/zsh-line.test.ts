import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  hasZshLine,
  withoutZshLine,
  withZshLine,
  zshLine,
  zshProgram,
  zshStartFiles,
} from '../../src/exec/zsh-line.ts';

describe('the line of .zshenv', () => {
  test.each([
    ['no file', null, `${zshLine}\n`],
    ['an empty file', '', `${zshLine}\n`],
    ['a file', 'export A=1\n', `export A=1\n${zshLine}\n`],
    ['a file without a last line end', 'export A=1', `export A=1\n${zshLine}\n`],
    ['a file that has it', `${zshLine}\nexport A=1\n`, `${zshLine}\nexport A=1\n`],
  ])('is written at the end of %s, once', (_, before, after) => {
    expect(withZshLine(before)).toBe(after);
    expect(withZshLine(after)).toBe(after);
    expect(hasZshLine(after)).toBe(true);
  });

  test('goes again, and leaves all else as it is; a file of that line alone goes with it', () => {
    const text = fc.string().map((one) => `${one.replaceAll('\r', '')}\n`);
    fc.assert(fc.property(text, (own) => withoutZshLine(withZshLine(own)) === own));
    expect(withoutZshLine(withZshLine(null))).toBeNull();
    expect(withoutZshLine('')).toBe('');
    expect(withoutZshLine(`# ${zshLine}\n`)).toBe(`# ${zshLine}\n`);
  });
});

describe('the files zsh starts with', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'hp-zsh-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const environment = (more: Record<string, string> = {}) => ({ PATH: process.env.PATH ?? '', ...more });
  const within = (...names: string[]) => path.join(home, ...names, '.zshenv');

  test('are none without a zsh', () => {
    writeFileSync(path.join(home, 'zsh'), '');
    expect(zshProgram({ environment: { PATH: home } })).not.toBe(path.join(home, 'zsh'));
  });

  test('are the one of the home where zsh cannot say', async () => {
    writeFileSync(path.join(home, 'zsh'), '#!/bin/sh\nexit 1\n');
    chmodSync(path.join(home, 'zsh'), 0o755);
    expect(await zshStartFiles({ home, environment: { PATH: home } })).toEqual([within()]);
  });

  test.skipIf(zshProgram({ environment: process.env }) === null)(
    'are the one of the home, and the one of the folder that it names',
    async () => {
      expect(await zshStartFiles({ home, environment: environment() })).toEqual([within()]);
      mkdirSync(path.join(home, 'own zsh'));
      writeFileSync(within(), 'echo noise\nexport ZDOTDIR="$HOME/own zsh"\n');
      const both = [within(), within('own zsh')];
      expect(await zshStartFiles({ home, environment: environment() })).toEqual(both);
      expect(await zshStartFiles({ home, environment: environment({ ZDOTDIR: '/tmp/an-editor-zsh' }) })).toEqual(both);
    },
  );
});
