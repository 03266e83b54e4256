import path from 'node:path';
import { quotedWord } from '../parse/shell-word.ts';
import { prefilterText } from './prefilter.ts';
import type { ShimmedProgram } from './programs.ts';
import { shimCodes } from './shim-codes.ts';

/** What every shim carries, fixed when the window wrote it. All paths absolute. */
export interface ShimParts {
  /** The directory of the shims, which is left out of the search for the real program. */
  readonly directory: string;
  /** The Node that asks the guard. */
  readonly node: string;
  /** The bundle's `cli.js`. */
  readonly main: string;
  /** The whole environment of that Node. */
  readonly variables: Readonly<Record<string, string>>;
  /** A POSIX shell that is no bash, where there is one: bash takes options and functions over from the environment. */
  readonly shell?: string;
}

/** Rounds after which a program that finds its own shim again and again gets the last one of its name in PATH. */
const deepest = 24;

/**
 * One shim: finds the real program, decides the harmless call by itself, asks the guard about every other one, then
 * becomes the real program by `exec`, so that process id, streams, signals and exit code are the program's own. Its
 * variables begin with `hp_` because assigning to a name that stands in the environment would hand the new value on.
 *
 * The guard's Node gets an environment of its own; the caller's comes to it as text on standard input, and the
 * caller's standard input on descriptor 3. It says by its exit code how the call stands (`shim-codes.ts`); every other
 * end counts as no answer, which stops the call. `HOLDPOINT_REAL` names the program that was called by its full path
 * (shell-guards.ts).
 */
export function shimScript({ name, ...program }: ShimmedProgram, parts: ShimParts): string {
  const variables = Object.entries(parts.variables).map(([key, value]) => `${key}=${quotedWord(value)}`);
  const asker = `${variables.join(' ')} HOLDPOINT_SHIM_PID=$$ ${quotedWord(parts.node)} ${quotedWord(parts.main)} shim ${name}`;
  const unchecked = `holdpoint: ${name} was not run, because Holdpoint could not check it. Reload the editor window, then try again.`;
  return `#!${parts.shell ?? '/bin/sh'}
# Holdpoint's shim for ${name}: written by the editor window, replaced when Holdpoint is updated.
hp_flags=$-
{ set +efuvx; } 2>/dev/null
unset -f unset exec printf set exit [ true 2>/dev/null
hp_real=
hp_depth=0
case \${HOLDPOINT_REAL-} in
  /*/${name}) if [ -f "$HOLDPOINT_REAL" ] && [ -x "$HOLDPOINT_REAL" ]; then hp_real=$HOLDPOINT_REAL; fi ;;
esac
unset HOLDPOINT_REAL
case \${HOLDPOINT_SHIM-} in ${name}/*) hp_depth=\${HOLDPOINT_SHIM##*/} ;; esac
case $hp_depth in '' | *[!0-9]*) hp_depth=0 ;; esac
if [ -z "$hp_real" ]; then
  hp_ifs=$IFS
  hp_path=\${PATH-/usr/local/bin:/usr/bin:/bin}:
  set -f
  IFS=:
  for hp_folder in $hp_path; do
    case $hp_folder in
      ${shimFolders(parts.directory)}) continue ;;
      '') hp_folder=. ;;
    esac
    if [ -f "$hp_folder/${name}" ] && [ -x "$hp_folder/${name}" ]; then
      hp_real=$hp_folder/${name}
      [ "$hp_depth" -ge ${deepest} ] || break
    fi
  done
  IFS=$hp_ifs
  set +f
fi
if [ -z "$hp_real" ]; then
  printf '%s\\n' '${name}: command not found' >&2
  exit 127
fi
${prefilterText({ name, ...program })}
hp_input=
hp_more=
if [ "$hp_ask" = 1 ]; then
  # A standard input that is closed cannot be handed on: an open one in its place is closed again below.
  hp_closed=
  { true 4<&0; } 2>/dev/null || { hp_closed=1; exec </dev/null; }
  hp_input=$({ { /usr/bin/env -0 2>/dev/null || /usr/bin/env; } | /usr/bin/env -i ${asker} "$@" 3<&4 4<&-; } 4<&0)
  case $? in
    ${shimCodes.go}) hp_input= ;;
    ${shimCodes.spooled}) ;;
    ${shimCodes.begun}) hp_more=1 ;;
    ${shimCodes.stop}) exit 126 ;;
    ${shimCodes.interrupted}) exit 130 ;;
    *)
      printf '%s\\n' ${quotedWord(unchecked)} >&2
      exit 126 ;;
  esac
  [ -z "$hp_closed" ] || exec <&-
fi
${program.starts ? '' : `export HOLDPOINT_SHIM=${name}/$((hp_depth + 1))\n`}if [ -n "$hp_more" ]; then
  /usr/bin/mkfifo -m 600 "$hp_input.pipe" || exit 126
  { { /bin/cat "$hp_input"; /bin/rm -f "$hp_input"; exec /bin/cat; } <&3 >"$hp_input.pipe" 3<&- & } 3<&0
  exec <"$hp_input.pipe" || exit 126
  /bin/rm -f "$hp_input.pipe"
elif [ -n "$hp_input" ]; then
  exec <"$hp_input" || exit 126
  /bin/rm -f "$hp_input"
fi
for hp_flag in e f u; do case $hp_flags in *$hp_flag*) set -$hp_flag ;; esac; done
exec "$hp_real" "$@"
`;
}

/** A `case` pattern for the folders that are left out of the search: these shims, and those of another editor. */
function shimFolders(directory: string): string {
  const editors = path.dirname(path.dirname(directory));
  const others = path.basename(editors) === 'exec' ? ` | ${quotedWord(`${editors}/`)}*/bin` : '';
  return `${quotedWord(directory)}${others}`;
}
