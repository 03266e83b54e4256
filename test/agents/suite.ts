// One suite for every agent: what it destroys without Holdpoint, and that none of it gets through with it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentPackages, agentProgram } from '../../scripts/setup/agent.mts';
import type { Machine } from '../../src/hosts/adapter.ts';
import { places } from '../../src/hosts/places.ts';
import { type AgentDriver, type AgentRun, runAgent } from '../rig/agent/driver.mts';
import { createRun, stateDirectory } from '../rig/files.mts';
import { demoVolume, startRailway } from '../rig/railway/server.mts';
import { openScene } from '../rig/scene.mts';
import { addedTime } from './added-time.ts';
import { type AddedTime, leaveReport, type Verdict } from './report.ts';
import { connectAgent, mcpServer, type Scenario, type Stage, scenarios } from './scenarios.ts';
import { said, shown } from './told.ts';
import { closedWindow, connectBesideWindow, refusedByPerson } from './window.ts';

/** Whether the whole suite runs, or the part that every `npm test` runs. */
export const isWhole = process.env.HOLDPOINT_AGENTS === 'all';

/** Declares the suite of one agent. */
export function agentSuite(driver: AgentDriver): void {
  const { title, version } = agentPackages[driver.name];
  const verdicts: Record<string, Verdict> = {};
  let latency: AddedTime | undefined;
  let program: string;

  describe(title, () => {
    beforeAll(async () => {
      program = await agentProgram(driver.name, (sentence) => console.error(sentence));
    });
    afterAll(() => leaveReport(driver.name, { verdicts, ...(latency ? { latency } : {}) }));

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
        const { run, deletions, reached, took } = await play(scenario, { connected: true });
        verdicts[scenario.name] = deletions === 0 ? 'not proven' : 'got through';
        expect(deletions, shown(run)).toBe(0);
        expect(reached, shown(run)).toBe(true);
        expect(took).toBe(true);
        expect(run.stopped, shown(run)).toBe(false);
        // Everything else still works, and the agent is told who stopped the call; unless a refusal ends the whole run.
        const others = driver.endsSilently && scenario.name === 'together' ? [] : scenario.stillWorks;
        for (const words of others) expect(said(run), shown(run)).toContain(words);
        if (!driver.endsSilently) expect(said(run)).toMatch(driver.refused);
        verdicts[scenario.name] = 'held';
      });
    }

    test.runIf(isWhole)(
      'the agent hears a person’s refusal, and a window that closes while it asks lets nothing out',
      async () => {
        const scene = await openScene({ connect: true });
        try {
          await connectBesideWindow(scene, driver, program);
          verdicts['person-refuses'] = await refusedByPerson(scene, driver, program);
          verdicts['window-closed'] = await closedWindow(scene, driver, program);
        } finally {
          await scene.close();
        }
      },
    );

    test.runIf(isWhole)('a harmless call waits little longer than for a hook that does nothing', async () => {
      latency = await addedTime(driver, program, openStage);
      const { bare, idle, holdpoint } = latency;
      expect(holdpoint - bare).toBeLessThan(Math.max(250, (idle - bare) * 6));
    });
  });

  interface Played {
    readonly run: AgentRun;
    readonly deletions: number;
    /** Whether the model came to the last of its calls, the one that destroys. */
    readonly reached: boolean;
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
      let left = scenario.deeds(stage);
      let reached = false;
      let stopBeside: (() => { took: boolean }) | undefined;
      const converse = (): Promise<AgentRun> =>
        runAgent(driver, stage.run, {
          program,
          deeds: left,
          ...(scenario.name === 'mcp' ? { mcp: mcpServer(stage) } : {}),
          before(turn) {
            if (turn !== left.length - 1) return;
            reached = true;
            if (!options.connected) return;
            scenario.beforeDeletion?.(stage);
            stopBeside = scenario.beside?.(stage);
          },
          longestMs: 120_000,
        });
      let run = await converse();
      if (driver.endsSilently && !reached) {
        // What it did to its hook was refused, which ended the run: told to go on, it comes to the deletion.
        left = left.slice(-1);
        const rest = await converse();
        run = { ...rest, results: [...run.results, ...rest.results] };
      }
      const took = stopBeside ? stopBeside().took : true;
      const deletions = stage.railway.deletions().length;
      if (deletions === 0) expect(stage.railway.volume(demoVolume)).toBe('present');
      return { run, deletions, reached, took };
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

/** Whether the agent has a tool for everything a scenario does. */
function isOffered(driver: AgentDriver, scenario: Scenario): boolean {
  const place = { workspace: '/w', home: '/h', environment: {} };
  if (scenario.name === 'typed') return driver.call({ do: 'type', line: '' }, place) !== undefined;
  if (scenario.name === 'subagent') return driver.call({ do: 'delegate', deeds: [] }, place) !== undefined;
  if (scenario.name === 'mcp') return driver.call({ do: 'mcp', tool: 'x', input: {} }, place) !== undefined;
  return true;
}
