/**
 * A tool's input as JSON, each of its strings cut to `most` characters: a megabyte of lone surrogates takes JSON 50 ms
 * to write, and nobody looks that far. Empty where it cannot be written.
 */
export function inputJson(input: unknown, most: number): string {
  const cut = (_: string, value: unknown) =>
    typeof value === 'string' && value.length > most ? value.slice(0, most) : value;
  try {
    return JSON.stringify(input, cut) ?? '';
  } catch {
    return '';
  }
}
