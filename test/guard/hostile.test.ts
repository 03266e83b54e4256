import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { createJudge } from '../corpus/judging.ts';
import { followed } from '../effects/following.ts';

/**
 * CPU time one call may take here, in milliseconds, the best of three: the promise is 50 on a quiet machine, and this
 * one runs a dozen tests at once. What it guards against grows with the square of the input and takes a second at least.
 */
const most = 250;
const megabyte = 1_000_000;

const list = (count: number, item: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);
const filled = (text: string, length = megabyte) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
const shell = (command: string, dialect?: string) => ({
  kind: 'shell',
  command,
  ...(dialect === undefined ? {} : { shell: dialect }),
});
const tool = (name: string, input: unknown) => ({ kind: 'mcp', server: 'x', tool: name, input });

/** CPU time of a call in milliseconds; the best of three, unless the first is good enough. */
async function costOf(call: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && best > most / 2; round += 1) {
    const before = process.cpuUsage();
    const begun = performance.now();
    await call();
    const { user, system } = process.cpuUsage(before);
    // Other threads collect garbage and compile: where the clock says less, it is right.
    best = Math.min(best, (user + system) / 1000, performance.now() - begun);
  }
  return best;
}

/** What a text is filled with, one unit after the other. */
const units: Readonly<Record<string, string>> = {
  substitutions: '$(',
  backticks: '`',
  'open braces': '{',
  'brace expansions': '{a,b}',
  'nested brace expansions': '{a,',
  'ranges of braces': '{1..9}',
  parentheses: '(',
  'double parentheses': '((',
  brackets: '[',
  'double brackets': '[[ ',
  'process substitutions': '<(',
  'output process substitutions': '>(',
  'empty statements': ';',
  statements: 'a;',
  pipes: 'a|',
  backgrounds: 'a&',
  chains: 'a&&',
  'here-documents never ended': '<<E\n',
  'here-documents': "cat <<'E'\nx\nE\n",
  'here-strings': '<<<a ',
  'double quotes': '"',
  'single quotes': "'",
  'ANSI quotes': "$'",
  arithmetic: '$((',
  'open parameters': '${',
  'nested parameters': '${a:-',
  backslashes: '\\',
  newlines: '\n',
  'Windows lines': 'a\r\n',
  tabs: '\t',
  'NUL characters': '\0',
  comments: '#\n',
  assignments: 'a=b ',
  'lines of assignments': 'a=b\n',
  'arrays of words': 'a=(b c);',
  aliases: 'alias a=b;',
  'open loops': 'for i in a b;do ',
  loops: 'for i in a b;do rm $i;done;',
  'while loops': 'while true;do ',
  conditions: 'if a;then ',
  cases: 'case a in a) ',
  'open functions': 'f(){ ',
  functions: 'f(){ f;};',
  evals: 'eval ',
  wrappers: 'sudo ',
  'shells in shells': 'bash -c ',
  'environments in environments': 'env A=b ',
  stars: '*',
  'question marks': '?',
  tildes: '~',
  dollars: '$',
  variables: '$a ',
  'one long word': 'a',
  'ten thousand words and more': 'a ',
  JSON: '{"a":',
  'JSON lists': '[1,',
  GraphQL: '{a{',
  redirections: '>a ',
  steps: '../',
  'characters outside the plane': '\u{1f600}',
  'lone surrogates': '\ud800',
  'what invalid UTF-8 becomes': '\ufffd',
  'directories changed': 'cd a/b;',
  traps: 'trap a EXIT;',
  deletions: 'rm -rf a;',
  'decoded text': 'echo cm0=|base64 -d|sh;',
};

const code: Readonly<Record<string, string>> = {
  calls: 'os.remove("a")\n',
  'calls in calls': 'f(',
  lists: '[',
  dictionaries: '{"a":',
  definitions: 'def f():\n',
  strings: '"a" + ',
  'triple quotes': '"""',
  attributes: 'a.b',
  'formatted strings': 'f"{',
  functions: '()=>',
  templates: '`${',
  'removals of node': 'fs.rmSync("a");',
  'open comments': '/*',
  'lines of comments': '//\n',
  sums: 'a+',
  conditions: 'a?b:',
  backslashes: '\\',
  spaces: ' ',
  newlines: '\n',
};

const powershell: Readonly<Record<string, string>> = {
  ...code,
  commas: 'a,',
  dashes: '-a ',
  words: 'a ',
  'open strings and brackets': '"(\'{',
  'brackets the wrong way round': '}{)(',
  'everything that opens': '$${{@(',
  'parts of operators': ':: -- ,, ',
  JSON: '{"a":',
  pipes: 'a|',
  cmdlets: 'Remove-Item a -Recurse\n',
  variables: '$a=1\n',
  blocks: 'if(1){',
  switches: 'switch(1){',
  'here-strings': "@'\n",
  'NUL characters': '\0',
};

describe('a hostile input is judged in time that grows with its length alone', () => {
  const judge = createJudge();
  const cost = (action: Record<string, unknown>) => costOf(() => judge(action));

  it.each<[string, Record<string, unknown>]>([
    ['secret files by the thousand', shell(`cat ${list(10_000, (at) => `d${at}/.env`)}`)],
    ['files by the thousand, searched', shell(`grep x ${list(10_000, (at) => `d/f${at}.txt`)}`)],
    ['files by the thousand, deleted', shell(`rm ${list(10_000, (at) => `d/f${at}.txt`)}`)],
    ['patterns by the thousand', shell(`rm ${list(10_000, (at) => `*${at}`)}`)],
    ['more words than are judged', shell(`rm ${list(29_000, (at) => `f${at}`)}`)],
    ['a directory ever deeper', shell(`${list(3_900, (at) => `cd d${at}`, '; ')}; rm -rf x`)],
    ['one program after another', shell(list(9_000, (at) => `rm f${at}`, '; '))],
    ['programs that read one another', shell(`cat .env | ${list(3_900, (at) => `grep f${at}`, ' | ')}`)],
    ['a path of a megabyte', shell(`rm -rf ${filled('a/')}`)],
    ['steps upward without end', shell(`rm -rf ${filled('../')}`)],
    ['cmd commands by the thousand', shell(filled('del a&'), 'cmd')],
    ['conditions of cmd without end', shell(filled('if a==a '), 'cmd')],
    ['statements of SQL', { kind: 'sql', text: filled('DROP TABLE a;', 200_000) }],
    ['tags of SQL that open nothing', { kind: 'sql', text: filled('$a', 200_000) }],
    ["a tool's name of a megabyte", tool(filled('delete_'), {})],
    [
      'fields by the thousand',
      tool('update', Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, `v${at}x`]))),
    ],
    [
      'fields up to the bound',
      tool('update', Object.fromEntries(Array.from({ length: 19_000 }, (_, at) => [`k${at}`, `v${at}x`]))),
    ],
    ['a command of a megabyte', tool('run', { command: `rm ${filled('abcdefghijklm/nopqrstuvwxyzabcdefghijk ')}` })],
    [
      'brackets of a GraphQL document',
      {
        kind: 'http',
        method: 'POST',
        url: 'https://api.example.com/graphql',
        headers: {},
        body: JSON.stringify({ query: `mutation{${filled('{a')}` }),
      },
    ],
    [
      'a body of brackets',
      { kind: 'http', method: 'POST', url: 'https://api.example.com/x', headers: {}, body: filled('[') },
    ],
    [
      'a body of numbers',
      {
        kind: 'http',
        method: 'POST',
        url: 'https://api.example.com/x',
        headers: { 'content-type': 'application/json' },
        body: `[${filled('1,')}1]`,
      },
    ],
  ])('%s', async (_, action) => {
    await judge(shell('ls')); // What is loaded once does not count.
    expect(await cost(action)).toBeLessThan(most);
  });

  it.each(Object.entries(units))(
    'a megabyte of %s: as a command, an argument, SQL, a tool’s input',
    async (_, unit) => {
      const text = filled(unit);
      expect(await cost(shell(text))).toBeLessThan(most);
      expect(await cost(shell(`rm -rf ${text}`))).toBeLessThan(most);
      expect(await cost(shell(`echo '${text.replaceAll("'", '')}'`))).toBeLessThan(most);
      expect(await cost({ kind: 'sql', text })).toBeLessThan(most);
      expect(await cost(tool('query', { sql: text, command: text, body: text }))).toBeLessThan(most);
      expect(await cost({ kind: 'task', program: 'bash', args: ['-c', text], shell: false })).toBeLessThan(most);
    },
  );

  it.each([
    ...Object.entries(units),
    ['directories pushed', 'pushd a;'],
    ['ends of loops never begun', 'done;'],
    ['containers in containers', 'docker exec c '],
    ['searches in searches', 'find . -exec '],
    ['cmd in cmd', 'cmd /c '],
    ['PowerShell in PowerShell', 'pwsh -c '],
  ])('as much of %s as is still followed', async (_, unit) => {
    await judge(shell('Get-ChildItem', 'pwsh')); // The grammar is loaded once.
    for (const length of [1_500, 6_000, 30_000]) expect(await cost(shell(filled(unit, length)))).toBeLessThan(most);
  });

  it.each(Object.entries(units))('a file of a megabyte of %s, written', async (_, unit) => {
    const content = filled(unit);
    for (const path of ['a.sh', '.github/workflows/a.yml', '.claude/settings.json', 'package.json', 'migrations/1.sql'])
      expect(await cost({ kind: 'write', path, content })).toBeLessThan(most);
  });

  it.each(Object.entries(code))('code of %s', async (_, unit) => {
    const text = filled(unit, 990_000).replaceAll("'", '');
    for (const program of ['python3 -c', 'node -e', 'ruby -e', 'perl -e', 'php -r', 'awk'])
      for (const length of [990_000, 40_000])
        expect(await cost(shell(`${program} '${text.slice(0, length)}'`))).toBeLessThan(most);
  });

  it.each(Object.entries(powershell))('PowerShell of %s', async (_, unit) => {
    await judge(shell('Get-ChildItem', 'pwsh')); // The grammar is loaded once.
    for (const length of [megabyte, 12_000, 4_000])
      expect(await cost(shell(filled(unit, length), 'pwsh'))).toBeLessThan(most);
  });

  it.each([
    ['Makefile', 'make'],
    ['package.json', 'npm run a'],
    ['justfile', 'just'],
    ['Rakefile', 'rake'],
    ['Procfile', 'foreman start'],
    ['docker-compose.yml', 'docker compose up'],
    ['x.sh', 'bash x.sh'],
    ['x.py', 'python x.py'],
    ['x.js', 'node x.js'],
    ['x.sql', 'psql -f x.sql'],
    ['curlrc', 'curl -K curlrc'],
    ['x.ps1', 'pwsh -File x.ps1'],
  ])('a file of 950,000 characters, run: %s', async (file, command) => {
    for (const unit of ['\n', 'a=b\n', 'a: b\n', 'a:\n\trm b\n', '\\\n', '"', '{"a":', ' - a\n', 'a ', 'include a\n'])
      expect(await costOf(() => followed(command, { [file]: filled(unit, 950_000) }))).toBeLessThan(2 * most);
  });
});

/** Doors at which a text comes in by itself, and what they make of one. */
const doors: Readonly<Record<string, (text: string) => Record<string, unknown>>> = {
  'an argument of a mutation': (text) => ({
    kind: 'http',
    method: 'POST',
    url: 'https://api.example.com/graphql',
    headers: {},
    body: JSON.stringify({ query: `mutation { runBulk(document: ${JSON.stringify(`mutation ${text}`)}) { id } }` }),
  }),
  'a member of a body': (text) => ({
    kind: 'http',
    method: 'POST',
    url: 'https://api.example.com/v1/things/actions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: text, items: [{ query: text }] }),
  }),
  'an address': (text) => ({
    kind: 'http',
    method: 'POST',
    url: `https://api.example.com/${text}?x=${text}`,
    headers: {},
  }),
  'arguments of a tool': (text) => tool('update', { query: text, command: text, text, script: text, path: text }),
  'a name of a tool': (text) => tool(text.slice(0, 4_000), {}),
  'a statement': (text) => ({ kind: 'sql', dialect: 'postgres', text: `DELETE FROM x WHERE ${text}` }),
};

describe('every door, filled with the same piece, is answered in time', () => {
  const judge = createJudge();
  const pieces = [
    'a',
    ' ',
    'a ',
    'a: ',
    ': "',
    '"',
    'mutation ',
    'delete ',
    'drop table ',
    'remove/',
    'a_b-',
    'a.',
    'aB',
  ];
  it.each(Object.entries(doors))('%s', { timeout: 120_000 }, async (_, door) => {
    const slow: string[] = [];
    for (const piece of pieces) {
      const action = door(filled(piece, 200_000));
      if ((await costOf(() => judge(action))) >= most) slow.push(piece);
    }
    expect(slow).toEqual([]);
  });
});

describe('a bound is no way through', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'an address whose middle is not read',
      {
        kind: 'http',
        method: 'POST',
        url: `https://api.example.com/v1/${filled('a', 6_000)}/volumes/7/delete/${filled('b', 6_000)}`,
        headers: {},
      },
    ],
    [
      'more fields than are read',
      tool('update', Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, at]))),
    ],
    ["a tool's name beyond all bounds", tool(filled('list_', 5_000), {})],
    ['what stands behind more words than are judged', shell(`echo ${list(20_000, () => 'a')}; rm -rf ~`)],
    ['what stands behind more commands than are judged', shell(`${list(5_000, () => 'true', '; ')}; rm -rf ~`)],
    ['what stands behind more cmd commands than are judged', shell(`${filled('dir&', 40_000)}del /s /q C:\\`, 'cmd')],
    ['what is deleted after a directory too deep to follow', shell(`${list(2_000, () => 'cd dd', '; ')}; rm -rf x`)],
    ['what stands behind more patterns than are read', shell(`echo ${filled('?', 60_000)}; rm -rf ~`)],
    [
      'what stands behind PowerShell longer than is read',
      shell(`${filled('Get-Date;', 13_000)};Remove-Item C:\\ -Recurse`, 'pwsh'),
    ],
    ['PowerShell in which nothing fits', shell(`${filled('a,', 11_000)};Remove-Item C:\\ -Recurse`, 'pwsh')],
    ['what stands behind NUL characters', shell(`${filled('\0', 100_000)}; rm -rf ~`)],
  ])('does not pass: %s', async (_, action) => {
    expect((await createJudge()(action)).decision).not.toBe('allow');
  });
});
