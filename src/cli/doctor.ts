import path from 'node:path';
import { version } from '../../package.json';
import { readWindows } from '../guard/discovery.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { hostActivity, seenWords } from '../guard/host-activity.ts';
import { readPins } from '../guard/pins.ts';
import type { Machine } from '../hosts/adapter.ts';
import { type CanaryResult, testHook } from '../hosts/canary.ts';
import { type HostState, inspectHost } from '../hosts/connection.ts';
import { inspectLauncher } from '../hosts/launcher.ts';
import { launcherPath } from '../hosts/launcher-command.ts';
import { adapters } from '../hosts/registry.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { thisBuild, thisMachine } from './machine.ts';
import { exitCodes, parsed } from './usage.ts';

/** What `holdpoint doctor --json` prints. */
export interface Report {
  readonly version: string;
  readonly stateDirectory: string;
  readonly launcher: { readonly path: string; readonly problems: readonly string[] };
  readonly windows: number;
  readonly pinnedKeys: number;
  readonly hosts: readonly (HostState & { readonly selfTest?: CanaryResult; readonly seen: string })[];
}

/** `holdpoint doctor [--json]`: exit 0 where every connected agent is guarded, else 1. */
export async function runDoctor(args: readonly string[]): Promise<number> {
  const { values } = parsed({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  const report = await examine(thisMachine());
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${inWords(report)}\n`);
  const troubled = report.hosts.some(
    ({ connection, selfTest }) =>
      !['connected', 'not-connected'].includes(connection) || (selfTest !== undefined && !selfTest.passed),
  );
  const connected = report.hosts.some(({ connection }) => connection !== 'not-connected');
  return troubled || (connected && report.launcher.problems.length > 0) ? exitCodes.failure : exitCodes.allow;
}

async function examine(machine: Machine): Promise<Report> {
  const workspace = workspaceRootOf(process.cwd());
  const activity = hostActivity(path.join(workspace, '.holdpoint', 'audit'));
  const hosts: Report['hosts'][number][] = [];
  // One after the other: each is timed.
  for (const { id } of Object.values(adapters)) {
    const state = { ...inspectHost(id, machine, [workspace]), seen: seenWords(activity, id, Date.now()) };
    const isThere = !['not-connected', 'unreadable'].includes(state.connection);
    hosts.push(isThere ? { ...state, selfTest: await testHook(id, machine, workspace) } : state);
  }
  return {
    version,
    stateDirectory: machine.stateDirectory,
    launcher: { path: launcherPath(machine), problems: inspectLauncher(thisBuild(machine)) },
    windows: readWindows(path.join(machine.stateDirectory, 'windows')).length,
    pinnedKeys: readPins(path.join(machine.stateDirectory, 'pins.json')).length,
    hosts,
  };
}

function inWords(report: Report): string {
  const lines = [
    `Holdpoint ${report.version}, state in ${report.stateDirectory}`,
    report.windows > 0
      ? `${report.windows} editor window${report.windows === 1 ? '' : 's'} with Holdpoint open`
      : 'No editor window with Holdpoint is open: what cannot be undone is denied until one is.',
    ...report.launcher.problems,
  ];
  for (const host of report.hosts) {
    const { detection, selfTest: test } = host;
    const found = detection.installed ? (detection.version ?? 'installed') : 'not found';
    lines.push(`${host.title} (${found}): ${host.connection}`, ...host.problems.map((problem) => `  ${problem}`));
    if (test?.passed) lines.push(`  a harmless call passed in ${test.milliseconds} ms, a destructive one was stopped`);
    lines.push(...(test?.problems ?? []).map((problem) => `  ${problem}`));
    if (host.connection !== 'not-connected') lines.push(`  ${host.seen}`);
  }
  return lines.map(visibleInTerminal).join('\n');
}
