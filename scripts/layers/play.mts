// One way of starting the deletion, played once: was it held, and did the answer count?
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Deed } from '../../test/rig/agent/driver.mts';
import { openChatScene } from '../../test/rig/editor/chat.mts';
import { holdPanel, isHoldShown } from '../../test/rig/editor/hold-panel.mts';
import { type Probe, probeOf } from '../../test/rig/editor/probe.mts';
import { openTerminal, typeInTerminal } from '../../test/rig/editor/terminal.mts';
import { auditRecords, type Run } from '../../test/rig/files.mts';
import { deletionCommand, demoToken } from '../../test/rig/incident.mts';
import { until } from '../../test/rig/processes.mts';
import { startNamedRailway } from '../../test/rig/railway/named.mts';
import { demoVolume } from '../../test/rig/railway/server.mts';
import { connectClaude, holdpoint, openScene, type Scene } from '../../test/rig/scene.mts';

/** A real editor with Holdpoint and another extension. */
export interface LayerScene extends Pick<Scene, 'run' | 'railway' | 'bench' | 'close'> {
  readonly probe: Probe;
  /** The deletion as a shell line. */
  deletion(): string;
  /** Writes a file of the workspace. */
  write(name: string, text: string): void;
  /** Types a line into the terminal, as a person does. */
  type(line: string): Promise<void>;
  /** Lets the editor's own agent do these in a new conversation. Throws on a stage that has none. */
  ask(deeds: readonly Deed[]): void;
  /** Connects the editor's own agent, or takes its hook away. */
  hook(connected: boolean): Promise<void>;
  /** Waits until what was asked of the agent is over. */
  over(): Promise<void>;
}

/** A way a program can start. */
export interface Way {
  readonly name: string;
  /** The layer that is to catch it. */
  readonly layer: string;
  /** What is known when it gets out; names the row of SECURITY.md. */
  readonly known?: string;
  /** Played by the editor's own agent, in a window whose chat is switched on. */
  readonly agent?: true;
  /** Who is to ask first, where both might: a hook of the agent's host, or a layer below it. */
  readonly asker?: 'hook' | 'below';
  start(scene: LayerScene): Promise<void> | void;
}

/**
 * How one run came out. `leaked`: the call went out before anybody had decided, or without a question. `nothing`:
 * neither a question nor a call came, which says nothing about the layer and counts as not caught. `kept`: held, but
 * one approval did not let it out. `elsewhere`: caught, but not by the layer that is to.
 */
export type End = 'caught' | 'leaked' | 'nothing' | 'kept' | 'elsewhere';

/** Sets the stage for every way without an agent. */
export async function openLayerScene(): Promise<LayerScene> {
  const scene = await openScene({ connect: true, probe: true });
  mkdirSync(path.join(scene.run.workspace, '.vscode'), { recursive: true });
  await openTerminal(scene.bench, scene.run);
  const noAgent = () => {
    throw new Error('The chat of this window is switched off.');
  };
  return { ...layerScene(scene), ask: noAgent, hook: noAgent, over: () => Promise.resolve() };
}

/** Sets the stage for the editor's own agent, every permission bypassed. Claude Code is connected, it is not. */
export async function openAgentScene(): Promise<LayerScene> {
  const scene = await openChatScene((sentence) => console.error(`  ${sentence}`), startNamedRailway);
  await connectClaude(scene);
  // The first conversation of a fresh profile may still ask for approvals.
  await scene.ask([{ do: 'shell', command: 'true' }], { milliseconds: 30_000 });
  let conversation: Promise<unknown> = Promise.resolve();
  return {
    ...layerScene(scene),
    ask(deeds) {
      conversation = scene.ask(deeds, { milliseconds: 120_000 });
    },
    async hook(connected) {
      const { code, stdout, stderr } = await holdpoint(scene.run, [connected ? 'connect' : 'disconnect', 'vscode']);
      if (code !== 0) throw new Error(`The agent's hook: ${code}: ${stdout}${stderr}`);
    },
    async over() {
      await conversation;
    },
  };
}

function layerScene(scene: Pick<LayerScene, 'run' | 'railway' | 'bench' | 'close'>) {
  return {
    ...scene,
    probe: probeOf(scene.run),
    deletion: () => deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) }),
    write: (name: string, text: string) => writeFileSync(path.join(scene.run.workspace, name), text),
    type: (line: string) => typeInTerminal(scene.bench, line),
  };
}

/** Starts the deletion, waits until it is held or out, answers, and looks at the server's log. */
export async function playOnce(scene: LayerScene, way: Way, answer: 'deny' | 'approve'): Promise<End> {
  const { bench, railway, run } = scene;
  await bench.closeEditors();
  railway.reset();
  await way.start(scene);
  const seen = await until(
    'the call is held or out',
    async () => (railway.deletions().length > 0 ? 'out' : (await isHoldShown(bench)) ? 'held' : undefined),
    // An agent makes other calls first.
    { milliseconds: way.agent ? 90_000 : 20_000, every: 50 },
  ).catch(() => 'nothing' as const);
  if (seen !== 'held') {
    await bench.closeEditors();
    await scene.over();
    return seen === 'out' ? 'leaked' : 'nothing';
  }
  const end = await answered(scene, way, answer);
  const asker = askedBelow(run) ? 'below' : 'hook';
  return end === 'caught' && way.asker !== undefined && way.asker !== asker ? 'elsewhere' : end;
}

async function answered(scene: LayerScene, { name }: Way, answer: 'deny' | 'approve'): Promise<End> {
  const { bench, railway } = scene;
  const panel = await holdPanel(bench);
  await panel.settled();
  if (railway.deletions().length > 0) return 'leaked';
  if (answer === 'deny') {
    await panel.deny.click();
    await bench.page.waitForTimeout(700);
    await scene.over();
    return railway.deletions().length === 0 ? 'caught' : 'leaked';
  }
  if (await panel.typedName.isVisible()) await panel.typedName.fill(demoVolume);
  await panel.approve.click();
  await until('the approved call is out', () => railway.deletions().length > 0).catch(() => undefined);
  await bench.page.waitForTimeout(500);
  if (railway.deletions().length === 0) {
    await bench.screenshot(`kept-${name}`);
    await bench.closeEditors();
  }
  await scene.over();
  const out = railway.deletions().length;
  return out === 1 ? 'caught' : out === 0 ? 'kept' : 'leaked';
}

/** Whether the newest hold was asked for below the hooks: those name the terminal, a hook its host's conversation. */
function askedBelow({ workspace }: Run): boolean {
  const held = auditRecords(workspace).findLast(({ type }) => type === 'held');
  return typeof held?.session === 'string' && held.session.startsWith('terminal-');
}
