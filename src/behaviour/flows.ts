import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { asWritten, textOf } from './places.ts';

/** Programs that write what they are given into a file they name, by the option that names it. */
const writers: Readonly<Record<string, RegExp>> = {
  // Its files are its operands.
  tee: /^-$/,
  'tee-object': /^-(?:filepath|literalpath|path)$/i,
  'out-file': /^-(?:filepath|literalpath|path)$/i,
  'set-content': /^-(?:literalpath|path)$/i,
  'add-content': /^-(?:literalpath|path)$/i,
  'export-csv': /^-(?:literalpath|path)$/i,
  'export-clixml': /^-(?:literalpath|path)$/i,
};
/** Options of clients that name the file into which the answer goes. */
const outputOption: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-o|--output)$/,
  wget: /^(?:-O|--output-document)$/,
  http: /^(?:-o|--output)$/,
  'invoke-restmethod': /^-outfile$/i,
  'invoke-webrequest': /^-outfile$/i,
  irm: /^-outfile$/i,
  iwr: /^-outfile$/i,
  psql: /^(?:-o|--output)$/,
  pg_dump: /^(?:-f|--file)$/,
  pg_dumpall: /^(?:-f|--file)$/,
  mysqldump: /^(?:-r|--result-file)$/,
  mongodump: /^(?:-o|--out|--archive)$/,
  mongoexport: /^(?:-o|--out)$/,
  sqlcmd: /^-o$/,
  'export-azkeyvaultsecret': /^-outputfile$/i,
};

/** The files, as written, into which a program puts what it reads or fetches. */
export function filesWritten({ program, args, redirections }: Invocation, action: Action): string[] {
  const name = program?.toLowerCase() ?? '';
  const files = redirections
    .filter(({ mode, descriptor }) => (mode === 'truncate' || mode === 'append') && descriptor !== 2)
    .map(({ target }) => asWritten(target, action));
  const option = writers[name] ?? outputOption[name];
  if (option) {
    const texts = args.map((word) => asWritten(word, action));
    const named = texts.flatMap((text, index) => {
      const joined = /^(--?[\w-]+)=(.+)$/.exec(text);
      if (joined && option.test(joined[1] ?? '')) return [joined[2] ?? ''];
      return option.test(texts[index - 1] ?? '') ? [text] : [];
    });
    files.push(...named);
    const [first] = texts.filter((text) => !text.startsWith('-'));
    if (named.length === 0 && name in writers && first !== undefined) files.push(first);
  }
  return files.filter((file) => file !== '' && !file.startsWith('/dev/') && !/^\$null$/i.test(file));
}

/** The programs whose output reaches a program's input, the nearest first: by pipes, in PowerShell by the text between. */
export function upstreamOf(invocation: Invocation, all: readonly Invocation[], action: Action): Invocation[] {
  const found: Invocation[] = [];
  let at = invocation;
  for (let hops = 0; hops < 12; hops += 1) {
    const before = at.stdin.kind === 'pipe' ? all[at.stdin.from] : pipedInPowerShell(at, all, action);
    if (before === undefined || before === at) break;
    found.push(before);
    at = before;
  }
  return found;
}

function pipedInPowerShell(one: Invocation, all: readonly Invocation[], action: Action): Invocation | undefined {
  if (one.dialect !== 'pwsh' || action.kind !== 'shell' || one.source) return undefined;
  return all.findLast((other) => {
    if (other === one || other.span[1] > one.span[0] || other.source) return false;
    const between = action.command.slice(other.span[1], one.span[0]);
    return /^[\s)\]}.\w]{0,40}\|/.test(between) && /\|\s*$/.test(between);
  });
}

/** Options behind which a program is told how to log in. */
const loginOption =
  /^(?:-H|--header|-u|--user|--oauth2-bearer|-b|--cookie|-headers|-credential|-token|-a|--auth|--token)$/i;

/** The programs whose output stands in the words of a program: `-d "$(psql …)"`, `-T <(pg_dump …)`, `-d "$BODY"` filled before. */
export function substitutedIn(invocation: Invocation, all: readonly Invocation[], action: Action): Invocation[] {
  if (action.kind !== 'shell' || invocation.dialect === 'pwsh') return [];
  const { args, span } = invocation;
  const found: Invocation[] = [];
  for (const [index, word] of args.entries()) {
    if (word.kind !== 'unknown') continue;
    if (
      loginOption.test(textOf(args[index - 1] ?? word)) ||
      /^(?:-H|-u|--header=|--user=|authorization:)/i.test(word.text)
    )
      continue;
    const inside = /\$\(|`|[<>]\(/.test(word.text) || /^\/dev\/fd\//.test(word.text);
    const filled = /\$\{?([A-Za-z_]\w*)/.exec(word.text)?.[1];
    const at =
      filled === undefined ? -1 : action.command.search(new RegExp(`(?:^|[\\s;&|(])${filled}=["']?(?:\\$\\(|\`)`));
    found.push(
      ...all.filter(
        (one) =>
          one !== invocation &&
          ((inside && one.span[0] >= span[0] && one.span[1] <= span[1]) ||
            // A variable that was filled before stands there as what filled it.
            (inside && one.span[1] <= span[0] && word.text.includes(action.command.slice(one.span[0], one.span[1]))) ||
            (at >= 0 && one.span[0] > at && one.span[1] <= span[0])),
      ),
    );
  }
  return found;
}

/** Programs that tell where files are, not what stands in them. */
const finders = /^(?:find|fd|fdfind|locate|mdfind|plocate|ls)$/;

/** Whether these signals tell that a program looked for credentials and shows what it found. */
export function foundBy({ span, program, args, dialect }: Invocation, signals: readonly Signal[]): boolean {
  if (signals.length === 0 || finders.test(program ?? '')) return false;
  // Names of files, or a count.
  if (
    /^(?:[ef]?grep|rg|ag)$/.test(program ?? '') &&
    args.some((word) => /^-[A-Za-z]*[lLcq][A-Za-z]*$|^--(?:files-with|count|quiet)/.test(textOf(word)))
  )
    return false;
  return signals.some(
    (one) =>
      one.name === 'credential-search' &&
      one.score >= 0.4 &&
      (one.span === undefined ? dialect === 'pwsh' : one.span[0] === span[0] && one.span[1] === span[1]),
  );
}
