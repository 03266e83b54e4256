// Everything together: fake Railway, demo workspace, real editor with the extension, a person at the window.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedEditor, embeddedEditor } from '../../scripts/setup/editor.mts';
import { type RunResult, run as runProgram } from '../../scripts/setup/run.mts';
import { requirePackages } from '../../scripts/setup/system.mts';
import { hookEntries, type ScriptedAgent, scriptedAgent } from './agent/scripted.mts';
import { packProbe } from './editor/probe.mts';
import { type EditorServer, startEditor } from './editor/server.mts';
import { openWorkbench, type Workbench } from './editor/workbench.mts';
import { createRun, type Run, repository, vsixFile } from './files.mts';
import { incidentCalls } from './incident.mts';
import { startNamedRailway } from './railway/named.mts';
import type { FakeRailway } from './railway/server.mts';

/** A stage on which the incident can be played. */
export interface Scene {
  readonly run: Run;
  readonly railway: FakeRailway;
  readonly server: EditorServer;
  readonly bench: Workbench;
  /** A new conversation of the scripted agent. */
  agent(): ScriptedAgent;
  /** Plays everything before the deletion in one conversation, then starts the deletion and gives its pending call. */
  upToDeletion(agent: ScriptedAgent): Promise<ReturnType<ScriptedAgent['start']>>;
  close(): Promise<void>;
}

/** What to set up. */
export interface SceneOptions {
  /** Connects Claude Code by the command, as a person does. */
  readonly connect: boolean;
  readonly screenshots?: string;
  /** Installs another extension beside Holdpoint (editor/probe.mts). */
  readonly probe?: boolean;
}

const tell = (sentence: string): void => console.error(`  ${sentence}`);

/** Sets the stage. The VSIX must have been packaged (`npm run package`). */
export async function openScene(options: SceneOptions): Promise<Scene> {
  if (!existsSync(vsixFile)) throw new Error('There is no out/holdpoint.vsix; run `npm run package`.');
  await requirePackages(['git', 'curl', 'openssl', 'chromium'], tell);
  const editor = await embeddedEditor(tell);
  const opened: (() => Promise<void> | void)[] = [];
  try {
    return await setUp(options, editor, opened);
  } catch (error) {
    // What stands already must not go on beside the next try.
    await closeAll(opened).catch(() => {});
    throw error;
  }
}

/** Last opened, first closed; all of them, whatever goes wrong with one. Throws the first error. */
async function closeAll(opened: readonly (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of opened.toReversed()) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function setUp(
  options: SceneOptions,
  editor: EmbeddedEditor,
  opened: (() => Promise<void> | void)[],
): Promise<Scene> {
  const run = await createRun();
  opened.push(() => run.remove());
  haveClaude(run);
  const railway = await startNamedRailway(run);
  opened.push(() => railway.close());
  const server = await startEditor(editor, run, [vsixFile, ...(options.probe ? [await packProbe(run)] : [])]);
  opened.push(() => server.stop());
  const bench = await openWorkbench({
    url: server.url,
    profile: path.join(run.folder, 'chromium'),
    ...(options.screenshots ? { screenshots: options.screenshots } : {}),
  });
  opened.push(() => bench.close());
  const scene: Scene = {
    run,
    railway,
    server,
    bench,
    agent: () => scriptedAgent(run),
    async upToDeletion(agent) {
      const calls = incidentCalls({ workspace: run.workspace, url: railway.url });
      const last = calls.pop();
      if (!last) throw new Error('The incident has no calls.');
      for (const call of calls) {
        const result = await agent.call(call);
        if (!result.ran) throw new Error(`Held before the deletion: ${JSON.stringify(call)}: ${result.reason}`);
      }
      return agent.start(last);
    },
    close: () => closeAll(opened),
  };
  if (options.connect) await connectClaude(scene);
  return scene;
}

/** Keeps a picture of the window a test has failed in. For `afterEach`. */
export async function pictureIfFailed(scene: Scene | undefined, task: FinishedTask): Promise<void> {
  if (!scene || task.result?.state !== 'fail') return;
  await scene.bench.screenshot(`failed-${task.name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}`).catch(() => {});
}

/** As Vitest gives it. */
interface FinishedTask {
  readonly name: string;
  readonly result?: { readonly state: string } | undefined;
}

/** Makes the run's HOME that of a person who uses Claude Code, with settings of their own. */
export function haveClaude(run: Pick<Run, 'home'>): void {
  mkdirSync(path.join(run.home, '.claude'), { recursive: true });
  const own = `{\n  "theme": "dark",\n  "permissions": { "allow": ["Bash(ls:*)"] }\n}\n`;
  writeFileSync(path.join(run.home, '.claude', 'settings.json'), own);
}

/** Whether Claude Code's settings carry a hook for shell calls. */
export const isConnected = (run: Pick<Run, 'home'>): boolean => hookEntries(run.home, 'PreToolUse', 'Bash').length > 0;

/** Connects Claude Code through the command palette and says yes in the dialog. */
export async function connectClaude(scene: Pick<Scene, 'bench' | 'run'>): Promise<void> {
  const { bench, run } = scene;
  await bench.command('Holdpoint: Connect Agents');
  await bench.confirmEverything(/^Connect/, () => isConnected(run));
}

/** Runs the built command line in a run's surroundings. */
export function holdpoint(run: Run, args: readonly string[]): Promise<RunResult> {
  return runProgram(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], {
    cwd: run.workspace,
    environment: run.environment,
    timeout: 60_000,
  });
}

/**
 * Connects Claude Code on the command line: `holdpoint connect claude`. Nobody has to be at a window. The managed file
 * comes on top of a connection that is there already.
 */
export async function connectByCommand(
  run: Run,
  options: { managed?: boolean; wrapper?: readonly string[] } = {},
): Promise<void> {
  if (!options.managed) haveClaude(run);
  const command = [
    ...(options.wrapper ?? []),
    ...[process.execPath, path.join(repository, 'dist', 'cli.js'), 'connect', 'claude'],
    ...(options.managed ? ['--managed'] : []),
  ];
  const [program = process.execPath, ...args] = command;
  const result = await runProgram(program, args, {
    cwd: run.workspace,
    environment: run.environment,
    timeout: 60_000,
  });
  if (result.code !== 0) throw new Error(`connect ended with ${result.code}: ${result.stdout}${result.stderr}`);
}
