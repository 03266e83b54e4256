import { readFileSync, writeSync } from 'node:fs';
import { commandOf, type ShimInput } from '../exec/call.ts';
import { inputOf, spoolInput, type TakenInput } from '../exec/input.ts';
import { shimCodes } from '../exec/shim-codes.ts';
import { variablesIn } from '../exec/surroundings.ts';
import { windowsCallIn, windowsCommandOf } from '../exec/windows-call.ts';
import { readingsOf } from '../exec/windows-line.ts';
import { askShimGuard } from './shim-question.ts';

/**
 * `holdpoint shim PROGRAM ARG…`, started by a shim: the caller's environment on standard input, its standard input on
 * descriptor 3 (on Windows the input is where it was, the rest in variables: windows-call.ts). Judges the call, waits
 * for the person where held, and says by its exit code how it stands. Whatever goes wrong ends in another code, on
 * which the shim does not run the program.
 */
export async function runShim([program, ...args]: readonly string[]): Promise<number> {
  const state = process.env.HOLDPOINT_STATE;
  if (program === undefined || !state) {
    process.stderr.write('holdpoint: this command is started by the shims of the editor window.\n');
    return shimCodes.stop;
  }
  process.on('SIGINT', () => process.exit(shimCodes.interrupted));
  endWithShim();
  const call = process.platform === 'win32' ? await windowsCall(program) : await posixCall(program, args);
  const { input, taken, goesOn } = call.found;
  const answer = await askShimGuard(state, call.command(input), call.environment, call);
  if (!answer.goesOut) {
    process.stderr.write(`${answer.reason.startsWith('Holdpoint') ? '' : 'Holdpoint: '}${answer.reason}\n`);
    return shimCodes.stop;
  }
  if (taken === undefined) return shimCodes.go;
  if (input.kind === 'open' && !goesOn) {
    process.stderr.write(
      `Holdpoint: the input of ${program} did not end, so it was not run. Give it a file instead.\n`,
    );
    return shimCodes.stop;
  }
  writeSync(1, spoolInput(state, taken));
  return goesOn ? shimCodes.begun : shimCodes.spooled;
}

/** What a shim handed on. */
interface HandedOn {
  readonly environment: Readonly<Record<string, string>>;
  readonly found: TakenInput;
  readonly shell?: string;
  command(input: ShimInput): string;
}

async function posixCall(program: string, args: readonly string[]): Promise<HandedOn> {
  const environment = variablesIn(readFileSync(0, 'utf8'));
  const found = await inputOf(program, args, 3);
  return { environment, found, command: (input) => commandOf({ program, args, environment, input }) };
}

async function windowsCall(program: string): Promise<HandedOn> {
  const call = windowsCallIn(program, process.env);
  const [args = []] = readingsOf(call.line);
  const found = await inputOf(program, args, 0, call.inputFile);
  return { ...call, found, command: (input) => windowsCommandOf(call, input) };
}

/** Milliseconds between two looks whether the shim still waits. */
const betweenLooks = 500;

/**
 * Ends this process once its shim is gone (killed, or its terminal closed), so that nobody is asked any longer about
 * a call that nobody would make: the window lets go of a hold whose caller went away.
 */
function endWithShim(): void {
  const shim = Number(process.env.HOLDPOINT_SHIM_PID);
  if (!Number.isInteger(shim) || shim <= 1) return;
  const look = () => {
    try {
      process.kill(shim, 0);
    } catch (error) {
      // Whose user changed is still there (EPERM).
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') process.exit(shimCodes.stop);
    }
  };
  setInterval(look, betweenLooks).unref();
}
