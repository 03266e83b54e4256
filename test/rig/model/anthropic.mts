// Anthropic's Messages API, as Claude Code speaks it.
import { anyId, asList, asRecord, asText, sendJson, stream, type Wire } from './wire.mts';

const usage = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

export const anthropic: Wire = {
  asks: (path) => path.endsWith('/messages'),
  read(body) {
    const messages = asList(body.messages).map(asRecord);
    const blocks = messages.flatMap((message) => asList(message.content).map(asRecord));
    const spoken = messages
      .filter((message) => message.role === 'user')
      .map((message) =>
        typeof message.content === 'string'
          ? message.content
          : asList(message.content)
              .map(asRecord)
              .filter((block) => block.type === 'text'),
      );
    return {
      offered: asList(body.tools).map((tool) => String(asRecord(tool).name)),
      spaces: new Map(),
      made: blocks.filter((block) => block.type === 'tool_use').map((block) => String(block.id)),
      results: blocks
        .filter((block) => block.type === 'tool_result')
        .map((block) => ({
          id: String(block.tool_use_id),
          isError: block.is_error === true,
          text: asText(block.content),
        })),
      heard: JSON.stringify([body.system, spoken]),
      seen: JSON.stringify(messages),
      body,
    };
  },
  say(response, { body }, said) {
    const message = {
      id: `msg_${anyId()}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      stop_sequence: null,
      usage,
    };
    const blocks =
      'text' in said
        ? [{ type: 'text', text: said.text }]
        : said.calls.map(({ id, tool, input }) => ({ type: 'tool_use', id, name: tool, input }));
    const stop_reason = 'text' in said ? 'end_turn' : 'tool_use';
    if (body.stream !== true) return sendJson(response, { ...message, content: blocks, stop_reason });
    const send = stream(response);
    const event = (type: string, data: object): void => send({ type, ...data }, type);
    event('message_start', { message: { ...message, content: [], stop_reason: null } });
    for (const [index, block] of blocks.entries()) {
      const empty = 'text' in block ? { ...block, text: '' } : { ...block, input: {} };
      const delta =
        'text' in block
          ? { type: 'text_delta', text: block.text }
          : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
      event('content_block_start', { index, content_block: empty });
      event('content_block_delta', { index, delta });
      event('content_block_stop', { index });
    }
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } });
    event('message_stop', {});
    response.end();
  },
};
