import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { absolutePath, asWritten, displayPath, textOf } from './places.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';

/** Files into which the action puts secret ones: archives, copies, encodings. */
export function carriedSignals(action: Action, analysis: Analysis, state: Pick<SessionState, 'carriers'>): Signal[] {
  return analysis.invocations.flatMap((invocation) => {
    const secret = (file: string) => isSecret(file, invocation, action, state.carriers);
    const [into, from] = copyOf(invocation, action, secret, analysis) ?? [];
    if (into === undefined || from === undefined || /^\/dev\//.test(into)) return [];
    const shown = displayPath(into, invocation.cwd, action);
    // A form that is filled in (`cp .env.example .env`) and a backup beside the file are no carriers.
    if (isSecretPath(shown)) return [];
    return [
      signal('secret-read', 0.4, `Puts ${from} into ${shown}`, {
        subject: from,
        span: invocation.span,
        into: absolutePath(into, invocation.cwd ?? action.cwd),
      }),
    ];
  });
}

/** Whether a file holds secrets: by its name, or because some were put into it. */
export function isSecret(
  file: string,
  { cwd }: Pick<Invocation, 'cwd'>,
  action: Action,
  carriers: SessionState['carriers'],
): boolean {
  if (file === '' || file.length > 1024) return false;
  const shown = displayPath(file, cwd, action);
  return isSecretPath(shown) || carriers.some((carrier) => carrier.file === absolutePath(file, cwd ?? action.cwd));
}

/** Programs whose output is what was in a file, as it is or written otherwise. */
const encoders = new Set('cat base64 gzip xz zstd tar openssl gpg xxd head tail age'.split(' '));
/** Programs that put files into one they name. */
const copiers = new Set(['tar', 'zip', '7z', 'cp', 'install', 'ln']);

/** Where a program puts a secret file, and which. */
function copyOf(
  invocation: Invocation,
  action: Action,
  secret: (file: string) => boolean,
  { invocations }: Analysis,
): readonly [into: string, from: string] | undefined {
  const { program, redirections, stdin } = invocation;
  const into = redirections.find(({ mode }) => mode === 'truncate' || mode === 'append');
  const redirected = into !== undefined && encoders.has(program ?? '');
  if (!redirected && !copiers.has(program ?? '')) return undefined;
  const args = invocation.args.map((word) => asWritten(word, action));
  const plain = args.filter((arg) => !arg.startsWith('-'));
  if (redirected) {
    const from = args.find(secret);
    const piped = stdin.kind === 'pipe' ? firstOf(stdin.from, invocations)?.args.map(textOf).find(secret) : undefined;
    const read =
      from ?? piped ?? (stdin.kind === 'file' && secret(textOf(stdin.path)) ? textOf(stdin.path) : undefined);
    return read === undefined ? undefined : [asWritten(into.target, action), read];
  }
  switch (program) {
    case 'tar': {
      const flag = args.findIndex((arg) => /^-?[a-z]*c[a-z]*f$/i.test(arg) || arg === '-f' || arg === '--file');
      const archive = args[flag + 1];
      const packed = args.slice(flag + 2).find(secret);
      return flag === -1 || archive === undefined || packed === undefined ? undefined : [archive, packed];
    }
    case 'zip':
    case '7z': {
      const names = program === '7z' ? plain.slice(1) : plain;
      const packed = names.slice(1).find(secret);
      return names[0] === undefined || packed === undefined ? undefined : [names[0], packed];
    }
    case 'cp':
    case 'install':
    case 'ln': {
      const last = plain.at(-1);
      const copied = plain.slice(0, -1).find(secret);
      return last === undefined || copied === undefined ? undefined : [last, copied];
    }
    default:
      return undefined;
  }
}

/** The first program of a pipe. */
export function firstOf(from: number, invocations: readonly Invocation[]): Invocation | undefined {
  let source = invocations[from];
  for (let hops = 0; source?.stdin.kind === 'pipe' && hops < 8; hops += 1) source = invocations[source.stdin.from];
  return source;
}
