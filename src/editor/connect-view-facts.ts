import * as vscode from 'vscode';
import type { HostId } from '../action/kinds.ts';
import { type HostActivity, hostActivity } from '../guard/host-activity.ts';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import type { CanaryResult } from '../hosts/canary.ts';
import type { HostState } from '../hosts/connection.ts';
import { isOlder } from '../hosts/detect.ts';
import type { McpConfiguration } from '../hosts/mcp-wrapping.ts';
import { adapters } from '../hosts/registry.ts';
import { linkTarget } from '../hosts/settings-file.ts';
import { remainingStep } from '../hosts/steps.ts';
import { type AgentFacts, type ConnectRow, connectRows } from './connect-view-rows.ts';
import type { Connections } from './connections.ts';
import type { Translate } from './translate.ts';
import { noticeText } from './visible-text.ts';

/** What {@link createAgentOverview} takes. */
export interface AgentOverviewDeps {
  readonly connections: Connections;
  readonly machine: Machine;
  readonly t: Translate;
  states(): readonly HostState[];
  /** Directories of this workspace's log. */
  logs(): readonly string[];
  /** Milliseconds since the epoch of the last call each host made to this window. */
  live(): Readonly<Partial<Record<HostId, number>>>;
  /** Where test calls claim to come from. Absolute. */
  workspace(): string;
  onDidChange(): void;
}

/** All that is known of the agents, and the tests a person asks for. */
export interface AgentOverview {
  rows(): ConnectRow[];
  /** Tests one agent's installed hook, or those of all connected ones, and says how it came out. */
  test(host?: AdaptedHost): Promise<void>;
  /** Copies what a person has still to do; without a step the one that remains now. */
  copyStep(step?: string): Promise<void>;
}

/** The log is read again after this long, in milliseconds. */
const activityAge = 10_000;

/** Gathers what the "Agents" view shows. */
export function createAgentOverview(deps: AgentOverviewDeps): AgentOverview {
  const { machine, t } = deps;
  /** With how the agent stood when it was tested: a result does not outlive that. */
  const tests = new Map<AdaptedHost, { result: CanaryResult | 'running'; connection: HostState['connection'] }>();
  let activity: HostActivity = { seen: new Map(), opened: 0 };
  let readAt = Number.NEGATIVE_INFINITY;

  function activityNow(): HostActivity {
    if (performance.now() - readAt > activityAge) {
      activity = merged(deps.logs().map(hostActivity));
      readAt = performance.now();
    }
    const seen = new Map(activity.seen);
    for (const { id } of Object.values(adapters)) {
      const at = deps.live()[id];
      if (at !== undefined && at > (seen.get(id)?.at ?? 0)) seen.set(id, { at, openedSince: 0 });
    }
    return { seen, opened: activity.opened };
  }

  function factsOf(state: HostState, servers: readonly McpConfiguration[]): AgentFacts {
    const { host, detection } = state;
    const step = state.connection === 'not-connected' ? undefined : remainingStep(host, machine);
    const target = linkTarget(state.file);
    const { tested } = adapters[host].versions;
    const isNewer = detection.version !== undefined && isOlder(tested, detection.version);
    const test = tests.get(host);
    const stands = test?.connection === state.connection;
    return {
      state,
      servers: servers.filter((one) => one.host === host),
      ...(step === undefined ? {} : { step }),
      ...(target === undefined ? {} : { linkTarget: target }),
      ...(isNewer ? { newerThan: tested } : {}),
      ...(test && stands ? { test: test.result } : {}),
      consented: deps.connections.isConsented(host),
    };
  }

  return {
    rows() {
      const servers = deps.connections.servers();
      const agents = deps.states().map((state) => factsOf(state, servers));
      return connectRows(agents, { activity: activityNow(), machine, now: Date.now(), t });
    },
    async test(host) {
      const chosen = deps.states().filter(({ connection }) => !['not-connected', 'unreadable'].includes(connection));
      const hosts = chosen.filter((state) => host === undefined || state.host === host);
      if (hosts.length === 0) {
        void vscode.window.showInformationMessage(t('No agent is connected.'));
        return;
      }
      const { testHook } = await import('./hook-canary.ts');
      const failed: string[] = [];
      for (const state of hosts) {
        const { connection } = state;
        tests.set(state.host, { result: 'running', connection });
        deps.onDidChange();
        const result = await testHook(state.host, machine, deps.workspace());
        tests.set(state.host, { result, connection });
        deps.onDidChange();
        if (!result.passed) failed.push(`${state.title}: ${result.problems[0]}`);
      }
      const names = hosts.map(({ title }) => title).join(', ');
      if (failed.length > 0) void vscode.window.showErrorMessage(noticeText(failed.join(' ')));
      else
        void vscode.window.showInformationMessage(
          t('{0}: a harmless call passed, and one that destroys was stopped. Nothing ran.', names),
        );
    },
    async copyStep(step) {
      const found = step ?? deps.states().flatMap((state) => factsOf(state, []).step ?? [])[0];
      if (found !== undefined) await vscode.env.clipboard.writeText(found);
      void vscode.window.setStatusBarMessage(
        found === undefined ? t('No step remains.') : t('The step is copied.'),
        3_000,
      );
    },
  };
}

/** What several logs of one workspace say together. */
function merged(logs: readonly HostActivity[]): HostActivity {
  const seen = new Map<HostId, { at: number; openedSince: number }>();
  for (const log of logs) {
    for (const [host, last] of log.seen) if (last.at > (seen.get(host)?.at ?? 0)) seen.set(host, last);
  }
  return { seen, opened: logs.reduce((sum, { opened }) => sum + opened, 0) };
}
