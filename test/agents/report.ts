// What the suites of real agents leave for docs/hosts.md.
import { mkdirSync, writeFileSync } from 'node:fs';
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

/** Writes a suite's part, replacing the last run's. */
export function leaveReport(
  agent: AgentName | 'vscode',
  suite: 'alone' | 'window',
  found: Pick<AgentReport, 'verdicts' | 'latency'>,
): void {
  const { title, version } =
    agent === 'vscode' ? { title: 'VS Code agent', version: vscodeVersion } : agentPackages[agent];
  mkdirSync(reportFolder, { recursive: true });
  const report: AgentReport = { agent, title, version, ...found };
  writeFileSync(path.join(reportFolder, `${agent}.${suite}.json`), `${JSON.stringify(report, null, 2)}\n`);
}
