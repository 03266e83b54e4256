import { canonicalJson } from '../action/canonical.ts';
import { isRecord } from '../guard/json.ts';
import type { About, Ask, JudgedCall } from './judging.ts';
import { createJudge } from './judging.ts';
import { limits } from './limits.ts';
import type { ToolCall } from './messages.ts';
import type { RequestId } from './replies.ts';
import { createTools } from './tools.ts';

/** What happens while a batch of calls is judged. */
interface CallsWatch {
  readonly signal: AbortSignal;
  /** A person is asked about one of them. */
  onHeld?(call: ToolCall): void;
}

/** The tool calls of one server, from the host's wish to the server's result. */
export interface Calls {
  /** Whether all of them may go out. Once they may, their results are followed. Never rejects. */
  mayGo(calls: readonly ToolCall[], watch: CallsWatch): Promise<{ readonly goes: boolean; readonly reason: string }>;
  /** Takes note of a message of the server: its tools, the results of calls. `text` is one JSON value. */
  fromServer(text: string): void;
}

/** Nothing called yet. */
export function createCalls(ask: Ask, about: About): Calls {
  const judge = createJudge(ask, about);
  const tools = createTools();
  /** Calls passed on whose result has not come, by id. */
  const open = new Map<RequestId, { readonly call: ToolCall; readonly judged: JudgedCall | null }>();
  /** Calls the server answered with questions: they go on without being asked about again. */
  const questioned = new Set<string>();
  let underWay = 0;

  const one = async (call: ToolCall, watch: CallsWatch) => {
    if (call.continues && questioned.delete(meaningOf(call))) return { judged: null, goesOut: true, reason: '' };
    const { signal } = watch;
    const judged = judge(call, tools.annotations(call.tool), { signal, onHeld: () => watch.onHeld?.(call) });
    return { judged, ...(await judged.answer) };
  };

  const follow = (call: ToolCall, judged: JudgedCall | null) => {
    if (call.id === undefined || call.id === null) return;
    open.set(call.id, { call, judged });
    const oldest = open.keys().next();
    if (open.size > limits.callsOpen && !oldest.done) open.delete(oldest.value);
  };

  const result = (message: unknown) => {
    if (!isRecord(message) || !('result' in message || 'error' in message)) return;
    tools.learn(message);
    const { id } = message;
    const found = typeof id === 'string' || typeof id === 'number' ? open.get(id) : undefined;
    if (!found || (typeof id !== 'string' && typeof id !== 'number')) return;
    open.delete(id);
    if (isRecord(message.result) && message.result.resultType === 'input_required') {
      if (questioned.size < limits.callsOpen) questioned.add(meaningOf(found.call));
      return;
    }
    found.judged?.ended(message);
  };

  return {
    async mayGo(calls, watch) {
      if (underWay + calls.length > limits.callsAtOnce) {
        const reason = `${limits.callsAtOnce} calls of this server already wait for an answer. Try again when they are decided.`;
        return { goes: false, reason };
      }
      underWay += calls.length;
      try {
        const passed: { call: ToolCall; judged: JudgedCall | null }[] = [];
        for (const call of calls) {
          const { judged, goesOut, reason } = await one(call, watch);
          if (!goesOut) return { goes: false, reason };
          passed.push({ call, judged });
        }
        for (const { call, judged } of passed) follow(call, judged);
        return { goes: true, reason: '' };
      } finally {
        underWay -= calls.length;
      }
    },
    fromServer(text) {
      if (open.size === 0 && !text.includes('"tools"')) return;
      try {
        const value: unknown = JSON.parse(text);
        for (const message of Array.isArray(value) ? value : [value]) result(message);
      } catch {
        // The host reads it as it came; nothing is learnt from it.
      }
    },
  };
}

function meaningOf(call: ToolCall): string {
  return canonicalJson([call.tool, call.input]);
}
