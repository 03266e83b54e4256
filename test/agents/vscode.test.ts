// VS Code's own agent in the embedded editor, "Bypass approvals" on, beside Holdpoint's own window. A person refuses
// whatever they are asked.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { places } from '../../src/hosts/places.ts';
import { type ChatScene, openChatScene } from '../rig/editor/chat.mts';
import { holdPanel } from '../rig/editor/hold-panel.mts';
import { stateDirectory } from '../rig/files.mts';
import { connectClaude } from '../rig/scene.mts';
import { addedTimeInWindow } from './added-time.ts';
import { type AddedTime, leaveReport, type Verdict } from './report.ts';
import {
  connectHost,
  hangsPastItsTime,
  mcpServer,
  type Scenario,
  type Stage,
  scenarios,
  theIncident,
} from './scenarios.ts';
import { isWhole } from './suite.ts';

/** The window puts the launcher right again at once where its times are shortened: here the time itself is moved on. */
const played = scenarios
  .filter(({ fast }) => isWhole || fast)
  .map((scenario): Scenario => {
    const { arrange: _, ...rest } = scenario;
    return scenario.name === 'hook-hangs' ? { ...rest, beside: hangsPastItsTime } : scenario;
  });
const reason = 'That volume is production.';

describe('VS Code agent', () => {
  const verdicts: Record<string, Verdict> = {};
  let latency: AddedTime | undefined;
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
    if (isWhole) await scene.startMcpServer(mcpServer(stage));
  });
  afterAll(async () => {
    leaveReport('vscode', { verdicts, ...(latency ? { latency } : {}) });
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
        connectHost(scene.run, { host: 'vscode', ...(scenario.node ? { node: scenario.node(stage) } : {}) });
        scenario.arrange?.(stage);
        // The editor reads hook files anew a moment after they changed.
        await sleep(1_500);
        const { words, took, reached } = await play(scenario);
        const deletions = scene.railway.deletions().length;
        verdicts[scenario.name] = deletions === 0 ? 'not proven' : 'got through';
        expect(deletions, words).toBe(0);
        expect(reached, words).toBe(true);
        expect(took).toBe(true);
        for (const usual of scenario.stillWorks) expect(words).toContain(usual);
        expect(words).toMatch(/Holdpoint|denied/);
        verdicts[scenario.name] = 'held';
      },
      240_000,
    );

    test.runIf(isWhole)('the agent hears a person’s refusal', async () => {
      connectHost(scene.run, { host: 'vscode' });
      const { words } = await play(theIncident, reason);
      const deletions = scene.railway.deletions().length;
      verdicts['person-refuses'] = deletions === 0 ? 'not proven' : 'got through';
      expect(deletions, words).toBe(0);
      expect(words).toContain(reason);
      verdicts['person-refuses'] = 'held';
    });

    test.runIf(isWhole)('a harmless call waits little longer than for a hook that does nothing', async () => {
      connectHost(scene.run, { host: 'vscode' });
      // Another tool's file, with the very entries of ours and a command that does nothing.
      const other = path.join(path.dirname(stage.hookFile), 'other.json');
      const entries = readFileSync(stage.hookFile, 'utf8');
      const idle = entries.replace(/("command":\s*)"(?:[^"\\]|\\.)*"/g, `$1"'${process.execPath}' -e 0"`);
      latency = await addedTimeInWindow(scene, async (which) => {
        rmSync(other, { force: true });
        connectHost(scene.run, { host: 'vscode', ...(which === 'holdpoint' ? {} : { disconnect: true }) });
        if (which === 'idle') writeFileSync(other, idle);
        await sleep(1_500);
      });
      const { bare, idle: idling, holdpoint } = latency;
      expect(holdpoint - bare).toBeLessThan(Math.max(250, (idling - bare) * 6));
    });

    // The last: its agent lives in the window that closes, and nothing can be asked of it afterwards.
    test.runIf(isWhole)('a window that closes while it asks lets nothing out', async () => {
      scene.railway.reset();
      void scene.ask(theIncident.deeds(stage));
      await holdPanel(scene.bench, 120_000);
      await scene.bench.close();
      await sleep(5_000);
      await scene.server.stop();
      await sleep(2_000);
      const deletions = scene.railway.deletions().length;
      verdicts['window-closed'] = deletions === 0 ? 'held' : 'got through';
      expect(deletions).toBe(0);
    });
  });

  async function play(scenario: Scenario, why?: string): Promise<{ words: string; took: boolean; reached: boolean }> {
    scene.railway.reset();
    let reached = false;
    let stopBeside: (() => { took: boolean }) | undefined;
    const person = refusing(why);
    const results = await scene.ask(scenario.deeds(stage), {
      // Its terminal is slow to show what a search finds in the log.
      milliseconds: 180_000,
      beforeLast() {
        reached = true;
        scenario.beforeDeletion?.(stage);
        stopBeside = scenario.beside?.(stage);
      },
    });
    await person.stop();
    const took = stopBeside ? stopBeside().took : true;
    const words = results?.map(({ turn, text }) => `${turn}: ${text}`).join('\n') ?? 'the conversation did not end';
    return { words, took, reached };
  }

  /** A person who says no to everything, and why where there is a reason. */
  function refusing(why?: string): { stop(): Promise<void> } {
    let stopped = false;
    const until = async (): Promise<void> => {
      while (!stopped) {
        try {
          const panel = await holdPanel(scene.bench, 1_000);
          await panel.settled();
          if (why === undefined) await panel.deny.click({ timeout: 3_000 });
          else {
            await panel.denyAndTell.click({ timeout: 3_000 });
            await panel.reason.fill(why, { timeout: 3_000 });
            await panel.send.click({ timeout: 3_000 });
          }
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
