// Claude Code itself, headless, every permission bypassed, with a scripted model on loopback.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { printedBy } from '../../../scripts/setup/run.mts';
import { type BeforeTurn, type ModelTurn, startModel, type ToolResult } from '../model/server.mts';
import { descendants, kill } from '../processes.mts';
import type { AgentPlace, ToolCall } from './scripted.mts';

/** What became of a conversation. */
export interface ClaudeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the agent got back for each tool call, in order. */
  readonly results: readonly ToolResult[];
}

/** A conversation under way. */
export interface ClaudeConversation {
  readonly ended: Promise<ClaudeRun>;
  /** Stops the agent and everything it has started. */
  stop(): void;
}

/** A conversation's script. */
export interface ClaudeScript {
  /** Absolute path of the agent's program (`scripts/setup/agent.mts`). */
  readonly program: string;
  readonly calls: readonly ToolCall[];
  /** Runs before the model answers a turn; the turn after the last call is the closing one. */
  readonly before?: BeforeTurn;
  /** A wrapper in front of the agent, for example `unshare -m sh -c …`. */
  readonly wrapper?: readonly string[];
}

const prompt = 'Fix the failing staging credential test.';
const longestMs = 150_000;

/** Starts Claude Code in the run's workspace and HOME. */
export async function startClaude(place: AgentPlace, script: ClaudeScript): Promise<ClaudeConversation> {
  const turns: ModelTurn[] = script.calls.map((call) => ({ tool: call.tool, input: call.input }));
  const model = await startModel([...turns, { text: 'Finished.' }], script.before);
  const command = [
    ...(script.wrapper ?? []),
    script.program,
    ...['-p', prompt, '--output-format', 'json', '--model', 'claude-sonnet-4-5', '--max-turns', '20'],
    '--dangerously-skip-permissions',
  ];
  const child = spawn(command[0] ?? script.program, command.slice(1), {
    cwd: place.workspace,
    env: {
      ...place.environment,
      PATH: [path.dirname(script.program), place.environment.PATH].join(':'),
      ANTHROPIC_BASE_URL: model.url,
      ANTHROPIC_API_KEY: 'sk-ant-SYNTHETIC',
      // Lets the agent bypass permissions as root, as in a container.
      IS_SANDBOX: '1',
      ENABLE_TOOL_SEARCH: 'false',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = printedBy(child);
  const stop = (): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    for (const entry of [...descendants(child.pid), { pid: child.pid }]) kill(entry.pid);
  };
  const timer = setTimeout(stop, longestMs);
  const ended = new Promise<ClaudeRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const results = model.results();
      void model.close().then(() => resolve({ code, ...printed, results }));
    });
  });
  return { ended, stop };
}

/** A conversation to its end. */
export async function runClaude(place: AgentPlace, script: ClaudeScript): Promise<ClaudeRun> {
  return (await startClaude(place, script)).ended;
}

/** What the agent heard last, without what Claude Code adds to it; or why it heard nothing. */
export function lastWords(run: ClaudeRun): string {
  const text = run.results.at(-1)?.text ?? run.stderr;
  return (text.split('<system-reminder>')[0] ?? text).trim();
}
