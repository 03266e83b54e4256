import { describe, expect, test } from 'vitest';
import { windowsCallIn, windowsCommandOf } from '../../src/exec/windows-call.ts';

const command = (program: string, line: string, more: Record<string, string> = {}) =>
  windowsCommandOf(windowsCallIn(program, { HOLDPOINT_SHIM_LINE: line, ...more }), { kind: 'none' });

describe('a call as a shim of Windows hands it on', () => {
  test.each([
    ['railway', 'volume delete --volume "vol 1"', "railway volume delete --volume 'vol 1'"],
    ['psql', '', 'psql'],
    [
      'curl',
      String.raw`-o C:\x\y.txt "https://a.example/?q=1&r=%2F"`,
      String.raw`curl -o 'C:\x\y.txt' 'https://a.example/?q=1&r=%2F'`,
    ],
    ['psql', '-c "drop table ""Users"""', `psql -c 'drop table "Users"'\npsql -c 'drop table "Users"'`],
    // What the program makes of these itself stays readable, or is nobody's to know.
    ['rm', String.raw`-rf build\* *.log x?`, 'rm -rf build/* *.log x?'],
    ['rm', `-rf 'my data'`, `rm -rf "$HOLDPOINT_UNREAD_WORD" "$HOLDPOINT_UNREAD_WORD"`],
    ['rm', '-rf @list', 'rm -rf "$HOLDPOINT_UNREAD_WORD"'],
    ['rm', 'node_modules/@types ""', "rm node_modules/@types ''"],
    // Others take a pattern as it is written.
    ['psql', '-c "select * from t"', "psql -c 'select * from t'"],
  ])('%s %s', (program, line, text) => {
    expect(command(program, line).split('\n')[0]).toBe(text.split('\n')[0]);
  });

  test('counts once for each way of reading it', () => {
    expect(command('railway', 'logs """ --volume vol_1 """').split('\n')).toEqual([
      `railway logs '" --volume vol_1 "'`,
      `railway logs '"' --volume vol_1 '"'`,
    ]);
  });

  test('carries the variables that say where the program acts, however they are written, and no other', () => {
    const variables = {
      HOLDPOINT_CALLER_PgHost: 'prod.example',
      HOLDPOINT_CALLER_Path: 'C:\\x',
      PGUSER: 'the guard’s own',
    };
    expect(command('psql', '-l', variables)).toBe('PGHOST=prod.example psql -l');
    expect(windowsCallIn('psql', variables).environment).toEqual({ PGHOST: 'prod.example', PATH: 'C:\\x' });
  });

  test('names the file on its input', () => {
    const call = windowsCallIn('psql', { HOLDPOINT_SHIM_LINE: '', HOLDPOINT_SHIM_INPUT: 'C:\\drop it.sql' });
    expect(call.inputFile).toBe('C:\\drop it.sql');
    expect(windowsCommandOf(call, { kind: 'file', path: 'C:\\drop it.sql' })).toBe("psql < 'C:\\drop it.sql'");
  });
});
