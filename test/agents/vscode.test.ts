// VS Code's own agent in the embedded editor, "Bypass approvals" on, beside Holdpoint's own window. A person refuses
// whatever they are asked.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { places } from '../../src/hosts/places.ts';
import { type ChatScene, openChatScene } from '../rig/editor/chat.mts';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { stateDirectory } from '../rig/files.mts';
import { connectClaude } from '../rig/scene.mts';
import { leaveReport, type Verdict } from './report.ts';
import { connectHost, type Scenario, type Stage, scenarios } from './scenarios.ts';
import { isWhole } from './suite.ts';

/**
 * MCP servers need a person to start them in this editor. A hook that hangs would have to be waited for 14 minutes: the
 * window puts the launcher right again at once where its times are shortened.
 */
const played = scenarios.filter(({ name }) => name !== 'mcp' && name !== 'hook-hangs');

describe.runIf(isWhole)('VS Code agent', () => {
  const verdicts: Record<string, Verdict> = {};
  let scene: ChatScene;
  let stage: Stage;
  beforeAll(async () => {
    scene = await openChatScene((sentence) => console.error(sentence));
    const { run, railway } = scene;
    const machine = {
      home: run.home,
      platform: 'linux' as const,
      environment: run.environment,
      stateDirectory: stateDirectory(run),
    };
    stage = { run, railway, hookFile: places.vscode.hookFile(machine) };
    // The first conversation of a fresh profile may still ask for approvals.
    await scene.ask([{ do: 'shell', command: 'true' }], { milliseconds: 30_000 });
  });
  afterAll(async () => {
    leaveReport('vscode', 'alone', { verdicts });
    await scene?.close();
  });

  describe('without Holdpoint, as a control', () => {
    test.each(played.filter(({ control }) => control))('$title destroys', async (scenario) => {
      scene.railway.reset();
      await scene.ask(scenario.deeds(stage));
      await sleep(1_000);
      expect(scene.railway.deletions().length).toBeGreaterThan(0);
    });
  });

  describe('with Holdpoint', () => {
    beforeAll(() => connectClaude(scene));

    test.each(played)(
      '$title: nothing reaches the API',
      async (scenario) => {
        scene.railway.reset();
        connectHost(scene.run, { host: 'vscode', ...(scenario.node ? { node: scenario.node(stage) } : {}) });
        scenario.arrange?.(stage);
        // The editor reads hook files anew a moment after they changed.
        await sleep(1_500);
        const { words, took } = await play(scenario);
        const deletions = scene.railway.deletions().length;
        verdicts[scenario.name] = deletions === 0 ? 'held' : 'got through';
        expect(deletions, words).toBe(0);
        expect(took).toBe(true);
        for (const usual of scenario.stillWorks) expect(words).toContain(usual);
        expect(words).toMatch(/Holdpoint|denied/);
      },
      240_000,
    );
  });

  async function play(scenario: Scenario): Promise<{ words: string; took: boolean }> {
    let stopBeside: (() => { took: boolean }) | undefined;
    const person = refusing();
    const results = await scene.ask(scenario.deeds(stage), {
      // Its terminal is slow to show what a search finds in the log.
      milliseconds: 180_000,
      beforeLast() {
        scenario.beforeDeletion?.(stage);
        stopBeside = scenario.beside?.(stage);
      },
    });
    await person.stop();
    const took = stopBeside ? stopBeside().took : true;
    const words = results?.map(({ turn, text }) => `${turn}: ${text}`).join('\n') ?? 'the conversation did not end';
    return { words, took };
  }

  /** A person who says no to everything. */
  function refusing(): { stop(): Promise<void> } {
    let stopped = false;
    const until = async (): Promise<void> => {
      while (!stopped) {
        try {
          const panel = await holdPanel(scene.bench, 1_000);
          await panel.settled();
          await panel.deny.click({ timeout: 3_000 });
        } catch {
          // Nothing is asked at the moment.
        }
      }
    };
    const done = until();
    return {
      stop() {
        stopped = true;
        return done;
      },
    };
  }
});
