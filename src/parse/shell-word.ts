/** A text as shell source that means just itself, as one word. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same always in single quotes, which end for each one inside: what a script of ours carries is seen to be text. */
export function quotedWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** {@link shellWord} of a text with gaps in it, which stay gaps. */
export function gappedWord(text: string): string {
  return /^[\w@%+=:,./\-\uE000-\uF8FF]+$/.test(text) ? text : quotedWord(text);
}
