// OpenAI's Chat Completions API, as Copilot CLI, Qwen Code, OpenCode, Cline and VS Code speak it.
import { anyId, asList, asRecord, asText, sendJson, stream, type Wire } from './wire.mts';

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

export const chat: Wire = {
  asks: (path) => path.endsWith('/chat/completions'),
  read(body) {
    const messages = asList(body.messages).map(asRecord);
    return {
      offered: asList(body.tools).map((tool) => String(asRecord(asRecord(tool).function).name)),
      spaces: new Map(),
      made: messages.flatMap((message) => asList(message.tool_calls).map((call) => String(asRecord(call).id))),
      results: messages
        .filter((message) => message.role === 'tool')
        .map((message) => ({ id: String(message.tool_call_id), isError: false, text: asText(message.content) })),
      heard: JSON.stringify(
        messages.filter(({ role }) => role === 'user' || role === 'system' || role === 'developer'),
      ),
      seen: JSON.stringify(messages),
      body,
    };
  },
  say(response, { body }, said) {
    const about = { id: `chatcmpl-${anyId()}`, created: Math.floor(Date.now() / 1000), model: body.model };
    const calls =
      'text' in said
        ? undefined
        : said.calls.map(({ id, tool, input }, index) => ({
            index,
            id,
            type: 'function',
            function: { name: tool, arguments: JSON.stringify(input) },
          }));
    const words = { content: 'text' in said ? said.text : null, ...(calls ? { tool_calls: calls } : {}) };
    const finish_reason = calls ? 'tool_calls' : 'stop';
    if (body.stream !== true) {
      const choices = [{ index: 0, message: { role: 'assistant', ...words }, finish_reason }];
      return sendJson(response, { ...about, object: 'chat.completion', choices, usage });
    }
    const send = stream(response);
    const chunk = (delta: object, reason: string | null = null): void =>
      send({ ...about, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] });
    chunk({ role: 'assistant', content: calls ? null : '' });
    chunk(calls ? { tool_calls: calls } : { content: words.content });
    chunk({}, finish_reason);
    send({ ...about, object: 'chat.completion.chunk', choices: [], usage });
    send('[DONE]');
    response.end();
  },
};
