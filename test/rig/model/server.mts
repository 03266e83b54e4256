// A fake model on loopback: it plays a script, turn by turn, so that a real agent does what the script says. It speaks
// every protocol the agents speak. The turn is carried in the ids of the tool calls, so that side requests do not move
// the script on.
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, zstdDecompress } from 'node:zlib';
import { anthropic } from './anthropic.mts';
import { chat } from './chat.mts';
import { gemini } from './gemini.mts';
import { responses } from './responses.mts';
import { type Asked, anyId, asRecord, type ModelCall, type Said, sendJson, type Wire } from './wire.mts';

/** One thing the model "says": one call, several made together, or a text. */
export type ModelTurn = ModelCall | { readonly together: readonly ModelCall[] } | { readonly text: string };

/** What the agent sent back for a tool call. */
export interface ToolResult {
  /** Index of the turn that made the call. */
  readonly turn: number;
  /** True only where the protocol says so: most do not. */
  readonly isError: boolean;
  readonly text: string;
}

/** The fake model while it runs. */
export interface FakeModel {
  readonly url: string;
  /** Tool names the agent offered, last seen. */
  readonly tools: readonly string[];
  /** Milliseconds from each turn of the main conversation to the next request. */
  readonly gaps: readonly number[];
  /** Those of the main conversation, in order of turns. */
  results(): readonly ToolResult[];
  /** Plays another script from now on: what a new conversation hears. */
  play(next: ModelScript): void;
  /** Those of the subagent's conversation. */
  subagentResults(): readonly ToolResult[];
  close(): Promise<void>;
}

/** Runs on whatever happened so far; lets a test act between two turns of the main conversation. */
export type BeforeTurn = (turn: number) => Promise<void> | void;

/** What the model plays. */
export interface ModelScript {
  readonly turns: readonly ModelTurn[];
  /** What a subagent does that was started with {@link subagentTask} in its task. */
  readonly subagent?: readonly ModelTurn[];
  readonly before?: BeforeTurn;
}

/** Words by which a subagent's conversation is known. */
export const subagentTask = 'SUBAGENT-TASK: clean up the old volume.';

const wires: readonly Wire[] = [anthropic, responses, chat, gemini];

/** Said to requests that offer no tools: titles, topics, which model to take. */
const aside =
  '{"title":"Demo","isNewTopic":false,"reasoning":"done","next_speaker":"user","model_choice":"flash","complexity_reasoning":"x","complexity_score":10}';

/** Starts the model on a free loopback port. After the last turn it says that it is done. */
export async function startModel(first: ModelScript): Promise<FakeModel> {
  let script = first;
  let main = conversation(script.turns);
  let subagent = conversation(script.subagent ?? []);
  const gaps: number[] = [];
  let tools: readonly string[] = [];
  let answeredAt: number | undefined;

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
    const arrived = Date.now();
    const path = new URL(request.url ?? '/', 'http://loopback').pathname;
    const wire = wires.find((one) => one.asks(path));
    if (path.endsWith('/count_tokens')) return sendJson(response, { input_tokens: 1 });
    if (path.endsWith(':countTokens')) return sendJson(response, { totalTokens: 1 });
    if (/\/models$/.test(path)) return sendJson(response, models);
    if (request.method !== 'POST' || !wire) return sendJson(response, {});
    const body = asRecord(parseJson(await unpacked(Buffer.concat(parts), request.headers['content-encoding'])));
    const asked = wire.read(body, path);
    if (asked.offered.length === 0) return wire.say(response, asked, { text: aside }, path);
    const isSubagent = script.subagent !== undefined && asked.heard.includes('SUBAGENT-TASK');
    const current = isSubagent ? subagent : main;
    current.hear(asked);
    const turn = current.next(asked);
    if (!isSubagent) {
      tools = asked.offered;
      if (answeredAt !== undefined) gaps.push(arrived - answeredAt);
      await script.before?.(turn);
    }
    wire.say(response, asked, current.said(turn, asked), path);
    if (!isSubagent) answeredAt = Date.now();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake model has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get tools() {
      return tools;
    },
    gaps,
    play(next) {
      script = next;
      main = conversation(next.turns);
      subagent = conversation(next.subagent ?? []);
    },
    results: () => main.results(),
    subagentResults: () => subagent.results(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** One conversation's script and what came back. */
function conversation(turns: readonly ModelTurn[]) {
  const results = new Map<string, ToolResult>();
  return {
    hear({ results: sent }: Asked): void {
      for (const { id, isError, text } of sent) results.set(id, { turn: turnOf(id), isError, text });
    },
    next: ({ made }: Asked): number => Math.max(-1, ...made.map(turnOf)) + 1,
    said(index: number, asked: Asked): Said {
      const turn = turns[index] ?? { text: 'Done.' };
      if ('text' in turn && !('tool' in turn)) return { text: turn.text ?? '' };
      const calls = 'together' in turn ? turn.together : [turn];
      const missing = calls.find((call) => !asked.offered.includes(call.tool));
      if (missing) return { text: `There is no tool ${missing.tool} among ${asked.offered.join(', ')}.` };
      return {
        calls: calls.map(({ tool, input, text }, place) => ({
          id: `turn${index}_${place}_${anyId()}`,
          tool,
          input: typeof input === 'function' ? input(asked.seen) : input,
          ...(text === undefined ? {} : { text }),
        })),
      };
    },
    results: () =>
      [...results.values()].sort((one, other) => one.turn - other.turn).filter((result) => result.turn >= 0),
  };
}

const turnOf = (id: string): number => Number(/turn(\d+)_/.exec(id)?.[1] ?? -1);

const models = {
  object: 'list',
  data: ['fake-model', 'claude-sonnet-4-5', 'gpt-5'].map((id) => ({
    id,
    object: 'model',
    created: 1,
    owned_by: 'fake',
    type: 'model',
    display_name: id,
    created_at: '2025-01-01T00:00:00Z',
  })),
  has_more: false,
  models: [],
};

async function unpacked(body: Buffer, encoding: string | string[] | undefined): Promise<string> {
  const unpack = { gzip: gunzip, br: brotliDecompress, zstd: zstdDecompress }[String(encoding)];
  return (unpack ? await promisify(unpack)(body) : body).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
