import { createJudge, isStopped, type Judged } from '../../test/corpus/judging.ts';
import { mcpCall, rootOf, type SharedSession } from '../behaviour/session-events.mts';
import { columns, linesIn, percent, quantile } from './writing.mts';

interface Counted {
  readonly group: string;
  commands: number;
  held: number;
  /** Held although a snapshot can be taken of what is lost locally. */
  unsaved: number;
}

/**
 * Reports how often real sessions would have been interrupted, every command judged for itself without context: as it
 * stands, and in the folder the session worked in, which every host tells and few of the recordings do.
 */
export async function reportSessions(file: string, listed: number): Promise<void> {
  const sessions = linesIn<SharedSession>(file);
  await judgeSessions(sessions, listed);
  console.log('\nEach session in the folder most of its files lie in');
  await judgeSessions(sessions, 0, rootOf);
}

async function judgeSessions(
  sessions: readonly SharedSession[],
  listed: number,
  folderOf: (session: SharedSession) => string | null = () => null,
): Promise<void> {
  const judge = createJudge();
  const judgeSaved = createJudge(undefined, { snapshots: true });
  const counts: Counted[] = [];
  const rules = new Map<string, number>();
  const examples: string[] = [];
  const micros: number[] = [];
  for (const session of sessions) {
    const { group, events } = session;
    const folder = folderOf(session);
    const counted: Counted = { group, commands: 0, held: 0, unsaved: 0 };
    counts.push(counted);
    for (const event of events) {
      const action = actionOf(event, folder);
      if (!action) continue;
      const judged = await judge(action);
      micros.push(judged.micros);
      counted.commands += 1;
      if (!isStopped(judged)) continue;
      counted.held += 1;
      if (isStopped(await judgeSaved(action))) counted.unsaved += 1;
      for (const rule of rulesOf(judged)) rules.set(rule, (rules.get(rule) ?? 0) + 1);
      examples.push(`${rulesOf(judged).join(' ')}: ${textOf(action).replaceAll('\n', '\\n').slice(0, 200)}`);
    }
  }
  print(counts, rules);
  console.log(
    `decision: median ${quantile(micros, 0.5).toFixed(0)} µs, 99th percentile ${quantile(micros, 0.99).toFixed(0)} µs`,
  );
  for (const line of examples.slice(0, listed)) console.log(`  ${line}`);
}

/** Shell commands and MCP calls: what an agent does that could be stopped. */
function actionOf(
  { tool, name, input }: SharedSession['events'][number],
  folder: string | null,
): Record<string, unknown> | null {
  const cwd = typeof input.cwd === 'string' && input.cwd.startsWith('/') ? input.cwd : folder;
  const place = cwd === null ? {} : { cwd };
  if (tool === 'shell' && typeof input.cmd === 'string') return { kind: 'shell', command: input.cmd, ...place };
  return tool === 'mcp' ? mcpCall(name, input.args) : null;
}

function textOf(action: Readonly<Record<string, unknown>>): string {
  return typeof action.command === 'string' ? action.command : JSON.stringify(action);
}

function rulesOf({ rules }: Judged): string[] {
  return rules.length > 0 ? [...new Set(rules)] : ['no effect'];
}

function print(counts: readonly Counted[], rules: ReadonlyMap<string, number>): void {
  const commands = sum(counts.map((one) => one.commands));
  const held = sum(counts.map((one) => one.held));
  const groups = [...new Set(counts.map((one) => one.group))].map((group) => {
    const part = counts.filter((one) => one.group === group);
    const run = sum(part.map((one) => one.commands));
    return {
      rate: run === 0 ? 0 : sum(part.map((one) => one.held)) / run,
      interrupted: part.filter((one) => one.held > 0).length / part.length,
      unsaved: run === 0 ? 0 : sum(part.map((one) => one.unsaved)) / run,
      still: part.filter((one) => one.unsaved > 0).length / part.length,
    };
  });
  const mean = (values: readonly number[]) => sum(values) / values.length;
  console.log(
    `\nSessions: ${counts.length} of ${groups.length} groups, ${commands} commands and tool calls, without context\n`,
  );
  console.log(
    columns([
      ['', 'holds per 1,000', 'sessions interrupted'],
      [
        'all',
        ((held / commands) * 1000).toFixed(2),
        percent(counts.filter((one) => one.held > 0).length / counts.length),
      ],
      [
        'weighted by group',
        (mean(groups.map((one) => one.rate)) * 1000).toFixed(2),
        percent(mean(groups.map((one) => one.interrupted))),
      ],
    ]),
  );
  const unsaved = sum(counts.map((one) => one.unsaved));
  const still = counts.filter((one) => one.unsaved > 0).length;
  console.log(
    `with snapshots of what is lost locally: ${((unsaved / commands) * 1000).toFixed(2)} per 1,000, ${percent(still / counts.length)} of sessions; by group ${(mean(groups.map((one) => one.unsaved)) * 1000).toFixed(2)}, ${percent(mean(groups.map((one) => one.still)))}`,
  );
  console.log('\nrules met in held commands');
  for (const [rule, times] of [...rules].sort((one, other) => other[1] - one[1]).slice(0, 40))
    console.log(`  ${String(times).padStart(4)} ${rule}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
