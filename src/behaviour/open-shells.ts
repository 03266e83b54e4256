import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

const interactiveShells = new Set(['bash', 'sh', 'zsh', 'fish', 'dash', 'ksh', 'pwsh', 'powershell', 'cmd']);

/** A shell opened for typing: what is typed there no hook sees. */
export function openShell(invocation: Invocation, action: Action): Signal[] {
  const program = invocation.program ?? '';
  const args = invocation.args.map(textOf);
  if (action.kind !== 'shell' || invocation.stdin.kind !== 'inherited' || invocation.redirections.length > 0) return [];
  const local =
    interactiveShells.has(program) &&
    args.every((arg) => /^-[il]+$|^--(?:login|norc|noprofile)$|^-No(?:Logo|Profile)$/i.test(arg));
  const within = invocation.wrappers.at(-1);
  if (
    local &&
    (invocation.wrappers.length === 0 ||
      (within && /^(?:docker|podman|kubectl|ssh|sudo|su|railway|fly|flyctl|oc|nsenter)$/.test(within.program)))
  ) {
    return [
      signal(
        'interactive-shell',
        0.3,
        `Opens an interactive shell: ${shortened([within?.program, program].filter(Boolean).join(' '), 60)}`,
        { span: invocation.span },
      ),
    ];
  }
  if (program === 'ssh' && invocation.wrappers.length === 0) {
    const positional = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-[iplFJoLRDWEcmbBSQwe]$/.test(args[index - 1] ?? ''),
    );
    const forwards = args.some((arg) => /^-[a-zA-Z]*[NTGVQ]/.test(arg));
    if (positional.length === 1 && !forwards) {
      return [signal('interactive-shell', 0.3, `Opens a shell on ${positional[0]}`, { span: invocation.span })];
    }
  }
  return [];
}
