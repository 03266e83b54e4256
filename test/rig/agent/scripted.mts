// An agent without a model: before every tool call it runs the hooks that stand in the person's Claude Code settings,
// with the payloads Claude Code sends, and obeys them as Claude Code does (measured: version 2.1.328). What the hooks
// let through is really done.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printedBy } from '../../../scripts/setup/run.mts';
import type { AgentPlace } from './driver.mts';

/** What became of one hook process. */
interface HookRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

/** What became of one tool call. */
export interface CallResult {
  /** Whether the tool was run. */
  readonly ran: boolean;
  /** Why it was not, in the hook's words; empty where it was. */
  readonly reason: string;
  /** What the tool printed. */
  readonly output: string;
  readonly hook: HookRun | null;
}

/** A tool call under way. */
interface PendingCall {
  readonly result: Promise<CallResult>;
  /** The hook's process (a shell), once it runs; null where no hook stands in the settings. */
  readonly hookProcess: ChildProcess | null;
}

/** A tool and its input, in Claude Code's names. */
export type ToolCall =
  | { readonly tool: 'Bash'; readonly input: { readonly command: string; readonly description?: string } }
  | { readonly tool: 'Read'; readonly input: { readonly file_path: string } }
  | { readonly tool: 'Write'; readonly input: { readonly file_path: string; readonly content: string } };

/** One conversation. */
export interface ScriptedAgent {
  readonly session: string;
  /** Starts a call; the hooks run first. */
  start(call: ToolCall): PendingCall;
  /** A call to its end. */
  call(call: ToolCall): Promise<CallResult>;
}

interface HookEntry {
  readonly command: string;
  readonly onFailure?: string;
}

/** The hook entries of the person's own settings for one event and tool. */
export function hookEntries(home: string, event: string, tool: string): HookEntry[] {
  const file = path.join(home, '.claude', 'settings.json');
  if (!existsSync(file)) return [];
  const settings = JSON.parse(readFileSync(file, 'utf8')) as {
    hooks?: Record<string, { matcher?: string; hooks?: { type?: string; command?: string; onFailure?: string }[] }[]>;
  };
  return (settings.hooks?.[event] ?? [])
    .filter((group) => !group.matcher || group.matcher === '*' || new RegExp(`^(?:${group.matcher})$`).test(tool))
    .flatMap((group) => group.hooks ?? [])
    .flatMap((hook) =>
      hook.command ? [{ command: hook.command, ...(hook.onFailure ? { onFailure: hook.onFailure } : {}) }] : [],
    );
}

/** Begins a conversation. */
export function scriptedAgent(place: AgentPlace): ScriptedAgent {
  const session = randomUUID();
  const common = {
    session_id: session,
    transcript_path: path.join(place.home, '.claude', 'projects', 'demo', `${session}.jsonl`),
    cwd: place.workspace,
    permission_mode: 'bypassPermissions',
  };

  function start(call: ToolCall): PendingCall {
    const id = `toolu_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
    const about = { ...common, tool_name: call.tool, tool_input: call.input, tool_use_id: id };
    const [entry] = hookEntries(place.home, 'PreToolUse', call.tool);
    const hook = entry ? runHook(entry.command, { ...about, hook_event_name: 'PreToolUse' }, place) : null;
    return { hookProcess: hook?.process ?? null, result: finish(call, about, hook?.ended ?? null, entry) };
  }

  async function finish(
    call: ToolCall,
    about: object,
    hookEnded: Promise<HookRun> | null,
    entry: HookEntry | undefined,
  ): Promise<CallResult> {
    const hook = await hookEnded;
    const refusal = hook ? refusalOf(hook, entry) : null;
    if (refusal !== null) return { ran: false, reason: refusal, output: '', hook };
    const { output, ok } = await perform(call, place);
    const event = ok ? 'PostToolUse' : 'PostToolUseFailure';
    const outcome = ok
      ? { tool_response: { stdout: output, stderr: '', interrupted: false, isImage: false } }
      : { error: output, is_interrupt: false };
    for (const after of hookEntries(place.home, event, call.tool)) {
      await runHook(after.command, { ...about, hook_event_name: event, ...outcome }, place).ended;
    }
    return { ran: true, reason: '', output, hook };
  }

  return { session, start, call: (call) => start(call).result };
}

/** Runs a hook command as Claude Code does: through `/bin/sh -c`, in the workspace, the payload on stdin. */
function runHook(
  command: string,
  payload: object,
  place: AgentPlace,
): { process: ChildProcess; ended: Promise<HookRun> } {
  const started = Date.now();
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: place.workspace,
    env: { ...place.environment, CLAUDE_PROJECT_DIR: place.workspace, CLAUDECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = printedBy(child);
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(payload));
  const ended = new Promise<HookRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...printed, took: Date.now() - started }));
  });
  return { process: child, ended };
}

/** The reason a hook refuses with, or null where the tool runs (reference/agent-behaviour.md, section 1, Claude Code). */
function refusalOf(hook: HookRun, entry: HookEntry | undefined): string | null {
  if (hook.code === 2) return hook.stderr.trim() || 'refused without a reason';
  const decision = decisionIn(hook.stdout);
  if (decision?.permissionDecision === 'deny') return String(decision.permissionDecisionReason ?? '');
  if (hook.code !== 0 && entry?.onFailure === 'block') return `the hook failed: ${hook.stderr.trim()}`;
  return null;
}

function decisionIn(stdout: string): Record<string, unknown> | null {
  try {
    const answer = JSON.parse(stdout) as { hookSpecificOutput?: Record<string, unknown> };
    return answer.hookSpecificOutput ?? null;
  } catch {
    return null;
  }
}

/** Does what the tool does. */
async function perform(call: ToolCall, place: AgentPlace): Promise<{ output: string; ok: boolean }> {
  if (call.tool === 'Read') return { output: readFileSync(call.input.file_path, 'utf8'), ok: true };
  if (call.tool === 'Write') {
    mkdirSync(path.dirname(call.input.file_path), { recursive: true });
    writeFileSync(call.input.file_path, call.input.content);
    return { output: `File created successfully at: ${call.input.file_path}`, ok: true };
  }
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/bash', ['-c', call.input.command], {
      cwd: place.workspace,
      env: { ...place.environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, ok: code === 0 }));
  });
}
