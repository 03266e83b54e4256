import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mustRun } from '../../scripts/setup/run.mts';

/** The repository this rig belongs to. */
export const repository = path.join(import.meta.dirname, '..', '..');

/** The file a VSIX is packaged into by `npm run package`. */
export const vsixFile = path.join(repository, 'out', 'holdpoint.vsix');

/** Where the suites leave what a person may want to look at. */
export const screenshotDirectory = path.join(repository, 'out', 'screenshots');

/** One run's own folders, apart from everything the person has. */
export interface Run {
  readonly folder: string;
  /** HOME of everything that is started in this run. */
  readonly home: string;
  /** A fresh copy of the demo workspace, committed to git. */
  readonly workspace: string;
  /** The whole environment of everything that is started in this run. */
  readonly environment: Readonly<Record<string, string>>;
  /** Removes the folders, unless `HOLDPOINT_KEEP` is set. */
  remove(): void;
}

/** Sends whatever does not go to loopback to a port nobody listens on. */
const loopbackOnly = Object.fromEntries([
  ...['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, 'http://127.0.0.1:9']),
  ...['no_proxy', 'NO_PROXY'].map((name) => [name, '127.0.0.1,localhost']),
]);

/** Makes a run's folders. The name is short because a socket path may have only about 100 characters. */
export async function createRun(): Promise<Run> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hp-'));
  const home = path.join(folder, 'home');
  const workspace = path.join(folder, 'pocketos');
  mkdirSync(home);
  writeFileSync(
    path.join(home, '.gitconfig'),
    '[user]\n\tname = Demo\n\temail = demo@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  const environment = {
    HOME: home,
    PATH: [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':'),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    SHELL: '/bin/bash',
    SHLVL: '1',
    USER: os.userInfo().username,
    DO_NOT_TRACK: '1',
    ...loopbackOnly,
  };
  await createWorkspace(workspace, environment);
  return {
    folder,
    home,
    workspace,
    environment,
    remove: () => {
      if (!process.env.HOLDPOINT_KEEP) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Writes the demo workspace and commits it. */
async function createWorkspace(
  workspace: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  cpSync(path.join(repository, 'demo', 'workspace'), workspace, { recursive: true });
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'PocketOS, as it was'],
  ]) {
    await mustRun('git', args, { cwd: workspace, environment });
  }
}

/** Where Holdpoint keeps its state in a run on Linux and macOS (DESIGN 3, guard/state-directory.ts). */
export function stateDirectory(run: Pick<Run, 'home'>): string {
  return process.platform === 'darwin'
    ? path.join(run.home, 'Library', 'Application Support', 'holdpoint')
    : path.join(run.home, '.local', 'state', 'holdpoint');
}

/** The directory of a workspace's audit log. */
export const auditDirectory = (workspace: string): string => path.join(workspace, '.holdpoint', 'audit');

/** The log files of a workspace, oldest first, absolute. */
export function auditFiles(workspace: string): string[] {
  const directory = auditDirectory(workspace);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => path.join(directory, name));
}

/** Every readable record of a workspace's log, in the order of the files. */
export function auditRecords(workspace: string): Record<string, unknown>[] {
  return auditFiles(workspace).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          const record: unknown = JSON.parse(line);
          return typeof record === 'object' && record !== null ? [{ ...record }] : [];
        } catch {
          return [];
        }
      }),
  );
}
