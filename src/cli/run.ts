import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { commandOf } from '../exec/call.ts';
import { thisMachine } from './machine.ts';
import { askShimGuard } from './shim-question.ts';
import { UsageProblem } from './usage.ts';

/** Exit code of a program that was found and may not run, as shells give it (POSIX 2.8.2). */
const notRun = 126;
/** Exit code of a program that is not there. */
const notFound = 127;

/**
 * `holdpoint run -- PROGRAM ARG…`: judges the call as a shim would, waits for the person where held, then runs the
 * program with this process's streams and environment. Gives the program's own exit code, 126 where it may not run.
 * With `--credential NAME` in front it asks for a stored credential that a person lends to this one call, and hands it
 * on in the program's environment alone.
 */
export async function runCommandHeld(args: readonly string[]): Promise<number> {
  const credential = args[0] === '--credential' ? args[1] : undefined;
  const [separator, program, ...rest] = credential === undefined ? args : args.slice(2);
  if (separator !== '--' || program === undefined) {
    throw new UsageProblem('Say what to run behind two dashes, as in: holdpoint run -- railway down');
  }
  const environment = definedIn(process.env);
  const command = commandOf({ program, args: rest, environment, input: { kind: 'none' } });
  const lend = credential === undefined ? undefined : { credential, program };
  const answer = await askShimGuard(thisMachine().stateDirectory, command, environment, lend ? { lend } : {});
  if (!answer.goesOut) {
    process.stderr.write(`${answer.reason.startsWith('Holdpoint') ? '' : 'Holdpoint: '}${answer.reason}\n`);
    return notRun;
  }
  if (lend && !answer.lent) {
    process.stderr.write('Holdpoint: the guard lent no credential, so this was not run.\n');
    return notRun;
  }
  return runProgram(program, rest, answer.lent ? { [answer.lent.variable]: answer.lent.value } : {});
}

function definedIn(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function runProgram(program: string, args: readonly string[], lent: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...lent } });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    // A terminal sends Ctrl+C to the whole group: the program decides what becomes of it, and we wait for that.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => pass(signal));
    child.on('error', (error) => {
      process.stderr.write(`holdpoint: ${program} could not be started (${error.message}).\n`);
      resolve('code' in error && error.code === 'ENOENT' ? notFound : notRun);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
