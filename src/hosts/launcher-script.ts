import { launcherCodes, putAside } from './launcher-codes.ts';
import { closedByHost, impatientHosts, launcherSeconds } from './waits.ts';

/** What the launchers carry. All paths absolute. */
export interface LauncherParts {
  readonly node: string;
  /** The bundle's `cli.js` behind the stable `current` pointer. */
  readonly main: string;
  /** The command for people, named where the hook cannot start. */
  readonly command: string;
  /** The whole environment of the hook's Node. */
  readonly variables: Readonly<Record<string, string>>;
  readonly electron: boolean;
  /** Options of the hook's Node, all of which it knows ({@link hookOptions}). */
  readonly options: readonly string[];
  /** Command line that ends what follows it after so many seconds, up to the number; absent where the machine has none. */
  readonly timeLimit?: string;
}

const stopped = (command: string, host: string) =>
  `Holdpoint could not check this call, so it was not run. Open your editor with Holdpoint to repair it, or run ${command} disconnect ${host} to remove the hook.`;

/**
 * Options of the hook's Node that make its start shorter (test/bench measures it): one helper thread instead of four,
 * no memory set aside for WebAssembly's traps (both known from Node 20.15), and no thread that waits for SIGUSR1, by
 * which any program of this person could open a debugger in the hook (from 22.14). The editor's program gets none.
 */
export const hookOptions = ['--v8-pool-size=1', '--disable-wasm-trap-handler', '--disable-sigusr1'] as const;

/** How Node ends, before it has read anything, where it does not know an option: then it was changed since the connecting. */
const unknownOption = 9;

const gone =
  'Holdpoint is incomplete: its program or the Node that ran it is missing. Open your editor with Holdpoint to repair it, or take the entries that name holdpoint-hook out of your agents’ settings.';

/**
 * The hook's launcher for POSIX shells. It owns standard output and the exit code and survives its worker: whatever
 * happens to Node, the host gets an answer that blocks (exit 2 with a sentence on standard error blocks on every
 * adapted host). Only where Node or the bundle is missing does it look into the payload itself, so that reads,
 * searches and reports still pass. `tool_name` must stand there once: a key of the same name in a tool's own input
 * cannot speak for the call. Where `/bin/sh` is bash, functions come in through the environment (`BASH_FUNC_printf%%`);
 * `unset` is a special builtin there, which no function can stand in for.
 */
export function hookScript(parts: LauncherParts): string {
  const variables = Object.entries(parts.variables).map(([name, value]) => `${name}=${quoted(value)}`);
  const start = (options: string) =>
    `output=$(exec $limit /usr/bin/env -i ${variables.join(' ')} HOLDPOINT_PARENT="$PPID" ${quoted(parts.node)}${options} ${quoted(parts.main)} hook "$@" 2>/dev/null)`;
  return `#!/bin/sh
# Holdpoint's hook: written when you connected an agent, replaced when Holdpoint is updated.
unset -f printf unset exec exit 2>/dev/null
unset LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH BASH_ENV ENV CDPATH GLOBIGNORE
host=$1
stop() {
  printf '%s\\n' ${quoted(stopped(parts.command, '%HOST%')).replace('%HOST%', `'"$host"'`)} >&2
  exit 2
}
if ! [ -x ${quoted(parts.node)} ] || ! [ -r ${quoted(parts.main)} ]; then
  input=$(/bin/cat)
  case $input in
    *'"hook_event_name":"beforeReadFile"'* | *'"hook_event_name": "beforeReadFile"'*) exit=cursor ;;
    *'"tool_name":"Read"'* | *'"tool_name": "Read"'*) exit=0 ;;
    *'"tool_name":"Grep"'* | *'"tool_name": "Grep"'*) exit=0 ;;
    *'"tool_name":"Glob"'* | *'"tool_name": "Glob"'*) exit=0 ;;
    *) stop ;;
  esac
  case \${input#*\\"tool_name\\"} in *'"tool_name"'*) stop ;; esac
  case \${input#*\\"hook_event_name\\"} in *'"hook_event_name"'*) stop ;; esac
  case $input in *'"cursor_version"'*) exit=cursor ;; esac
  if [ "$exit" = cursor ]; then printf '%s' '{"permission":"allow"}'; fi
  exit 0
fi
${limits(parts)}${start(parts.options.map((option) => ` ${option}`).join(''))}
code=$?
case $code in ${unknownOption})
  ${start('')}
  code=$? ;;
esac
case $code in
  ${launcherCodes.answered}) printf '%s' "$output" ;;
  ${launcherCodes.blocked}) printf '%s\\n' "$output" >&2; exit 2 ;;
  *) stop ;;
esac
`;
}

/** A hook that hangs past its host's limit would let the call run, where the host has no setting against that. */
function limits({ timeLimit }: LauncherParts): string {
  if (timeLimit === undefined) return 'limit=\n';
  const impatient = impatientHosts.map((host) => `  ${host}) limit='${timeLimit} ${launcherSeconds(host)}' ;;\n`);
  return [
    'case $host in\n',
    `  ${closedByHost.join(' | ')}) limit= ;;\n`,
    ...impatient,
    `  *) limit='${timeLimit} ${launcherSeconds()}' ;;\n`,
    'esac\n',
  ].join('');
}

/**
 * The command for people: the same Node and bundle, in the person's own environment. What would load code into it is put
 * aside, for the servers that `holdpoint mcp` starts (cli/mcp.ts).
 */
export function commandScript(parts: LauncherParts): string {
  const electron = parts.electron ? 'ELECTRON_RUN_AS_NODE=1 ' : '';
  return `#!/bin/sh
# Holdpoint on the command line: written when you connected an agent, replaced when Holdpoint is updated.
for name in ${putAside.join(' ')}; do
  eval "value=\\\${$name-}"
  if [ -n "$value" ]; then export "HOLDPOINT_$name=$value"; fi
  unset "$name"
done
if ! [ -r ${quoted(parts.main)} ] || ! [ -x ${quoted(parts.node)} ]; then
  printf '%s\\n' ${quoted(gone)} >&2
  exit 1
fi
${electron}exec ${quoted(parts.node)} ${quoted(parts.main)} "$@"
`;
}

/** The hook's launcher for Windows. Without Node or the bundle it blocks every call. */
export function hookScriptWindows(parts: LauncherParts): string {
  const variables = Object.entries(parts.variables).map(
    ([name, value]) => `set "${name}=${value.replaceAll('%', '%%')}"`,
  );
  const lines = [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    'for /f "delims==" %%v in (\'set NODE_ 2^>nul\') do set "%%v="',
    'set "ELECTRON_RUN_AS_NODE="',
    'set "OPENSSL_CONF="',
    ...variables,
    `if not exist "${parts.node}" goto stop`,
    `if not exist "${parts.main}" goto stop`,
    `set "HOLDPOINT_LAUNCHER=direct"`,
    `"${parts.node}" ${parts.options.map((option) => `${option} `).join('')}"${parts.main}" hook %*`,
    `if %errorlevel% equ ${unknownOption} "${parts.node}" "${parts.main}" hook %*`,
    `if %errorlevel% equ ${launcherCodes.answered} exit /b 0`,
    `if %errorlevel% equ ${launcherCodes.blocked} exit /b 2`,
    ':stop',
    `>&2 echo ${stopped(parts.command, '%1')}`,
    'exit /b 2',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The command for people on Windows. */
export function commandScriptWindows(parts: LauncherParts): string {
  const lines = [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    ...putAside.map((name) => `set "${name}="`),
    ...(parts.electron ? ['set "ELECTRON_RUN_AS_NODE=1"'] : []),
    `"${parts.node}" "${parts.main}" %*`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
