// What a tool call costs more with Holdpoint's hook, beside a hook that starts Node and does nothing.
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { type AgentDriver, type Deed, runAgent } from '../rig/agent/driver.mts';
import type { ChatScene } from '../rig/editor/chat.mts';
import { stateDirectory } from '../rig/files.mts';
import type { AddedTime } from './report.ts';
import { connectAgent, type Stage } from './scenarios.ts';

const rounds = 4;
/** Calls in a row under the same hook; the first of them is not counted. */
const inARow = 5;
const rowsPerRound = 5;

/** Who answers the hooks, or that there are none. */
export type Answering = 'bare' | 'idle' | 'holdpoint';

/**
 * Measures an agent: in each round a conversation without hooks, and one in which the two hooks take turns, so that
 * what else the machine does meets both alike. Milliseconds from the model's call to the agent's next request.
 */
export async function addedTime(
  driver: AgentDriver,
  program: string,
  openStage: (driver: AgentDriver) => Promise<Stage>,
): Promise<AddedTime> {
  const found: Record<Answering, number[]> = { bare: [], idle: [], holdpoint: [] };
  const load = currentLoad();
  for (let round = 0; round < rounds; round += 1) {
    for (const connected of [false, true]) {
      const stage = await openStage(driver);
      try {
        const answering = (turn: number): Answering =>
          connected ? (Math.floor(turn / inARow) % 2 === 0 ? 'idle' : 'holdpoint') : 'bare';
        const put = connected ? await switchFor(stage, driver, program) : () => undefined;
        const deeds = differentCalls(inARow * rowsPerRound * (connected ? 2 : 1));
        const { gaps } = await runAgent(driver, stage.run, {
          program,
          deeds,
          before: (turn) => (turn % inARow === 0 ? put(answering(turn)) : undefined),
        });
        expect(gaps).toHaveLength(deeds.length);
        for (const [turn, gap] of gaps.entries()) if (turn % inARow > 0) found[answering(turn)].push(gap);
      } finally {
        await stage.railway.close();
        stage.run.remove();
      }
    }
  }
  return mediansOf(found, load);
}

/**
 * The same for VS Code's own agent, whose window puts Holdpoint's launcher right again at once: the hooks are exchanged
 * between conversations (`put`), and its calls read a file.
 */
export async function addedTimeInWindow(
  { run, ask, gaps }: ChatScene,
  put: (which: Answering) => Promise<void>,
): Promise<AddedTime> {
  const found: Record<Answering, number[]> = { bare: [], idle: [], holdpoint: [] };
  const load = currentLoad();
  const file = path.join(run.workspace, 'README.md');
  const deeds = Array.from({ length: inARow * 2 }, (): Deed => ({ do: 'read', path: file }));
  for (let round = 0; round < rounds; round += 1) {
    for (const which of ['bare', 'idle', 'holdpoint'] as const) {
      await put(which);
      await ask(deeds);
      expect(gaps()).toHaveLength(deeds.length);
      found[which].push(...gaps().slice(1));
    }
  }
  return mediansOf(found, load);
}

const currentLoad = (): number => Math.round((os.loadavg()[0] ?? 0) * 10) / 10;

function mediansOf(found: Readonly<Record<Answering, readonly number[]>>, load: number): AddedTime {
  return {
    bare: median(found.bare),
    idle: median(found.idle),
    holdpoint: median(found.holdpoint),
    calls: found.holdpoint.length,
    cores: os.availableParallelism(),
    load,
  };
}

/** Harmless calls no two of which are alike: agents stop where they see themselves repeat. */
function differentCalls(count: number): Deed[] {
  return Array.from({ length: count }, (_, index) => ({ do: 'shell', command: `true ${index}` }));
}

/** Connects the agent; gives what puts Holdpoint's launcher, or one that does nothing, in its place. */
async function switchFor(stage: Stage, driver: AgentDriver, program: string): Promise<(which: Answering) => void> {
  connectAgent({ run: stage.run, driver });
  await driver.takeRemainingStep?.(stage.run, program);
  const launcher = path.join(stateDirectory(stage.run), 'bin', 'holdpoint-hook');
  const own = readFileSync(launcher, 'utf8');
  // OpenCode's plugin takes nothing but a plain yes.
  const words = driver.name === 'opencode' ? 'process.stdout.write(JSON.stringify({ decision: "neutral" }))' : '0';
  const idle = `#!/bin/sh\nexec '${process.execPath}' -e '${words}'\n`;
  return (which) => {
    const beside = `${launcher}.next`;
    writeFileSync(beside, which === 'idle' ? idle : own);
    chmodSync(beside, 0o700);
    renameSync(beside, launcher);
  };
}

/** The middle of what was measured. Throws where nothing was. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return Math.round(middle);
}
