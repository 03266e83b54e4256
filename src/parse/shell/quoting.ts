/** An argument as shell source that means just itself; gaps stay gaps. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./\-\uE000-\uF8FF]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
