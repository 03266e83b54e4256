import type { HostId } from '../action/kinds.ts';
import type { Outcome } from '../action/session.ts';
import type { Question, Watch } from '../guard/client.ts';
import { isRecord } from '../guard/json.ts';
import { type LayerAnswer, layerAnswerIn, layerQuestion } from '../guard/layer-client.ts';
import type { HookOutput } from '../guard/signed-frame.ts';
import { limits } from './limits.ts';
import type { ToolCall } from './messages.ts';

/** Asks a window, or the pipeline of this process where none answers. Never rejects. */
export type Ask = (question: Question, watch: Watch) => Promise<HookOutput>;

/** Whose calls these are, and where they act. */
export interface About {
  /** The server's name in the host's configuration. */
  readonly server: string;
  /** Absolute: the directory the host started the server in. */
  readonly cwd: string;
  /** A name of this run that no other has. */
  readonly session: string;
  /** The host, where the configuration says which. */
  readonly host?: HostId;
}

/** One call while it is judged, passed on and answered. */
export interface JudgedCall {
  /** Whether it may go out; where held, once a person has decided. Never rejects. */
  readonly answer: Promise<LayerAnswer>;
  /** Tells what came back. Nobody waits for that. */
  ended(result: unknown): void;
}

/** Judges the calls of one server. Every call counts as one of its own: the same again is asked again. */
export function createJudge(
  ask: Ask,
  about: About,
): (call: ToolCall, annotations: Readonly<Record<string, unknown>> | undefined, watch: Watch) => JudgedCall {
  let calls = 0;
  const { server, ...origin } = about;
  return (call, annotations, watch) => {
    calls += 1;
    const callId = `${about.session}-${calls}`;
    const action = {
      kind: 'mcp',
      server,
      tool: call.tool,
      input: call.input,
      ...(annotations ? { annotations } : {}),
    } as const;
    const patience = call.progressToken === undefined ? limits.silentWaitMilliseconds : limits.waitMilliseconds;
    const question = (outcome?: Outcome) =>
      layerQuestion({ ...origin, layer: 'mcp', callId, action, ...(outcome ? { outcome } : {}) }, patience);
    return {
      answer: ask(question(), watch).then(layerAnswerIn, nobodyAnswers),
      ended(result) {
        void ask(question(outcomeOf(result)), {}).catch(nobodyAnswers);
      },
    };
  };
}

/** What a result or an error of a server says of the call's end. */
function outcomeOf(message: unknown): Outcome {
  const result = isRecord(message) && isRecord(message.result) ? message.result : undefined;
  const content = Array.isArray(result?.content) ? result.content : [];
  const texts = content.map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''));
  const output = texts.filter(Boolean).join('\n').slice(0, limits.outputLength);
  return { ok: result !== undefined && result.isError !== true, denied: false, ...(output ? { output } : {}) };
}

function nobodyAnswers(error: unknown): LayerAnswer {
  const why = error instanceof Error ? error.message : String(error);
  return { goesOut: false, reason: `Holdpoint failed while judging this call (${why}), so it does not go out.` };
}
