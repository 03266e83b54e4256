import { isRecord } from '../guard/json.ts';
import { type CheckOptions, createChecker } from './check-line.ts';
import { endWithReader, linesOf, print } from './lines.ts';

/** Lines judged together: answers wait for one turn of the event loop per group, not per line. */
const groupSize = { withContext: 32, without: 1024 };

/** Judges JSON Lines from standard input: one verdict per line, same order, each line for itself (DESIGN 5.1). */
export async function runBatch(options: CheckOptions): Promise<void> {
  endWithReader();
  const answerLine = createLineAnswerer(options);
  const size = options.context ? groupSize.withContext : groupSize.without;
  for await (const lines of linesOf(process.stdin, size)) {
    const answers = await Promise.all(lines.map(answerLine));
    await print(`${answers.join('\n')}\n`);
  }
}

/** Gives the verdict on one line as JSON. A line that cannot be read is held, with the reason as `error`. */
function createLineAnswerer(options: CheckOptions): (line: string) => Promise<string> {
  const check = createChecker(options);
  return async (line) => {
    let id: unknown = null;
    try {
      const action: unknown = JSON.parse(line);
      if (isRecord(action) && (typeof action.id === 'string' || typeof action.id === 'number')) id = action.id;
      const checked = await check(action);
      return checked.kind === 'answer'
        ? JSON.stringify({ id, ...checked.answer })
        : JSON.stringify({ id, decision: 'hold', error: checked.error });
    } catch (error) {
      return JSON.stringify({ id, decision: 'hold', error: problemOf(error) });
    }
  };
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'The line is not valid JSON.';
  return `Holdpoint failed on this line (${error instanceof Error ? error.message : String(error)}).`;
}
