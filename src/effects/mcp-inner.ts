import type { ToolWords } from './mcp-commands.ts';
import { isDescription, objectsIn } from './mcp-input.ts';

/** A tool that is called through another tool: `invoke { name: "delete_volume", arguments: {} }`. */
export interface InnerTool {
  readonly tool: string;
  readonly input: unknown;
}

const dispatcher =
  /^(?:invoke|call|execute|exec|run|dispatch|batch|multi|perform|proxy|use|tool|tools|action|actions)$/;
const toolKey =
  /^(?:tool|tool_?name|tool_?slug|tool_?id|slug|action_?(?:name|key|slug)|operation_?id|endpoint_?name)$/i;
const dispatchedKey = /^(?:name|function|function_?name|action|method)$/i;
const inputKey = /^(?:arguments|args|input|inputs|params|parameters|payload|body)$/i;

/** `validate_and_execute`, `search_then_run`: a tool that first asks, and then does. */
export function alsoRuns(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      /^(?:and|then)$/.test(words[at - 1] ?? '') &&
      /^(?:exec(?:ute)?|run|apply|call|invoke|perform|send|commit)$/.test(word),
  );
}

/** The tools that a call names in its arguments. */
export function innerTools({ tool, input }: ToolWords): InnerTool[] {
  if (
    isDescription(tool) ||
    (/^(?:get|list|search|find|describe|read|show|lookup|discover|retrieve|validate|lint|explain)$/.test(
      tool[0] ?? '',
    ) &&
      !alsoRuns(tool))
  )
    return [];
  const dispatches = tool.some((word) => dispatcher.test(word));
  const sets = /^(?:create|add|update|edit|save|register|define|set|publish|write|draft|import)$/.test(tool[0] ?? '');
  return objectsIn(input).flatMap((object) => {
    const entries = Object.entries(object);
    const handed = entries.find(
      ([name, inner]) => inputKey.test(name) && (typeof inner === 'object' || /^\s*\{/.test(String(inner))),
    );
    return entries.flatMap(([key, value]) => {
      if (typeof value !== 'string' || !/^[A-Za-z][\w.:/-]{2,79}$/.test(value)) return [];
      // What is being made or written bears that name, or its address: `create_post { slug: "delete-your-data" }`.
      const isSlug = /^slug$/i.test(key);
      const isCalled = sets ? handed !== undefined && !isSlug : !isSlug || dispatches || handed !== undefined;
      const names = (toolKey.test(key) && isCalled) || (dispatches && dispatchedKey.test(key) && handed !== undefined);
      return names ? [{ tool: value, input: handed?.[1] ?? {} }] : [];
    });
  });
}
