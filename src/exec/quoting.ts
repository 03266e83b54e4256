/** A text as one word of a POSIX shell, whatever stands in it: in single quotes, which end for each one inside. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
