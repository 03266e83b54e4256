// A real zsh whose `.zshenv` has the line: what is held, and that nothing else of it changes.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zshGuard } from '../../src/exec/shell-guards.ts';
import { zshLine, zshProgram, zshVariable } from '../../src/exec/zsh-line.ts';
import { run } from '../cli/cli.ts';
import { deletion, type Ground, newGround } from './ground.ts';

const zsh = zshProgram({ environment: process.env });

describe.skipIf(zsh === null)('zsh in a guarded terminal', { timeout: 60_000 }, () => {
  let ground: Ground;
  let full: string;
  const file = (name: string) => path.join(ground.root, name);
  beforeAll(() => {
    ground = newGround();
    full = `${ground.programs}/${deletion}`;
    writeFileSync(
      file('guard.zsh'),
      zshGuard({ shims: ground.parts.directory, paths: [`${ground.programs}/railway`] }),
    );
    const reset = `PATH=${ground.programs}:/usr/bin:/bin\n`;
    writeFileSync(path.join(ground.home, '.zshenv'), `export FROM_ENV=1\n${zshLine}\n`);
    writeFileSync(path.join(ground.home, '.zprofile'), `${reset}export FROM_PROFILE=1\n`);
    writeFileSync(path.join(ground.home, '.zshrc'), `${reset}FROM_RC=1\n`);
    writeFileSync(path.join(ground.home, '.zlogin'), 'FROM_LOGIN=1\n');
    const moved = path.join(ground.home, 'moved');
    mkdirSync(moved);
    writeFileSync(path.join(moved, '.zshenv'), `${zshLine}\n`);
  });
  afterAll(() => ground.remove());

  const started = (args: readonly string[], options: { input?: string; environment?: Record<string, string> } = {}) =>
    run(zsh ?? '', args, {
      cwd: ground.app,
      home: ground.home,
      ...(options.input === undefined ? {} : { input: options.input }),
      environment: { PATH: ground.PATH, [zshVariable]: file('guard.zsh'), ...options.environment },
    });

  test.each<[string, string[], string]>([
    ['a full path', ['-c'], '$FULL'],
    ['a full path within a function, an alias, eval', ['-c'], 'f() { eval "$FULL"; }; f'],
    ['a full path with options that change what a function reads', ['-eu', '-o', 'ksharrays', '-c'], '$FULL'],
    ['a login shell whose files set PATH anew', ['-lc'], '$NAME'],
    ['a login shell under -e and -u', ['-leuc'], '$NAME'],
    ['a script in a script', ['-c'], 'print -r -- "$FULL" >inner.zsh; zsh inner.zsh'],
    ['another folder for the files', ['-c'], 'export ZDOTDIR=$HOME/moved; zsh -c "$FULL"'],
  ])('%s: held', async (_, options, text) => {
    const named = text.replaceAll('$FULL', full).replaceAll('$NAME', deletion);
    expect((await started([...options, named])).code).toBe(126);
  });

  test('a script that names zsh as its program: held', async () => {
    writeFileSync(file('drop'), `#!${zsh}\n${full}\n`);
    chmodSync(file('drop'), 0o755);
    const environment = { PATH: ground.PATH, [zshVariable]: file('guard.zsh') };
    expect((await run(file('drop'), [], { cwd: ground.app, home: ground.home, environment })).code).toBe(126);
  });

  test('a prompt whose files set PATH anew, and a line that does: held, and $? stays', async () => {
    const input = `false\nprint "status $?"\n${deletion}\nprint "then $?"\nPATH=${ground.programs}:/usr/bin:/bin\n${deletion}\nprint "later $?"\n`;
    const { stdout } = await started(['-i'], { input });
    for (const said of ['status 1', 'then 126', 'later 126']) expect(stdout).toContain(said);
  });

  test('reads every file of the person, with their values', async () => {
    const say = 'print -r -- $FROM_ENV $FROM_PROFILE ${FROM_RC-} ${FROM_LOGIN-} ${ZDOTDIR-none} ${HISTFILE-none}\n';
    const without = { environment: { [zshVariable]: '' }, input: say };
    const [first, second] = [await started(['-li'], { input: say }), await started(['-li'], without)];
    expect(first.stdout).toContain('1 1 1 1 none none');
    expect(second.stdout).toContain('1 1 1 1 none none');
  });

  test.each([
    ['the guard is gone', { [zshVariable]: '/nowhere/guard.zsh' }],
    ['the guard is a folder that cannot be read', { [zshVariable]: '/' }],
    ['the terminal is not guarded', { [zshVariable]: '' }],
  ])('%s: zsh starts as ever', async (_, environment) => {
    const { code, stdout, stderr } = await started(['-euc', 'print -r -- $? $FROM_ENV'], { environment });
    expect({ code, stdout, ...(environment[zshVariable] === '/' ? {} : { stderr }) }).toMatchObject({
      code: 0,
      stdout: '0 1\n',
    });
  });

  test('shims that are gone while a shell with their function is open: the program itself runs', async () => {
    const gone = zshGuard({ shims: '/nowhere', paths: [`${ground.programs}/railway`] });
    writeFileSync(file('gone.zsh'), gone);
    const result = await started(['-c', `${ground.programs}/railway logs`], {
      environment: { [zshVariable]: file('gone.zsh'), PATH: '/usr/bin:/bin' },
    });
    expect(result).toEqual({ code: 0, stdout: 'railway logs\n', stderr: '' });
  });
});
