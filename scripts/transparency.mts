// `npm run transparency [-- --minutes N] [-- --only NAME]`: runs the tests of three real programs without Holdpoint,
// with its shims and no window, and with its shims and a window's guard, and compares exit codes and everything printed.
// One run of all three writes docs/transparency.md; a run of some, or one that is not done in time, leaves it as it is.
// Needs a build, Debian's source packages and the npm registry.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeTerminalGuard } from '../src/exec/guarded-terminals.ts';
import { differences, type Outcome } from './transparency/compare.mts';
import { type Circumstances, pageOf, type Row, summaryOf } from './transparency/page.mts';
import { type Project, projects } from './transparency/projects.mts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    cache: { type: 'string' },
    dist: { type: 'string' },
    minutes: { type: 'string', default: '90' },
  },
});
const cache = path.resolve(values.cache ?? path.join(root, 'out', 'transparency'));
const main = path.join(path.resolve(values.dist ?? path.join(root, 'dist')), 'cli.js');
const home = path.join(cache, 'home');
const state = path.join(home, 'state');
const programs = '/usr/local/bin:/usr/bin:/bin';

interface Asked {
  readonly goesOut: boolean;
  readonly reason: string;
  readonly command: string;
}

const begun = performance.now();
const minutes = () => (performance.now() - begun) / 60_000;
const chosen = projects.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0) throw new Error(`No program is called ${values.only}.`);
const circumstances: Circumstances = {
  date: new Date().toISOString().slice(0, 10),
  minutes: 0,
  cores: os.availableParallelism(),
  load: [os.loadavg()[0] ?? 0],
};
try {
  await runAll();
} catch (error) {
  // Also where the time is up: the page stays as it was.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function runAll(): Promise<void> {
  // What cannot be had shows before anything is measured.
  for (const project of chosen) prepare(project);
  const rows: Row[] = [];
  for (const project of chosen) {
    rows.push(await compared(project));
    circumstances.load.push(os.loadavg()[0] ?? 0);
  }
  circumstances.minutes = minutes();
  console.log(`\n${summaryOf(rows)}`);
  if (values.only === undefined) {
    writeFileSync(path.join(root, 'docs', 'transparency.md'), pageOf(rows, circumstances));
    console.log(`One run of ${circumstances.minutes.toFixed(0)} minutes; docs/transparency.md is written.`);
  }
  if (!rows.every(isTransparent)) process.exitCode = 1;
}

/** Without a window, what is held is refused, and what follows from that differs. */
function isTransparent({ withoutWindow, withWindow, held }: Row): boolean {
  return withWindow.length === 0 && (withoutWindow.length === 0 || held.length > 0);
}

function folderOf({ name }: Project): string {
  return path.join(cache, name.replaceAll(' ', '-'));
}

function prepare(project: Project): void {
  const prepared = folderOf(project);
  const done = `${prepared}.ready`;
  if (existsSync(done)) return;
  console.log(`${project.name}: is fetched`);
  rmSync(prepared, { recursive: true, force: true });
  mkdirSync(prepared, { recursive: true });
  project.prepare(prepared);
  writeFileSync(done, '');
}

async function compared(project: Project): Promise<Row> {
  const prepared = folderOf(project);
  if (project.downloads) await played(project, prepared, {}); // Fills caches.
  const bare = await played(project, prepared, {});
  const guarded = guardedEnvironment();
  rmSync(path.join(state, 'windows'), { recursive: true, force: true });
  rmSync(path.join(state, 'spool.jsonl'), { force: true });
  const alone = await played(project, prepared, guarded);
  const asked: Asked[] = [];
  const window = await openWindow(asked);
  const held = await played(project, prepared, guarded).finally(() => window.kill());
  const row: Row = {
    name: project.name,
    about: project.about,
    lines: bare.text.split('\n').length,
    code: bare.code,
    seconds: bare.seconds,
    alone: alone.seconds / bare.seconds,
    window: held.seconds / bare.seconds,
    asked: asked.length,
    held: asked.filter(({ goesOut }) => !goesOut).map(({ command, reason }) => ({ command, reason })),
    withoutWindow: differences(bare, alone),
    withWindow: differences(bare, held),
  };
  for (const one of row.held.slice(0, 20)) console.log(`  held: ${one.command}  # ${one.reason}`);
  return row;
}

/**
 * One run in a fresh copy at the same place, so that paths are the same in all of them. Rejects where the time of the
 * whole is up; what was started is ended then.
 */
function played(project: Project, prepared: string, more: Record<string, string>): Promise<Outcome> {
  const folder = path.join(cache, 'work');
  rmSync(folder, { recursive: true, force: true });
  cpSync(prepared, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const environment = {
    PATH: programs,
    HOME: home,
    LANG: 'C.UTF-8',
    SHLVL: '1',
    SHIMS: '/usr/bin',
    npm_config_cache: path.join(cache, 'npm'),
    ...more,
  };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    // Output goes to a file: a pipe in place of a terminal or file is what the two runs would otherwise differ in.
    const file = path.join(cache, 'printed');
    const child = spawn('/bin/bash', ['-c', `( ${project.script} ) >"$0" 2>&1 </dev/null`, file], {
      cwd: folder,
      env: environment,
      stdio: 'ignore',
      // A group of its own, to be ended as a whole.
      detached: true,
    });
    let late = false;
    const left = (Number(values.minutes) - minutes()) * 60_000;
    const timer = setTimeout(
      () => {
        late = true;
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      },
      Math.max(0, left),
    );
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      if (late) {
        reject(
          new Error(
            `${project.name}: ${values.minutes} minutes are over (--minutes); docs/transparency.md stays as it was.`,
          ),
        );
        return;
      }
      const seconds = (performance.now() - started) / 1000;
      const text = readFileSync(file, 'utf8');
      console.log(`${project.name}: exit ${code}, ${seconds.toFixed(1)} s, ${text.length} bytes`);
      resolve({ code, seconds, text });
    });
  });
}

/** The environment of a guarded terminal, as the editor makes it. */
function guardedEnvironment(): Record<string, string> {
  const { changes, shims } = writeTerminalGuard({
    platform: 'linux',
    folder: path.join(state, 'exec', 'transparency'),
    node: process.execPath,
    main,
    variables: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin', HOLDPOINT_STATE: state, HOLDPOINT_LAUNCHER: '1' },
    home,
    environment: { PATH: programs },
  });
  const environment: Record<string, string> = { SHIMS: shims };
  for (const { kind, name, value } of changes) environment[name] = kind === 'prepend' ? value + programs : value;
  return environment;
}

function openWindow(asked: Asked[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(
      path.join(import.meta.dirname, 'transparency', 'window.mts'),
      [state, path.join(cache, 'work')],
      {
        execPath: process.execPath,
        execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
      },
    );
    child.on('message', (message: 'ready' | Asked) => {
      if (message === 'ready') resolve(child);
      else asked.push(message);
    });
    child.once('exit', (code) => reject(new Error(`The guard's server ended with ${code}.`)));
  });
}
