import type { Invocation, Word } from '../../action/invocation.ts';
import type { ShellDialect, Span } from '../../action/kinds.ts';
import { maximumDepth } from '../limits.ts';
import { cmdletOf } from './cmdlets.ts';
import type { ForeignOptions } from './reading.ts';

const maximumStatements = 2000;

/**
 * Reads PowerShell or cmd statement by statement, as far as plain words go. Good enough to find what deletes;
 * the grammar takes its place as soon as it is loaded.
 */
export function readByWords(text: string, dialect: ShellDialect, options: ForeignOptions): Invocation[] {
  const { cwd } = options;
  const plainCall = {
    environment: {},
    redirections: [],
    stdin: { kind: 'inherited' },
    wrappers: options.wrappers ?? [],
    ...(options.computed ? { computed: true } : {}),
  } as const;
  const variables = new Map<string, string>();
  const found: Invocation[] = [];
  let at = 0;
  let directory = cwd;
  let piped = false;
  let listed: readonly Word[] = [];
  let deleting: Word | null = null;
  for (const part of statements(text)) {
    const span: Span =
      options.source?.offset === null ? options.source.span : [part.start, part.start + part.text.length];
    const assignment = /^\$(\w+)\s*=\s*(.*)$/s.exec(part.text);
    const body = assignment ? (assignment[2] ?? '') : part.text;
    if (assignment) {
      const literal = /^(?:'([^'$]*)'|"([^"$`]*)")$/.exec(body.trim());
      if (literal) {
        variables.set(assignment[1]?.toLowerCase() ?? '', literal[1] ?? literal[2] ?? '');
        piped = part.pipes;
        continue;
      }
    }
    const words = wordsIn(body, part.start + (part.text.length - body.length), variables);
    const [head, ...args] = words[0] && leading.test(shownText(words[0])) ? words.slice(1) : words;
    at += 1;
    // `[IO.Directory]::Delete('x')`: what stands in the brackets is a statement of its own here.
    if (deleting && head) {
      found.push({
        ...plainCall,
        program: 'remove-item',
        name: deleting,
        args: [head, recursed],
        span,
        dialect,
        cwd: directory,
      });
    }
    deleting = head && deletion.test(shownText(head)) ? head : null;
    if (deleting) continue;
    if (at > maximumStatements) {
      const rest: Word = { kind: 'known', value: text.slice(part.start, part.start + 200), span };
      found.push({ ...plainCall, program: null, name: rest, args: [], span, dialect, cwd: null });
      break;
    }
    if (!head) continue;
    const dashed = args.map(shownText).filter((word) => word.startsWith('-'));
    const own = head.kind === 'unknown' ? null : programOf(head.value);
    const name = own !== null && dialect === 'pwsh' ? cmdletOf(own, dashed) : own;
    if (name !== null && /^(?:set-location|cd|sl|chdir|push-location|pushd)$/.test(name)) {
      const target = args.find((word) => word.kind !== 'unknown' && !word.value.startsWith('-'));
      directory =
        target && target.kind === 'known' && /^(?:[a-z]:|[\\/])/i.test(target.value)
          ? target.value.replaceAll('\\', '/')
          : directory;
    } else if (name !== null && /^(?:powershell|pwsh|cmd)$/.test(name)) {
      const depth = (options.depth ?? 0) + 1;
      const source = { offset: null, span };
      if (depth < maximumDepth)
        found.push(...options.started(name, args, { ...options, cwd: directory, depth, source }).invocations);
    } else if (name !== null && /^[a-z][\w.+-]*$/.test(name)) {
      found.push({
        ...plainCall,
        program: name,
        ...(name === 'invoke-expression' ? { computed: true } : {}),
        name: head,
        args:
          isRemoval(name) && (piped || (name === 'remove-item' && !args.some(isOperand)))
            ? [
                ...args,
                ...(piped && listed.length > 0
                  ? listed
                  : [{ kind: 'unknown', text: 'what the pipeline finds', prefix: '', span } as const]),
              ]
            : args,
        span,
        dialect,
        cwd: directory,
      });
    }
    piped = part.pipes;
    listed = piped && name !== null ? listedBy(name, args) : [];
  }
  return found;
}

/** `&` of PowerShell, `do` of cmd's `for`. */
const leading = /^(?:&|do|@)$/i;
const deletion = /^\[(?:System\.)?IO\.(?:File|Directory)\]::Delete$/i;
const recursed: Word = { kind: 'known', value: '-Recurse', span: [0, 0] };

/** The folders whose content a listing hands on: `gci bin,obj -Recurse | Remove-Item`. Only where all are plain. */
function listedBy(name: string, args: readonly Word[]): readonly Word[] {
  if (!/^(?:get-childitem|gci|get-item|gi)$/.test(name)) return [];
  const operands = args.filter(isOperand);
  const onlyFlags = args.every(
    (word) => isOperand(word) || /^-(?:recurse|r|force|file|directory|hidden|path)$/i.test(shownText(word)),
  );
  if (!onlyFlags || operands.length === 0 || operands.some((word) => word.kind !== 'known')) return [];
  return operands.flatMap((word) =>
    shownText(word)
      .split(',')
      .map((value): Word => ({ kind: 'known', value, span: word.span })),
  );
}

function isRemoval(name: string): boolean {
  return /^(?:remove-item|ri|rm|del|erase|rd|rmdir)$/.test(name);
}

function isOperand(word: Word): boolean {
  return word.kind === 'unknown' || !word.value.startsWith('-');
}

function shownText(word: Word): string {
  return word.kind === 'unknown' ? word.text : word.value;
}

function programOf(name: string): string {
  const slashed = name.replaceAll('\\', '/');
  return slashed
    .slice(slashed.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|ps1)$/, '');
}

interface Statement {
  readonly text: string;
  readonly start: number;
  /** True where its output goes into the next one. */
  readonly pipes: boolean;
}

/** Splits at `;`, line ends, `|`, `&&`, braces and brackets outside quotes. Linear. */
function statements(text: string): Statement[] {
  const found: Statement[] = [];
  let quote = '';
  let start = 0;
  let comment = false;
  const close = (end: number, pipes: boolean): void => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    if (trimmed !== '') found.push({ text: trimmed, start: start + raw.indexOf(trimmed), pipes });
    else if (found.length > 0 && pipes) found.push({ ...(found.pop() ?? { text: '', start: 0 }), pipes });
    start = end + 1;
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (comment) {
      if (character === '\n') {
        comment = false;
        start = index + 1;
      }
      continue;
    }
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === '"' || character === "'") quote = character;
    else if (character === '#' && /[\s;]/.test(text[index - 1] ?? ' ')) {
      close(index, false);
      comment = true;
    } else if ((character === '|' || character === '&') && text[index + 1] === character) {
      close(index, false);
      start = index + 2;
      index += 1;
    } else if (character === '|') close(index, true);
    else if (/[;\n\r{}()]/.test(character) || isSeparator(text, index)) close(index, false);
  }
  close(text.length, false);
  return found;
}

/** A lone `&` between commands, as cmd and PowerShell have it; not the one of `2>&1` or of an address. */
function isSeparator(text: string, index: number): boolean {
  const before = text[index - 1] ?? '';
  return text[index] === '&' && before !== '>' && (/\s/.test(before) || /\s/.test(text[index + 1] ?? ''));
}

function wordsIn(text: string, offset: number, variables: ReadonlyMap<string, string>): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    const raw = match[0];
    const start = offset + match.index;
    const span: Span = [start, start + raw.length];
    const literal = raw.startsWith("'");
    const bare = raw.replace(/,$/, '').replace(/^(['"])(.*)\1$/s, '$2');
    const value = literal
      ? bare
      : bare.replace(/\$(?:env:)?(\w+)|%(\w+)%/gi, (whole, name: string, other: string) =>
          known(whole, name ?? other, variables),
        );
    if (!literal && /[$`%]/.test(value) && /\$\w|\$\(|\$\{|%\w+%|^%%?[a-z]\b/i.test(value))
      words.push({ kind: 'unknown', text: raw, prefix: value.slice(0, value.search(/[$%]/)), span });
    else if (/[*?]/.test(value) && !literal) words.push({ kind: 'pattern', value: value.replaceAll('\\', '/'), span });
    else
      words.push({ kind: 'known', value: /^[-/]\w+$|:\/\//.test(value) ? value : value.replaceAll('\\', '/'), span });
  }
  return words;
}

function known(whole: string, name: string, variables: ReadonlyMap<string, string>): string {
  const lower = name.toLowerCase();
  if (/^\$env:|^%/i.test(whole)) {
    if (lower === 'temp' || lower === 'tmp') return '/tmp';
    if (lower === 'userprofile' || lower === 'home') return '~';
    return whole;
  }
  return lower === 'home' ? '~' : (variables.get(lower) ?? whole);
}
