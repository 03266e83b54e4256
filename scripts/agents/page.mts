// The table of docs/hosts.md, from what the suites of real agents left.

/** One suite's part of what is known of an agent (test/agents/report.ts). */
export interface AgentReport {
  readonly agent: string;
  readonly title: string;
  readonly version: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly latency?: { readonly bare: number; readonly idle: number; readonly holdpoint: number };
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

function measured(reports: readonly AgentReport[]): string {
  const agents = [...new Map(reports.map((report) => [report.agent, report])).values()];
  const head = ['', ...agents.map(({ title, version }) => `${title} ${version}`)];
  const rows = columns.map(([name, title]) => [title, ...agents.map(({ agent }) => verdictOf(reports, agent, name))]);
  const latency = reports.filter((report) => report.latency);
  return [
    table([head, ...rows]),
    'Time per call in milliseconds, median of 12 harmless calls, no window open, on a machine busy with other work:',
    table([
      ['', 'no hook', 'a Node hook that does nothing', "Holdpoint's hook", 'ratio of what is added'],
      ...latency.map(({ title, latency: found }) => {
        const { bare, idle, holdpoint } = found ?? { bare: 0, idle: 0, holdpoint: 0 };
        return [title, bare, idle, holdpoint, ratio(holdpoint - bare, idle - bare)].map(String);
      }),
    ]),
  ].join('\n\n');
}

function verdictOf(reports: readonly AgentReport[], agent: string, name: string): string {
  const found = reports.filter((report) => report.agent === agent).map(({ verdicts }) => verdicts[name]);
  return found.find((verdict) => verdict !== undefined) ?? 'not run';
}

function ratio(added: number, idle: number): string {
  return idle > 0 ? (added / idle).toFixed(2) : '–';
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
