import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Analysis } from '../action/verdict.ts';
import { isGenericKind } from '../credentials/kinds.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { isFolderOfKeys, lookedInto, operandsOf } from './key-folders.ts';
import { absolutePath, asWritten, displayPath, placeKey, textOf } from './places.ts';
import { unmaskedFiles } from './reading.ts';
import type { SessionState } from './state.ts';

/** Whether a file holds secrets: by its name, or because some were put into it. */
export function isSecret(
  file: string,
  { cwd }: Pick<Invocation, 'cwd'>,
  action: Action,
  carriers: SessionState['carriers'],
): boolean {
  if (file === '' || file.length > 1024) return false;
  const shown = displayPath(file, cwd, action);
  if (isSecretPath(shown)) return true;
  if (carriers.length === 0) return false;
  const absolute = absolutePath(file, cwd ?? action.cwd);
  return carriers.some((carrier) => carrier.file === absolute);
}

/** Programs whose output is what was in a file, as it is or written otherwise. */
const encoders = new Set('cat base64 gzip xz zstd tar openssl gpg xxd head tail age'.split(' '));
/** What a program puts behind the name of the file it writes beside the one it reads. */
const endings: Readonly<Record<string, string>> = { gzip: 'gz', zstd: 'zst', bzip2: 'bz2' };
/** Programs that put files into one they name. */
const copiers = new Set(
  'tar zip 7z cp mv install ln rsync scp dd docker podman kubectl tee copy-item move-item copy move compress-archive gzip xz zstd bzip2 gpg age base64 openssl split rar ditto certutil makecab'.split(
    ' ',
  ),
);

/** Where a program puts a secret file, and which, as written. */
export function copyOf(
  invocation: Invocation,
  action: Action,
  { invocations }: Analysis,
  state: Pick<SessionState, 'credentials' | 'carriers'>,
): readonly [into: string, from: string] | undefined {
  const program = invocation.program?.toLowerCase() ?? '';
  const into = invocation.redirections.find(({ mode }) => mode === 'truncate' || mode === 'append');
  if (into === undefined && !copiers.has(program)) return undefined;
  const secret = (file: string) =>
    isSecret(file, invocation, action, state.carriers) ||
    isFolderOfKeys(file, invocation.cwd, action) ||
    isKnown(file, invocation, action, state);
  const args = operandsOf(invocation, action);
  const likeliest = (files: readonly string[]) => lookedInto(files.filter(secret), invocation.cwd, action, state);
  const plain = args.filter((arg) => !arg.startsWith('-'));
  if (into !== undefined) {
    const read = encoders.has(program)
      ? encoded(invocation, invocations, secret, args)
      : unmaskedFiles(invocation, invocations, action).find((file) => secret(file));
    return read === undefined ? undefined : [asWritten(into.target, action), read];
  }
  switch (program) {
    case 'tar': {
      const flag = args.findIndex((arg) => /^-?[a-z]*c[a-z]*f$/i.test(arg) || arg === '-f' || arg === '--file');
      const archive = args[flag + 1];
      const packed = likeliest(args.filter((_, index) => index !== flag + 1));
      return flag === -1 || archive === undefined || packed === undefined ? undefined : [archive, packed];
    }
    case 'zip':
    case 'rar':
    case '7z': {
      // `zip -r - ~/.aws | …`
      if (args.includes('-') || args.includes('-so')) return undefined;
      const names = program === 'zip' ? plain : plain.slice(1);
      const packed = likeliest(names.slice(1));
      return names[0] === undefined || packed === undefined ? undefined : [names[0], packed];
    }
    case 'dd': {
      const from = args.find((arg) => arg.startsWith('if='))?.slice(3);
      const to = args.find((arg) => arg.startsWith('of='))?.slice(3);
      return from === undefined || to === undefined || !secret(from) ? undefined : [to, from];
    }
    case 'tee': {
      const read = unmaskedFiles(invocation, invocations, action).find((file) => secret(file));
      return plain[0] === undefined || read === undefined ? undefined : [plain[0], read];
    }
    case 'compress-archive': {
      const named = (option: RegExp) => args.find((_, index) => option.test(args[index - 1] ?? ''));
      const into = named(/^-destinationpath$/i) ?? plain.at(-1);
      const packed = likeliest(plain.filter((arg) => arg !== into).flatMap((arg) => arg.split(',')));
      return into === undefined || packed === undefined ? undefined : [into, packed];
    }
    case 'gzip':
    case 'xz':
    case 'zstd':
    case 'bzip2':
    case 'gpg':
    case 'age':
    case 'base64':
    case 'openssl': {
      const read = args.find(secret);
      if (read === undefined) return undefined;
      const out = args.find((_, index) => /^(?:-o|--output|-out)$/.test(args[index - 1] ?? ''));
      return [out ?? `${read}.${endings[program] ?? program}`, read];
    }
    case 'split':
      return plain[0] !== undefined && secret(plain[0]) ? [`${plain[1] ?? 'x'}aa`, plain[0]] : undefined;
    case 'docker':
    case 'podman':
    case 'kubectl':
      return plain[0] === 'cp' || (plain[0] === 'container' && plain[1] === 'cp')
        ? copied(plain.slice(-2), secret)
        : undefined;
    default:
      return copied(plain, secret);
  }
}

/** The last is where the others are put: a folder, or a file. */
function copied(plain: readonly string[], secret: (file: string) => boolean): readonly [string, string] | undefined {
  const last = plain.at(-1);
  const from = plain.slice(0, -1).find(secret);
  if (last === undefined || from === undefined) return undefined;
  const folder = /\/$|^(?:\.{1,2}|~|\/tmp|\/var\/tmp)$/.test(last);
  return [folder ? `${last.replace(/\/$/, '')}/${from.slice(from.lastIndexOf('/') + 1)}` : last, from];
}

function encoded(
  { stdin }: Invocation,
  invocations: readonly Invocation[],
  secret: (file: string) => boolean,
  args: readonly string[],
): string | undefined {
  const piped = stdin.kind === 'pipe' ? firstOf(stdin.from, invocations)?.args.map(textOf).find(secret) : undefined;
  return (
    args.find(secret) ?? piped ?? (stdin.kind === 'file' && secret(textOf(stdin.path)) ? textOf(stdin.path) : undefined)
  );
}

/** Whether a vendor's credential was seen in a file, whatever its name. */
function isKnown(
  file: string,
  { cwd }: Pick<Invocation, 'cwd'>,
  action: Action,
  { credentials }: Pick<SessionState, 'credentials'>,
): boolean {
  if (credentials.size === 0 || file === '' || file.length > 1024) return false;
  const key = placeKey(displayPath(file, cwd, action));
  return [...credentials.values()].some(({ foundIn, kind }) => !isGenericKind(kind) && placeKey(foundIn) === key);
}

/** The first program of a pipe. */
function firstOf(from: number, invocations: readonly Invocation[]): Invocation | undefined {
  let source = invocations[from];
  for (let hops = 0; source?.stdin.kind === 'pipe' && hops < 8; hops += 1) source = invocations[source.stdin.from];
  return source;
}
