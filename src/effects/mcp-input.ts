/** One string of a tool call's arguments, with the key it stands under. */
export interface Argument {
  readonly key: string;
  readonly value: string;
}

const maximumStrings = 2000;
const maximumDepth = 24;
/** Text somebody wrote, which runs nowhere by being handed over. */
const prose =
  /^(?:content|contents|text|file_text|old_string|new_string|old_str|new_str|body_text|message|description|stdin\w*)$/i;

/**
 * Every string, number and truth value of a tool call's input with the key it stands under, JSON inside strings taken
 * apart as well. `complete` is false where a bound was met.
 */
export function argumentsOf(input: unknown): { readonly strings: readonly Argument[]; readonly complete: boolean } {
  const strings: Argument[] = [];
  return { complete: collect(input, '', strings, 0), strings };
}

function collect(value: unknown, key: string, into: Argument[], depth: number): boolean {
  if (depth > maximumDepth || into.length >= maximumStrings) return false;
  if (typeof value === 'string') {
    into.push({ key, value });
    const nested = prose.test(key) ? undefined : jsonIn(value);
    return nested === undefined || collect(nested, key, into, depth + 1);
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    into.push({ key, value: String(value) });
    return true;
  }
  if (Array.isArray(value)) return value.every((item) => collect(item, key, into, depth + 1));
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, item]) => collect(item, name, into, depth + 1));
}

/** Every object of an input, the outermost first; those inside JSON texts too. Bounded as {@link argumentsOf}. */
export function objectsIn(input: unknown): Readonly<Record<string, unknown>>[] {
  const found: Record<string, unknown>[] = [];
  const walk = (value: unknown, key: string, depth: number): void => {
    if (depth > maximumDepth || found.length >= maximumStrings) return;
    if (typeof value === 'string') {
      const nested = prose.test(key) ? undefined : jsonIn(value);
      if (nested !== undefined) walk(nested, key, depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) walk(item, key, depth + 1);
      return;
    }
    found.push({ ...value });
    for (const [name, item] of Object.entries(value)) walk(item, name, depth + 1);
  };
  walk(input, '', 0);
  return found;
}

/**
 * Whether what a tool sets down only tells of requests: a collection of them, an interface's description, a workflow.
 * `method: DELETE` in it is sent when somebody runs it, and not now.
 */
export function isDescription(tool: readonly string[]): boolean {
  return (
    tool.some((word) =>
      /^(?:create|add|update|edit|save|import|register|define|design|mock|insert|put|upsert|patch|set)$/.test(word),
    ) &&
    tool.some((word) =>
      /^(?:collections?|specs?|specifications?|openapi|swagger|apis?|definitions?|(?:work)?flows?|scenarios?|templates?|stubs?|mocks?|mappings?|expectations?|routes?|endpoints?|requests?|examples?|zaps?|automations?|playbooks?|rules?|triggers?)$/.test(
        word,
      ),
    ) &&
    !tool.some((word) => /^(?:run|exec(?:ute)?|send|call|invoke|perform)$/.test(word)) &&
    // `put_request` of a client is one.
    !/(?:put|patch)(?: \w+)? (?:request|endpoint|api|route)s?\b/.test(tool.join(' '))
  );
}

/** An object or list written as JSON, or undefined. */
function jsonIn(text: string): object | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || !/[\]}]$/.test(trimmed) || trimmed.length > 200_000) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
