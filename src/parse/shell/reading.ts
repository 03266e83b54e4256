import type { ParsedScript } from 'unbash';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation, Redirection, StandardInput, Word, Wrapper } from '../../action/invocation.ts';
import type { ShellDialect, Span } from '../../action/kinds.ts';
import {
  maximumCommands,
  maximumDepth,
  maximumDirectories,
  maximumExpansion,
  maximumParsed,
  maximumTextLength,
  maximumWords,
} from '../limits.ts';
import type { Scope, ShellFunction } from './scope.ts';
import { excessiveStructure } from './structure.ts';
import { type Field, type Holes, type Output, unknownOutput } from './value.ts';

/** A text being read, and where it stands in what a person can be shown. */
export interface SourceText {
  readonly text: string;
  /** What to add to a position to have it in the action's own text; null where it does not stand there literally. */
  readonly offset: number | null;
  /** Where it came from, for a text that does not stand there literally. */
  readonly span: Span;
  /** Set for the text of a file, and for a text that stands in one. */
  readonly file?: SourceFile;
}

/** The file a text is, by its lines; or, with `line`, the place in a file that a text came from. */
interface SourceFile {
  readonly path: string;
  readonly lineStarts: readonly number[];
  readonly line?: number;
}

/** Standard input as the shell knows it: what an invocation is told, and the text behind it. */
export interface Input {
  readonly standard: StandardInput;
  /** What would be read from it, where anything is known. Undefined: inherited. */
  readonly output?: Output;
}

/** Standard input of a command that nothing redirects. */
export const inherited: Input = { standard: { kind: 'inherited' } };

/** Standard input of a command that the agent may type into later, where no hook sees it. */
export const typedInto: Input = {
  standard: { kind: 'unknown', why: 'the agent types it later, and nothing sees what' },
  output: unknownOutput,
};

/** Where a command stands: everything that its neighbours share. */
export interface Scene {
  readonly scope: Scope;
  readonly text: SourceText;
  readonly input: Input;
  readonly wrappers: readonly Wrapper[];
  readonly depth: number;
  /** True where the text was fetched or decoded at run time. */
  readonly computed: boolean;
  /** True where it runs on another machine or in a container: no file of ours is what it reads. */
  readonly away: boolean;
  /** True behind a syntax error: what looks like a program there may be none, so only names that are known count. */
  readonly recovered?: boolean;
  /** True where somebody reads the output. */
  readonly captured: boolean;
}

/** A file as this text leaves it behind. */
export interface WrittenFile {
  /** Null where the content is not known. With an `origin`, what stands behind that file's content. */
  readonly text: string | null;
  /** Set where it begins with what a file on the disk holds: that file, absolute; null where which is not known. */
  readonly origin?: string | null;
  readonly decoded: boolean;
  readonly offset: number | null;
  readonly span: Span;
}

/** Thrown inside the reader where a bound is passed; never leaves it. */
export class OverBound extends Error {}

/** What one reading of an action gathers, and its bounds. */
export interface Reading {
  readonly dialect: ShellDialect;
  readonly inquiry: Inquiry;
  readonly holes: Holes;
  readonly invocations: Invocation[];
  readonly problems: string[];
  /** Files that an earlier command of the same text wrote, by absolute path. */
  readonly written: Map<string, WrittenFile>;
  /** The same as invocations carry it: gaps shown as written count as not known. */
  readonly writtenTexts: Map<string, string | null>;
  /** Scripts being read right now: one that runs itself is not followed again. */
  readonly openFiles: Set<string>;
  /** Functions being run right now, with how often each is open. */
  readonly openFunctions: Map<ShellFunction, number>;
  /** Aliases of git that the same text sets. */
  readonly gitAliases: Map<string, Field>;
  /** Aliases of git and variables that name a command, being run right now: none is followed inside itself. */
  readonly openAliases: Set<string>;
  readonly budget: Budget;
  /** Runs what PowerShell or cmd is started with. */
  runForeign(scene: Scene, call: Call, program: string): void;
  /** Reads the script of a substitution. */
  substitute(script: ParsedScript | undefined, scene: Scene): Output;
  /** Reads a text as shell source: `eval`, `bash -c`, the body of a script. */
  runText(scene: Scene, text: Field, source?: SourceFile): Output;
  /** Judges one program call, whatever started it. */
  runCall(scene: Scene, call: Call): Output;
  /** Reads the body of a function. */
  runBody(scene: Scene, body: ShellFunction['body']): Output;
}

/** One program call, all words expanded. */
export interface Call {
  readonly argv: readonly Field[];
  readonly span: Span;
  /** Position in the text being read, for its line. */
  readonly position: number;
  /** Assignments in front of it; null where there are none. */
  readonly environment: Record<string, Word> | null;
  readonly redirections: readonly Redirection[];
  /** True where no shell looks the name up: functions, aliases and builtins do not apply (`sudo x`, `xargs x`). */
  readonly external: boolean;
  /** True behind `command` and `builtin`: builtins apply, functions and aliases do not. */
  readonly withoutFunctions?: boolean;
  /** True for a quoted or escaped name (`\\rm`): aliases do not apply. */
  readonly quotedName?: boolean;
}

/** Counts work against the bounds. */
export class Budget {
  #commands = 0;
  #words = 0;
  #characters = 0;
  #parsed = 0;
  #directories = 0;

  command(depth: number): void {
    if (++this.#commands > maximumCommands) throw new OverBound(`more than ${maximumCommands} commands`);
    if (depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
  }

  /** A text that is about to be parsed. */
  text(text: string): void {
    this.#parsed += text.length;
    if (text.length > maximumTextLength) throw new OverBound(`more than ${maximumTextLength} characters`);
    if (this.#parsed > maximumParsed) throw new OverBound('too much text to follow');
    const excess = excessiveStructure(text);
    if (excess !== null) throw new OverBound(excess);
  }

  /** One more change of directory; false where it is not followed any more. */
  directory(): boolean {
    return ++this.#directories <= maximumDirectories;
  }

  /** Words a wrapper hands on: counted each time they are. */
  handed(count: number): void {
    this.#words += count;
    if (this.#words > maximumWords) throw new OverBound(`more than ${maximumWords} arguments`);
  }

  word(length: number): void {
    this.#characters += length;
    if (++this.#words > maximumWords) throw new OverBound(`more than ${maximumWords} arguments`);
    if (this.#characters > maximumExpansion) throw new OverBound('an expansion that grows beyond bounds');
  }
}

/** A node's range in the action's own text. */
export function spanOf(text: SourceText, node: { readonly pos: number; readonly end: number }): Span {
  if (text.offset === null) return text.span;
  // A here-string's text ends with a newline that does not stand in the source.
  const last = text.span[1];
  return [Math.min(text.offset + node.pos, last), Math.min(text.offset + node.end, last)];
}

/** The line a position of a file's text is on, from 1. */
export function lineAt(lineStarts: readonly number[], position: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

/** The positions at which a text's lines begin. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A gap as a field of its own. */
export function gapField(reading: Reading, source: string, span: Span, output?: Output): Field {
  const text = reading.holes.add(output ? { source, output } : { source });
  return { text, glob: null, holed: true, span, offset: -1 };
}
