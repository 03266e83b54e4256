// The real editor: code-server with folders of its own, on loopback, as a person would have it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EmbeddedEditor } from '../../../scripts/setup/editor.mts';
import { mustRun } from '../../../scripts/setup/run.mts';
import type { Run } from '../files.mts';
import { descendants, freePort, kill, stopTree, until } from '../processes.mts';

/** An editor that serves its workbench on loopback. */
export interface EditorServer {
  readonly url: string;
  readonly logFile: string;
  /** Process ids of the extension hosts that live now. */
  extensionHosts(): number[];
  /** Kills every extension host outright. Gives how many there were. */
  killExtensionHosts(): number;
  stop(): Promise<void>;
}

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'window.autoDetectColorScheme': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.fetchOnlinePackageInfo': false,
  'workbench.enableExperiments': false,
};

/** Files of a person's own in the editor's user folder: its settings are added to those of every run. */
export interface EditorOwn {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Other files beside the settings, by name. */
  readonly files?: Readonly<Record<string, unknown>>;
}

/** Installs VSIX files into a run's own editor and starts it; without any it starts bare. */
export async function startEditor(
  editor: EmbeddedEditor,
  run: Run,
  files: readonly string[],
  own: EditorOwn = {},
): Promise<EditorServer> {
  const userData = path.join(run.folder, 'user-data');
  const extensions = path.join(run.folder, 'extensions');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  for (const [name, value] of Object.entries({ ...own.files, 'settings.json': { ...settings, ...own.settings } })) {
    writeFileSync(path.join(userData, 'User', name), `${JSON.stringify(value, null, 2)}\n`);
  }
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensions];
  for (const vsix of files) {
    await mustRun(editor.node, [editor.entry, ...folders, '--install-extension', vsix], {
      environment: run.environment,
    });
  }
  const logFile = path.join(run.folder, 'editor.log');
  const { child, url } = await started(editor, run, folders, logFile);

  const extensionHosts = (): number[] =>
    child.pid === undefined
      ? []
      : descendants(child.pid)
          .filter((entry) => entry.command.includes('--type=extensionHost'))
          .map((entry) => entry.pid);
  return {
    url: `${url}/?folder=${encodeURIComponent(run.workspace)}`,
    logFile,
    extensionHosts,
    killExtensionHosts() {
      const hosts = extensionHosts();
      for (const pid of hosts) kill(pid);
      return hosts.length;
    },
    stop: () => stopTree(child),
  };
}

/** Starts it on a free port; on another one where somebody took that meanwhile. */
async function started(
  editor: EmbeddedEditor,
  run: Run,
  folders: readonly string[],
  logFile: string,
): Promise<{ child: ChildProcess; url: string }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const args = [
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folders],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', '--reconnection-grace-time', '1', run.workspace],
    ];
    const child = spawn(editor.node, [editor.entry, ...args], {
      env: { ...run.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const url = `http://127.0.0.1:${port}`;
    try {
      await until('the embedded editor answers', () => isUp(url, child), { milliseconds: 120_000 });
      return { child, url };
    } catch (error) {
      await stopTree(child);
      if (attempt === 3) throw error;
    }
  }
}

async function isUp(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`The embedded editor ended with ${child.exitCode}.`);
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}
