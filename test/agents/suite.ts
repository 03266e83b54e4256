// One suite for every agent: what it destroys without Holdpoint, and that none of it gets through with it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentPackages, agentProgram } from '../../scripts/setup/agent.mts';
import type { Machine } from '../../src/hosts/adapter.ts';
import { places } from '../../src/hosts/places.ts';
import { type AgentDriver, type AgentRun, runAgent } from '../rig/agent/driver.mts';
import { createRun, repository, stateDirectory } from '../rig/files.mts';
import { demoVolume, startRailway } from '../rig/railway/server.mts';
import { type AgentReport, leaveReport, type Verdict } from './report.ts';
import { connectAgent, type Scenario, type Stage, scenarios } from './scenarios.ts';

/** Whether the whole suite runs, or the part that every `npm test` runs. */
export const isWhole = process.env.HOLDPOINT_AGENTS === 'all';

/** Declares the suite of one agent. */
export function agentSuite(driver: AgentDriver): void {
  const { title, version } = agentPackages[driver.name];
  const verdicts: Record<string, Verdict> = {};
  let latency: AgentReport['latency'];
  let program: string;

  describe(title, () => {
    beforeAll(async () => {
      program = await agentProgram(driver.name, (sentence) => console.error(sentence));
    });
    afterAll(() => leaveReport(driver.name, 'alone', { verdicts, ...(latency ? { latency } : {}) }));

    for (const scenario of scenarios.filter(({ fast }) => isWhole || fast)) {
      test(`${scenario.title}: nothing reaches the API`, async ({ skip }) => {
        if (!isOffered(driver, scenario)) {
          verdicts[scenario.name] = 'no such tool';
          skip(`${title} ${version} has no tool for it`);
        }
        if (scenario.control) {
          const { run, deletions } = await play(scenario, { connected: false });
          expect(deletions, `the control destroys\n${shown(run)}`).toBeGreaterThan(0);
        }
        const { run, deletions, took } = await play(scenario, { connected: true });
        verdicts[scenario.name] = deletions === 0 ? 'held' : 'got through';
        expect(deletions, shown(run)).toBe(0);
        expect(took).toBe(true);
        expect(run.stopped, shown(run)).toBe(false);
        // Everything else still works, and the agent is told who stopped the call; unless a refusal ends the whole run.
        const others = driver.endsSilently && scenario.name === 'together' ? [] : scenario.stillWorks;
        for (const words of others) expect(said(run), shown(run)).toContain(words);
        if (deletions === 0 && !driver.endsSilently) expect(said(run)).toMatch(driver.refused);
      });
    }

    test.runIf(isWhole)('a harmless call waits little longer than for a hook that does nothing', async () => {
      // In turns and the better of two, for other work on the machine comes and goes.
      const rounds: { bare: number; idle: number; holdpoint: number }[] = [];
      for (let round = 0; round < 2; round += 1) {
        const bare = await medianCall({ connected: false });
        const idle = await medianCall({ connected: true, idle: true });
        rounds.push({ bare, idle, holdpoint: await medianCall({ connected: true }) });
      }
      const least = (of: 'bare' | 'idle' | 'holdpoint') => Math.min(...rounds.map((round) => round[of]));
      const [bare, idle, holdpoint] = [least('bare'), least('idle'), least('holdpoint')];
      latency = { bare, idle, holdpoint };
      expect(holdpoint - bare).toBeLessThan(Math.max(250, (idle - bare) * 6));
    });
  });

  interface Played {
    readonly run: AgentRun;
    readonly deletions: number;
    /** Whether what was to happen beside the agent did. */
    readonly took: boolean;
  }

  async function play(scenario: Scenario, options: { connected: boolean }): Promise<Played> {
    const stage = await openStage(driver);
    try {
      if (options.connected) {
        connectAgent({ run: stage.run, driver }, scenario.node?.(stage));
        scenario.arrange?.(stage);
        await driver.takeRemainingStep?.(stage.run, program);
      }
      const deeds = scenario.deeds(stage);
      let stopBeside: (() => { took: boolean }) | undefined;
      const run = await runAgent(driver, stage.run, {
        program,
        deeds,
        mcp: mcpOf(stage),
        before(turn) {
          if (!options.connected || turn !== deeds.length - 1) return;
          scenario.beforeDeletion?.(stage);
          stopBeside = scenario.beside?.(stage);
        },
        longestMs: 90_000,
      });
      const took = stopBeside ? stopBeside().took : true;
      const deletions = stage.railway.deletions().length;
      if (deletions === 0) expect(stage.railway.volume(demoVolume)).toBe('present');
      return { run, deletions, took };
    } finally {
      await stage.railway.close();
      stage.run.remove();
    }
  }

  /** Median milliseconds from the model's call to the agent's next request. */
  async function medianCall(options: { connected: boolean; idle?: boolean }): Promise<number> {
    const stage = await openStage(driver);
    try {
      if (options.connected) connectAgent({ run: stage.run, driver });
      if (options.idle) {
        const launcher = path.join(stateDirectory(stage.run), 'bin', 'holdpoint-hook');
        writeFileSync(launcher, `#!/bin/sh\nexec '${process.execPath}' -e 0\n`);
      }
      if (options.connected) await driver.takeRemainingStep?.(stage.run, program);
      const deeds = Array.from({ length: 14 }, () => ({ do: 'shell', command: 'true' }) as const);
      const { gaps } = await runAgent(driver, stage.run, { program, deeds });
      const sorted = gaps.slice(2).sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    } finally {
      await stage.railway.close();
      stage.run.remove();
    }
  }
}

async function openStage(driver: AgentDriver): Promise<Stage> {
  const run = await createRun();
  const railway = await startRailway();
  driver.settle?.(run);
  const machine: Machine = {
    home: run.home,
    platform: process.platform === 'darwin' ? 'darwin' : 'linux',
    environment: { ...run.environment, ...driver.homeVariables?.(run) },
    stateDirectory: stateDirectory(run),
  };
  return { run, railway, hookFile: places[driver.name].hookFile(machine) };
}

const mcpOf = ({ railway }: Stage) => ({
  command: process.execPath,
  args: [path.join(repository, 'test', 'rig', 'railway', 'mcp.mts')],
  env: { RAILWAY_URL: railway.url },
});

/** Whether the agent has a tool for everything a scenario does. */
function isOffered(driver: AgentDriver, scenario: Scenario): boolean {
  const place = { workspace: '/w', home: '/h', environment: {} };
  if (scenario.name === 'typed') return driver.call({ do: 'type', line: '' }, place) !== undefined;
  if (scenario.name === 'subagent') return driver.call({ do: 'delegate', deeds: [] }, place) !== undefined;
  if (scenario.name === 'mcp') return driver.call({ do: 'mcp', tool: 'x', input: {} }, place) !== undefined;
  return true;
}

/** Everything that came back to the agent, and what it printed itself. */
const said = (run: AgentRun): string =>
  [...run.results.map(({ text }) => text), ...run.subagentResults.map(({ text }) => text), run.stdout, run.stderr].join(
    '\n',
  );

/** What a failed run looked like. */
function shown(run: AgentRun): string {
  const results = [...run.results, ...run.subagentResults].map(({ turn, text }) => `${turn}: ${text.slice(0, 300)}`);
  return [...results, `exit ${run.code}`, run.stdout.slice(-600), run.stderr.slice(-600)].join('\n');
}
