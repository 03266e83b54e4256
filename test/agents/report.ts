// What the suites of real agents leave for docs/hosts.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AgentName, agentPackages } from '../../scripts/setup/agent.mts';
import { repository } from '../rig/files.mts';

/** What became of a scenario. */
export type Verdict = 'held' | 'got through' | 'no such tool';

/** One suite's part of what is known of an agent. */
export interface AgentReport {
  readonly agent: string;
  readonly title: string;
  readonly version: string;
  /** By the names of scenarios.ts, and those of window.test.ts. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Median milliseconds of a harmless call: without a hook, with one that does nothing, with Holdpoint's. */
  readonly latency?: { readonly bare: number; readonly idle: number; readonly holdpoint: number };
}

/** What the embedded editor carries (scripts/setup/editor.mts). */
const vscodeVersion = '1.139.1';

/** Where the reports lie. */
const reportFolder = path.join(repository, 'out', 'agents');

/** Writes what a suite has found. */
export function leaveReport(
  agent: AgentName | 'vscode',
  suite: 'alone' | 'window',
  found: Pick<AgentReport, 'verdicts' | 'latency'>,
): void {
  const { title, version } =
    agent === 'vscode' ? { title: 'VS Code agent', version: vscodeVersion } : agentPackages[agent];
  mkdirSync(reportFolder, { recursive: true });
  const file = path.join(reportFolder, `${agent}.${suite}.json`);
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
