// The table of docs/hosts.md, from what the suites of real agents left.
import type { AddedTime } from '../../test/agents/report.ts';

/** What is known of an agent (test/agents/report.ts). */
export interface AgentReport {
  readonly agent: string;
  readonly title: string;
  readonly version: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly latency?: AddedTime;
}

const begin = '<!-- measured: written by `npm run test:agents -- --all` -->';
const end = '<!-- end of measured -->';

/** Columns in order: names of test/agents/scenarios.ts and of window.test.ts, and what they are called. */
const columns: readonly (readonly [name: string, title: string])[] = [
  ['incident', 'incident'],
  ['mcp', 'MCP call'],
  ['subagent', 'subagent'],
  ['script', 'script written, then run'],
  ['typed', 'typed into a shell'],
  ['together', 'parallel calls'],
  ['hook-killed', 'hook killed'],
  ['hook-hangs', 'hook hangs'],
  ['bundle-corrupted', 'bundle corrupted'],
  ['node-missing', 'Node missing'],
  ['launcher-missing', 'launcher missing'],
  ['hook-file-deleted', 'agent deletes the hook file'],
  ['person-refuses', 'a person refuses'],
  ['window-closed', 'window closed while it asks'],
];

/** The page with its measured part replaced. Throws where the page has no such part. */
export function pageWith(page: string, reports: readonly AgentReport[]): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/hosts.md has no measured part.');
  return `${page.slice(0, from)}${begin}\n\n${measured(reports)}\n\n${page.slice(to)}`;
}

function measured(agents: readonly AgentReport[]): string {
  const head = ['', ...agents.map(({ title, version }) => `${title} ${version}`)];
  const rows = columns.map(([name, title]) => [title, ...agents.map(({ verdicts }) => verdicts[name] ?? 'not run')]);
  return [table([head, ...rows, ['*held, of those offered*', ...agents.map(sumOf)]]), ...addedTime(agents)].join(
    '\n\n',
  );
}

/** How many of the scenarios an agent has the tools for were held. */
function sumOf({ verdicts }: AgentReport): string {
  const offered = columns.filter(([name]) => verdicts[name] !== 'no such tool');
  return `${offered.filter(([name]) => verdicts[name] === 'held').length} of ${offered.length}`;
}

function addedTime(agents: readonly AgentReport[]): string[] {
  const found = agents.flatMap(({ title, latency }) => (latency ? [{ title, ...latency }] : []));
  const [first] = found;
  if (!first) return [];
  const loads = found.map(({ load }) => load);
  return [
    `Milliseconds from the model’s call to the agent’s next request, medians of at least ${Math.min(...found.map(({ calls }) => calls))} harmless calls each, on ${first.cores} cores with a load average of ${[...new Set([Math.min(...loads), Math.max(...loads)])].join(' to ')}. A hook that starts Node and does nothing takes turns with Holdpoint’s within one conversation, no window open; in VS Code, whose own window is open, from conversation to conversation:`,
    table([
      ['', 'no hook', 'a hook that does nothing', "Holdpoint's hook", 'added by it', 'ratio of what is added'],
      ...found.map(({ title, bare, idle, holdpoint }) =>
        [title, bare, idle, holdpoint, holdpoint - bare, ratio(holdpoint - bare, idle - bare)].map(String),
      ),
    ]),
  ];
}

function ratio(added: number, idle: number): string {
  return idle > 0 ? (added / idle).toFixed(2) : '–';
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
