import { commandOf, type ShimInput } from './call.ts';
import { readingsOf } from './windows-line.ts';

/** One call as a shim of Windows hands it on, in the environment of the Node that asks (windows/shim.c). */
export interface WindowsCall {
  readonly program: string;
  /** What follows the program's name, as it came. */
  readonly line: string;
  /** The caller's variables, their names in capitals: Windows knows no other difference. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file on standard input, absolute, where it is one. */
  readonly inputFile?: string;
  /** The process number of the terminal's shell, where there is one. */
  readonly shell?: string;
}

const callers = 'HOLDPOINT_CALLER_';

/** The call that stands in a shim's variables. Pure. */
export function windowsCallIn(program: string, variables: Readonly<Record<string, string | undefined>>): WindowsCall {
  const environment = Object.entries(variables).flatMap(([name, value]) =>
    name.startsWith(callers) && value !== undefined ? [[name.slice(callers.length).toUpperCase(), value]] : [],
  );
  const { HOLDPOINT_SHIM_INPUT: inputFile, HOLDPOINT_SHIM_TERMINAL: shell } = variables;
  return {
    program,
    line: variables.HOLDPOINT_SHIM_LINE ?? '',
    environment: Object.fromEntries(environment),
    ...(inputFile ? { inputFile } : {}),
    ...(shell ? { shell } : {}),
  };
}

/**
 * The call as shell text, as {@link commandOf} gives it: once for each way in which a program may read its command
 * line, so that the worst of them decides.
 */
export function windowsCommandOf({ program, line, environment }: WindowsCall, input: ShimInput): string {
  const readings = readingsOf(line).map((args) =>
    commandOf({ program, args, environment, input, ...(expanding.has(program) ? { expands: true as const } : {}) }),
  );
  return readings.join('\n');
}

/** Programs whose Windows builds expand patterns, quotes and `@files` by themselves (MSYS, `build_argv`). */
const expanding = new Set(['rm', 'shred']);
