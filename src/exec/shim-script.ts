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
}

/** Rounds after which a program that finds its own shim again and again gets the last one of its name in PATH. */
const deepest = 12;

/**
 * One shim: finds the real program, decides the harmless call by itself, asks the guard about every other one, then
 * becomes the real program by `exec`, so that process id, streams, signals and exit code are the program's own. Its
 * variables begin with `hp_` because assigning to a name that stands in the environment would hand the new value on.
 *
 * The guard's Node gets an environment of its own; the caller's comes to it as text on standard input, and the
 * caller's standard input on descriptor 3. It says by its exit code how the call stands (`shim-codes.ts`); every other
 * end counts as no answer, which stops the call.
 */
export function shimScript({ name, ...program }: ShimmedProgram, parts: ShimParts): string {
  const variables = Object.entries(parts.variables).map(([key, value]) => `${key}=${quoted(value)}`);
  const asker = `${variables.join(' ')} ${quoted(parts.node)} ${quoted(parts.main)} shim ${name}`;
  const unchecked = `holdpoint: ${name} was not run, because Holdpoint could not check it. Reload the editor window, then try again.`;
  return `#!/bin/sh
# Holdpoint's shim for ${name}: written by the editor window, replaced when Holdpoint is updated.
unset -f unset exec printf set exit 2>/dev/null
hp_real=
hp_depth=0
case \${HOLDPOINT_SHIM-} in ${name}/*) hp_depth=\${HOLDPOINT_SHIM##*/} ;; esac
case $hp_depth in '' | *[!0-9]*) hp_depth=0 ;; esac
hp_ifs=$IFS
set -f
IFS=:
for hp_folder in $PATH; do
  hp_folder=\${hp_folder:-.}
  if [ "$hp_folder" != ${quoted(parts.directory)} ] && [ -f "$hp_folder/${name}" ] && [ -x "$hp_folder/${name}" ]; then
    hp_real=$hp_folder/${name}
    [ "$hp_depth" -ge ${deepest} ] || break
  fi
done
IFS=$hp_ifs
set +f
if [ -z "$hp_real" ]; then
  printf '%s\\n' '${name}: command not found' >&2
  exit 127
fi
${prefilterText({ name, ...program })}
hp_input=
if [ "$hp_ask" = 1 ]; then
  hp_input=$({ { /usr/bin/env -0 2>/dev/null || /usr/bin/env; } | /usr/bin/env -i ${asker} "$@" 3<&4 4<&-; } 4<&0)
  case $? in
    ${shimCodes.go}) hp_input= ;;
    ${shimCodes.spooled}) ;;
    ${shimCodes.stop}) exit 126 ;;
    ${shimCodes.interrupted}) exit 130 ;;
    *)
      printf '%s\\n' ${quoted(unchecked)} >&2
      exit 126 ;;
  esac
fi
export HOLDPOINT_SHIM=${name}/$((hp_depth + 1))
if [ -n "$hp_input" ]; then
  exec <"$hp_input" || exit 126
  /bin/rm -f "$hp_input"
fi
exec "$hp_real" "$@"
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
