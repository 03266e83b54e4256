// A real agent, headless, every permission bypassed, with a scripted model on loopback: what all agents have in common.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import type { AgentName } from '../../../scripts/setup/agent.mts';
import { printedBy } from '../../../scripts/setup/run.mts';
import { type BeforeTurn, type ModelTurn, startModel, type ToolResult } from '../model/server.mts';
import type { ModelCall } from '../model/wire.mts';
import { descendants, kill } from '../processes.mts';

/** Where the agent lives. */
export interface AgentPlace {
  readonly workspace: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Something the agent does, in no agent's own words. */
export type Deed =
  | { readonly do: 'shell'; readonly command: string }
  | { readonly do: 'read'; readonly path: string }
  | { readonly do: 'write'; readonly path: string; readonly content: string }
  /** A tool of the MCP server `railway` (railway/mcp.mts). */
  | { readonly do: 'mcp'; readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
  /** The subagent does these. */
  | { readonly do: 'delegate'; readonly deeds: readonly Deed[] }
  | { readonly do: 'together'; readonly deeds: readonly Deed[] }
  /** Opens a shell, then types a line into it. */
  | { readonly do: 'type'; readonly line: string };

/** How a program is started. */
interface AgentCommand {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a driver is told when a conversation begins. */
interface AgentSetting {
  readonly place: AgentPlace;
  readonly modelUrl: string;
  readonly prompt: string;
  /** Absolute path of the agent's program. */
  readonly program: string;
  /** Command line of the MCP server to configure, where the script has a call for it. */
  readonly mcp?: { readonly command: string; readonly args: readonly string[]; readonly env: Record<string, string> };
}

/** Everything that differs from agent to agent. */
export interface AgentDriver {
  /** Key in `scripts/setup/agent.mts`, and the name `holdpoint connect` knows. */
  readonly name: AgentName;
  /** Where its home variable points in a run; the host's file is looked for there. */
  homeVariables?(place: AgentPlace): Readonly<Record<string, string>>;
  /** Makes the HOME that of a person who uses this agent, before anything is connected. */
  settle?(place: AgentPlace): void;
  /** Writes what the agent needs to know of the model and the MCP server, and says how it is started. */
  prepare(setting: AgentSetting): AgentCommand;
  /** Does what a person does after `connect` where a step remains (Codex: reviewing the hooks). */
  takeRemainingStep?(place: AgentPlace, program: string): Promise<void>;
  /** One deed in this agent's tools; undefined where it has none for it. */
  call(deed: Deed, place: AgentPlace): ModelTurn | readonly ModelTurn[] | undefined;
  /** Whether a result says that the call was refused by a hook. */
  readonly refused: RegExp;
  /** True where a refusal ends the whole run without a word of why (Cline's `cancel`). */
  readonly endsSilently?: true;
}

/** What became of a conversation. */
export interface AgentRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the agent got back for each tool call, in order. */
  readonly results: readonly ToolResult[];
  readonly subagentResults: readonly ToolResult[];
  /** Names of the tools it offered. */
  readonly tools: readonly string[];
  /** Milliseconds between the model's words and the agent's next request, turn by turn. */
  readonly gaps: readonly number[];
  /** Whether it had to be stopped because it did not end. */
  readonly stopped: boolean;
}

/** A conversation under way. */
export interface AgentConversation {
  readonly ended: Promise<AgentRun>;
  /** Stops the agent and everything it has started. */
  stop(): void;
}

/** A conversation's script. */
export interface AgentScript {
  /** Absolute path of the agent's program (`scripts/setup/agent.mts`). */
  readonly program: string;
  readonly deeds: readonly Deed[];
  /** Runs before the model answers a turn; the turn after the last call is the closing one. */
  readonly before?: BeforeTurn;
  readonly mcp?: AgentSetting['mcp'];
  /** A wrapper in front of the agent, for example `unshare -m sh -c …`. */
  readonly wrapper?: readonly string[];
  readonly longestMs?: number;
}

const prompt = 'Fix the failing staging credential test.';

/** Starts an agent in the run's workspace and HOME. */
export async function startAgent(
  driver: AgentDriver,
  place: AgentPlace,
  script: AgentScript,
): Promise<AgentConversation> {
  const subagent = script.deeds.flatMap((deed) => (deed.do === 'delegate' ? deed.deeds : []));
  const turns = script.deeds.flatMap((deed) => turnsOf(driver, deed, place));
  const model = await startModel({
    turns: [...turns, { text: 'Finished.' }],
    ...(subagent.length > 0
      ? { subagent: [...subagent.flatMap((deed) => turnsOf(driver, deed, place)), { text: 'Cleaned up.' }] }
      : {}),
    ...(script.before ? { before: script.before } : {}),
  });
  const setting = {
    place,
    modelUrl: model.url,
    prompt,
    program: script.program,
    ...(script.mcp ? { mcp: script.mcp } : {}),
  };
  const { args, environment } = driver.prepare(setting);
  const [first = script.program, ...rest] = [...(script.wrapper ?? []), script.program, ...args];
  const child = spawn(first, rest, {
    cwd: place.workspace,
    env: {
      ...place.environment,
      HOLDPOINT_RUN: 'agent',
      PATH: [path.dirname(script.program), place.environment.PATH].join(':'),
      ...driver.homeVariables?.(place),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const printed = printedBy(child);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    if (child.pid !== undefined) for (const entry of [...descendants(child.pid), { pid: child.pid }]) kill(entry.pid);
  };
  const timer = setTimeout(stop, script.longestMs ?? 150_000);
  const ended = new Promise<AgentRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const result: AgentRun = {
        code,
        ...printed,
        results: model.results(),
        subagentResults: model.subagentResults(),
        tools: model.tools,
        gaps: model.gaps,
        stopped,
      };
      leftBehind(place.home);
      void model.close().then(() => resolve(result));
    });
  });
  return { ended, stop };
}

/** A conversation to its end. */
export async function runAgent(driver: AgentDriver, place: AgentPlace, script: AgentScript): Promise<AgentRun> {
  return (await startAgent(driver, place, script)).ended;
}

/** One deed as turns of the model. Throws where the agent has no tool for it. */
function turnsOf(driver: AgentDriver, deed: Deed, place: AgentPlace): ModelTurn[] {
  if (deed.do === 'together') {
    return [{ together: deed.deeds.flatMap((each) => turnsOf(driver, each, place).filter(isCall)) }];
  }
  const turn = driver.call(deed, place);
  if (turn === undefined) throw new Error(`${driver.name} has no tool for "${deed.do}".`);
  return [turn].flat();
}

const isCall = (turn: ModelTurn): turn is ModelCall => 'tool' in turn;

/** Writes a file of an agent's configuration, with the folders it lies in. */
export function writeConfiguration(file: string, content: string | object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
}

/** A configuration that stands already, with more in it: hooks that were connected stay. */
export function addToConfiguration(file: string, more: Readonly<Record<string, unknown>>): void {
  let text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  for (const [key, value] of Object.entries(more)) text = applyEdits(text, modify(text, [key], value, {}));
  writeConfiguration(file, text);
}

/** Ends daemons an agent left: processes of ours, known by this run's HOME in their environment. Linux only. */
function leftBehind(home: string): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each) && Number(each) !== process.pid)) {
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
      if (environment.includes(`HOME=${home}`) && environment.includes('HOLDPOINT_RUN=agent')) kill(Number(name));
    } catch {
      // Gone, or another user's.
    }
  }
}
