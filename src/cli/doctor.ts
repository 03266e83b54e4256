import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { version } from '../../package.json';
import { readWindows } from '../guard/discovery.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { readPins } from '../guard/pins.ts';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import { type HostState, inspectHost } from '../hosts/connection.ts';
import { inspectLauncher } from '../hosts/launcher.ts';
import { launcherPath } from '../hosts/launcher-command.ts';
import { adapters } from '../hosts/registry.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { thisBuild, thisMachine } from './machine.ts';
import { exitCodes, parsed } from './usage.ts';

/** One harmless call through the real launcher. */
export interface SelfTest {
  readonly passed: boolean;
  readonly milliseconds: number;
  /** One plain sentence where it did not pass. */
  readonly problem?: string;
}

/** What `holdpoint doctor --json` prints. */
export interface Report {
  readonly version: string;
  readonly stateDirectory: string;
  readonly launcher: { readonly path: string; readonly problems: readonly string[] };
  readonly windows: number;
  readonly pinnedKeys: number;
  readonly hosts: readonly (HostState & { readonly selfTest?: SelfTest })[];
}

/** `holdpoint doctor [--json]`: exit 0 where every connected agent is guarded, else 1. */
export function runDoctor(args: readonly string[]): number {
  const { values } = parsed({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  const report = examine(thisMachine());
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${inWords(report)}\n`);
  const troubled = report.hosts.some(
    ({ connection, selfTest }) =>
      !['connected', 'not-connected'].includes(connection) || (selfTest !== undefined && !selfTest.passed),
  );
  const connected = report.hosts.some(({ connection }) => connection !== 'not-connected');
  return troubled || (connected && report.launcher.problems.length > 0) ? exitCodes.failure : exitCodes.allow;
}

function examine(machine: Machine): Report {
  const workspace = workspaceRootOf(process.cwd());
  const hosts = Object.values(adapters).map(({ id }) => {
    const state = inspectHost(id, machine, [workspace]);
    return state.connection === 'not-connected' ? state : { ...state, selfTest: selfTest(id, machine) };
  });
  return {
    version,
    stateDirectory: machine.stateDirectory,
    launcher: { path: launcherPath(machine), problems: inspectLauncher(thisBuild(machine)) },
    windows: readWindows(path.join(machine.stateDirectory, 'windows')).length,
    pinnedKeys: readPins(path.join(machine.stateDirectory, 'pins.json')).length,
    hosts,
  };
}

/** Starts the launcher as the host would, with a call that does nothing, and looks for the host's neutral answer. */
function selfTest(host: AdaptedHost, machine: Machine): SelfTest {
  const { payload, event } = adapters[host].harmlessCall(process.cwd());
  const started = performance.now();
  const launcher = launcherPath(machine);
  const run = spawnSync(machine.platform === 'win32' ? `"${launcher}"` : launcher, [host], {
    input: JSON.stringify(payload),
    encoding: 'utf8',
    timeout: 30_000,
    shell: machine.platform === 'win32',
  });
  const milliseconds = Math.round(performance.now() - started);
  const expected = adapters[host].encode({ decision: 'neutral' }, event);
  if (run.status === expected.exitCode && run.stdout.trim() === expected.stdout) return { passed: true, milliseconds };
  const said = run.error?.message ?? (run.stderr.trim() || run.stdout.trim() || `exit ${run.status ?? run.signal}`);
  return { passed: false, milliseconds, problem: `A harmless call did not get through: ${said}` };
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
    if (test) lines.push(`  ${test.problem ?? `a harmless call passed in ${test.milliseconds} ms`}`);
  }
  return lines.map(visibleInTerminal).join('\n');
}
