import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandOf } from '../../src/exec/call.ts';
import { prefilterText } from '../../src/exec/prefilter.ts';
import { shimmedPrograms } from '../../src/exec/programs.ts';
import { readCorpus } from '../corpus/corpus.ts';
import { createJudge, isStopped } from '../corpus/judging.ts';
import { read } from '../parse/reading.ts';

interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** Which of these calls a shim lets through by itself: the text of the shims, run by the system's own `sh`. */
function harmless(calls: readonly Call[], cwd: string): Call[] {
  const functions = shimmedPrograms.map((program) => `hp_of_${safe(program.name)}() {\n${prefilterText(program)}\n}`);
  const lines = calls.map(({ program, args }) => `hp_of_${safe(program)} ${args.map(quoted).join(' ')}\necho $hp_ask`);
  const script = [...functions, ...lines].join('\n');
  const printed = execFileSync('/bin/sh', [], { input: script, encoding: 'utf8', cwd, maxBuffer: 64 << 20 });
  const asked = printed.trimEnd().split('\n');
  expect(asked).toHaveLength(calls.length);
  return calls.filter((_, at) => asked[at] === '0');
}

const safe = (name: string) => name.replaceAll('-', '_');
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Every call of a shimmed program that stands in the corpus with all its words known. */
function callsInCorpus(): Call[] {
  const names = new Set(shimmedPrograms.flatMap(({ name, starts }) => (starts ? [] : [name])));
  return readCorpus().flatMap(({ rows }) =>
    rows.flatMap(({ kind, command }) => {
      if (kind !== 'shell' || typeof command !== 'string' || command.includes('\0')) return [];
      return read(command).invocations.flatMap(({ program, args }) => {
        const words = args.flatMap((word) => (word.kind === 'known' ? [word.value] : []));
        return program !== null && names.has(program) && words.length === args.length ? [{ program, args: words }] : [];
      });
    }),
  );
}

describe('what `rm` loses nothing by', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-prefilter-rm-'));
    for (const name of ['src', 'tests', 'conftest.dir', 'conftest_data', 'lib.o']) mkdirSync(path.join(folder, name));
    for (const name of ['notes.md', 'main.o', 'conftest.c', 'conftest.py', 'app.d'])
      writeFileSync(path.join(folder, name), 'x');
    for (const name of ['tests/conftest.py', 'tests/conftest.c', 'conftest_data/real.csv', 'conftest.dir/a.c'])
      writeFileSync(path.join(folder, name), 'x');
    symlinkSync('src', path.join(folder, 'conftest.link'));
    symlinkSync('nowhere', path.join(folder, 'dangling'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['-f not-there.c', true],
    ['-rf not-there also/not-there', true],
    ['-f -r conftest conftest.c conftest.err', true],
    ['-rf conftest.dSYM conftest_ipa8_conftest.oo', true],
    ['-rf', true],
    ['-rf -- main.o tests/conftest.c', true],
    ['-r src', false],
    ['-rf src', false],
    ['-rf src/', false],
    ['-rf not-there src', false],
    ['-rf conftest.dir', false],
    ['-rf lib.o', false],
    ['-rf conftest.link/', false],
    ['-f conftest.py', false],
    ['-f tests/conftest.py', false],
    ['-f conftest_data/real.csv', false],
    ['-f conftest.dir/a.c', false],
    ['-f app.d', false],
    ['-f notes.md', false],
    ['-f dangling', false],
    ['-rf .', false],
    ['-rf ./', false],
    ['-rf --no-preserve-root /', false],
  ] as const)('rm %s: %s', (args, through) => {
    expect(harmless([{ program: 'rm', args: args.split(' ') }], folder)).toHaveLength(through ? 1 : 0);
  });
});

describe('what a shim lets through without asking', { timeout: 120_000 }, () => {
  const judge = createJudge();
  let empty: string;
  let calls: Call[];
  beforeAll(() => {
    empty = mkdtempSync(path.join(tmpdir(), 'holdpoint-prefilter-'));
    calls = callsInCorpus();
  });
  afterAll(() => rmSync(empty, { recursive: true, force: true }));

  const stoppedAmong = async (all: readonly Call[]) => {
    const stopped: string[] = [];
    for (const call of all) {
      const command = commandOf({ ...call, environment: {}, input: { kind: 'none' } });
      const judged = await judge({ id: '1', kind: 'shell', command });
      if (isStopped(judged)) stopped.push(`${command}  # ${judged.reason}`);
    }
    return stopped;
  };

  test('is allowed by the whole pipeline, for every call of the corpus', async () => {
    expect(calls.length).toBeGreaterThan(2_000);
    // `rm` lets go what is not there; in an empty folder nothing is, so it is judged by the next test.
    const through = harmless(
      calls.filter(({ program }) => program !== 'rm'),
      empty,
    );
    expect(through.length).toBeGreaterThan(200);
    expect(await stoppedAmong(through)).toEqual([]);
  });

  test('is allowed by the whole pipeline, for calls drawn from the words of all of them', async () => {
    const words = (name: string) => [...new Set(calls.flatMap(({ program, args }) => (program === name ? args : [])))];
    const drawn = shimmedPrograms.flatMap((program) => {
      // What a starter lets through has a shim of its own, or none.
      if (program.name === 'rm' || program.starts) return [];
      const plain = [...(program.looks ?? []), ...(program.only ?? [])].filter((word) => !/[*[]/.test(word));
      const first = plain.length > 0 ? fc.constantFrom(...plain) : fc.constant('--version');
      const rest = fc.array(fc.constantFrom(...plain, ...words(program.name), 'https://x.example/a'), { maxLength: 4 });
      return fc.sample(
        fc.tuple(first, rest).map(([word, more]) => ({ program: program.name, args: [word, ...more] })),
        { numRuns: 400, seed: 11 },
      );
    });
    expect(await stoppedAmong(harmless(drawn, empty))).toEqual([]);
  });

  test.each([
    ['rm', ['-f', 'not-there.c'], true],
    ['rm', ['-f', 'main.o', 'lib.so'], true],
    ['rm', ['../main.o'], false],
    ['rm', ['/etc/x.o'], false],
    ['rm', [], false],
    ['git', ['status', '--short'], true],
    ['git', ['-C', 'x', 'status'], false],
    ['git', ['push', '--force'], false],
    ['git', ['log', '--output=src/main.ts'], false],
    ['curl', ['-fsSL', 'https://get.example/install.sh'], true],
    ['curl', ['-sSX', 'DELETE', 'https://api.example/v1/x'], false],
    ['curl', ['https://api.example/v1/delete/1'], false],
    ['find', ['.', '-name', '*.ts'], true],
    ['find', ['.', '-delete'], false],
    ['find', ['.', '-exec', 'rm', '{}', ';'], false],
    ['psql', [], false],
    ['psql', ['--version'], true],
    ['aws', ['--version', 's3', 'rb', 's3://x'], false],
    ['kubectl', ['get', 'pods', '-A'], true],
    ['env', [], true],
    ['env', ['-0'], true],
    ['env', ['A=1', 'B=/usr/lib', 'curl', '-X', 'DELETE', 'https://api.example/v1/x'], true],
    ['env', ['A=1', 'make', '-i', 'CC=/usr/bin/cc', '/opt/git-tools/run'], true],
    ['env', ['/usr/bin/curl', '-X', 'DELETE', 'https://api.example/v1/x'], false],
    ['env', ['sh', '-c', 'cd /; /bin/rm -rf x'], false],
    ['env', ['-i', 'sh', 'drop.sh'], false],
    ['env', ['-', 'sh', 'drop.sh'], false],
    ['env', ['-u', 'PATH', 'sh', 'drop.sh'], false],
    ['env', ['PATH=/usr/bin', 'sh', 'drop.sh'], false],
    ['env', ['-S', 'PATH=/usr/bin sh drop.sh'], false],
    ['timeout', ['-k', '5', '10', 'npm', 'test'], true],
    ['timeout', ['5', '/usr/local/bin/railway', 'down'], false],
    ['nohup', ['./curl', '-X', 'DELETE', 'https://api.example/v1/x'], false],
    ['kubectl', ['get', 'secret', 'db', '-o', 'yaml'], false],
  ] as const)('%s %j: %s', (program, args, through) => {
    expect(harmless([{ program, args: [...args] }], empty)).toHaveLength(through ? 1 : 0);
  });
});
