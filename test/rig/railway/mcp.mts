// The fake Railway as an MCP server on standard input and output: one tool, which deletes a volume.
import { createInterface } from 'node:readline';

const url = process.env.RAILWAY_URL ?? '';
const tool = {
  name: 'volume-delete',
  description: 'Delete a volume',
  inputSchema: { type: 'object', properties: { volumeId: { type: 'string' } }, required: ['volumeId'] },
  annotations: { destructiveHint: true },
};

const send = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = await result(method, params ?? {});
  send(answer === undefined ? { id, error: { code: -32601, message: 'no such method' } } : { id, result: answer });
});

async function result(method: string, params: Record<string, unknown>): Promise<object | undefined> {
  if (method === 'initialize') {
    return {
      protocolVersion: params.protocolVersion ?? '2024-11-05',
      capabilities: { tools: {} },
      serverInfo: { name: 'railway', version: '0.0.1' },
    };
  }
  if (method === 'tools/list') return { tools: [tool] };
  if (method === 'tools/call') {
    const { volumeId } = params.arguments as { volumeId: string };
    const query = `mutation { volumeDelete(volumeId: "${volumeId}") }`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return { content: [{ type: 'text', text: await response.text() }] };
  }
  if (method === 'ping') return {};
  const listed = /^(\w+)\/list$/.exec(method)?.[1];
  return listed ? { [listed]: [] } : undefined;
}
