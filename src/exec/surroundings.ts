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
 * terminal starts (proc(5), sixth field of `stat`), or the shell of its terminal where the shim told which
 * (`shell`, Windows). Only these can be a terminal that a person drives; elsewhere a variable of the terminal's names
 * it for the record and the session's memory, in a way that no process's number fits: anybody can set it.
 */
export function terminalSession(environment: Readonly<Record<string, string>>, shell?: string): string {
  if (shell !== undefined && /^\d+$/.test(shell)) return `terminal-${shell}`;
  try {
    const status = readFileSync('/proc/self/stat', 'latin1');
    const session = status.slice(status.lastIndexOf(')') + 2).split(' ')[3];
    if (session !== undefined && /^\d+$/.test(session)) return `terminal-${session}`;
  } catch {
    // Not Linux.
  }
  return namedSession(environment);
}

/** A session by what its terminal says of itself. */
export function namedSession(environment: Readonly<Record<string, string>>): string {
  const named = environment.TERM_SESSION_ID ?? environment.VSCODE_PID ?? '';
  return /^[\w:-]{1,60}$/.test(named) ? `terminal-named-${named}` : 'terminal';
}
