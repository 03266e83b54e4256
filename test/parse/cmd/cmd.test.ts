import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShell } from '../../../src/parse/shell.ts';
import { cpuClock } from '../../cpu.ts';
import { inquiryWith, line } from '../reading.ts';

function read(text: string) {
  return parseShell(text, { dialect: 'cmd', cwd: '/w', inquiry: inquiryWith() });
}

describe('cmd', () => {
  test.each<[string, string[]]>([
    ['rd /s /q C:\\x', ['rd /s /q C:/x']],
    ['rd/s/q "C:\\a b"', ['rd /s /q C:/a b']],
    ['del /f/q *.log', ['del /f /q ~*.log~']],
    ['a & b && c || d | e', ['a', 'b', 'c', 'd', 'e']],
    ['r^d /s x', ['rd /s x']],
    ['echo "a & b"', ['echo a & b']],
    ['if exist x rd /s x', ['rd /s x']],
    ['if not exist x (mkdir x) else (rd /s x)', ['mkdir x', 'rd /s x']],
    ['if "%A%"=="b" del x', ['del x']],
    ['if %A% neq 0 del x', ['del x']],
    ['for /d %i in (C:\\x\\*) do rd /s "%i"', ['rd /s ~C:/x/*~']],
    ['for %%i in (a b) do del %%i', ['del a', 'del b']],
    ['for /f %i in (list.txt) do del %i', ['del ?%for-i%?']],
    ['set D=C:\\x& rd /s %D%', ['rd /s C:/x']],
    ['rd /s %D%', ['rd /s ?%D%?']],
    ['rd /s "%TEMP%\\x"', ['rd /s /tmp/x']],
    ['cmd /c "rd /s x"', ['rd /s x']],
    ['start "" /wait git push', ['git push']],
    ['call git push', ['git push']],
    ['@echo off\n@git push', ['echo off', 'git push']],
    ['rem rd /s x', ['rem']],
    ['forfiles /p C:\\x /s /c "cmd /c del @path"', ['del ~C:/x/*~']],
    ['bash -c "rm -rf /x"', ['rm -rf /x']],
    ['powershell -Command "rm x"', ['remove-item x']],
    ['"C:\\p q\\git.exe" push', ['git push']],
  ])('%s', (text, expected) => {
    expect(read(text).invocations.map(line)).toEqual(expected);
  });

  test('redirections name what they truncate, and not nul', () => {
    const [one] = read('type a > C:\\x.txt 2>nul').invocations;
    expect(one?.redirections).toMatchObject([{ mode: 'truncate', target: { value: 'C:/x.txt' } }]);
  });

  test('a change of directory counts', () => {
    expect(read('cd /d C:\\x && del y').invocations[0]).toMatchObject({ cwd: 'C:/x' });
  });

  test('nothing a person could type makes it throw', () => {
    const word = fc.constantFrom(
      ...'rd del /s /q & && | ( ) ^ " %A% %i %%i for in do if exist else == set > >> 2>&1 < cmd /c start @ \n \0'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join(' ');
        for (const { span } of read(text).invocations) expect(span[1]).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['(', '&', '"', '^', 'for %i in (', 'if exist x ', 'do ', '%A%', 'cmd /c '])(
    'many %j end in time',
    (piece) => {
      const milliseconds = cpuClock();
      read(piece.repeat(Math.floor(100_000 / piece.length)));
      expect(milliseconds()).toBeLessThan(2_000);
    },
  );
});
