import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { claudeDriver, lastWords } from '../../test/rig/agent/claude.mts';
import { runAgent } from '../../test/rig/agent/driver.mts';
import { scriptedAgent } from '../../test/rig/agent/scripted.mts';
import { startEditor } from '../../test/rig/editor/server.mts';
import { createRun, type Run, vsixFile } from '../../test/rig/files.mts';
import { incidentCalls, incidentDeeds } from '../../test/rig/incident.mts';
import { until } from '../../test/rig/processes.mts';
import { startNamedRailway } from '../../test/rig/railway/named.mts';
import { demoVolume, type FakeRailway } from '../../test/rig/railway/server.mts';
import { haveClaude, isConnected } from '../../test/rig/scene.mts';
import { claudeCode } from '../setup/agent.mts';
import type { Progress } from '../setup/cache.mts';
import { embeddedEditor } from '../setup/editor.mts';
import { mustRun } from '../setup/run.mts';
import { findProgram, requirePackages } from '../setup/system.mts';

/** How a person wants it. */
export interface PersonOptions {
  readonly tell: Progress;
  readonly claude: boolean;
  /** `code`, `cursor` or `embedded`; else the first that is installed. */
  readonly editor?: string;
}

const aWhile = 24 * 60 * 60 * 1000;

/**
 * Opens the demo workspace with the extension, waits until the person has connected Claude Code, and plays the incident
 * as often as they like. Editor, settings and HOME are the demo's own; nothing of the person's is touched.
 */
export async function playForPerson(options: PersonOptions): Promise<void> {
  const { tell } = options;
  await requirePackages(['git', 'curl', 'openssl'], tell);
  const run = await createRun();
  haveClaude(run);
  const railway = await startNamedRailway(run);
  const close = await openEditor(options, run);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    tell('in the editor: open the Holdpoint view (the shield), press “Connect agents” and say yes');
    await until('Claude Code is connected', () => isConnected(run), { milliseconds: aWhile, every: 500 });
    for (;;) {
      await play(options, run, railway);
      const answer = await Promise.race([lines.question('Enter plays it again, q ends: '), closed(lines)]);
      if (answer.trim() === 'q') break;
      railway.reset();
    }
  } finally {
    lines.close();
    await close();
    await railway.close();
    run.remove();
  }
}

const closed = (lines: { once(event: 'close', listener: () => void): unknown }): Promise<string> =>
  new Promise((resolve) => lines.once('close', () => resolve('q')));

/** Opens the installed editor where there is one, else the embedded one. Gives what closes it again. */
async function openEditor(options: PersonOptions, run: Run): Promise<() => Promise<void>> {
  const { tell } = options;
  const wanted = options.editor ? [options.editor] : ['code', 'cursor'];
  const program = wanted.map(findProgram).find((found) => found !== undefined);
  if (program) return openInstalled(program, run, tell);
  if (options.editor && options.editor !== 'embedded') throw new Error(`${options.editor} is not on PATH.`);
  const server = await startEditor(await embeddedEditor(tell), run, [vsixFile]);
  tell(`the editor is open at ${server.url}`);
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (findProgram(opener)) spawn(opener, [server.url], { stdio: 'ignore', detached: true }).unref();
  return () => server.stop();
}

async function openInstalled(program: string, run: Run, tell: Progress): Promise<() => Promise<void>> {
  const folders = [
    ...['--user-data-dir', path.join(run.folder, 'user-data')],
    ...['--extensions-dir', path.join(run.folder, 'extensions')],
  ];
  for (const folder of ['user-data', 'extensions']) mkdirSync(path.join(run.folder, folder), { recursive: true });
  // The person's own environment with the demo's HOME: a desktop editor needs the display and the session bus.
  const environment = { ...process.env, HOME: run.home, XDG_STATE_HOME: undefined, XDG_CONFIG_HOME: undefined };
  await mustRun(program, [...folders, '--install-extension', vsixFile], { environment });
  const flags = ['--disable-workspace-trust', '--skip-welcome', '--password-store=basic', '--new-window', '--wait'];
  const child: ChildProcess = spawn(program, [...folders, ...flags, run.workspace], {
    env: environment,
    stdio: 'ignore',
  });
  tell(`opening ${path.basename(program)}`);
  return async () => {
    child.kill();
  };
}

async function play(options: PersonOptions, run: Run, railway: FakeRailway): Promise<void> {
  const { tell } = options;
  const calls = incidentCalls({ workspace: run.workspace, url: railway.url });
  tell('the agent starts; when it reaches the deletion, decide in the editor');
  if (options.claude) {
    const result = await runAgent(claudeDriver, run, {
      program: await claudeCode(tell),
      deeds: incidentDeeds({ workspace: run.workspace, url: railway.url }),
    });
    tell(`Claude Code ended: ${lastWords(result)}`);
  } else {
    const agent = scriptedAgent(run);
    for (const call of calls) {
      const about = call.tool === 'Bash' ? call.input.command : `${call.tool} ${call.input.file_path}`;
      tell(`agent: ${about}`);
      const result = await agent.call(call);
      tell(result.ran ? 'agent: done' : `agent: stopped: ${result.reason}`);
    }
  }
  tell(`deletions that reached Railway: ${railway.deletions().length}; volume: ${railway.volume(demoVolume)}`);
}
