import path from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { absolutePath } from '../paths.ts';
import { has, literalOf, readArguments } from '../words.ts';
import { isMigration, runLater } from './run-later.ts';
import type { Written } from './written-text.ts';

/** A file that a command writes, and what it writes as far as that is known. */
export interface CommandWrite {
  readonly absolute: string;
  /** As the command names it. */
  readonly shown: string;
  readonly written: Written;
  readonly span: Span;
}

const copies = /^(?:cp|mv|install|ln|gcp)$/;
const copyOptions = new Set(['-t', '-m', '-o', '-g', '-S', '--mode', '--owner', '--group']);

/** One call, the list it stands in, and what is known. */
interface Scene {
  readonly invocation: Invocation;
  readonly all: readonly Invocation[];
  readonly inquiry: Inquiry;
}

/** The files with a later run that a command text writes with text that is known. */
export function writtenFiles(invocations: readonly Invocation[], inquiry: Inquiry): CommandWrite[] {
  const found: CommandWrite[] = [];
  for (const invocation of invocations) {
    if (invocation.source || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) continue;
    const scene = { invocation, all: invocations, inquiry };
    for (const { target, mode } of invocation.redirections) {
      if (mode !== 'read') found.push(...filled(target, mode === 'append', printed, scene));
    }
    const { program, args } = invocation;
    if (program === 'tee') {
      const { options, operands } = readArguments(args, new Set());
      const append = has(options, '-a', '--append');
      for (const word of operands) found.push(...filled(word, append, input, scene));
    } else if (program === 'crontab') found.push(...scheduled(scene));
    else if (program !== null && copies.test(program)) found.push(...copied(scene));
  }
  return found;
}

/** A file that is filled with a text. */
function filled(
  word: Word,
  append: boolean,
  text: (invocation: Invocation, all: readonly Invocation[]) => string | null,
  { invocation, all, inquiry }: Scene,
): CommandWrite[] {
  const shown = literalOf(word);
  const absolute = shown === null ? null : absolutePath(shown, invocation.cwd, inquiry.facts.place);
  if (shown === null || absolute === null || !isOfInterest(absolute, inquiry)) return [];
  const whole = append ? null : invocation.written?.get(absolute);
  const content = typeof whole === 'string' ? whole : text(invocation, all);
  if (content === null) return [];
  return [{ absolute, shown, written: append ? { appended: content } : { content }, span: invocation.span }];
}

/** `crontab FILE`, `… | crontab -`. */
function scheduled({ invocation, all, inquiry }: Scene): CommandWrite[] {
  const { args, cwd, span } = invocation;
  const { operands } = readArguments(args, new Set(['-u']));
  const name = literalOf(operands[0]);
  if (name === null && operands.length > 0) return [];
  const file = name === null || name === '-' ? null : absolutePath(name, cwd, inquiry.facts.place);
  const content = file === null ? input(invocation, all) : textOf(file, invocation, inquiry);
  if (content === null) return [];
  const absolute = '/var/spool/cron/crontabs/own';
  return [{ absolute, shown: name ?? 'crontab', written: { appended: content }, span }];
}

/** `cp hooks/pre-push .git/hooks/`: a file that is put into its place. */
function copied({ invocation, inquiry }: Scene): CommandWrite[] {
  const { cwd, span } = invocation;
  const { place } = inquiry.facts;
  const { options, operands } = readArguments(invocation.args, copyOptions);
  const into = options.get('-t');
  const name = literalOf(into ?? operands.at(-1));
  const base = name === null ? null : absolutePath(name, cwd, place);
  if (name === null || base === null) return [];
  return (into ? operands : operands.slice(0, -1)).flatMap((word): CommandWrite[] => {
    const source = literalOf(word);
    const from = source === null ? null : absolutePath(source, cwd, place);
    if (from === null) return [];
    const inside = `${base}/${path.posix.basename(from)}`;
    const absolute = name.endsWith('/') || !isOfInterest(base, inquiry) ? inside : base;
    const content = isOfInterest(absolute, inquiry) ? textOf(from, invocation, inquiry) : null;
    return content === null ? [] : [{ absolute, shown: name, written: { content }, span }];
  });
}

function isOfInterest(absolute: string, { facts }: Inquiry): boolean {
  return isMigration(absolute) || runLater(absolute, facts.place) !== null;
}

function textOf(absolute: string, invocation: Invocation, inquiry: Inquiry): string | null {
  const written = invocation.written?.get(absolute);
  if (typeof written === 'string') return written;
  const answer = look(inquiry, { kind: 'file-text', path: absolute });
  return answer.known ? answer.value.text : null;
}

/** What a call reads on its standard input, where that is certain. */
function input({ stdin }: Invocation, all: readonly Invocation[]): string | null {
  if (stdin.kind === 'text') return stdin.value;
  const from = stdin.kind === 'pipe' ? all[stdin.from] : undefined;
  if (stdin.kind === 'unknown') return stdin.text ?? null;
  return from ? printed(from, all) : null;
}

/** What a call prints, where that is certain. */
function printed(invocation: Invocation, all: readonly Invocation[]): string | null {
  const { program, args } = invocation;
  if (program === 'cat' && args.length === 0) return input(invocation, all);
  if (program !== 'echo' && program !== 'printf') return null;
  const values = args
    .map((word) => (word.kind === 'unknown' ? word.text : word.value))
    .filter((text) => !/^-[neE]+$/.test(text));
  const text =
    program === 'printf' ? (values[0] ?? '').replaceAll('%s', () => values.slice(1).join(' ')) : values.join(' ');
  return `${text.replaceAll('\\n', '\n')}\n`;
}
