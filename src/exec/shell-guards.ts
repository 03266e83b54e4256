/** Where the guards of a machine's shells come from. All paths absolute. */
export interface ShellGuardParts {
  /** The directory of the shims. */
  readonly shims: string;
  /** Names of the programs that have a shim. */
  readonly programs: readonly string[];
  /** Folders in which programs of those names are called by their full path. */
  readonly folders: readonly string[];
  /** The file the person's own `BASH_ENV` names, which is read first. */
  readonly bashEnvironment?: string;
}

/** Folders whose programs scripts call by full path. */
export const systemFolders = ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin', '/sbin', '/opt/homebrew/bin'] as const;

/**
 * What every bash of a guarded terminal reads: through `BASH_ENV` when it runs a script, through `PROMPT_COMMAND`
 * before its prompt. Puts the shims in front of PATH again where a login shell or an rc file took them away, and has
 * full paths go through them: bash looks for a function before it looks at a slash (bash 5.2, `execute_simple_command`).
 * Starts nothing and prints nothing.
 */
export function bashGuard(parts: ShellGuardParts): string {
  const { shims, bashEnvironment, programs, folders } = parts;
  const own =
    bashEnvironment === undefined ? [] : [`[ -r ${quoted(bashEnvironment)} ] && . ${quoted(bashEnvironment)}`];
  // In bash's POSIX mode such a name is an error that ends the shell.
  const defined = `case $SHELLOPTS in *posix*) true ;; *) declare -F '${folders[0]}/${programs[0]}' >/dev/null ;; esac`;
  return [
    '# Holdpoint: read by every bash of a guarded terminal, written by the editor window.',
    ...own,
    pathFirst(shims),
    ...(programs.length > 0 && folders.length > 0 ? [`if ! ${defined}; then`, ...functionsFor(parts), 'fi'] : []),
    '',
  ].join('\n');
}

/** What fish reads of its vendors' configuration: the shims in front of PATH. Its functions know no full paths. */
export function fishGuard({ shims }: ShellGuardParts): string {
  return [
    '# Holdpoint: read by every fish of a guarded terminal, written by the editor window.',
    `if test -d ${quoted(shims)}; and test "$PATH[1]" != ${quoted(shims)}`,
    `  set -gx PATH ${quoted(shims)} $PATH`,
    'end',
    '',
  ].join('\n');
}

/** For a zsh that reads it: the same as {@link bashGuard}; zsh, too, finds a function before a full path. */
export function zshGuard(parts: ShellGuardParts): string {
  return [
    '# Holdpoint: written by the editor window. Add to ~/.zshrc:  [ -r FILE ] && . FILE',
    pathFirst(parts.shims),
    ...functionsFor(parts),
    '',
  ].join('\n');
}

function pathFirst(shims: string): string {
  return `case $PATH in ${quoted(shims)}:*) ;; *) PATH=${quoted(shims)}:$PATH ;; esac`;
}

function functionsFor({ shims, programs, folders }: ShellGuardParts): string[] {
  return folders.flatMap((folder) =>
    programs.map((name) => `  function ${folder}/${name} { ${quoted(`${shims}/${name}`)} "$@"; }`),
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
