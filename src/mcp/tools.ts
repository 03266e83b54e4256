import { isRecord } from '../guard/json.ts';
import { limits } from './limits.ts';

/** What a server says of its own tools. It may make a call look worse, never better (effects/mcp.ts). */
export interface Tools {
  /** Takes note of a list of tools in a message of the server. */
  learn(message: unknown): void;
  annotations(tool: string): Readonly<Record<string, unknown>> | undefined;
}

/** No tools seen yet. Once a tool was said to destroy, a later word of the server does not take that back. */
export function createTools(): Tools {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  return {
    learn(message) {
      const tools = isRecord(message) && isRecord(message.result) ? message.result.tools : undefined;
      if (!Array.isArray(tools)) return;
      for (const tool of tools) {
        if (!isRecord(tool) || typeof tool.name !== 'string' || !isRecord(tool.annotations)) continue;
        if (known.size >= limits.tools && !known.has(tool.name)) return;
        if (known.get(tool.name)?.destructiveHint !== true) known.set(tool.name, tool.annotations);
      }
    },
    annotations: (tool) => known.get(tool),
  };
}
