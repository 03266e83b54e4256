import { evaluate } from '../guard/api.ts';
import { isRecord } from '../hosts/payload.ts';
import { endWithReader, linesOf, print } from './lines.ts';

/** How a stream of actions is judged. */
export interface BatchOptions {
  readonly context: boolean;
  readonly artifact: boolean;
  /** Absolute; for lines without their own. */
  readonly cwd: string;
}

/** Lines judged together: answers wait for one turn of the event loop per group, not per line. */
const groupSize = { withContext: 32, without: 1024 };

/** Judges JSON Lines from standard input: one verdict per line, same order, each line for itself (DESIGN 5.1). */
export async function runBatch(options: BatchOptions): Promise<void> {
  endWithReader();
  const size = options.context ? groupSize.withContext : groupSize.without;
  for await (const lines of linesOf(process.stdin, size)) {
    const answers = await Promise.all(lines.map((line) => answerLine(line, options)));
    await print(`${answers.join('\n')}\n`);
  }
}

/** The verdict on one line as JSON. A line that cannot be read is held, with the reason as `error`. */
export async function answerLine(line: string, options: BatchOptions): Promise<string> {
  let id: unknown = null;
  try {
    const action: unknown = parseLine(line);
    if (isRecord(action) && ['string', 'number'].includes(typeof action.id)) id = action.id;
    const { id: _ownId, ...answer } = await evaluate(action, options);
    return JSON.stringify({ id, ...answer });
  } catch (error) {
    const why = error instanceof TypeError ? error.message : `Holdpoint failed on this line: ${String(error)}`;
    return JSON.stringify({ id, decision: 'hold', error: why });
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new TypeError('The line is not valid JSON.');
  }
}
