import path from 'node:path';
import type { CheckAnswer } from '../guard/answer-shape.ts';
import { commandIn } from '../hosts/tools.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { runBatch } from './check-batch.ts';
import { createChecker } from './check-line.ts';
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
  const command = positionals.length === 1 ? positionals[0] : commandIn(positionals);
  const action = { kind: 'shell', command, cwd, ...(values.shell === undefined ? {} : { shell: values.shell }) };
  const checked = await createChecker({ context, artifact, cwd })(action);
  if (checked.kind === 'unreadable') {
    process.stderr.write(`holdpoint: ${visibleInTerminal(checked.error)}\n`);
    return exitCodes.unreadable;
  }
  const { answer } = checked;
  if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else
    process.stdout.write(
      `${(values.explain ? explained(answer) : [headline(answer)]).map(visibleInTerminal).join('\n')}\n`,
    );
  return exitCodes[answer.decision];
}

function headline(answer: CheckAnswer): string {
  return `${answer.decision}: ${answer.reason}`;
}

function explained(answer: CheckAnswer): string[] {
  const lines = [headline(answer), `  ${answer.reversibility}, judged in ${answer.micros} µs`];
  for (const effect of answer.effects) {
    const where = [effect.provider, effect.resource, effect.target].filter(Boolean).join(' ');
    const environment = effect.environment === 'unknown' ? '' : `, ${effect.environment}`;
    lines.push(
      `  ${effect.verb} ${where} (${effect.reversibility}, ${effect.scope}${environment}), rule ${effect.rule}`,
    );
    if (effect.safer !== undefined) lines.push(`    safer: ${effect.safer}`);
    if (effect.attack !== undefined) lines.push(`    MITRE ATT&CK ${effect.attack}`);
  }
  for (const signal of answer.signals) lines.push(`  signal ${signal.name}: ${signal.evidence}`);
  return lines;
}
