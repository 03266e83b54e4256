import type { Command, CompoundCommand, CompoundList, Redirected } from 'unbash';
import type { SourceText } from './reading.ts';
import type { Field } from './value.ts';

/** A shell variable: one value, or the elements of an indexed array. */
export interface Variable {
  readonly value: Field | readonly Field[];
  readonly exported: boolean;
}

/** A function defined in the text. */
export interface ShellFunction {
  readonly body: Command | CompoundCommand | Redirected | CompoundList;
  readonly text: SourceText;
  /** False where the definition itself may not have been reached; the program of that name is judged as well. */
  readonly certain: boolean;
}

/** What the shell remembers from one command to the next. Copies are made on the first write. */
export class Scope {
  cwd: string | null;
  previousCwd: string | null = null;
  positional: readonly Field[] = [];
  /** `$0`, where the text was given one (`bash -c TEXT NAME`). */
  zero: Field | null = null;
  /** Grows with every change, so that a branch that changed nothing costs nothing. */
  version = 0;
  /** Above zero while a branch is read that may not run. */
  conditional = 0;
  #variables: Map<string, Variable>;
  #functions: Map<string, ShellFunction>;
  #aliases: Map<string, string>;
  #shared = false;
  /** Variables declared `local` in the running function, with what they hid. */
  #locals: Map<string, Variable | undefined> | null = null;

  constructor(cwd: string | null) {
    this.cwd = cwd;
    this.#variables = new Map();
    this.#functions = new Map();
    this.#aliases = new Map();
  }

  /** A copy for a subshell or a branch. */
  fork(): Scope {
    const copy = new Scope(this.cwd);
    copy.previousCwd = this.previousCwd;
    copy.positional = this.positional;
    copy.zero = this.zero;
    copy.conditional = this.conditional;
    copy.version = this.version;
    copy.#variables = this.#variables;
    copy.#functions = this.#functions;
    copy.#aliases = this.#aliases;
    copy.#locals = this.#locals;
    copy.#shared = true;
    this.#shared = true;
    return copy;
  }

  variable(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  set(name: string, variable: Variable): void {
    this.#own();
    this.#variables.set(name, variable);
  }

  unset(name: string): void {
    this.#own();
    this.#variables.delete(name);
    this.#functions.delete(name);
  }

  /** Marks a variable as local to the running function. */
  hide(name: string): void {
    if (this.#locals && !this.#locals.has(name)) this.#locals.set(name, this.#variables.get(name));
  }

  shellFunction(name: string): ShellFunction | undefined {
    return this.#functions.size === 0 ? undefined : this.#functions.get(name);
  }

  define(name: string, definition: ShellFunction): void {
    this.#own();
    this.#functions.set(name, definition);
  }

  alias(name: string): string | undefined {
    return this.#aliases.size === 0 ? undefined : this.#aliases.get(name);
  }

  setAlias(name: string, text: string | undefined): void {
    this.#own();
    if (text === undefined) this.#aliases.delete(name);
    else this.#aliases.set(name, text);
  }

  chdir(directory: string | null): void {
    this.version++;
    this.previousCwd = this.cwd;
    this.cwd = directory;
  }

  /** Runs a function's body with its own arguments and locals. */
  call<T>(positional: readonly Field[], body: () => T): T {
    const before = this.positional;
    const outer = this.#locals;
    this.positional = positional;
    const locals = new Map<string, Variable | undefined>();
    this.#locals = locals;
    const result = body();
    this.positional = before;
    this.#locals = outer;
    for (const [name, hidden] of locals) {
      if (hidden) this.set(name, hidden);
      else if (this.#variables.has(name)) {
        this.#own();
        this.#variables.delete(name);
      }
    }
    return result;
  }

  /** All exported variables. */
  exported(): [string, Variable][] | null {
    if (this.#variables.size === 0) return null;
    let found: [string, Variable][] | null = null;
    for (const entry of this.#variables) {
      if (!entry[1].exported) continue;
      found ??= [];
      found.push(entry);
    }
    return found;
  }

  /**
   * Takes over what holds after one of several branches ran: what all agree on stays, the rest becomes what
   * `gap` gives for the variable's name. A branch that may be skipped is told by giving the state before it too.
   */
  absorb(branches: readonly Scope[], gap: (name: string) => Field): void {
    const changed = branches.filter((branch) => branch.version !== this.version);
    if (changed.length === 0) return;
    const first = branches[0];
    if (!first) return;
    const names = new Set<string>();
    for (const branch of branches) {
      for (const name of branch.#variables.keys()) names.add(name);
      for (const [name, definition] of branch.#functions) {
        if (this.#functions.get(name) !== definition) this.define(name, { ...definition, certain: false });
      }
      for (const [name, text] of branch.#aliases) this.setAlias(name, text);
    }
    for (const name of names) {
      const variable = first.#variables.get(name);
      const agreed = branches.every((branch) => sameVariable(branch.#variables.get(name), variable));
      if (agreed && variable) {
        if (this.#variables.get(name) !== variable) this.set(name, variable);
        continue;
      }
      const exported = branches.some((branch) => branch.#variables.get(name)?.exported);
      this.set(name, { value: gap(name), exported });
    }
    if (branches.some((branch) => branch.cwd !== first.cwd)) this.chdir(null);
    else if (this.cwd !== first.cwd) this.chdir(first.cwd);
    if (branches.some((branch) => branch.positional !== first.positional)) this.positional = [gap('@')];
    else this.positional = first.positional;
    this.version++;
  }

  #own(): void {
    this.version++;
    if (!this.#shared) return;
    this.#variables = new Map(this.#variables);
    this.#functions = new Map(this.#functions);
    this.#aliases = new Map(this.#aliases);
    this.#shared = false;
  }
}

function sameVariable(one: Variable | undefined, other: Variable | undefined): boolean {
  if (one === other) return true;
  if (!one || !other || !('text' in one.value) || !('text' in other.value)) return false;
  return one.value.text === other.value.text && one.value.glob === other.value.glob;
}
