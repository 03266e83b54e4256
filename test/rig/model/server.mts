// A fake of Anthropic's Messages API on loopback: it plays a script, turn by turn, so that a real agent does what the
// script says. The turn is carried in the ids of the tool calls, so that side requests do not move the script on.
import { createServer, type ServerResponse } from 'node:http';

/** One thing the model "says". */
export type ModelTurn =
  | { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly text: string };

/** What the agent sent back for a tool call. */
export interface ToolResult {
  /** Index of the turn that made the call. */
  readonly turn: number;
  readonly isError: boolean;
  readonly text: string;
}

/** The fake model while it runs. */
export interface FakeModel {
  readonly url: string;
  /** Tool names the agent offered, last seen. */
  readonly tools: readonly string[];
  /** One per turn, in order of turns. */
  results(): readonly ToolResult[];
  close(): Promise<void>;
}

/** Runs on whatever happened so far; lets a test act between two turns. */
export type BeforeTurn = (turn: number) => Promise<void> | void;

/** Starts the model on a free loopback port. After the last turn it says that it is done. */
export async function startModel(turns: readonly ModelTurn[], before?: BeforeTurn): Promise<FakeModel> {
  const results = new Map<number, ToolResult>();
  let tools: string[] = [];

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
    const path = new URL(request.url ?? '/', 'http://loopback').pathname;
    if (path.endsWith('/count_tokens')) return sendJson(response, { input_tokens: 1 });
    if (request.method !== 'POST' || !path.endsWith('/messages')) return sendJson(response, {});
    const body = asRecord(parseJson(Buffer.concat(parts).toString('utf8')));
    const offered = asList(body.tools).map((tool) => String(asRecord(tool).name));
    if (offered.length === 0) return say(response, body, { text: '{"title":"Demo"}' }, 0);
    tools = offered;
    for (const result of toolResults(body)) results.set(result.turn, result);
    const turn = nextTurn(body);
    await before?.(turn);
    say(response, body, turns[turn] ?? { text: 'Done.' }, turn);
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
    results: () => [...results.values()].sort((one, other) => one.turn - other.turn),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const callId = (turn: number): string => `toolu_turn${turn}_${Math.random().toString(36).slice(2, 10)}`;
const turnOf = (id: unknown): number => Number(/^toolu_turn(\d+)_/.exec(String(id))?.[1] ?? -1);

/** Every content block of every message. */
function blocks(body: Record<string, unknown>): Record<string, unknown>[] {
  return asList(body.messages).flatMap((message) => asList(asRecord(message).content).map(asRecord));
}

function nextTurn(body: Record<string, unknown>): number {
  const made = blocks(body).filter((block) => block.type === 'tool_use');
  return Math.max(-1, ...made.map((block) => turnOf(block.id))) + 1;
}

function toolResults(body: Record<string, unknown>): ToolResult[] {
  return blocks(body)
    .filter((block) => block.type === 'tool_result')
    .map((block) => ({
      turn: turnOf(block.tool_use_id),
      isError: block.is_error === true,
      text: typeof block.content === 'string' ? block.content : JSON.stringify(block.content),
    }));
}

/** Writes one assistant message, streamed where the agent asked for a stream. */
function say(response: ServerResponse, body: Record<string, unknown>, turn: ModelTurn, index: number): void {
  const isCall = 'tool' in turn;
  const message = {
    id: `msg_${Math.random().toString(36).slice(2)}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
  };
  const id = callId(index);
  const stop = isCall ? 'tool_use' : 'end_turn';
  if (body.stream !== true) {
    const block = isCall
      ? { type: 'tool_use', id, name: turn.tool, input: turn.input }
      : { type: 'text', text: turn.text };
    sendJson(response, { ...message, content: [block], stop_reason: stop });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  send('message_start', { message: { ...message, content: [], stop_reason: null } });
  send('content_block_start', {
    index: 0,
    content_block: isCall ? { type: 'tool_use', id, name: turn.tool, input: {} } : { type: 'text', text: '' },
  });
  send('content_block_delta', {
    index: 0,
    delta: isCall
      ? { type: 'input_json_delta', partial_json: JSON.stringify(turn.input) }
      : { type: 'text_delta', text: turn.text },
  });
  send('content_block_stop', { index: 0 });
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 1 } });
  send('message_stop', {});
  response.end();
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
