import { readFileSync } from 'node:fs';

/** Bytes of the caller's environment that are read; more is not taken along. */
const mostBytes = 1024 * 1024;

/** The caller's variables as `env -0` (or, where there is no such option, `env`) printed them. */
export function variablesIn(text: string): Record<string, string> {
  const entries = text.slice(0, mostBytes).split(text.includes('\0') ? '\0' : '\n');
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const sign = entry.indexOf('=');
      return sign > 0 ? [[entry.slice(0, sign), entry.slice(sign + 1)]] : [];
    }),
  );
}

/**
 * Names the terminal, script or agent a shim was started under: its process session, the same for all that one
 * terminal starts (proc(5), sixth field of `stat`). Where the system does not tell, the variable the editor set in
 * its terminal; else all share one name. Only the record and the session's memory depend on it, never the verdict's
 * strictness: a layer's session counts as heightened while any session is.
 */
export function terminalSession(environment: Readonly<Record<string, string>>): string {
  try {
    const status = readFileSync('/proc/self/stat', 'latin1');
    const session = status.slice(status.lastIndexOf(')') + 2).split(' ')[3];
    if (session !== undefined && /^\d+$/.test(session)) return `terminal-${session}`;
  } catch {
    // Not Linux.
  }
  const named = environment.TERM_SESSION_ID ?? environment.VSCODE_PID ?? '';
  return /^[\w:-]{1,60}$/.test(named) ? `terminal-${named}` : 'terminal';
}
