import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  inspectTerminalGuard,
  removeTerminalGuard,
  removeTerminalGuards,
  type TerminalGuardSource,
  writeTerminalGuard,
} from '../../src/exec/guarded-terminals.ts';
import { foldersOfPath, windowsVariables, withoutShims } from '../../src/exec/windows-environment.ts';
import { isShellsOwn, shimFilesOf, windowsPrograms } from '../../src/exec/windows-programs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'hp-win-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is installed. */
const programs = [
  'curl.exe',
  'git.exe',
  'az.cmd',
  'az',
  'npm.cmd',
  'npm.ps1',
  'npm',
  'liquibase.bat',
  'find.exe',
  'x.exe',
];

/** The guard of an editor on Windows, on this system's disk: only the text of the variables tells. */
function source(editor: string, version = '1.0.0', shim = 'MZ shim'): TerminalGuardSource {
  const bin = path.join(root, 'installed');
  mkdirSync(bin, { recursive: true });
  for (const name of programs) writeFileSync(path.join(bin, name), '');
  const main = path.join(root, `${editor}-extensions`, `holdpoint.holdpoint-${version}`, 'dist', 'cli.js');
  mkdirSync(path.dirname(main), { recursive: true });
  writeFileSync(main, '');
  writeFileSync(path.join(path.dirname(main), 'holdpoint-shim.exe'), shim);
  const own = path.join(root, 'exec', 'other', 'bin');
  return {
    platform: 'win32',
    folder: path.join(root, 'exec', editor),
    node: 'C:\\Program Files\\Code\\Code.exe',
    main,
    variables: { SystemRoot: 'C:\\Windows', HOLDPOINT_STATE: root },
    home: 'C:\\Users\\dev',
    environment: { Path: `${own};${bin};relative`, BASH_ENV: 'kept' },
  };
}

describe('the guard of the terminals of an editor on Windows', () => {
  test('stands in front of what is installed: a program by a program, a batch file by a batch file', () => {
    const one = source('a');
    const { programs: files, changes, shims } = writeTerminalGuard(one);
    expect(files).toEqual(['az.cmd', 'curl.exe', 'git.exe', 'liquibase.bat', 'npm.cmd', 'npm.exe']);
    expect(readdirSync(shims).sort()).toEqual(files);
    expect(changes).toEqual([{ kind: 'prepend', name: 'PATH', value: `${shims};` }]);
    expect(readFileSync(path.join(shims, 'git.exe'), 'utf8')).toBe('MZ shim');
    expect(inspectTerminalGuard(one, files)).toEqual([]);
  });

  test('tells the shims whom to ask, without a PATH that leads back to them', () => {
    const one = source('a');
    writeTerminalGuard(one);
    const lines = readFileSync(path.join(one.folder, 'shims.txt'), 'utf8').split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'node C:\\Program Files\\Code\\Code.exe',
      `main ${one.main}`,
      'set SystemRoot=C:\\Windows',
      `set HOLDPOINT_STATE=${root}`,
      `set PATH=${path.join(root, 'installed')};relative`,
    ]);
    expect(lines).toContain('program git');
  });

  test('a batch file calls the shim from its own folder, in ASCII, and stands last so that its end is seen', () => {
    const { shims } = writeTerminalGuard(source('a'));
    const lines = readFileSync(path.join(shims, 'az.cmd'), 'latin1').split('\r\n');
    expect(lines.at(-2)).toBe('@"%HOLDPOINT_FOLDER%..\\holdpoint-shim.exe" az.cmd %*');
    expect(lines.slice(0, -1).every((line) => /^[@:][\x20-\x7e]*$/.test(line))).toBe(true);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['a shim is missing', (folder) => rmSync(path.join(folder, 'bin', 'git.exe')), /git\.exe is missing/],
    [
      'a shim was changed',
      (folder) => writeFileSync(path.join(folder, 'bin', 'git.exe'), 'MZ'),
      /git\.exe was changed/,
    ],
    [
      'a batch file was changed',
      (folder) => writeFileSync(path.join(folder, 'bin', 'az.cmd'), ''),
      /az\.cmd was changed/,
    ],
    [
      'the table lets more through',
      (folder) => writeFileSync(path.join(folder, 'shims.txt'), 'node x'),
      /shims\.txt was changed/,
    ],
    ['the table is missing', (folder) => rmSync(path.join(folder, 'shims.txt')), /shims\.txt is missing/],
    [
      'what batch files call is missing',
      (folder) => rmSync(path.join(folder, 'holdpoint-shim.exe')),
      /holdpoint-shim\.exe is missing/,
    ],
  ])('%s: that is said, and writing puts it right', (_, change, sentence) => {
    const one = source('a');
    const { programs: files } = writeTerminalGuard(one);
    change(one.folder);
    expect(inspectTerminalGuard(one, files)[0]).toMatch(sentence);
    writeTerminalGuard(one);
    expect(inspectTerminalGuard(one, files)).toEqual([]);
  });

  test('is no other one where a window of another version of the extension wrote it', () => {
    const { programs: files } = writeTerminalGuard(source('a', '1.0.1', 'MZ newer'));
    expect(inspectTerminalGuard(source('a', '1.0.0'), files)).toEqual([]);
  });

  test('takes the shim of a program away that is no longer there', () => {
    const one = source('a');
    const { shims } = writeTerminalGuard(one);
    rmSync(path.join(root, 'installed', 'git.exe'));
    writeTerminalGuard({ ...one, environment: { PATH: path.join(root, 'installed') } });
    expect(existsSync(path.join(shims, 'git.exe'))).toBe(false);
  });

  test('is not written by a build without the shim, and says which file is missing', () => {
    const one = source('a');
    rmSync(path.join(path.dirname(one.main), 'holdpoint-shim.exe'));
    expect(() => writeTerminalGuard(one)).toThrow(/holdpoint-shim\.exe/);
  });

  test('is refused where a path would write lines of its own', () => {
    expect(() => writeTerminalGuard({ ...source('a'), node: 'C:\\x\nprogram git\nlooks *' })).toThrow(/line break/);
  });

  test('goes with the extension, and what another editor asks stays', () => {
    const [ours, other] = [source('a'), source('b')];
    for (const one of [ours, other]) writeTerminalGuard(one);
    expect(removeTerminalGuards(path.join(root, 'exec'), path.dirname(path.dirname(ours.main)))).toEqual([ours.folder]);
    expect(existsSync(ours.folder)).toBe(false);
    removeTerminalGuard(other.folder);
    expect(existsSync(other.folder)).toBe(false);
  });
});

describe('what is found behind a name', () => {
  const shims = (...folders: string[][]) =>
    shimFilesOf(
      'aws',
      folders.map((files) => new Set(files)),
    );
  test.each<[string, readonly string[], readonly string[]]>([
    ['a program', shims(['aws.exe']), ['aws.exe']],
    ['a batch file', shims(['aws.cmd']), ['aws.cmd']],
    ['a program before a batch file of the same folder', shims(['aws.cmd', 'aws.exe']), ['aws.exe']],
    ['the folder that stands first', shims(['aws.bat'], ['aws.exe']), ['aws.bat']],
    ['a batch file that PowerShell has a script for', shims(['aws.cmd', 'aws.ps1']), ['aws.exe', 'aws.cmd']],
    ['a script for other shells alone', shims(['aws', 'aws.ps1']), []],
    ['nothing', shims([]), []],
  ])('%s', (_, files, expected) => {
    expect(files).toEqual(expected);
  });

  test('no name that means another program there, and none of which a word is taken to name nothing', () => {
    const names = windowsPrograms.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['curl', 'psql', 'rm', 'robocopy']));
    for (const name of ['find', 'timeout', 'env']) expect(names).not.toContain(name);
    expect(windowsPrograms.some(({ absent }) => absent)).toBe(false);
  });
});

test.each([
  ['rd /s /q C:\\data', true],
  ['cd x && del *.*', true],
  ['Remove-Item -Recurse .\\data', true],
  ['Get-ChildItem | % { ri $_ }', true],
  ['@del x', true],
  ['railway volume delete --volume vol_1', false],
  ['npm run build -- --dry-run', false],
  ['kubectl delete pod del-1', false],
  ['git rm-like', false],
])('what cmd and PowerShell do themselves: %s', (command, own) => {
  expect(isShellsOwn(command)).toBe(own);
});

describe('the variables of a person on Windows', () => {
  test('PATH without the shims of any editor, whatever slashes and letters it is written in', () => {
    const state = 'C:\\Users\\dev\\AppData\\Local\\holdpoint';
    const path = `c:/users/DEV/appdata/local/holdpoint/exec/ab12/bin;C:\\Windows;${state}\\exec\\cd34\\bin\\;;"C:\\a b"`;
    expect(withoutShims(path, state)).toBe('C:\\Windows;C:\\a b');
    expect(withoutShims(`${state}\\executables;${state}\\bin`, state)).toBe(`${state}\\executables;${state}\\bin`);
    expect(foldersOfPath(undefined)).toEqual([]);
  });

  test('what Node needs, under whatever case', () => {
    expect(windowsVariables({ SYSTEMROOT: 'C:\\Windows', Temp: 'C:\\T', NODE_OPTIONS: '-r x' })).toEqual({
      SystemRoot: 'C:\\Windows',
      TEMP: 'C:\\T',
    });
  });
});
