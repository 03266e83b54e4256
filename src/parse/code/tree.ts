/** Where a node stands in the code's own text. */
export interface At {
  readonly start: number;
  readonly end: number;
}

/** One argument of a call; `name` for one given by name, `spread` for `*rest`. */
export interface Argument {
  readonly name?: string;
  readonly spread?: boolean;
  readonly value: Node;
}

/** What an assignment, a loop or a parameter binds: a name, a member, or a list or table taken apart. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  /** All arguments from here on: `*args`, `...rest`; with `named`, all given by name: `**options`. */
  | { readonly kind: 'rest'; readonly name: string; readonly named: boolean }
  | { readonly kind: 'list'; readonly items: readonly Target[] }
  | { readonly kind: 'table'; readonly items: readonly { readonly key: string; readonly target: Target }[] }
  | { readonly kind: 'part'; readonly of: Node; readonly key: Node | string };

/** A function of the text, with the names it binds its arguments to. */
export interface FunctionNode extends At {
  readonly kind: 'function';
  readonly name: string | null;
  readonly parameters: readonly Target[];
  readonly body: readonly Node[];
}

/**
 * Code of any of the languages, as far as it matters here: what is called with what. Everything else is `other`, whose
 * parts are looked at in order. The readers (`python.ts`, `javascript.ts`, `script.ts`) make it.
 */
export type Node = At &
  (
    | { readonly kind: 'text'; readonly parts: readonly (string | Node)[] }
    /** A number, a truth value or nothing, as written. */
    | { readonly kind: 'plain'; readonly text: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'member'; readonly of: Node; readonly name: string }
    | { readonly kind: 'index'; readonly of: Node; readonly key: Node }
    | { readonly kind: 'call'; readonly of: Node; readonly args: readonly Argument[] }
    | { readonly kind: 'list'; readonly items: readonly Argument[] }
    | {
        readonly kind: 'table';
        readonly entries: readonly { readonly key: string | Node | null; readonly value: Node }[];
      }
    | { readonly kind: 'join'; readonly operator: string; readonly left: Node; readonly right: Node }
    /** One of several: `a or b`, `a ? b : c`. */
    | { readonly kind: 'either'; readonly options: readonly Node[] }
    | FunctionNode
    /** Text that a shell runs: backticks, `qx{}`, Bun's `$`. `words`: what is put in is one word each. */
    | { readonly kind: 'shell'; readonly parts: readonly (string | Node)[]; readonly words: boolean }
    | { readonly kind: 'assign'; readonly targets: readonly Target[]; readonly value: Node; readonly adds: boolean }
    /** A loop or a comprehension; its value is the list of what `gives` gave. */
    | {
        readonly kind: 'loop';
        readonly target: Target | null;
        readonly over: Node | null;
        readonly body: readonly Node[];
      }
    | { readonly kind: 'branches'; readonly branches: readonly (readonly Node[])[] }
    | { readonly kind: 'import'; readonly module: string; readonly names: readonly ImportedName[] }
    | { readonly kind: 'return'; readonly value: Node }
    | { readonly kind: 'other'; readonly parts: readonly Node[] }
  );

/** A name bound by an import: to the module itself (`part` null), or to a part of it; `*` for all of its names. */
export interface ImportedName {
  readonly name: string;
  readonly part: string | null;
}

/** Thrown where a text is nested deeper than is followed; never leaves the room. */
export class TooDeep extends Error {}

/** Levels of nesting of one text. */
export const maximumNesting = 200;
