import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../action/audit.ts';
import { writeSpoolLine } from '../audit/spool-line.ts';
import type { Question } from '../guard/client.ts';
import { isPlainCommand, isPlainWord } from './plain-commands.ts';

// Read by a hook that no window answers, before the pipeline: node: modules and tables alone.

/** A call that needs no pipeline: what it is and whose. */
interface PlainCall {
  readonly kind: 'shell' | 'read';
  readonly text: string;
  readonly cwd: string;
  readonly session: string;
  readonly callId: string;
}

/** The keys of a `PreToolUse` payload as Claude Code writes them; with any other the pipeline reads it. */
const keys = 'session_id transcript_path cwd permission_mode hook_event_name tool_name tool_input tool_use_id';

/**
 * Answers the plainest calls of Claude Code without the pipeline: `git status`, `ls src`, reading a source file. Takes
 * part in no decision of its own: what it lets pass, the pipeline lets pass with the same record (test/cli/plain.test.ts
 * compares both over the corpus and drawn calls). Gives whether the call goes out; false sends it to the pipeline.
 */
export function passesPlainly(question: Question, stateDirectory: string, now: () => number): boolean {
  if (question.host !== 'claude' || path.sep !== '/') return false;
  // A mode, an exception or a policy somebody chose: the pipeline knows what they mean.
  if (existsSync(path.join(stateDirectory, 'record.json'))) return false;
  const started = process.hrtime();
  const at = now();
  const call = plainCall(question.stdin);
  if (call === null || hasPolicy(call.cwd)) return false;
  try {
    const [seconds, nanoseconds] = process.hrtime(started);
    writeSpoolLine(
      path.join(stateDirectory, 'spool'),
      entryOf(call, at, Math.round(seconds * 1e6 + nanoseconds / 1e3)),
      at,
    );
    return true;
  } catch {
    return false;
  }
}

/** Whether a policy file stands in this folder or above it. */
function hasPolicy(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.holdpoint', 'policy.jsonc'))) return true;
    if (path.dirname(at) === at) return false;
  }
}

/** The call in a payload that is plain from end to end, else null. */
function plainCall(stdin: Buffer): PlainCall | null {
  if (stdin.length > 4_096) return null;
  const text = stdin.toString('utf8').trim();
  const payload = parsed(text);
  // Written anew it must come out the same: a key that stands twice, or an odd escape, is for the pipeline to read.
  if (payload === null || JSON.stringify(payload) !== text || Object.keys(payload).join(' ') !== keys) return null;
  const { session_id: session, cwd, hook_event_name: event, tool_name: tool, tool_use_id: callId } = payload;
  if (event !== 'PreToolUse' || !isName(session) || !isName(callId)) return null;
  if (typeof cwd !== 'string' || !/^(\/[\w.-]+)+$/.test(cwd) || cwd.includes('/.')) return null;
  const input = payload.tool_input;
  if (typeof input !== 'object' || input === null) return null;
  const about = { cwd, session, callId };
  if (tool === 'Bash') {
    const { command, description: _described, timeout: _timeout, ...others }: Record<string, unknown> = { ...input };
    if (typeof command !== 'string' || Object.keys(others).length > 0) return null;
    return isPlainCommand(command, cwd) ? { kind: 'shell', text: command, ...about } : null;
  }
  if (tool !== 'Read') return null;
  const { file_path: file, offset: _offset, limit: _limit, ...others }: Record<string, unknown> = { ...input };
  if (typeof file !== 'string' || Object.keys(others).length > 0) return null;
  return file.startsWith(`${cwd}/`) && isPlainWord(file, cwd) ? { kind: 'read', text: file, ...about } : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,80}$/.test(value);
}

/** What the pipeline records of such a call. */
function entryOf({ kind, text, cwd, session, callId }: PlainCall, at: number, micros: number): AuditEntry {
  return {
    type: 'judged',
    host: 'claude',
    session,
    callId,
    action: { kind, text, cwd, marks: [] },
    decision: 'allow',
    reversibility: 'reversible',
    reason: 'Nothing it does is known to destroy anything.',
    effects: [],
    signals: [],
    sequences: [],
    revealed: [],
    restraint: 1,
    unattested: true,
    actionAt: at,
    micros,
  };
}
