import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkSealed, type ReportFormat, type Seal, sealed } from '../audit/seal.ts';
import { hostNamed, type SessionName, sessionsIn } from '../audit/session-records.ts';
import { askGuard } from '../guard/client.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { reportHost, reportRequest } from '../guard/report-request.ts';
import { sessionText } from '../guard/session-report.ts';
import { reportTelling } from '../hosts/report-telling.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { thisMachine } from './machine.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

const usage =
  'Run: holdpoint audit report [SESSION] [--host HOST] [--format markdown|jsonl] [--output FILE] [--log DIR]';

/** How long the window may take to write and sign a report, milliseconds. */
const signingMilliseconds = 20_000;

/**
 * `holdpoint audit report [SESSION]`: writes a session's report, sealed by the editor's window where one is open; the
 * private key is the editor's alone. Exit 0, 10 where it could not be sealed, 3 where there is no such session. Without
 * a session it lists them.
 */
export async function runReport(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed({
    args: [...args],
    options: {
      host: { type: 'string' },
      format: { type: 'string', default: 'markdown' },
      output: { type: 'string', short: 'o' },
      log: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [session, ...more] = positionals;
  const format: ReportFormat | undefined = (['markdown', 'jsonl'] as const).find((one) => one === values.format);
  const host = values.host === undefined ? undefined : hostNamed(values.host);
  if (more.length > 0 || !format || (values.host !== undefined && !host)) throw new UsageProblem(usage);
  const log = path.resolve(values.log ?? path.join(workspaceRootOf(process.cwd()), '.holdpoint', 'audit'));
  if (!existsSync(log)) return problem(`There is no audit log in ${log}.`);
  if (session === undefined) return list(log);

  const name: SessionName = { session, ...(host ? { host } : {}) };
  const written = await sealedByWindow(log, name, format);
  const unsealed = written === null ? sessionText({ directories: [log], name, format }, reportTelling) : null;
  const text = written ?? unsealed?.text;
  if (text === undefined) return problem(`The log in ${log} has no session ${session}. Run: holdpoint audit report`);
  if (values.output === undefined) process.stdout.write(text);
  else writeFileSync(path.resolve(values.output), text, { mode: 0o600 });
  if (written !== null) return exitCodes.allow;
  process.stderr.write(
    'holdpoint: This report is not signed: no window of the editor has this log open. Open the folder there and run this again, or export it from the audit log.\n',
  );
  return exitCodes.stepRemains;
}

/** The report with the window's seal; null where no window of ours reads the same. */
async function sealedByWindow(log: string, name: SessionName, format: ReportFormat): Promise<string | null> {
  const reply = await askGuard(thisMachine().stateDirectory, {
    host: reportHost,
    cwd: path.dirname(path.dirname(log)),
    stdin: reportRequest({ ...name, format }),
    environment: {},
    waitMilliseconds: signingMilliseconds,
  });
  if (reply.kind !== 'answered' || reply.output.exitCode !== 0) return null;
  try {
    const seal: Seal = JSON.parse(reply.output.stdout);
    const exported = sessionText({ directories: [log], name, format, upTo: seal.heads }, reportTelling);
    const text = exported && sealed(exported.text, seal);
    return text !== null && checkSealed(text).intact ? text : null;
  } catch {
    return null;
  }
}

function list(log: string): number {
  const sessions = sessionsIn([log]);
  if (sessions.length === 0) return problem(`The log in ${log} has no sessions yet.`);
  for (const { at, host, session, actions, lowest } of sessions) {
    const line = `${at.slice(0, 19)}Z  ${host.padEnd(8)}  ${String(actions).padStart(5)} actions  restraint ${lowest.toFixed(2)}  ${session}`;
    process.stdout.write(`${visibleInTerminal(line)}\n`);
  }
  return exitCodes.allow;
}

/**
 * `holdpoint audit verify-report FILE [--key KEY] [--json]`: exit 0 where the file is as it was signed, else 1. Needs
 * nothing but the file; the key is compared where it is given, as a fingerprint or raw.
 */
export function runVerifyReport(args: readonly string[]): number {
  const { values, positionals } = parsed({
    args: [...args],
    options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageProblem('Run: holdpoint audit verify-report FILE [--key KEY]');
  if (!existsSync(file)) return problem(`There is no file ${file}.`);
  const check = checkSealed(readFileSync(file, 'utf8'), values.key);
  if (values.json) process.stdout.write(`${JSON.stringify(check)}\n`);
  else {
    const { seal } = check;
    const lines = [
      `${file}: ${check.intact ? 'as it was signed' : check.detail}`,
      ...(seal && check.intact
        ? [`Session ${seal.session} (${seal.host}), ${seal.records} records of the log, signed ${seal.at}`]
        : []),
      ...(check.fingerprint === undefined ? [] : [`Key ${check.fingerprint}`]),
    ];
    process.stdout.write(`${lines.map(visibleInTerminal).join('\n')}\n`);
  }
  return check.intact ? exitCodes.allow : exitCodes.failure;
}

function problem(sentence: string): number {
  process.stderr.write(`holdpoint: ${visibleInTerminal(sentence)}\n`);
  return exitCodes.unreadable;
}
