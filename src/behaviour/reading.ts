import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isSecretPath, mayBeSecretPath, secretPathScore } from '../credentials/paths.ts';
import { theEnvironment } from './known-places.ts';
import { limits } from './limits.ts';
import { isSecretGlob } from './patterns.ts';
import { asWritten, displayPath, textOf } from './places.ts';
import { readSearch } from './search.ts';
import { signal } from './signals.ts';

/** Programs that show what is in a file, or load it. */
const readers = new Set(
  `cat less more head tail bat batcat nl tac type gc Get-Content get-content source . grep egrep fgrep rg ag ack sed awk gawk cut jq yq
  strings zcat gzcat zless xzcat bzcat most pg pr dd unzip xxd od hexdump base64 openssl tr sort uniq column view vim vi nano code-insiders dotenv tee diff comm paste fold rev
  python python3 node ruby perl deno bun php sqlite3 select-string sls findstr mapfile readarray`.split(/\s+/),
);

/** Programs that show a number made of a file, not the file. */
const digests = /^(?:wc|md5sum|md5|sha\d*sum|shasum|cksum|true)$/;

/** Programs that run code in which a file may be opened by name. */
const interpreters = new Set(['python', 'python3', 'node', 'ruby', 'perl', 'deno', 'bun', 'php']);
const openedInCode =
  /(?:open|readFileSync|readFile|read_text|Path|(?:File|IO)\.read|slurp|file_get_contents|dotenv_values|readTextFile(?:Sync)?|read|load(?:_json|_file)?|require|readlines?)\(\s{0,4}(?:[\w.]{1,40}\(\s{0,4})?[frb]?["'`]([^"'`\n]{1,200})["'`]/g;

/** Restrained ways to look at a secret file: names alone, counts, masked values. */
const masked = [
  /^(?:-\S+ )*-d ?['"]?=['"]? -f ?1\b/, // cut -d= -f1
  /s([/|#,])=?\.?\*?=?\.\*\$?\1=?[^=]*\*{2,}|s([/|#,])=\.\*\$?\2/, // sed 's/=.*/=***/'
  /\bprint \$1\s*(?:[;}]|$)/, // awk -F= '{print $1}'
];

interface SecretFile {
  readonly file: string;
  /** As a person reads it. */
  readonly foundIn: string;
  readonly score: number;
  /** `source`: loaded into the shell, not shown. */
  readonly loaded: boolean;
  /** Opened by code that the command runs, which may do more with it. */
  readonly opened: boolean;
  readonly invocation: Invocation;
}

/** The secret files that a program reads, shows or loads. */
export function secretFilesRead(invocation: Invocation, action: Action): SecretFile[] {
  const program = invocation.program?.toLowerCase() ?? '';
  const readsFiles = readers.has(program) || invocation.stdin.kind === 'file' || invocation.redirections.length > 0;
  if (!readsFiles && !invocation.args.some((word) => word.kind === 'unknown')) return [];
  const args = invocation.args.map(textOf);
  const restrained = isRestrained(program, args) || digests.test(program);
  const files = filesRead(invocation, action, restrained);
  // `$(<.env)` and `$(cat .env)` that stayed inside a word.
  for (const word of invocation.args) {
    if (word.kind !== 'unknown') continue;
    for (const match of word.text.matchAll(/<\s{0,3}([^\s)<>|;&]{1,200})\)/g)) if (match[1]) files.add(match[1]);
  }
  if (files.size === 0) return [];
  const local = invocation.wrappers.every((wrapper) => wrapper.place === 'here');
  // Where the directory's own name says nothing of secrets, only the file's can.
  const secretFolder = local && mayBeSecretPath(`${action.workspaceRoot}/${invocation.cwd ?? action.cwd}/`);
  return (
    [...files]
      // `$KEY_FILES` in capitals is a variable, and `API_KEY` a word.
      .filter((file) => !/^[A-Z][A-Z0-9_]*$/.test(file))
      .filter((file) => secretFolder || file.includes('*') || mayBeSecretPath(`${file}/`))
      .map((file) => ({ file, shown: local ? displayPath(file, invocation.cwd, action) : file }))
      // Judged as displayed: what lies above the workspace (`~/test/app/`) says nothing of the file.
      .filter(({ shown }) => (shown.includes('*') ? isSecretGlob(shown) : isSecretPath(shown)))
      .slice(0, limits.secretFiles)
      .map(({ file, shown }) => ({
        file,
        foundIn: shownElsewhere(file, !local) ?? shown,
        score: local ? secretPathScore(shown, action.workspaceRoot) || 0.4 : 0.6,
        loaded: program === 'source' || program === '.',
        opened: interpreters.has(program),
        invocation,
      }))
  );
}

/** A file on another machine or in a container: a relative path could be taken for one of this workspace. */
export function shownElsewhere(file: string, elsewhere: boolean): string | undefined {
  if (!elsewhere) return undefined;
  return file.startsWith('/') ? file : `${file} (elsewhere)`;
}

/** The files that a program shows or loads, as written; those of a restrained look only where they are redirected. */
export function filesRead(invocation: Invocation, action: Action, restrained = false): Set<string> {
  const program = invocation.program?.toLowerCase() ?? '';
  const files = new Set<string>();
  if (invocation.stdin.kind === 'file' && !restrained) files.add(asWritten(invocation.stdin.path, action));
  for (const redirection of invocation.redirections)
    if (redirection.mode === 'read') files.add(asWritten(redirection.target, action));
  if (!readers.has(program) || restrained) return files;
  const args = invocation.args.map((word) => asWritten(word, action));
  const named = interpreters.has(program) ? filesInCode(invocation, args) : plainArguments(program, args);
  for (const file of named) files.add(file);
  return files;
}

function plainArguments(program: string, args: readonly string[]): string[] {
  const positional = args.filter((arg) => arg !== '' && !arg.startsWith('-') && arg.length < 1024);
  if (/^(?:[ef]?grep|rg|ag|ack|select-string|sls|findstr)$/.test(program)) return [...readSearch(args).paths];
  // `sed`, `awk` and `jq` begin with a script.
  return /^(?:sed|g?awk|jq|yq|tr)$/.test(program) ? positional.slice(1) : positional;
}

function filesInCode(invocation: Invocation, args: readonly string[]): string[] {
  const flag = args.findIndex(
    (arg, index) => /^-(?:c|e|p|pe|ne|E|r)$|^--(?:eval|print)$/.test(arg) || (index === 0 && arg === 'eval'),
  );
  const code = flag !== -1 ? (args[flag + 1] ?? '') : invocation.stdin.kind === 'text' ? invocation.stdin.value : '';
  return [...code.slice(0, 20_000).matchAll(openedInCode)].map((match) => match[1] ?? '');
}

function isRestrained(program: string, args: readonly string[]): boolean {
  const line = args.join(' ').slice(0, 2000);
  if (program === 'sed' && args.some((arg) => /^-i|^-[nrE]*i/.test(arg) || arg === '--in-place')) return true;
  if (/^(?:[ef]?grep|rg)$/.test(program)) {
    if (args.some((arg) => /^-[a-zA-Z]*[qcl][a-zA-Z]*$|^--(?:quiet|count|files-with-matches)$/.test(arg))) return true;
    // Names alone: `grep -o '^[A-Z_]*' .env`
    if (args.some((arg) => /^-[a-zA-Z]*o/.test(arg)) && /\^\(?\[A-Z(?:a-z|0-9|_)*\]|\^\[\^=\]/.test(line)) return true;
  }
  if (program === 'openssl') return /\b(?:x509|verify|s_client|rand|req)\b/.test(line);
  if (program === 'tee' || program === 'diff') return program === 'tee';
  return masked.some((form) => form.test(line));
}

/**
 * The files, as written, whose content a program gives on or takes from the pipe it stands in; none where any program of
 * the pipe masks what it shows.
 */
export function unmaskedFiles(invocation: Invocation, invocations: readonly Invocation[], action: Action): string[] {
  let source: Invocation | undefined = invocation;
  for (let hops = 0; source && hops < 8; hops += 1) {
    const program = source.program?.toLowerCase() ?? '';
    if (isRestrained(program, source.args.map(textOf)) && program !== 'tee') return [];
    const files = [...filesRead(source, action)];
    if (files.length > 0) return files;
    source = source.stdin.kind === 'pipe' ? invocations[source.stdin.from] : undefined;
  }
  return [];
}

/** Signals of the secret files that one program reads. `shown` is false where a later program masks what it prints. */
export function secretReadSignals(files: readonly SecretFile[], invocations: readonly Invocation[]): Signal[] {
  const hidden = new Map<Invocation, boolean>();
  for (const { invocation } of files)
    if (!hidden.has(invocation)) hidden.set(invocation, maskedDownstream(invocation, invocations));
  return files
    .filter(({ invocation }) => hidden.get(invocation) !== true)
    .map(({ foundIn, score, loaded, invocation }) =>
      signal('secret-read', score, `${loaded ? 'Loads' : 'Reads'} ${foundIn}, a file that holds secrets`, {
        subject: foundIn,
        span: invocation.span,
        ...(loaded ? { into: theEnvironment } : {}),
      }),
    );
}

function maskedDownstream(invocation: Invocation, invocations: readonly Invocation[]): boolean {
  const index = invocations.indexOf(invocation);
  const shown = new Set(invocation.args.map(textOf));
  const next = invocations
    .slice(index + 1)
    .find(
      ({ stdin }) =>
        (stdin.kind === 'pipe' && stdin.from === index) || (stdin.kind === 'file' && shown.has(textOf(stdin.path))),
    );
  if (!next?.program) return false;
  const args = next.args.map(textOf);
  if (digests.test(next.program)) return true;
  return isRestrained(next.program.toLowerCase(), args);
}

/** What the host's own read tool reads. */
export function readToolSignal(file: string, action: Action): Signal[] {
  const foundIn = displayPath(file, action.cwd, action);
  if (!isSecretPath(foundIn)) return [];
  const score = secretPathScore(foundIn, action.workspaceRoot);
  return [signal('secret-read', score, `Reads ${foundIn}, a file that holds secrets`, { subject: foundIn })];
}
