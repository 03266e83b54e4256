import path from 'node:path';
import type { CheckAnswer } from '../guard/answer-shape.ts';
import type { Judged } from '../guard/judging.ts';
import { commandIn } from '../hosts/tools.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { runBatch } from './check-batch.ts';
import { createChecker } from './check-line.ts';
import { styleOf } from './style.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

const shells = ['bash', 'zsh', 'pwsh', 'cmd'];

/** `holdpoint check`: one command, or with `--batch` a stream of actions (DESIGN 5.1). */
export async function runCheck(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      explain: { type: 'boolean', default: false },
      batch: { type: 'boolean', default: false },
      artifact: { type: 'boolean', default: false },
      'no-context': { type: 'boolean', default: false },
      cwd: { type: 'string' },
      shell: { type: 'string' },
    },
    allowPositionals: true,
  });
  const cwd = path.resolve(values.cwd ?? '.');
  const context = !values['no-context'];
  const artifact = values.artifact === true;
  if (values.batch) {
    if (positionals.length > 0) throw new UsageProblem('With --batch the actions come on standard input.');
    await runBatch({ context, artifact, cwd });
    return exitCodes.allow;
  }
  if (positionals.length === 0) throw new UsageProblem('Say which command to check: holdpoint check -- COMMAND');
  if (values.shell !== undefined && !shells.includes(values.shell)) {
    throw new UsageProblem(`--shell is one of ${shells.join(', ')}.`);
  }
  // One word is a whole command line; several are a program and its arguments.
  const command = (positionals.length === 1 ? positionals[0] : commandIn(positionals)) ?? '';
  const action = { kind: 'shell', command, cwd, ...(values.shell === undefined ? {} : { shell: values.shell }) };
  let whole: Judged | undefined;
  const judged = (one: Judged): void => {
    whole = one;
  };
  const checked = await createChecker({ context, artifact, cwd, judged })(action);
  if (checked.kind === 'unreadable') {
    process.stderr.write(`holdpoint: ${visibleInTerminal(checked.error)}\n`);
    return exitCodes.unreadable;
  }
  const { answer } = checked;
  if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else if (values.explain && whole) {
    const { explanation } = await import('./explain.ts');
    process.stdout.write(
      explanation({ text: command, judged: whole, micros: answer.micros, style: styleOf(process.stdout) }),
    );
  } else process.stdout.write(`${visibleInTerminal(headline(answer))}\n`);
  return exitCodes[answer.decision];
}

function headline(answer: CheckAnswer): string {
  return `${answer.decision}: ${answer.reason}`;
}
