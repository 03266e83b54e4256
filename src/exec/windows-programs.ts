import { type ShimmedProgram, shimmedPrograms } from './programs.ts';

/** Programs of Windows itself that hold data or remove many things at once. */
const ownPrograms: readonly ShimmedProgram[] = [
  { name: 'robocopy' },
  { name: 'sqlcmd', reads: { unless: ['-Q', '-q', '-i', '-?'] } },
];

/** Names that mean another program on Windows (`find` looks for text, `timeout` waits), or one that only starts others. */
const others = new Set('find timeout time env nohup setsid nice ionice stdbuf chrt taskset'.split(' '));

/** Words of `rm` that name another place there than they seem to: a drive's, a root's, those of a file, quotes of its own. */
const elsewhere = ['*:*', '\\*', '*conftest*\\*', '@*', "*'*", '~*'];

/**
 * The programs that get a shim on Windows. What `rm` is given it expands by itself there, so that no word of it is
 * known to name nothing.
 */
export const windowsPrograms: readonly ShimmedProgram[] = [
  ...shimmedPrograms
    .filter(({ name }) => !others.has(name))
    .map(({ absent, ...program }) =>
      absent ? { ...program, unless: [...(program.unless ?? []), ...elsewhere] } : program,
    ),
  ...ownPrograms,
];

/** The endings by which cmd finds a program, in its own order (`PATHEXT`). */
const endings = ['.com', '.exe', '.bat', '.cmd'] as const;

/**
 * The shims of a program, by what is found first behind its name in the folders of PATH, as cmd would; none where
 * nothing is. `folders` are the names of the files in each, in small letters.
 *
 * A batch file gets one of its own kind, so that a batch file that calls it without `call` ends there as it always
 * did. Where a PowerShell script of its name lies beside it, PowerShell takes that, and hands the words on as they
 * are; a batch file in its place would have cmd read them (`a|b` would start `b`), so there a program stands as well.
 */
export function shimFilesOf(name: string, folders: readonly ReadonlySet<string>[]): readonly string[] {
  for (const files of folders) {
    const ending = endings.find((each) => files.has(`${name}${each}`));
    if (ending === undefined) continue;
    if (ending === '.com' || ending === '.exe') return [`${name}.exe`];
    return [...(files.has(`${name}.ps1`) ? [`${name}.exe`] : []), `${name}${ending}`];
  }
  return [];
}

/**
 * Whether a command line of cmd or PowerShell names something these do themselves, where no shim stands: a builtin, an
 * alias or a cmdlet that deletes, overwrites, stops or speaks to a server.
 */
export function isShellsOwn(command: string): boolean {
  return /(?:^|[\s;&|({@])(?:del|erase|rd|rmdir|ri|rm|move|mi|mv|copy|cp|sc|clc|irm|iwr|iex|curl|wget|spps|kill|[a-z]{3,}-[a-z]+)(?=[\s;&|)}]|$)/i.test(
    command,
  );
}
