// `npm run transparency [-- --only NAME]`: runs the tests of three real programs without Holdpoint, with its shims and
// no window, and with its shims and a window's guard, and compares exit codes and everything printed. Writes
// docs/transparency.md. Needs a build, Debian's source packages and the npm registry.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeTerminalGuard } from '../src/exec/guarded-terminals.ts';
import { differences, type Outcome } from './transparency/compare.mts';
import { pageOf, type Row } from './transparency/page.mts';
import { type Project, projects } from './transparency/projects.mts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { only: { type: 'string' }, cache: { type: 'string' }, dist: { type: 'string' } },
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

for (const project of projects.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
  writeFileSync(rowFile(project), JSON.stringify(await compared(project)));
}
// What was measured before stays on the page.
const rows = projects
  .filter((one) => existsSync(rowFile(one)))
  .map((one): Row => JSON.parse(readFileSync(rowFile(one), 'utf8')));
writeFileSync(path.join(root, 'docs', 'transparency.md'), pageOf(rows));
if (rows.some(({ withWindow }) => withWindow.length > 0)) process.exitCode = 1;

function rowFile({ name }: Project): string {
  return path.join(cache, `${name.replaceAll(' ', '-')}.row.json`);
}

async function compared(project: Project): Promise<Row> {
  const prepared = path.join(cache, project.name.replaceAll(' ', '-'));
  const done = `${prepared}.ready`;
  if (!existsSync(done)) {
    rmSync(prepared, { recursive: true, force: true });
    mkdirSync(prepared, { recursive: true });
    project.prepare(prepared);
    writeFileSync(done, '');
  }
  if (project.downloads) await played(project, prepared, {}); // Fills caches.
  const bare = await played(project, prepared, {});
  const guarded = guardedEnvironment();
  rmSync(path.join(state, 'windows'), { recursive: true, force: true });
  rmSync(path.join(state, 'spool.jsonl'), { force: true });
  const alone = await played(project, prepared, guarded);
  const asked: Asked[] = [];
  const window = await openWindow(asked);
  const held = await played(project, prepared, guarded);
  window.kill();
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
  console.log(JSON.stringify({ ...row, held: row.held.length }, null, 1));
  for (const one of row.held.slice(0, 20)) console.log(`  held: ${one.command}  # ${one.reason}`);
  return row;
}

/** One run in a fresh copy at the same place, so that paths are the same in all of them. */
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
    });
    child.on('error', reject);
    child.on('exit', (code) => {
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
