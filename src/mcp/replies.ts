import type { CallToolResult, JSONRPCErrorResponse, JSONRPCResultResponse } from '@modelcontextprotocol/server';

/** A request's id as JSON-RPC knows it; null where none could be read. */
export type RequestId = string | number | null;

/** JSON-RPC's own codes (https://www.jsonrpc.org/specification). */
const codes = { parse: -32700, request: -32600 } as const;

/** What the agent reads where a tool call did not go out: a result that says so, which models heed, not a broken protocol. */
export function refusal(id: RequestId, reason: string, modern: boolean): object {
  const text = reason.startsWith('Holdpoint') ? reason : `Holdpoint: ${reason}`;
  const result: CallToolResult = {
    content: [{ type: 'text', text }],
    isError: true,
    // From revision 2026-07-28 on every result says whether it is one.
    ...(modern ? { resultType: 'complete' } : {}),
  };
  if (id === null) return unreadable(id, reason);
  return { jsonrpc: '2.0', id, result } satisfies JSONRPCResultResponse;
}

/** What a client reads where its message was not passed on. */
export function unreadable(id: RequestId, reason: string): object {
  const error = { code: id === null ? codes.parse : codes.request, message: `Holdpoint: ${reason}` };
  return id === null ? { jsonrpc: '2.0', id, error } : ({ jsonrpc: '2.0', id, error } satisfies JSONRPCErrorResponse);
}

/** A sign of life while a person is asked, where the client wants one. */
export function waiting(progressToken: string | number, progress: number): object {
  const message = 'Holdpoint: waiting for a person to decide in the editor.';
  return { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress, message } };
}

/** A message as it is written: one line. */
export function lineOf(message: object): Buffer {
  return Buffer.from(`${JSON.stringify(message)}\n`, 'utf8');
}
