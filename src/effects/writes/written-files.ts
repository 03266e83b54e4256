import path from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { absolutePath } from '../paths.ts';
import { literalOf, readArguments } from '../words.ts';
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

/** The files with a later run that a command text writes with text that is known. */
export function writtenFiles(invocations: readonly Invocation[], inquiry: Inquiry): CommandWrite[] {
  const found: CommandWrite[] = [];
  for (const invocation of invocations) {
    if (invocation.source || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) continue;
    for (const { target, mode } of invocation.redirections) {
      if (mode !== 'read') note(target, mode === 'append', () => printed(invocation, invocations));
    }
    const { program } = invocation;
    if (program === 'tee') {
      const { options, operands } = readArguments(invocation.args, new Set());
      const append = options.has('-a') || options.has('--append');
      for (const word of operands) note(word, append, () => input(invocation, invocations));
    } else if (program === 'crontab') scheduled(invocation);
    else if (program !== null && copies.test(program)) copied(invocation);

    function note(word: Word, append: boolean, text: () => string | null): void {
      const shown = literalOf(word);
      const absolute = shown === null ? null : absolutePath(shown, invocation.cwd, inquiry.facts.place);
      if (shown === null || absolute === null || !isOfInterest(absolute, inquiry)) return;
      const whole = append ? null : invocation.written?.get(absolute);
      const content = typeof whole === 'string' ? whole : text();
      if (content === null) return;
      found.push({ absolute, shown, written: append ? { appended: content } : { content }, span: invocation.span });
    }

    /** `crontab FILE`, `… | crontab -`. */
    function scheduled({ args, cwd, span }: Invocation): void {
      const { operands } = readArguments(args, new Set(['-u']));
      const name = literalOf(operands[0]);
      if (name === null && operands.length > 0) return;
      const file = name === null || name === '-' ? null : absolutePath(name, cwd, inquiry.facts.place);
      const content = file === null ? input(invocation, invocations) : textOf(file, invocation, inquiry);
      if (content === null) return;
      found.push({
        absolute: '/var/spool/cron/crontabs/own',
        shown: name ?? 'crontab',
        written: { appended: content },
        span,
      });
    }

    function copied({ args }: Invocation): void {
      const { options, operands } = readArguments(
        args,
        new Set(['-t', '-m', '-o', '-g', '-S', '--mode', '--owner', '--group']),
      );
      const into = options.get('-t') ?? operands.at(-1);
      const name = literalOf(into ?? null);
      const base = name === null ? null : absolutePath(name, invocation.cwd, inquiry.facts.place);
      if (name === null || base === null) return;
      for (const word of options.has('-t') ? operands : operands.slice(0, -1)) {
        const source = literalOf(word);
        const from = source === null ? null : absolutePath(source, invocation.cwd, inquiry.facts.place);
        if (from === null || source === null) continue;
        const inside = `${base}/${path.posix.basename(from)}`;
        const absolute = name.endsWith('/') || !isOfInterest(base, inquiry) ? inside : base;
        if (!isOfInterest(absolute, inquiry)) continue;
        const content = textOf(from, invocation, inquiry);
        if (content !== null) found.push({ absolute, shown: name, written: { content }, span: invocation.span });
      }
    }
  }
  return found;
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
