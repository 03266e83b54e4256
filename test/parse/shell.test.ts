import { describe, expect, test } from 'vitest';
import { type FactAnswer, factsFrom } from '../../src/action/facts.ts';
import { parseShell } from '../../src/parse/shell.ts';
import { brief, inquiryWith, line, lines, read } from './reading.ts';

/** What each text runs, one line for each program. */
const tables: Record<string, readonly (readonly [text: string, ...runs: string[]])[]> = {
  'lists, pipes and groups': [
    ['rm -rf /', 'rm -rf /'],
    ['FOO=1 rm -rf /', 'rm -rf /'],
    ['a; b && c || d &', 'a', 'b', 'c', 'd'],
    ['a | b |& c', 'a', 'b', 'c'],
    ['(a; (b))', 'a', 'b'],
    ['{ a; } 2>&1', 'a'],
    ['! time a', 'a'],
    ['coproc a', 'a'],
    ['a\n\n# rm -rf /\nb', 'a', 'b'],
    ['rm\t-rf \\\n /', 'rm -rf /'],
  ],
  'control flow: every body is judged': [
    ['if a; then b; elif c; then d; else e; fi', 'a', 'b', 'e', 'c', 'd'],
    ['while a; do b; done', 'a', 'b'],
    ['until a; do b; done', 'a', 'b'],
    ['case $1 in x|y) a;; *) b;; esac', 'a', 'b'],
    ['for f in a "b c"; do rm "$f"; done', 'rm a', 'rm b c'],
    ['for f in *.log; do rm "$f"; done', 'rm ~*.log~'],
    ['for ((i=0;i<3;i++)); do a $i; done', 'a ?$i?'],
    ['select x in a; do rm $x; done', 'rm ?$x?', 'rm a'],
    ['[[ -n $(rm x) ]] && (( $(rm y) ))', 'rm x', 'rm y'],
  ],
  quoting: [
    [`r""m -r'f' "/"`, 'rm -rf /'],
    [String.raw`\rm -rf /`, 'rm -rf /'],
    [String.raw`$'\x72m' -rf $'\057'`, 'rm -rf /'],
    ['/bin/rm -rf /', 'rm -rf /'],
    ['rm "*" \\* *', 'rm * * ~*~'],
    ['rm "[id]"/*', String.raw`rm ~\[id\]/*~`],
    ['rm ~/x "~/x"', 'rm /home/me/x ~/x'],
    ['rm ~root/x', 'rm /root/x'],
  ],
  variables: [
    ['X=/; rm -rf $X "$X"', 'rm -rf / /'],
    ['X="a b"; rm $X "$X"', 'rm a b a b'],
    ['X="*.log"; rm $X "$X"', 'rm ~*.log~ *.log'],
    ['X=a; X+=b; rm $X', 'rm ab'],
    ['a=r; b=m; $a$b -rf /', 'rm -rf /'],
    ['a=(rm -rf /); "${a[@]}" ${a[1]} ${#a[@]}', 'rm -rf / -rf 3'],
    ['export A=1 B=/; rm $B', 'export A=1 B=/', 'rm /'],
    ['read X; rm $X', 'read X', 'rm ?$X?'],
    ['printf -v X %s /; rm $X', 'printf -v X %s /', 'rm /'],
    ['set -- / b; shift; rm $1 $#', 'set -- / b', 'rm b 1'],
    ['rm -rf $1/', 'rm -rf /'],
    ['unset X; rm -rf "$X/"', 'unset X', 'rm -rf /'],
    [
      'X=/a.b.c; rm ${X%.*} ${X%%.*} ${X#/} ${X##*.} ${X/b/z} ${X:1:2} ${#X} ${X^^}',
      'rm /a.b /a a.b.c c /a.z.c a. 6 /A.B.C',
    ],
    ['Y=; rm ${Y:-d} ${Y-e}x ${Y:+f} ${Z:=g} $Z', 'rm d x ?${Z:=g}? ?$Z?'],
    ['X=Y; Y=/; rm ${!X}', 'rm /'],
    ['rm $((1 + 2 * 3)) $((x + 1))', 'rm 7 ?$((x + 1))?'],
    ['IFS=,; X=a,b; rm $X', 'rm a b'],
    ['A=1; (A=2; rm $A); rm $A', 'rm 2', 'rm 1'],
    ['X=/; x | X=y; rm $X', 'x', 'rm /'],
  ],
  'branches: only what all agree on is known': [
    ['[ -d x ] && X=/tmp/y; rm $X', '[ -d x ]', 'rm ?$X?'],
    ['X=/; if a; then X=/tmp; fi; rm $X', 'a', 'rm ?$X?'],
    ['X=/; if a; then X=/; else X=/; fi; rm $X', 'a', 'rm /'],
    ['X=1 && rm $X', 'rm 1'],
    ['X=/; while a; do rm $X; X=/tmp; done; rm $X', 'a', 'rm /', 'a', 'rm ?$X?', 'rm ?$X?'],
  ],
  braces: [
    ['rm /{etc,home}/x', 'rm /etc/x /home/x'],
    ['rm {1..3} {a..c} {01..3}', 'rm 1 2 3 a b c 01 02 03'],
    ['kubectl get -o jsonpath={.items..name} {..} {1..x}', 'kubectl get -o jsonpath={.items..name} {..} {1..x}'],
    ['rm {a,b}{.x..y}', 'rm a{.x..y} b{.x..y}'],
    ['{rm,-rf,/}', 'rm -rf /'],
    ['X=1; rm {$X,"b c"}', 'rm 1 b c'],
    ['rm {a} {} "{a,b}"', 'rm {a} {} {a,b}'],
  ],
  'substitutions that can be known': [
    ['$(echo rm) -rf /', 'echo rm', 'rm -rf /'],
    ['`echo rm` -rf /', 'echo rm', 'rm -rf /'],
    [String.raw`$(printf '\x72\x6d') -rf /`, String.raw`printf \x72\x6d`, 'rm -rf /'],
    ['$(echo cm0= | base64 -d) /', 'echo cm0=', 'base64 -d', 'rm /'],
    ['$(rev <<< mr) /', 'rev', 'rm /'],
    ['$(echo sn | tr a-z b-za) /', 'echo sn', 'tr a-z b-za', 'to /'],
    ['$(echo 726d | xxd -r -p) /', 'echo 726d', 'xxd -r -p', 'rm /'],
    ['$(which rm) /', 'which rm', 'rm /'],
    ['cd a && rm "$(pwd)/x"', 'cd a', 'pwd', 'rm /w/a/x'],
    ['T=$(mktemp -d); rm -r "$T"', 'mktemp -d', 'rm -r /tmp/tmp.XXXXXXXXXX'],
    ['rm $(dirname /a/b) $(basename /a/b.c .c)', 'dirname /a/b', 'basename /a/b.c .c', 'rm /a b'],
    ['rm "$(cat list)"', 'cat list', 'rm ?$(cat list)?'],
    ['$(date) /', 'date', '(unknown) /'],
    ['echo "$(rm -rf /)"', 'rm -rf /', 'echo '],
    ['echo ${x:-$(rm y)}', 'rm y', 'echo ?${x:-$(rm y)}?'],
  ],
  'functions and aliases': [
    ['f() { rm -rf "$1"; }; f /etc', 'rm -rf /etc'],
    ['function f { rm "$@"; }; f a "b c"', 'rm a b c'],
    ['f() { rm -rf /; }', ...[]],
    ['rm() { echo hi; }; rm -rf /', 'echo hi'],
    ['rm() { echo hi; }; command rm -rf /', 'command> rm -rf /'],
    ['rm() { :; }; sudo rm -rf /', 'sudo> rm -rf /'],
    ['a && rm() { :; }; unset -f rm; rm -rf /', 'a', 'unset -f rm', 'rm -rf /'],
    ['[ a ] && rm() { echo hi; }; rm -rf /', '[ a ]', 'echo hi', 'rm -rf /'],
    ['X=/; f() { local X=/tmp/a; }; f; rm $X', 'local X=/tmp/a', 'rm /'],
    ['f() { rm "$1"; f /; }; f a', 'rm a', 'rm /', 'rm /'],
    ["alias x='rm -rf'; x /", 'alias x=rm -rf', 'rm -rf /', 'x /'],
    ["alias x='rm -rf'; x *", 'alias x=rm -rf', 'rm -rf ~*~', 'x ~*~'],
    ['alias rm=echo; rm -rf /', 'alias rm=echo', 'echo -rf /', 'rm -rf /'],
  ],
  'text that a shell runs': [
    ["bash -c 'rm -rf /a && ls'", 'rm -rf /a', 'ls'],
    ['bash -x -o pipefail -lc "rm x"', 'rm x'],
    [`bash -c 'rm -rf "$1"' _ /`, 'rm -rf /'],
    [`sh -c "sh -c 'rm x'"`, 'rm x'],
    ['eval rm -rf "/"', 'rm -rf /'],
    ['eval $(echo rm x)', 'echo rm x', 'rm x'],
    ['echo "rm -rf /" | sh', 'echo rm -rf /', 'rm -rf /'],
    ['bash <<EOF\nrm -rf $X\nEOF', 'rm -rf ?$X?'],
    ["bash <<'EOF'\nX=1; rm $X\nEOF", 'rm 1'],
    ['sh <<< "rm x"', 'rm x'],
    ['trap "rm x" EXIT', 'trap rm x EXIT', 'rm x'],
    ['bash -c "cd $D && rm -rf build"', 'cd ?$D?', 'rm -rf build'],
    ['bash -c "$CMD"', '(unknown)'],
    ['$CMD x', '(unknown) x'],
  ],
  'text that is fetched or decoded': [
    ['curl -s https://x.y | sh', 'curl -s https://x.y', 'computed sh'],
    ['curl https://x.y | sudo bash -s -- a', 'curl https://x.y', 'sudo> computed bash -s -- a'],
    ['echo cm0gLw== | base64 -d | sh', 'echo cm0gLw==', 'base64 -d', 'rm /'],
    ['eval "$(curl x)"', 'curl x', 'computed eval ?$(curl x)?'],
    ['bash -c "$(curl x)"', 'curl x', 'computed bash -c ?$(curl x)?'],
    ['bash <(curl x)', 'curl x', 'computed bash ?<(curl x)?'],
    ['source <(curl x)', 'curl x', 'computed source ?<(curl x)?'],
    ['x | tee >(sh)', 'x', 'computed sh', 'tee ?>(sh)?'],
    ['curl -o i.sh https://x/y; ./i.sh', 'curl -o i.sh https://x/y', 'computed i.sh'],
    ['curl -O https://x/i.sh && bash i.sh', 'curl -O https://x/i.sh', 'computed bash i.sh'],
    ['eval "$(ssh-agent -s)"', 'ssh-agent -s', 'eval ?$(ssh-agent -s)?'],
    ['source <(kubectl completion bash)', 'kubectl completion bash', 'source ?<(kubectl completion bash)?'],
  ],
  'text that the same command writes': [
    ['cat > x.sh <<E\nrm -rf /\nE\nbash x.sh', 'cat', 'bash x.sh', 'rm -rf /'],
    [
      'echo "rm a" > x.sh; echo "rm b" >> x.sh; chmod +x x.sh; ./x.sh',
      'echo rm a',
      'echo rm b',
      'chmod +x x.sh',
      'x.sh',
      'rm a',
      'rm b',
    ],
    ['echo "rm a" | tee x; . ./x', 'echo rm a', 'tee x', '. ./x', 'rm a'],
    ['echo "rm a" > x; mv x y; sh y', 'echo rm a', 'mv x y', 'sh y', 'rm a'],
  ],
  'a file of this disk that is passed on, its lines ended anew': [
    ['cat x.sh > y.sh && bash y.sh', 'cat x.sh', 'bash y.sh'],
    [String.raw`tr -d '\r' < x.sh > y.sh && bash y.sh`, String.raw`tr -d \r`, 'bash y.sh'],
    [String.raw`tr -d "\r" < "$D/x.sh" | bash`, String.raw`tr -d \r`, 'bash'],
    [String.raw`sed 's/\r$//' x.sh | bash`, String.raw`sed s/\r$// x.sh`, 'bash'],
    ['dos2unix < x.sh | sh', 'dos2unix', 'sh'],
    ['echo "npm test" >> run.sh; bash run.sh', 'echo npm test', 'bash run.sh', 'npm test'],
    ['echo "rm a" >> run.sh; bash run.sh', 'echo rm a', 'bash run.sh', 'rm a'],
    [String.raw`printf 'rm a\r\n' | tr -d '\r' | sh`, String.raw`printf rm a\r\n`, String.raw`tr -d \r`, 'rm a'],
    ['tr a-z n-za-m < x.sh | sh', 'tr a-z n-za-m', 'computed sh'],
    ['tr -d x < x.sh | sh', 'tr -d x', 'computed sh'],
    ["sed 's/^#//' x.sh | sh", 'sed s/^#// x.sh', 'computed sh'],
    ['curl x > x.sh; cat x.sh > y.sh; sh y.sh', 'curl x', 'cat x.sh', 'computed sh y.sh'],
    [String.raw`curl x > x.sh; tr -d '\r' < x.sh > y.sh; sh y.sh`, 'curl x', String.raw`tr -d \r`, 'computed sh y.sh'],
    ['make-it >> run.sh; bash run.sh', 'make-it', 'computed bash run.sh'],
  ],
  'a program that another one finds, or that a variable means by habit': [
    ['"$(brew --ruby)" x.rb', 'brew --ruby', 'ruby x.rb'],
    ["R=$(brew ruby -e 'print RbConfig.ruby'); $R x.rb", 'brew ruby -e print RbConfig.ruby', 'ruby x.rb'],
    ['"$(xcrun -f swift)" build', 'xcrun -f swift', 'swift build'],
    ['"$(mise which rm)" -rf x', 'mise which rm', 'rm -rf x'],
    ['PY=$(which python3 || which python); $PY -m x', 'which python3', 'which python', 'python3 -m x'],
    ['$(which rm || which del) x', 'which rm', 'which del', '(unknown) x'],
    ['$(brew --else) x', 'brew --else', '(unknown) x'],
    ['$PYTHON -c x', 'python -c x'],
    ['"${NODE:-node}" x.js', 'node x.js'],
    ['$TOOL x', '(unknown) x'],
    ['PYTHON=$(curl x); $PYTHON x', 'curl x', 'computed (unknown) x'],
  ],
  'text of another language': [
    [
      'ALL.filter(x => /tools/i.test(x.name) || /tools/i.test(x.text)).forEach(x => text(x));',
      'ALL.filter x =',
      'x.name',
      'i.test x.text',
      '.forEach x =',
      'x',
    ],
    ['curl -o i.sh x\nfoo(bar\n./i.sh', 'curl -o i.sh x', 'foo bar', 'computed i.sh'],
    ['const body = `## Done\n\n- \\`npm test\\`\n`', 'npm test', 'const body = ?`## Done\n\n- \\`npm test\\`\n`?'],
    ['- $(curl x) y', 'curl x', '-> computed (unknown) y'],
    ['- rm x', '-> rm x'],
  ],
  'a word that is only mentioned': [
    ['echo rm -rf /', 'echo rm -rf /'],
    ['git commit -m "rm -rf / && DROP TABLE x"', 'git commit -m rm -rf / && DROP TABLE x'],
    ['grep -r "rm -rf" .', 'grep -r rm -rf .'],
    ['cat <<EOF\nrm -rf /\nEOF', 'cat'],
    ['# rm -rf /', ...[]],
    ['command -v rm', 'command -v rm'],
    ['which rm', 'which rm'],
    ['echo "rm -rf /" > notes.md', 'echo rm -rf /'],
  ],
  "zsh's own syntax": [
    ['for f (a b) rm -rf $f', 'rm -rf ?$f?'],
    ['noglob rm -rf /', 'noglob> rm -rf /'],
    ['=rm -rf /', 'rm -rf /'],
    ['ls =(echo); rm x', 'ls =', 'echo', 'rm x'],
  ],
};

for (const [concept, table] of Object.entries(tables)) {
  describe(concept, () => {
    test.each(table)('%s', (text, ...runs) => {
      expect(lines(text)).toEqual(runs);
    });
  });
}

describe('where a program runs', () => {
  test.each([
    ['cd /a && rm x', '/a'],
    ['cd a/../b; rm x', '/w/b'],
    ['cd $X; rm x', null],
    ['cd; rm x', '/home/me'],
    ['cd /a; cd -; rm x', '/w'],
    ['(cd /a); rm x', '/w'],
    ['pushd /a; popd; rm x', '/w'],
    ['[ -d a ] && cd a; rm x', null],
    ['cd a || exit 1; rm x', '/w/a'],
    ['env -C /a rm x', '/a'],
    ['ssh h rm x', null],
  ])('%s', (text, cwd) => {
    expect(read(text).invocations.at(-1)?.cwd).toBe(cwd);
  });
});

describe('what a program reads and writes', () => {
  test.each([
    ['psql <<E\nDROP TABLE x\nE', { kind: 'text', value: 'DROP TABLE x\n' }],
    ['cat <<-E\n\ta\n\tE', { kind: 'text', value: 'a\n' }],
    [
      String.raw`cat <<E
a\$b
E`,
      { kind: 'text', value: 'a$b\n' },
    ],
    ['echo "DROP TABLE x" | psql', { kind: 'text', value: 'DROP TABLE x\n' }],
    ['psql < f.sql', { kind: 'file', path: { value: 'f.sql' } }],
    ['cat f.sql | psql', { kind: 'file', path: { value: 'f.sql' } }],
    ['gen | psql', { kind: 'pipe', from: 0 }],
    ['psql <<E\nDELETE FROM x WHERE id=$ID\nE', { kind: 'unknown', text: 'DELETE FROM x WHERE id=$ID\n' }],
  ])('%s', (text, stdin) => {
    expect(read(text).invocations.at(-1)?.stdin).toMatchObject(stdin);
  });

  test.each([
    ['> f', 'truncate:f'],
    ['a >> f 2> g', 'append:f truncate:g'],
    ['a &> f', 'truncate:f'],
    ['a >& f 2>&1', 'truncate:f'],
    ['for x in 1; do a; done > f', 'truncate:f'],
    ['bash -c a > f', 'truncate:f'],
    ['eval a > f', 'truncate:f'],
    ['g() { a; }; g > f', 'truncate:f'],
    ['sudo a > f', 'truncate:f'],
    ['su -c a > f', 'truncate:f'],
  ])('%s', (text, expected) => {
    const [first] = read(text).invocations;
    expect(first?.redirections.map((entry) => `${entry.mode}:${brief(entry.target)}`).join(' ')).toBe(expected);
  });

  test('assignments in front, by env and exported are its environment', () => {
    const [, last] = read('export A=1; B=2 env C=$X run').invocations;
    expect(Object.entries(last?.environment ?? {}).map(([name, word]) => `${name}=${brief(word)}`)).toEqual([
      'A=1',
      'B=2',
      'C=?$X?',
    ]);
  });
});

describe('facts', () => {
  test('a script is asked for, then judged as if typed, naming file and line', () => {
    const first = inquiryWith();
    read('bash deploy.sh', first);
    expect(first.needs).toEqual([{ kind: 'file-text', path: '/w/deploy.sh' }]);
    const second = read(
      'bash deploy.sh prod',
      inquiryWith({ files: { '/w/deploy.sh': '#!/bin/sh\n\nrm -rf /data/$1\n' } }),
    );
    expect(second.invocations.at(-1)).toMatchObject({ program: 'rm', source: { file: '/w/deploy.sh', line: 3 } });
    expect(second.invocations.at(-1)?.args.map(brief)).toEqual(['-rf', '/data/prod']);
  });

  test('scripts that run one another end', () => {
    const files = { '/w/a.sh': '. ./b.sh; rm a', '/w/b.sh': 'bash a.sh; rm b' };
    expect(lines('./a.sh', inquiryWith({ files }))).toEqual(['a.sh', '. ./b.sh', 'bash a.sh', 'rm b', 'rm a']);
  });

  test('a sourced file sets variables', () => {
    expect(lines('. ./env.sh; rm $X', inquiryWith({ files: { '/w/env.sh': 'X=/data' } }))).toContain('rm /data');
  });

  test("the person's own set-up files are not followed, unless this text writes them", () => {
    const inquiry = inquiryWith({ files: { '/home/me/.nvm/nvm.sh': 'rm -rf /' } });
    expect(lines('. ~/.nvm/nvm.sh && nvm use 20', inquiry)).toEqual(['. /home/me/.nvm/nvm.sh', 'nvm use 20']);
    expect(lines('echo "rm -rf /" > ~/.bashrc; . ~/.bashrc')).toContain('rm -rf /');
  });

  test.each([
    ["git -c alias.z='!rm -rf x' z -f", 'rm -rf x -f', 'git -c alias.z=!rm -rf x z -f'],
    ["git config alias.z 'reset --hard'; git z", 'git config alias.z reset --hard', 'git reset --hard', 'git z'],
    ["git config --global alias.z '!rm x' && git z", 'git config --global alias.z !rm x', 'rm x', 'git z'],
    ["git -c core.pager='rm -rf x' log", 'rm -rf x', 'git -c core.pager=rm -rf x log'],
    ["git config core.sshCommand 'rm -rf x'", 'rm -rf x', 'git config core.sshCommand rm -rf x'],
    ["EDITOR='rm -rf x;' git commit", 'rm -rf x', 'git commit'],
    ["KUBECTL_EXTERNAL_DIFF='rm -rf x' kubectl diff -f y", 'rm -rf x', 'kubectl diff -f y'],
    ["LESSOPEN='|rm -rf x' less f", 'rm -rf x', 'less f'],
    ["export GIT_PAGER='rm -rf x'; git log", 'export GIT_PAGER=rm -rf x', 'rm -rf x', 'git log'],
    ['EDITOR=vim git commit', 'git commit'],
    ['git config user.name "rm -rf x"', 'git config user.name rm -rf x'],
    ["git -c user.name='rm -rf x' commit", 'git -c user.name=rm -rf x commit'],
  ])('%s: commands that settings and variables name', (text, ...runs) => {
    expect(lines(text, inquiryWith())).toEqual(runs);
  });

  test.each(['r\0m -rf /', 'rm\0 -rf /', 'echo ${x/$(rm -rf /)/}', 'echo "${x//`rm -rf /`/y}"'])(
    '%j runs rm',
    (text) => {
      expect(lines(text, inquiryWith())).toContain('rm -rf /');
    },
  );

  test('a script that is there and could not be read is not known', () => {
    const asked = inquiryWith();
    const place = { ...asked.facts.place, context: 'ask' as const };
    const exists = (type: 'file' | 'absent') => ({
      known: true as const,
      value: {
        exists: type === 'file',
        type,
        real: '',
        insideWorkspace: true,
        temporary: false,
        regenerable: false,
        git: 'clean' as const,
        pushed: true,
        files: 1,
        bytes: 9e6,
        more: false,
      },
    });
    const programs = (type: 'file' | 'absent') => {
      const answers = new Map<string, FactAnswer>([
        [`file-text\n${place.cwd}/x.sh`, { known: false, why: 'it is larger than 1048576 bytes' }],
        [`path\n${place.cwd}/x.sh\n`, exists(type)],
      ]);
      const facts = factsFrom(place, answers);
      return parseShell('bash x.sh', {
        dialect: 'bash',
        cwd: place.cwd,
        inquiry: { facts, needs: [] },
      }).invocations.map(({ program }) => program);
    };
    expect(programs('file')).toContain(null);
    expect(programs('absent')).not.toContain(null);
  });

  test('`~name` is an account’s home', () => {
    expect(lines('rm -rf ~root/x ~other', inquiryWith())).toEqual(['rm -rf /root/x /home/other']);
    expect(lines('rm "~root" a~b', inquiryWith())).toEqual(['rm ~root a~b']);
  });

  test('a variable nobody set is asked for; one that is not set there may be set in the shell', () => {
    const inquiry = inquiryWith();
    expect(lines('rm -rf "$D"/*', inquiry)).toEqual(['rm -rf ?$D/*?']);
    expect(inquiry.needs).toEqual([{ kind: 'variable', name: 'D' }]);
    expect(lines('rm -rf "$D"/*', inquiryWith({ variables: { D: null } }))).toEqual(['rm -rf ?$D/*?']);
    expect(lines('D=; rm -rf "$D"/*', inquiryWith())).toEqual(['rm -rf ~/*~']);
    expect(lines('D=; rm -rf "$D"', inquiryWith())).toEqual(['rm -rf ']);
    expect(lines('rm -rf "$D"/*', inquiryWith({ variables: { D: '/srv' } }))).toEqual(['rm -rf ~/srv/*~']);
  });
});

describe('spans', () => {
  test.each([
    ['a; rm -rf /', 'rm -rf /'],
    ["bash -c 'cd x; rm -rf /'", 'rm -rf /'],
    ['bash <<"E"\nrm -rf /\nE', 'rm -rf /'],
    ['echo "rm -rf /" | sh', 'rm -rf /'],
    [`ssh h "sh -c 'rm -rf /'"`, 'rm -rf /'],
    ['bash -c "rm -rf $X"', '"rm -rf $X"'],
  ])('%s marks what runs', (text, marked) => {
    const [start = 0, end = 0] = read(text).invocations.find((invocation) => invocation.program === 'rm')?.span ?? [];
    expect(text.slice(start, end)).toBe(marked);
  });
});

describe('other shells', () => {
  test('without its grammar PowerShell is read by its words, and the grammar is asked for', () => {
    const inquiry = inquiryWith();
    expect(read('Remove-Item -Recurse C:\\x', inquiry, 'pwsh').invocations[0]).toMatchObject({
      program: 'remove-item',
    });
    expect(inquiry.needs).toContainEqual({ kind: 'grammar', name: 'powershell' });
    expect(read('Get-ChildItem | Remove-Item', undefined, 'pwsh').invocations.map(line)).toEqual([
      'get-childitem',
      'remove-item ?what the pipeline finds?',
    ]);
  });
});

describe('roundabout ways to the same program', () => {
  test.each([
    [". /dev/stdin <<< 'rm -rf /'"],
    ["bash /dev/stdin <<< 'rm -rf /'"],
    [`bash -c '$0 -rf /' rm`],
    ['rm$IFS-rf$IFS/'],
    [`X=rm; Y='-rf /'; eval "$X $Y"`],
    ["X=/ bash -c 'rm -rf $X'"],
    ["env X=/ sh -c 'rm -rf $X'"],
    ["X=/ eval 'rm -rf $X'"],
    ['f() { rm -rf $X; }; X=/ f'],
    [`fish --command='rm -rf /'`],
    [`bash <<< "$(cat <<'E'\nrm -rf /\nE\n)"`],
    [`bash -c "$(printf 'rm -rf %s' /)"`],
    ["cat <<'E' | sh\nrm -rf /\nE"],
    ['f=rm; g() { $f -rf /; }; g'],
    [`find / -maxdepth 0 -exec bash -c '"$@"' _ rm -rf / \\;`],
    [`env -S 'sh -c "rm -rf /"'`],
    ["printf '%s' '-rf /' | xargs rm"],
    ['exec rm -rf /'],
    ['[[ $(rm -rf /) ]]'],
    ['a[$(rm -rf /)]=1'],
    ['echo ${x:$(rm -rf /)}'],
    ['case $(rm -rf /) in x) ;; esac'],
    ['cat <<E\n$(rm -rf /)\nE'],
    ['a > "$(rm -rf /)"'],
    ['while rm -rf /; do :; done'],
    ['echo "rm -rf /" | at now'],
    ['set -- rm -rf /; "$@"'],
    ['IFS=:; X=rm:-rf:/; $X'],
  ])('%s', (text) => {
    expect(lines(text).some((entry) => /(^|> )rm -rf \/$/.test(entry))).toBe(true);
  });

  test('a script sent over ssh is asked for where it was opened', () => {
    const inquiry = inquiryWith();
    read('cd a; ssh h < x.sh', inquiry);
    expect(inquiry.needs).toEqual([{ kind: 'file-text', path: '/w/a/x.sh' }]);
  });

  test('a descriptor opened elsewhere is not known', () => {
    expect(lines('exec 3<<<"rm -rf /"; sh <&3')).toContain('computed sh');
  });
});
