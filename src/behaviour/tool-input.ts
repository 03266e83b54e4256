/** A path in a tool's input, by the names that tools give it. */
export function fileOfInput(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [name, value] of Object.entries(input)) {
    if (
      /^(?:path|file|file_?path|filename|uri|relative_?path|absolute_?path|target_?file)$/i.test(name) &&
      typeof value === 'string'
    ) {
      return value.replace(/^file:\/\//, '');
    }
  }
  return undefined;
}

/** The command that a server's tool is asked to run in a shell. */
export function commandOfInput(tool: string, input: unknown): string | undefined {
  if (!/shell|exec|command|terminal|bash|process|run/i.test(tool) || typeof input !== 'object' || input === null)
    return undefined;
  const command = Object.entries(input).find(
    ([name, value]) => /^(?:command|cmd|script|commandLine)$/i.test(name) && typeof value === 'string',
  );
  return command && String(command[1]);
}

/** What a server's tool said, taken out of the JSON it may be wrapped in: `{"content":[{"type":"text","text":"…"}]}`. */
export function textOfAnswer(output: string): string {
  if (
    output.length > 1_000_000 ||
    !/^\s{0,8}[{[]\s{0,8}["{]/.test(output) ||
    !/"(?:text|content|contents)"\s?:/.test(output)
  )
    return output;
  try {
    const texts: string[] = [];
    collect(JSON.parse(output), texts, 0);
    return texts.length === 0 ? output : texts.join('\n');
  } catch {
    return output;
  }
}

function collect(value: unknown, texts: string[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 4) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 100)) collect(item, texts, depth + 1);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    if (/^(?:text|content)$/.test(name) && typeof item === 'string') texts.push(item);
    else if (/^(?:content|contents|result|toolResult)$/.test(name)) collect(item, texts, depth + 1);
  }
}
