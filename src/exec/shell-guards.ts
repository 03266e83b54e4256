import { quotedWord } from '../parse/shell-word.ts';

/** Where the guards of a machine's shells come from. All paths absolute. */
export interface ShellGuardParts {
  /** The directory of the shims. */
  readonly shims: string;
  /** Full paths of installed programs that have a shim: calls by these go through it, too. */
  readonly paths: readonly string[];
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
export function bashGuard({ shims, bashEnvironment, paths }: ShellGuardParts): string {
  const own =
    bashEnvironment === undefined ? [] : [`[ -r ${quotedWord(bashEnvironment)} ] && . ${quotedWord(bashEnvironment)}`];
  const [first] = paths;
  // In bash's POSIX mode such a name is an error that ends the shell.
  const defined = `case $SHELLOPTS in *posix*) true ;; *) declare -F ${quotedWord(first ?? '')} >/dev/null ;; esac`;
  return [
    '# Holdpoint: read by every bash of a guarded terminal, written by the editor window.',
    ...own,
    // `bash -x` must show the script alone.
    '{ case $- in *x*) set +x; HOLDPOINT_TRACE=1 ;; esac',
    pathFirst(shims),
    ...(first === undefined ? [] : [`if ! ${defined}; then`, ...functionsFor(shims, paths), 'fi']),
    `case \${HOLDPOINT_TRACE-} in ?*) unset HOLDPOINT_TRACE; set -x ;; esac; } 2>/dev/null`,
    '',
  ].join('\n');
}

/** What fish reads of its vendors' configuration: the shims in front of PATH. Its functions know no full paths. */
export function fishGuard({ shims }: ShellGuardParts): string {
  return [
    '# Holdpoint: read by every fish of a guarded terminal, written by the editor window.',
    `if test -d ${quotedWord(shims)}; and test "$PATH[1]" != ${quotedWord(shims)}`,
    `  set -gx PATH ${quotedWord(shims)} $PATH`,
    'end',
    '',
  ].join('\n');
}

/**
 * What every zsh of a guarded terminal reads where the person's `.zshenv` has the line for it (zsh-line.ts): the same
 * as {@link bashGuard}; zsh, too, finds a function before a full path. `.zshenv` comes before the files that set PATH
 * (`/etc/zprofile` of macOS, `.zprofile`, `.zshrc`): a prompt puts the shims in front again before it is shown, a login
 * shell that runs a command or a script before the first command after those files.
 */
export function zshGuard({ shims, paths }: ShellGuardParts): string {
  return [
    '# Holdpoint: read by every zsh of a guarded terminal, written by the editor window.',
    '() {',
    'builtin emulate -L zsh',
    'builtin setopt no_local_traps',
    pathFirst(shims),
    ...(paths.length === 0 ? [] : [zshFunction(shims, paths)]),
    'if [[ -o interactive ]]; then',
    `  function holdpoint_in_front { ${pathFirst(shims)}; }`,
    '  builtin typeset -ga precmd_functions',
    '  precmd_functions+=(holdpoint_in_front)',
    'elif [[ -o login ]]; then',
    `  builtin trap 'case $ZSH_EVAL_CONTEXT in (*file*) ;; (*) builtin trap - DEBUG; '${quotedWord(pathFirst(shims))}' ;; esac' DEBUG`,
    'fi',
    '} 2>/dev/null',
    '',
  ].join('\n');
}

function pathFirst(shims: string): string {
  return `case \${PATH-} in ${quotedWord(shims)}:*) ;; *) PATH=${quotedWord(shims)}\${PATH:+:$PATH} ;; esac`;
}

/** One function under all its names: zsh would take milliseconds for many. `%N` is the name it was called by. */
function zshFunction(shims: string, paths: readonly string[]): string {
  const real = `\${(%):-%N}`;
  const shim = `${quotedWord(`${shims}/`)}"\${${real}##*/}"`;
  const guarded = `HOLDPOINT_REAL="${real}" ${shim} "$@"`;
  return `function ${paths.map(quotedWord).join(' ')} { if [ -x ${shim} ]; then ${guarded}; else command "${real}" "$@"; fi; }`;
}

/** Where the shims are gone (Holdpoint was removed while this terminal stayed open) the program itself runs. */
function functionsFor(shims: string, paths: readonly string[]): string[] {
  return paths.map((full) => {
    const shim = quotedWord(`${shims}/${full.slice(full.lastIndexOf('/') + 1)}`);
    const guarded = `HOLDPOINT_REAL=${quotedWord(full)} ${shim} "$@"`;
    return `  function ${full} { if [ -x ${shim} ]; then ${guarded}; else command ${quotedWord(full)} "$@"; fi; }`;
  });
}
