import { shellWord } from '../parse/shell-word.ts';
import { telling } from './variables.ts';

/** What stood on a program's standard input when its shim ran. */
export type ShimInput =
  /** A terminal, nothing, or input the program does not read. */
  | { readonly kind: 'none' }
  /** A file, by its absolute path. */
  | { readonly kind: 'file'; readonly path: string }
  /** All that came through a pipe. */
  | { readonly kind: 'text'; readonly text: string }
  /** A pipe whose end did not come within the bounds. */
  | { readonly kind: 'open' };

/** One program about to run, as its shim (or `holdpoint run`) saw it: the argv after every expansion. */
export interface ShimCall {
  /** As typed, without directory. */
  readonly program: string;
  /** Without the program's own name. */
  readonly args: readonly string[];
  /** The caller's variables; those that {@link telling} names become part of the call. */
  readonly environment: Readonly<Record<string, string>>;
  readonly input: ShimInput;
  /** The program itself expands `*` and `?` in its words, and takes quotes of its own, as some do on Windows. */
  readonly expands?: true;
}

/**
 * The call as shell text with the same meaning, for the pipeline to read and the person to see: telling variables in
 * front, every word quoted where it needs it, the input as redirection, as heredoc, or from a program nobody knows.
 */
export function commandOf({ program, args, environment, input, expands }: ShimCall): string {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const assignments = telling(name, environment).map(([key, value]) => `${key}=${shellWord(value)}`);
  const call = [...assignments, shellWord(program), ...args.map(expands ? pattern : shellWord)].join(' ');
  switch (input.kind) {
    case 'none':
      return call;
    case 'file':
      return `${call} < ${shellWord(input.path)}`;
    case 'text': {
      const end = endFor(input.text);
      return `${call} <<'${end}'\n${input.text}${input.text.endsWith('\n') ? '' : '\n'}${end}\n`;
    }
    case 'open':
      return `$HOLDPOINT_UNREAD_INPUT | ${call}`;
  }
}

/** A path of Windows whose `*` and `?` stay patterns; one that holds more than those is nobody's to know. */
function pattern(text: string): string {
  if (/['"`{}[\]]|^[@~]/.test(text)) return '"$HOLDPOINT_UNREAD_WORD"';
  return text === '' ? shellWord(text) : text.replaceAll('\\', '/').replaceAll(/[^*?]+/g, shellWord);
}

/** A line that does not stand in the text. */
function endFor(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'INPUT';
  while (lines.has(end)) end += '_';
  return end;
}
