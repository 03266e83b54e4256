import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { linesBackward } from '../audit/lines.ts';
import { readWindows } from '../guard/discovery.ts';
import { isRecord } from '../guard/json.ts';
import { statePaths } from '../guard/state-directory.ts';
import { testCommands } from '../guard/test-calls.ts';
import type { AdaptedHost, HostOutput, Machine } from './adapter.ts';
import { isLauncherCommand } from './launcher-command.ts';
import { places } from './places.ts';
import { adapters } from './registry.ts';
import { readSettings } from './settings-file.ts';
import { settingsValue } from './settings-text.ts';

/** What sending two calls through a host's installed hook showed. */
export interface CanaryResult {
  readonly passed: boolean;
  /** Of the harmless call. */
  readonly milliseconds: number;
  /** One plain sentence each; empty where it passed. */
  readonly problems: readonly string[];
}

/** How long one call may take, in milliseconds. */
const longestCall = 30_000;
/** How long a record may take to appear, in milliseconds. */
const longestRecord = 3_000;

/**
 * Sends a harmless call and one that must be denied through the hook as it is installed: the command line that stands
 * in the host's file, or the script or plugin itself, started as the host starts it. Nothing of either call runs.
 * `cwd`: the workspace. Never rejects.
 */
export async function testHook(host: AdaptedHost, machine: Machine, cwd: string): Promise<CanaryResult> {
  const nonce = randomBytes(6).toString('hex');
  const { harmless, destructive } = testCommands(nonce);
  const { title } = adapters[host];
  const problems: string[] = [];
  let milliseconds = 0;
  try {
    const started = performance.now();
    const passed = await sendThrough(host, machine, cwd, harmless);
    milliseconds = Math.round(performance.now() - started);
    if (!isNeutral(host, passed, cwd)) problems.push(`A harmless call did not get through: ${said(passed)}`);
    if (!(await isRecorded(machine, cwd, `holdpoint-test-${nonce}`)))
      problems.push(`The harmless call left no record: ${title}'s hook did not reach Holdpoint.`);
    const stopped = await sendThrough(host, machine, cwd, destructive);
    if (!isDenial(host, stopped, cwd))
      problems.push(`A call that destroys was NOT stopped: ${title} would have run it. ${said(stopped)}`);
    else if (!(await isRecorded(machine, cwd, `vol_canary_${nonce}`)))
      problems.push(`A call that destroys was stopped, but not by Holdpoint's judgement: ${said(stopped)}`);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return { passed: problems.length === 0, milliseconds, problems };
}

/** How a hook's process ended. */
interface Ended extends Omit<HostOutput, 'exitCode'> {
  readonly exitCode: number | null;
}

/** Starts the hook as the host does. Throws a sentence where none is installed. */
function sendThrough(host: AdaptedHost, machine: Machine, cwd: string, command: string): Promise<Ended> {
  const { payload } = adapters[host].testCall(cwd, command);
  const file = places[host].hookFile(machine);
  // A plugin is no program: its host loads it. The loader below calls it with the same arguments.
  if (host === 'opencode') {
    const given = JSON.stringify({ plugin: readSettings(file) ?? '', cwd, command });
    return run(process.execPath, ['--input-type=module', '-e', pluginLoader], { cwd, shell: false, input: given });
  }
  const input = JSON.stringify(payload);
  if (host !== 'cline') return run(installedCommand(host, machine), [], { cwd, shell: true, input });
  if (machine.platform !== 'win32') return run(file, [], { cwd, shell: false, input });
  const options = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file];
  return run('powershell.exe', options, { cwd, shell: false, input });
}

/** Loads the plugin's own text and lets it decide, in the words its command line would be answered with. */
const pluginLoader = `
const { plugin, cwd, command } = JSON.parse(await new Response(process.stdin).text());
const loaded = await import('data:text/javascript,' + encodeURIComponent(plugin));
const hooks = await loaded.Holdpoint({ directory: cwd });
try {
  const input = { tool: 'bash', sessionID: 'holdpoint-doctor', callID: command };
  await hooks['tool.execute.before'](input, { args: { command } });
  process.stdout.write('passed');
} catch (error) {
  process.stdout.write('stopped ' + error.message);
}`;

/** The command line of our gate that stands in the host's file, or in its administrator's. */
function installedCommand(host: AdaptedHost, machine: Machine): string {
  const { event } = adapters[host].testCall('/', '');
  const files = [places[host].hookFile(machine), places[host].managedFile?.(machine) ?? []].flat();
  for (const file of files) {
    const text = readSettings(file);
    const found = text === null ? [] : commandsIn(settingsValue(text), []);
    const gate = found.find(({ at }) => at.some((key) => key.toLowerCase() === event.toLowerCase())) ?? found[0];
    if (gate) return gate.command;
  }
  throw new Error(`No hook of Holdpoint stands in ${files[0]}. Connect ${adapters[host].title}.`);
}

/** Every launcher's command line in a value, with the keys that lead to it. */
function commandsIn(value: unknown, at: readonly string[]): { command: string; at: readonly string[] }[] {
  if (typeof value === 'string') return isLauncherCommand(value) ? [{ command: value, at }] : [];
  if (Array.isArray(value)) return value.flatMap((each) => commandsIn(each, at));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => commandsIn(each, [...at, key]));
}

function run(
  program: string,
  args: readonly string[],
  { cwd, shell, input }: { cwd: string; shell: boolean; input: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const child = spawn(program, [...args], {
      cwd: existsSync(cwd) ? cwd : undefined,
      shell,
      env: environment,
      timeout: longestCall,
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part) => {
      stdout += String(part);
    });
    child.stderr.on('data', (part) => {
      stderr += String(part);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ stdout: stdout.trim(), stderr: stderr.trim(), exitCode }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function isNeutral(host: AdaptedHost, ended: Ended, cwd: string): boolean {
  if (host === 'opencode') return ended.exitCode === 0 && ended.stdout === 'passed';
  const { event } = adapters[host].testCall(cwd, '');
  const expected = adapters[host].encode({ decision: 'neutral' }, event);
  return ended.exitCode === expected.exitCode && ended.stdout === expected.stdout.trim();
}

const anyMessage = 'HOLDPOINT-MESSAGE';

/** Whether this is a denial in the host's own words, whatever its sentence. */
function isDenial(host: AdaptedHost, ended: Ended, cwd: string): boolean {
  if (host === 'opencode') return ended.stdout.startsWith('stopped ');
  const { event } = adapters[host].testCall(cwd, '');
  const expected = adapters[host].encode({ decision: 'deny', message: anyMessage }, event);
  if (ended.exitCode !== expected.exitCode) return false;
  if (expected.stdout.trim() === '') return ended.stdout === '' && ended.stderr !== '';
  return sameShape(parsed(ended.stdout), parsed(expected.stdout));
}

/** Equal but for the sentences. */
function sameShape(found: unknown, expected: unknown): boolean {
  if (typeof expected === 'string' && expected.includes(anyMessage)) return typeof found === 'string' && found !== '';
  if (!isRecord(expected) || !isRecord(found)) return found === expected;
  const keys = Object.keys(expected);
  return Object.keys(found).length === keys.length && keys.every((key) => sameShape(found[key], expected[key]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function said({ stdout, stderr, exitCode }: Ended): string {
  return `it ended with ${exitCode ?? 'a signal'} and said: ${(stderr || stdout || 'nothing').slice(0, 300)}`;
}

/** Whether a record with this word has appeared: in the log of a window, or in the spool where none is open. */
async function isRecorded(machine: Machine, cwd: string, word: string): Promise<boolean> {
  const until = performance.now() + longestRecord;
  for (;;) {
    if (recordDirectories(machine, cwd).some((directory) => holds(directory, word))) return true;
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The spool, and every directory an open window may log to. */
function recordDirectories(machine: Machine, cwd: string): string[] {
  const { spool, audit, windows } = statePaths(machine.stateDirectory);
  const folders = [cwd, ...readWindows(windows).flatMap((window) => window.folders)];
  const fallbacks = entriesOf(audit).map((name) => path.join(audit, name));
  return [...new Set([spool, ...folders.map((folder) => path.join(folder, '.holdpoint', 'audit')), ...fallbacks])];
}

/** Looks at what was written in the last minute: the newest lines of each file. */
function holds(directory: string, word: string): boolean {
  return entriesOf(directory).some((name) => {
    const file = path.join(directory, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!name.endsWith('.jsonl') || !found?.isFile() || Date.now() - found.mtimeMs > 60_000) return false;
    try {
      let left = 200;
      for (const line of linesBackward(file)) {
        if (line.bytes.includes(word)) return true;
        left -= 1;
        if (left === 0) return false;
      }
    } catch {
      // A line of the spool is taken into the log while it is read.
    }
    return false;
  });
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
