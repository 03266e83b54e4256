import { type ParseArgsConfig, parseArgs } from 'node:util';
import { visibleInTerminal } from '../hosts/visible.ts';

/** What the command line ends with (DESIGN 5.1 and 5.5). */
export const exitCodes = {
  allow: 0,
  usage: 2,
  unreadable: 3,
  /** Written, and a person's step remains. */
  stepRemains: 10,
  hold: 20,
  deny: 30,
  /** A log that is not intact, or a command that could not do its work. */
  failure: 1,
} as const;

/** A wrong use of the command line; the message is one sentence. */
export class UsageProblem extends Error {}

/** `parseArgs`, with its errors as {@link UsageProblem}. */
export function parsed<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(`${message.split('\n')[0]} Run: holdpoint help`);
  }
}

/** Runs a command and sets the process's exit code; a wrong use is one sentence and exit 2. */
export async function endWith(run: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.stderr.write(`holdpoint: ${visibleInTerminal(error instanceof Error ? error.message : String(error))}\n`);
    process.exitCode = error instanceof UsageProblem ? exitCodes.usage : exitCodes.failure;
  }
}
