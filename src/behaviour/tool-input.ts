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
