// The hook's process on the command line that `connect` writes, against `node -e 0` with the same Node, in one run.
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hookOptions } from '../../src/hosts/launcher-script.ts';
import { type Measure, median } from './measure.mts';

const root = path.join(import.meta.dirname, '..', '..');

/** DESIGN section 7: budgets by Node's major version, as ratios to `node -e 0`. */
const budgets: Readonly<Record<string, { reachable: number; alone: number }>> = {
  '20': { reachable: 1.3, alone: 1.5 },
  '24': { reachable: 1.5, alone: 1.7 },
};

/**
 * Measures the hook with a guard and without one, on one Node. `rounds` of each, in turns, both in the environment
 * given: the hook's launcher clears it for its own Node, `node -e 0` pays for what it makes Node load.
 */
export async function measureHook(
  node: string,
  rounds: number,
  inherited: { name: string; environment: NodeJS.ProcessEnv },
): Promise<Measure[]> {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
  const budget = budgets[version.split('.')[0] ?? ''] ?? { reachable: 1.5, alone: 1.7 };
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
  const folder = path.join(home, 'app');
  mkdirSync(path.join(folder, '.git'), { recursive: true });
  const { XDG_STATE_HOME: _state, CLAUDE_CONFIG_DIR: _claude, ...others } = inherited.environment;
  const environment = { ...others, HOME: home };
  const connect = spawnSync(node, [path.join(root, 'dist', 'cli.js'), 'connect', 'claude'], {
    env: environment,
    encoding: 'utf8',
  });
  if (connect.status !== 0) throw new Error(`holdpoint connect failed: ${connect.stderr}`);
  const settings = JSON.parse(readFileSync(path.join(home, '.claude', 'settings.json'), 'utf8'));
  const command: string = settings.hooks.PreToolUse[0].hooks[0].command;
  const state = path.join(
    home,
    process.platform === 'darwin' ? 'Library/Application Support' : '.local/state',
    'holdpoint',
  );
  const payloadOf = (command: string) =>
    JSON.stringify({
      session_id: 'bench',
      transcript_path: '/home/dev/t.jsonl',
      cwd: folder,
      permission_mode: 'default',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 'toolu_01',
    });
  // Its scripts are read, and git is asked: as much as a harmless call can want.
  const payload = payloadOf('npm run build -- --watch=false && git status --short');
  const plain = payloadOf('cd src && git log --oneline -20 | head -5');
  const hook = () => timed('/bin/sh', ['-c', command], folder, environment, payload);
  const plainHook = () => timed('/bin/sh', ['-c', command], folder, environment, plain);
  const bare = () => timed(node, ['-e', '0'], folder, environment, '');

  // What cannot be left out: see the two programs. The client stands behind the same launcher, the chunk behind what it
  // starts Node with.
  const launcher = path.join(state, 'bin', 'holdpoint-hook');
  const text = readFileSync(launcher, 'utf8');
  const options = hookOptions.filter((option) => text.includes(option));
  const client = `${launcher}-bare`;
  const started = `'${path.join(import.meta.dirname, 'bare-client.cjs')}' '${state}'`;
  writeFileSync(client, text.replaceAll(/'[^']*cli\.js' hook "\$@"/g, started), { mode: 0o755 });
  const bareClient = () => timed('/bin/sh', ['-c', `${client} claude`], folder, environment, payload);
  const bareChunk = (chunk: string) => {
    const program = path.join(import.meta.dirname, 'bare-chunk.cjs');
    const words = ['-i', `HOME=${home}`, node, ...options, program, state, chunk];
    return () => timed('/usr/bin/env', words, folder, environment, payload);
  };
  const chunk = path.join(state, 'lib', 'current', 'chunks', 'cli-hook-alone.js');

  await hook(); // Leaves the compiled form of the pipeline.
  const alone = await inTurns(rounds, bare, hook, bareChunk(chunk));
  const plainly = await inTurns(rounds, bare, plainHook, bareChunk(chunk));
  const server = await startServer(state, folder);
  const reachable = await inTurns(rounds, bare, hook, bareClient);
  server.kill();
  rmSync(home, { recursive: true, force: true });
  const about = (what: string, times: typeof alone, allowed?: number): Measure => ({
    what: `hook on Node ${version}${inherited.name}, ${what} (${median(times.hook).toFixed(1)} ms, node -e 0 ${median(times.bare).toFixed(1)} ms)`,
    value: median(times.hook) / median(times.bare),
    unit: '×',
    ...(allowed === undefined ? {} : { budget: allowed }),
    floor: median(times.least) / median(times.bare),
  });
  return [
    about('guard reachable, answer verified', reachable, budget.reachable),
    about('no guard, a plain call (cd, git log, head)', plainly, budget.alone),
    about('no guard, for comparison: a call whose scripts are read', alone),
  ];
}

type Start = () => Promise<number>;

async function inTurns(rounds: number, bare: Start, hook: Start, least: Start) {
  const times: { bare: number[]; hook: number[]; least: number[] } = { bare: [], hook: [], least: [] };
  for (let round = -5; round < rounds; round += 1) {
    const [first, second, third] = [await bare(), await hook(), await least()];
    if (round < 0) continue; // The first ones fill caches.
    times.bare.push(first);
    times.hook.push(second);
    times.least.push(third);
  }
  return times;
}

function timed(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  input: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part));
    child.stderr.on('data', (part: Buffer) => (said += part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && said === '') resolve(performance.now() - started);
      else reject(new Error(`A harmless call was answered with ${code}: ${said}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function startServer(state: string, folder: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'guard-server.mts'), [state, folder], {
      execPath: process.execPath,
      execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
    });
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`The guard's server ended with ${code}.`)));
  });
}
