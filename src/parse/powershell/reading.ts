import type { Inquiry } from '../../action/facts.ts';
import type { Invocation, Redirection, Word, Wrapper } from '../../action/invocation.ts';
import type { ShellDialect, Span } from '../../action/kinds.ts';
import type { SyntaxNode } from './tree.ts';
import type { Item, SourceText, Value } from './values.ts';

/** What a PowerShell or cmd text is read in. */
export interface ForeignOptions {
  readonly cwd: string | null;
  readonly inquiry: Inquiry;
  readonly wrappers?: readonly Wrapper[];
  readonly computed?: boolean;
  /** Where the text stands in the action's own text; by default it is that text. */
  readonly source?: { readonly offset: number | null; readonly span: Span; readonly file?: string };
  readonly depth?: number;
  /** Reads command text of a POSIX shell: what wrappers, shells and scripts start in turn. */
  readonly bash: (text: string, options: BashOptions) => readonly Invocation[];
  /** Reads what another PowerShell or cmd is started with. */
  readonly started: (program: string, words: readonly Word[], options: ForeignOptions) => ForeignReading;
}

/** What a text of these shells runs, and what could not be read. */
export interface ForeignReading {
  readonly invocations: Invocation[];
  readonly problems: string[];
}

/** What a POSIX command text written here is read with. */
interface BashOptions {
  readonly cwd: string | null;
  readonly environment: Readonly<Record<string, Word>>;
  readonly depth: number;
}

/** A function a text defines. */
interface Definition {
  readonly body: SourceText;
  readonly parameters: readonly string[];
}

/** Thrown inside the reader where a bound is passed; never leaves it. */
export class OverBound extends Error {}

/** What one reading gathers. */
export interface Reading {
  readonly options: ForeignOptions;
  readonly inquiry: Inquiry;
  readonly dialect: ShellDialect;
  /** Null where the grammar is not loaded. */
  readonly parse: ((text: string) => SyntaxNode | null) | null;
  readonly invocations: Invocation[];
  readonly problems: string[];
  readonly written: Map<string, string | null>;
  readonly openFunctions: Set<string>;
  readonly budget: { commands: number; parsed: number };
  /** Reads a text in a scene; what its last pipeline gives. */
  runText(scene: Scene, source: SourceText): Value;
  /** What a node gives, and what it runs. */
  evaluate(scene: Scene, node: SyntaxNode): Value;
  /** Runs one program call whose words are known. */
  call(scene: Scene, call: CommandCall): Value;
}

/** The variables, functions and place of one scope. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly environment: Map<string, Value>;
  readonly functions: Map<string, Definition>;
  cwd: string | null;
}

/** Where a statement stands. */
export interface Scene {
  readonly scope: Scope;
  readonly source: SourceText;
  /** What comes down the pipeline; null where nothing does. */
  readonly input: Value | null;
  readonly wrappers: readonly Wrapper[];
  readonly depth: number;
  readonly computed: boolean;
}

/** One program or cmdlet call. */
export interface CommandCall {
  readonly name: Item;
  /** In order: named parameters with their values, and positional values. */
  readonly words: readonly Bound[];
  readonly redirections: readonly Redirection[];
  readonly span: Span;
  readonly position: number;
}

/** A parameter with its value, or a value alone. */
export type Bound =
  | { readonly kind: 'named'; readonly name: string; readonly attached: boolean; readonly span: Span }
  | { readonly kind: 'value'; readonly value: Value; readonly span: Span };

/** A range of a source in the action's own text. */
export function spanIn(source: SourceText, start: number, end: number): Span {
  const { offset, span } = source;
  const last = source.text.length;
  return offset === null ? span : [offset + Math.min(start, last), offset + Math.min(end, last)];
}

/** A part of a source as a source of its own. */
export function sliceOf(source: SourceText, start: number, end: number): SourceText {
  const { offset, file } = source;
  return {
    text: source.text.slice(start, end),
    offset: offset === null ? null : offset + start,
    span: spanIn(source, start, end),
    ...(file ? { file } : {}),
  };
}

/** A copy of a scope: what is set inside does not reach the outside. */
export function forked(scope: Scope): Scope {
  return {
    variables: new Map(scope.variables),
    environment: new Map(scope.environment),
    functions: new Map(scope.functions),
    cwd: scope.cwd,
  };
}

/** A name under which variables are kept: case does not matter, nor the scope named in front. */
export function variableKey(name: string): string {
  return name.toLowerCase().replace(/^(?:script|global|local|using|private|variable):/, '');
}
