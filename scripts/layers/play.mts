// One way of starting the deletion, played once: was it held, and did the answer count?
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { holdPanel, isHoldShown } from '../../test/rig/editor/hold-panel.mts';
import { type Probe, probeOf } from '../../test/rig/editor/probe.mts';
import { openTerminal, typeInTerminal } from '../../test/rig/editor/terminal.mts';
import { deletionCommand, demoToken } from '../../test/rig/incident.mts';
import { until } from '../../test/rig/processes.mts';
import { demoVolume } from '../../test/rig/railway/server.mts';
import { openScene, type Scene } from '../../test/rig/scene.mts';

/** A real editor with Holdpoint and another extension. */
export interface LayerScene extends Scene {
  readonly probe: Probe;
  /** The deletion as a shell line. */
  deletion(): string;
  /** Writes a file of the workspace. */
  write(name: string, text: string): void;
  /** Types a line into the terminal, as a person does. */
  type(line: string): Promise<void>;
}

/** A way a program can start. */
export interface Way {
  readonly name: string;
  /** The layer that is to catch it. */
  readonly layer: string;
  /** What is known when it gets out; names the row of SECURITY.md. */
  readonly known?: string;
  start(scene: LayerScene): Promise<void> | void;
}

/**
 * How one run came out. `leaked`: the call went out before anybody had decided, or without a question. `nothing`:
 * neither a question nor a call came, which says nothing about the layer and counts as not caught. `kept`: held, but
 * one approval did not let it out.
 */
export type End = 'caught' | 'leaked' | 'nothing' | 'kept';

/** Sets the stage once; every way is played on it. */
export async function openLayerScene(): Promise<LayerScene> {
  const scene = await openScene({ connect: true, probe: true });
  mkdirSync(path.join(scene.run.workspace, '.vscode'), { recursive: true });
  await openTerminal(scene.bench, scene.run);
  return {
    ...scene,
    probe: probeOf(scene.run),
    deletion: () => deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) }),
    write: (name, text) => writeFileSync(path.join(scene.run.workspace, name), text),
    type: (line) => typeInTerminal(scene.bench, line),
  };
}

/** Starts the deletion, waits until it is held or out, answers, and looks at the server's log. */
export async function playOnce(scene: LayerScene, way: Way, answer: 'deny' | 'approve'): Promise<End> {
  const { bench, railway } = scene;
  await bench.closeEditors();
  railway.reset();
  await way.start(scene);
  const seen = await until(
    'the call is held or out',
    async () => (railway.deletions().length > 0 ? 'out' : (await isHoldShown(bench)) ? 'held' : undefined),
    { milliseconds: 20_000, every: 50 },
  ).catch(() => 'nothing' as const);
  if (seen !== 'held') {
    await bench.closeEditors();
    return seen === 'out' ? 'leaked' : 'nothing';
  }
  const panel = await holdPanel(bench);
  await panel.settled();
  if (railway.deletions().length > 0) return 'leaked';
  if (answer === 'deny') {
    await panel.deny.click();
    await bench.page.waitForTimeout(700);
    return railway.deletions().length === 0 ? 'caught' : 'leaked';
  }
  if (await panel.typedName.isVisible()) await panel.typedName.fill(demoVolume);
  await panel.approve.click();
  await until('the approved call is out', () => railway.deletions().length > 0).catch(() => undefined);
  await bench.page.waitForTimeout(500);
  const out = railway.deletions().length;
  if (out === 0) await bench.screenshot(`kept-${way.name}`);
  return out === 1 ? 'caught' : out === 0 ? 'kept' : 'leaked';
}
