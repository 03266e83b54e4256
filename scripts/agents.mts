// `npm run test:agents`: real agents against a fake API, every permission bypassed. With `--all` every scenario of
// test/agents is played with every agent, and the table in docs/hosts.md is written from what came of it; without it the
// part that `npm test` runs. Names of agents narrow it: `npm run test:agents -- --all codex`. `--times` measures the added
// time alone, which wants a machine with nothing else to do.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AgentReport, pageWith } from './agents/page.mts';
import { agentNames } from './setup/agent.mts';
import { toolEnvironment } from './setup/run.mts';

const root = path.join(import.meta.dirname, '..');
const reports = path.join(root, 'out', 'agents');
const page = path.join(root, 'docs', 'hosts.md');

const times = process.argv.includes('--times');
const whole = times || process.argv.includes('--all');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

if (!(await follow('npm', ['run', '-s', 'package']))) process.exit(1);
if (!(await follow(process.execPath, ['scripts/setup.mts']))) process.exit(1);
if (whole && !times && names.length === 0) rmSync(reports, { recursive: true, force: true });
const files = names.length === 0 ? [] : [...names.map((name) => `test/agents/${name}.test.ts`)];
const only = times ? ['--testNamePattern=a harmless call waits'] : [];
const passed = await follow('vitest', ['run', '--project', 'agents', '--reporter=verbose', ...only, ...files]);
if (whole) {
  const found = readReports();
  const missing = [...agentNames, 'vscode'].filter((name) => !found.some(({ agent }) => agent === name));
  if (missing.length > 0) console.log(`The page stays as it is: nothing is known here of ${missing.join(', ')}.`);
  else {
    writeFileSync(page, pageWith(readFileSync(page, 'utf8'), found));
    console.log(`wrote ${path.relative(root, page)}`);
  }
}
process.exitCode = passed ? 0 : 1;

function readReports(): AgentReport[] {
  if (!existsSync(reports)) return [];
  return readdirSync(reports).map((name) => JSON.parse(readFileSync(path.join(reports, name), 'utf8')) as AgentReport);
}

/** Runs a program with its output shown as it comes; whether it ended well. */
function follow(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolEnvironment(), ...(whole ? { HOLDPOINT_AGENTS: 'all' } : {}) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}
