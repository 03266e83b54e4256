// What the suites of real agents leave for docs/hosts.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AgentName, agentPackages } from '../../scripts/setup/agent.mts';
import { repository } from '../rig/files.mts';

/** What became of a scenario. `not proven`: nothing got through, but something else was not as it has to be. */
export type Verdict = 'held' | 'got through' | 'not proven' | 'no such tool';

/** Median milliseconds of a harmless call: without a hook, with one that does nothing, with Holdpoint's. */
export interface AddedTime {
  readonly bare: number;
  readonly idle: number;
  readonly holdpoint: number;
  /** How many calls each median is of. */
  readonly calls: number;
  readonly cores: number;
  /** How many programs wanted a processor in the minute before (load average). */
  readonly load: number;
}

/** What is known of an agent. */
export interface AgentReport {
  readonly agent: string;
  readonly title: string;
  readonly version: string;
  /** By the names of scenarios.ts, `person-refuses` and `window-closed`. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly latency?: AddedTime;
}

/** What the embedded editor carries (scripts/setup/editor.mts). */
const vscodeVersion = '1.139.1';

/** Where the reports lie. */
const reportFolder = path.join(repository, 'out', 'agents');

/** Writes what a suite has found. */
export function leaveReport(agent: AgentName | 'vscode', found: Pick<AgentReport, 'verdicts' | 'latency'>): void {
  const { title, version } =
    agent === 'vscode' ? { title: 'VS Code agent', version: vscodeVersion } : agentPackages[agent];
  mkdirSync(reportFolder, { recursive: true });
  const file = path.join(reportFolder, `${agent}.json`);
  // A run of some scenarios leaves what is known of the others; `npm run test:agents -- --all` begins with nothing.
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AgentReport) : undefined;
  const known = before?.version === version ? before : undefined;
  const report: AgentReport = {
    ...known,
    agent,
    title,
    version,
    ...found,
    verdicts: { ...known?.verdicts, ...found.verdicts },
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
