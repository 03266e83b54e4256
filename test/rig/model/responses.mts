// OpenAI's Responses API, as Codex speaks it.
import { anyId, asList, asRecord, asText, sendJson, stream, type Wire } from './wire.mts';

const usage = {
  input_tokens: 1,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 1,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 2,
};

export const responses: Wire = {
  asks: (path) => path.endsWith('/responses'),
  read(body) {
    const items = asList(body.input).map(asRecord);
    const spaces = new Map<string, string>();
    const offered = asList(body.tools)
      .map(asRecord)
      .flatMap((tool) => {
        if (tool.type !== 'namespace') return [String(tool.name ?? tool.type)];
        const names = asList(tool.tools).map((inner) => String(asRecord(inner).name));
        for (const name of names) spaces.set(name, String(tool.name));
        return names;
      });
    return {
      offered,
      spaces,
      made: items.filter((item) => /_call$/.test(String(item.type))).map((item) => String(item.call_id)),
      results: items
        .filter((item) => /_output$/.test(String(item.type)))
        .map((item) => ({ id: String(item.call_id), isError: false, text: asText(item.output) })),
      heard: JSON.stringify(
        items.filter((item) => (item.type ?? 'message') === 'message' && item.role !== 'assistant'),
      ),
      seen: JSON.stringify(items),
      body,
    };
  },
  say(response, { body, spaces }, said) {
    const id = `resp_${anyId()}`;
    const items =
      'text' in said
        ? [
            {
              type: 'message',
              id: `msg_${id}`,
              role: 'assistant',
              status: 'completed',
              content: [{ type: 'output_text', text: said.text, annotations: [] }],
            },
          ]
        : said.calls.map(({ id: call_id, tool, input, text }) => {
            const common = { call_id, name: tool, status: 'completed' };
            if (text !== undefined) return { type: 'custom_tool_call', id: `ctc_${call_id}`, ...common, input: text };
            const namespace = spaces.get(tool);
            const about = { ...common, ...(namespace ? { namespace } : {}) };
            return { type: 'function_call', id: `fc_${call_id}`, ...about, arguments: JSON.stringify(input) };
          });
    const base = {
      id,
      object: 'response',
      created_at: Math.floor(Date.now() / 1000),
      model: body.model,
      status: 'in_progress',
      output: [],
      parallel_tool_calls: true,
      tool_choice: 'auto',
      tools: [],
    };
    const whole = { ...base, status: 'completed', output: items, usage };
    if (body.stream !== true) return sendJson(response, whole);
    const send = stream(response);
    let sequence_number = 0;
    const event = (type: string, data: object): void =>
      send({ type, sequence_number: sequence_number++, ...data }, type);
    event('response.created', { response: base });
    for (const [output_index, item] of items.entries()) {
      event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress' } });
      event('response.output_item.done', { output_index, item });
    }
    event('response.completed', { response: whole });
    response.end();
  },
};
