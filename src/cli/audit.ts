import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { verifyAuditLog } from '../audit/verify.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { readPins } from '../guard/pins.ts';
import { statePaths } from '../guard/state-directory.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { thisMachine } from './machine.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint audit verify|verify-report|report`: each says itself what it takes. */
export async function runAudit(args: readonly string[]): Promise<number> {
  const [what, ...rest] = args;
  if (what === 'report') return (await import('./session-report.ts')).runReport(rest);
  const file = rest.find((argument) => !argument.startsWith('-'));
  const isReport = what === 'verify' && file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile();
  if (what === 'verify-report' || isReport) return (await import('./session-report.ts')).runVerifyReport(rest);
  return verify(args);
}

/** `holdpoint audit verify [DIR] [--json]`: exit 0 where the log is intact, else 1 with the first bad record. */
function verify(args: readonly string[]): number {
  const { values, positionals } = parsed({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [what, directory, ...more] = positionals;
  if (what !== 'verify' || more.length > 0)
    throw new UsageProblem('Run: holdpoint audit verify [DIR], report [SESSION] or verify-report FILE');
  const log = path.resolve(directory ?? path.join(workspaceRootOf(process.cwd()), '.holdpoint', 'audit'));
  if (!existsSync(log)) {
    process.stderr.write(`holdpoint: There is no audit log in ${visibleInTerminal(log)}.\n`);
    return exitCodes.unreadable;
  }
  const state = statePaths(thisMachine().stateDirectory);
  const result = verifyAuditLog(log, {
    ...(existsSync(state.checkpoints) ? { checkpointDirectory: state.checkpoints } : {}),
    publicKeys: readPins(state.pins).map((pin) => pin.key),
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const lines = [
      result.bad
        ? `${log}: ${result.bad.detail} (${result.bad.what}, ${result.bad.file}${result.bad.line > 0 ? `:${result.bad.line}` : ''})`
        : `${log}: intact, ${result.records} record${result.records === 1 ? '' : 's'}.`,
      ...(result.checkpoints === 'none'
        ? ['Without checkpoints: a cut end or a wholly rewritten file cannot be told.']
        : []),
      ...result.keys.map((key) => `Key ${key}`),
      ...result.notes,
    ];
    process.stdout.write(`${lines.map(visibleInTerminal).join('\n')}\n`);
  }
  return result.intact ? exitCodes.allow : exitCodes.failure;
}
