import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FactAnswer, factKey, factsFrom, type Inquiry } from '../../../src/action/facts.ts';
import { loadGrammar } from '../../../src/context/grammar.ts';
import { parseShell } from '../../../src/parse/shell.ts';
import { cpuClock } from '../../cpu.ts';
import { inquiryWith, line } from '../reading.ts';

let grammar: FactAnswer = { known: false, why: 'not loaded' };
beforeAll(async () => {
  grammar = { known: true, value: await loadGrammar('powershell') };
});

function inquiry(files: Readonly<Record<string, string>> = {}): Inquiry {
  const { facts } = inquiryWith();
  const answers = new Map<string, FactAnswer>([[factKey({ kind: 'grammar', name: 'powershell' }), grammar]]);
  for (const [path, text] of Object.entries(files)) {
    answers.set(factKey({ kind: 'file-text', path }), { known: true, value: { text, bytes: text.length } });
  }
  return { facts: factsFrom(facts.place, answers), needs: [] };
}

function read(text: string, files?: Readonly<Record<string, string>>) {
  return parseShell(text, { dialect: 'pwsh', cwd: '/w', inquiry: inquiry(files) });
}

describe('what runs', () => {
  test.each<[string, string[]]>([
    ['Remove-Item a, b -Recurse -Force', ['remove-item -recurse a b']],
    ['rm -rec -fo C:\\x', ['remove-item -recurse C:/x']],
    ['Remove-Item "C:\\a b\\*" -r', ['remove-item -recurse ~C:/a b/*~']],
    ['Remove-Item `\n -Recurse `\n C:\\x', ['remove-item -recurse C:/x']],
    ['del x -WhatIf', ['remove-item -whatif x']],
    ['Remove-Item x -Recurse:$false', ['remove-item x']],
    ['rm -rf x', ['rm -rf x']],
    ['ri Env:A, Variable:b', ['remove-item']],
    ['a; b && c || d', ['a', 'b', 'c', 'd']],
    ['& "C:\\p q\\git.exe" push', ['git push']],
    ['git status 2>&1 | Select-String x', ['git status']],
    ['npm test -- --watch=false', ['npm test -- --watch=false']],
    ['tool --% /a "b c"', ['tool /a b c']],
    ['"printed"; 5', []],
    ['# rm x\n<# rm y #>', []],
  ])('%s', (text, expected) => {
    const found = read(text).invocations.filter(({ program }) => !/^(?:get-|select-)/.test(program ?? ''));
    expect(found.map(line)).toEqual(expected);
  });
});

describe('values', () => {
  test.each<[string, string]>([
    ["$p = 'C:\\x'; rm $p", 'remove-item C:/x'],
    ['$p = "C:\\x"; rm "$p\\y"', 'remove-item C:/x/y'],
    ['rm $p', 'remove-item ?$p?'],
    ['rm "$p\\y"', 'remove-item ?$p\\y?'],
    ['$a = "C:"; $a += "\\x"; rm $a', 'remove-item C:/x'],
    ['rm ("C:" + "\\x")', 'remove-item C:/x'],
    ['rm ("{0}\\{1}" -f "C:", "x")', 'remove-item C:/x'],
    ["rm ('C:', 'x' -join '/')", 'remove-item C:/x'],
    ['if ($a) { $d = "x" } else { $d = "y" }; rm $d', 'remove-item x y'],
    ['$p = @{ Path = "x"; Recurse = $true }; rm @p', 'remove-item -path x -recurse'],
    ['rm (Join-Path x y)', 'remove-item x/y'],
    ['cd C:\\x; rm y', 'remove-item y'],
    ['rm $env:TEMP\\x', 'remove-item /tmp/x'],
    ['$env:D = "x"; rm $env:D', 'remove-item x'],
    ['rm @"\nx\n"@', 'remove-item x'],
    ["rm ([char]120 + 'y')", 'remove-item xy'],
  ])('%s', (text, expected) => {
    expect(read(text).invocations.map(line)).toEqual([expected]);
  });
});

describe('blocks and pipelines', () => {
  test.each<[string, string[]]>([
    ['foreach ($i in "a","b") { rm $i }', ['remove-item a', 'remove-item b']],
    ['"a","b" | % { rm $_ }', ['remove-item a', 'remove-item b']],
    ['gci src | rm', ['get-childitem src', 'remove-item ~src/*~']],
    ['gci src -r -filter *.x | rm', ['get-childitem -recurse -filter ~*.x~ src', 'remove-item ~src/**/*.x~']],
    ['gci -Recurse | ? { $_.Name -eq "bin" } | rm -r', ['get-childitem -recurse', 'remove-item -recurse ~./**/bin~']],
    ['try { a } catch { b } finally { c }', ['a', 'b', 'c']],
    ['while ($true) { a }', ['a']],
    ['function F($p) { rm $p }; F x', ['remove-item x']],
    ['function F { rm x }', []],
    ['& { rm x }', ['remove-item x']],
    ['$b = { rm x }; & $b', ['remove-item x']],
    ['Invoke-Command -ComputerName h { rm x }', ['invoke-command> remove-item x']],
    ['[IO.File]::Delete("x")', ['remove-item x']],
  ])('%s', (text, expected) => {
    expect(read(text).invocations.map(line)).toEqual(expected);
  });
});

describe('other shells and code', () => {
  test.each<[string, string[]]>([
    ['cmd /c "rd /s /q C:\\x"', ['rd /s /q C:/x']],
    ['bash -c "rm -rf /x"', ['rm -rf /x']],
    ['powershell -NoProfile -Command "rm x"', ['remove-item x']],
    ['pwsh { rm x }', ['remove-item x']],
    ['iex "rm x"', ['remove-item x']],
    ['iex $x', ['(unknown)']],
    ['oh-my-posh init pwsh | iex', ['oh-my-posh init pwsh']],
    ['irm u | iex', ['invoke-restmethod u', 'computed invoke-expression ?invoke-restmethod?']],
    ['powershell -e cgBtACAAeAA=', ['powershell -e cgBtACAAeAA=', 'remove-item x']],
    ['Start-Process cmd -ArgumentList "/c","rd /s x"', ['start-process> rd /s x']],
    ["[Diagnostics.Process]::Start('cmd', '/c rd /s x')", ['start-process> rd /s x']],
    [
      "$i = New-Object System.Diagnostics.ProcessStartInfo; $i.FileName = 'git'; $i.Arguments = 'push -f'; $i.CreateNoWindow = $true; [System.Diagnostics.Process]::Start($i)",
      ['start-process> git push -f'],
    ],
    [
      "$i = [Diagnostics.ProcessStartInfo]::new('git', 'push -f'); [Diagnostics.Process]::Start($i)",
      ['start-process> git push -f'],
    ],
    [
      "$p = New-Object Diagnostics.Process; $p.StartInfo.FileName = 'cmd'; $p.StartInfo.Arguments = '/c rd /s x'; $p.Start()",
      ['start-process> rd /s x'],
    ],
    [
      '$i = New-Object Diagnostics.ProcessStartInfo; $i.FileName = $tool; [Diagnostics.Process]::Start($i)',
      ['start-process> (unknown)'],
    ],
    ['[Diagnostics.Process]::Start($i)', ['start-process> (unknown)']],
    ['& $tool x', ['(unknown) x']],
  ])('%s', (text, expected) => {
    expect(read(text).invocations.map(line)).toEqual(expected);
  });

  test('a script is read with its lines', () => {
    const [call, removal] = read('.\\clean.ps1', { '/w/clean.ps1': 'Get-Date\nrm C:\\x\n' }).invocations.filter(
      ({ program }) => program !== 'get-date',
    );
    expect(call?.program).toBe('clean.ps1');
    expect(removal).toMatchObject({ program: 'remove-item', source: { file: '/w/clean.ps1', line: 2 } });
  });

  test('a script that runs itself is followed for a while; from there on it is unknown', () => {
    const { invocations } = read('.\\a.ps1', { '/w/a.ps1': '.\\a.ps1; bash b.sh', '/w/b.sh': 'pwsh a.ps1' });
    expect(invocations.length).toBeLessThan(30);
    expect(invocations.at(-1)?.program).toBeNull();
  });
});

describe('bounds', () => {
  test('nothing a person could type makes it throw, and what is marked lies in the text', () => {
    const word = fc.constantFrom(
      ...'rm gci | ; & && { } ( ) $( @( @{ @" "@ " \' ` $x $_ , -r -- --% > 2>&1 # <# #> [IO.File]:: .Delete() = += if foreach function F %{ \n \0'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join(' ');
        for (const { span } of read(text).invocations) {
          expect(span[0]).toBeGreaterThanOrEqual(0);
          expect(span[1]).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    '(',
    '{',
    '$(',
    '"$(',
    '@{a=',
    'a | ',
    'rm a, ',
    "'",
    '"',
    'if (a) { ',
    '[a]::b(',
    '& { ',
    '`',
    '\0',
    '; rm x',
  ])('many %j end in time', (piece) => {
    const milliseconds = cpuClock();
    read(piece.repeat(Math.floor(20_000 / piece.length)));
    expect(milliseconds()).toBeLessThan(2_000);
  });

  test('a text over the bound is unknown', () => {
    const { invocations, problems } = read('a;'.repeat(60_000));
    expect(invocations.at(-1)).toMatchObject({ program: null });
    expect(problems).toHaveLength(1);
  });
});
