import type { Invocation, Word } from '../../action/invocation.ts';
import type { ShellDialect } from '../../action/kinds.ts';
import type { ShellReading } from '../shell.ts';

/** Nothing but plain words: no quoting, no operator, no variable, no escape of either shell. */
const plain = /^[\w\-./\\:=+@~]+(?:[ \t]+[\w\-./\\:=+@~]+)*$/;

/**
 * Reads a PowerShell or cmd line where it is one program with plain words. Anything more is one invocation whose
 * program is not known, and a problem.
 */
export function readForeignShell(text: string, dialect: ShellDialect, cwd: string | null): ShellReading {
  const trimmed = text.trim();
  const span = [text.indexOf(trimmed), text.indexOf(trimmed) + trimmed.length] as const;
  const base = {
    environment: {},
    redirections: [],
    stdin: { kind: 'inherited' },
    wrappers: [],
    span,
    dialect,
    cwd,
  } as const;
  if (trimmed === '') return { invocations: [], problems: [] };
  if (trimmed.length > 4096 || !plain.test(trimmed)) {
    const name: Word = { kind: 'unknown', text: trimmed.slice(0, 200), prefix: '', span };
    const invocation: Invocation = { ...base, program: null, name, args: [] };
    return { invocations: [invocation], problems: [`${dialect === 'pwsh' ? 'PowerShell' : 'cmd'} is not read yet.`] };
  }
  const words: Word[] = [];
  for (const match of trimmed.matchAll(/\S+/g)) {
    const start = span[0] + match.index;
    words.push({ kind: 'known', value: match[0], span: [start, start + match[0].length] });
  }
  const [name, ...args] = words;
  if (name?.kind !== 'known') return { invocations: [], problems: [] };
  const fileName = name.value.slice(Math.max(name.value.lastIndexOf('/'), name.value.lastIndexOf('\\')) + 1);
  const program = fileName.toLowerCase().replace(/\.(exe|cmd|bat|com)$/, '');
  return { invocations: [{ ...base, program, name, args }], problems: [] };
}
