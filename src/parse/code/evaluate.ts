import type { Holes } from '../shell/value.ts';
import { quotedWord } from '../shell-word.ts';
import { handedOn, itemsOf } from './callbacks.ts';
import type { CodeDeed } from './deeds.ts';
import { foldIndex, foldJoin, foldMember, foldMethod } from './fold.ts';
import type { Language, LibraryCall, LocatedDeed, Unit } from './library.ts';
import { foldCall } from './standard.ts';
import type { Argument, At, FunctionNode, Node, Target } from './tree.ts';
import {
  type Arguments,
  asText,
  either,
  elementOf,
  noArguments,
  Scope,
  tableFrom,
  tableOf,
  textOf,
  type Value,
} from './values.ts';

/** Nodes worked out for one text, functions counted each time they are called. */
const maximumSteps = 60_000;
const maximumDeeds = 400;
const maximumCalls = 12;
const maximumRecursion = 2;

/** Thrown over a bound; never leaves the room. */
class TooMuch extends Error {}

/** Works through a text in order: binds names, follows calls of its own functions, and notes what it does. */
export class Evaluation {
  readonly deeds: LocatedDeed[] = [];
  readonly #language: Language;
  readonly #holes: Holes;
  readonly #called = new Set<FunctionNode>();
  readonly #open = new Map<FunctionNode, number>();
  readonly #defined = new Map<FunctionNode, Scope>();
  /** What was put into parts of things: `self.client`, `module.exports`. */
  readonly #fields = new Map<string, Value>();
  #star: string | null = null;
  #returned: Value[] = [];
  readonly #apart: boolean;
  #guessing = false;
  #steps = 0;
  #depth = 0;

  readonly #main: Unit;
  #unit: Unit;

  /** `calls: 'apart'`: every function is worked through once, by itself, so that the work grows with the text alone. */
  constructor(unit: Unit, language: Language, holes: Holes, calls: 'followed' | 'apart' = 'followed') {
    this.#apart = calls === 'apart';
    this.#main = unit;
    this.#unit = unit;
    this.#language = language;
    this.#holes = holes;
  }

  /** Runs a whole text, then the functions of it that somebody else may call. Throws {@link TooMuch}. */
  run(body: readonly Node[], scope: Scope): void {
    this.#all(body, scope);
    const { text } = this.#unit;
    this.#guessing = !this.#apart;
    for (const [node, outer] of this.#defined) {
      // A function whose name stands nowhere but at its definition is called by nobody.
      if (this.#called.has(node) || (node.name !== null && !isNamedAgain(node.name, text))) continue;
      this.#invoke({ kind: 'function', node, scope: outer, unit: this.#unit }, []);
    }
  }

  /** Runs the top level of another text; its functions run where they are called. */
  runModule(unit: Unit, body: readonly Node[], scope: Scope): void {
    const outer = this.#unit;
    this.#unit = unit;
    this.#all(body, scope);
    this.#unit = outer;
  }

  #note(deeds: readonly CodeDeed[]): void {
    if (this.deeds.length > maximumDeeds) throw new TooMuch('more deeds than are followed');
    for (const deed of deeds) this.deeds.push({ ...deed, unit: this.#unit, guessed: this.#guessing });
  }

  #slice(node: At): string {
    return this.#unit.text.slice(node.start, Math.min(node.end, node.start + 60));
  }

  #all(nodes: readonly Node[], scope: Scope): Value {
    let last: Value = { kind: 'plain', text: '' };
    for (const node of nodes) last = this.value(node, scope);
    return last;
  }

  /** What a node stands for; what it does on the way is noted. */
  value(node: Node, scope: Scope): Value {
    if (++this.#steps > maximumSteps) throw new TooMuch('more code than is followed');
    switch (node.kind) {
      case 'text':
        return textOf(this.#joined(node.parts, scope));
      case 'plain':
        return { kind: 'plain', text: node.text };
      case 'name':
        return (
          scope.get(node.name) ??
          this.#language.given.get(node.name) ?? { kind: 'thing', path: this.#starred(node.name), source: node.name }
        );
      case 'member':
        return this.#part(this.value(node.of, scope), node.name, node);
      case 'index':
        return this.#index(this.value(node.of, scope), this.value(node.key, scope), node);
      case 'call':
        return this.#call(node, scope);
      case 'list':
        return this.#list(node.items, scope);
      case 'table':
        return this.#table(node.entries, scope);
      case 'join': {
        const left = this.value(node.left, scope);
        const right = this.value(node.right, scope);
        return foldJoin(node.operator, left, right, this.#holes) ?? this.#unknown(node);
      }
      case 'either':
        return either(node.options.map((option) => this.value(option, scope)));
      case 'function': {
        const value: Value = { kind: 'function', node, scope, unit: this.#unit };
        if (this.#unit === this.#main) this.#defined.set(node, scope);
        if (node.name !== null) scope.set(node.name, value);
        return value;
      }
      case 'shell':
        return this.#shell(node, scope);
      case 'assign':
        return this.#assign(node, scope);
      case 'loop':
        return this.#loop(node, scope);
      case 'branches':
        return this.#branches(node.branches, scope);
      case 'import':
        return this.#import(node, scope);
      case 'return': {
        const value = this.value(node.value, scope);
        this.#returned.push(value);
        return value;
      }
      case 'other':
        this.#all(node.parts, scope);
        return this.#unknown(node);
    }
  }

  /** `from shutil import *`: a name that nobody binds is the module's, unless the language has it itself. */
  #starred(name: string): string {
    return this.#star === null ||
      /^(?:open|print|exec|eval|getattr|__import__|range|str|list|len|map|enumerate)$/.test(name)
      ? name
      : `${this.#star}.${name}`;
  }

  #unknown(node: At): Value {
    return { kind: 'thing', path: '?', source: this.#slice(node) };
  }

  #joined(parts: readonly (string | Node)[], scope: Scope): string {
    return parts.map((part) => (typeof part === 'string' ? part : this.#textOf(part, scope))).join('');
  }

  #textOf(node: Node, scope: Scope): string {
    const value = this.value(node, scope);
    return asText(value, this.#holes) ?? this.#holes.add({ source: `{${this.#slice(node)}}` });
  }

  #part(of: Value, name: string, node: At): Value {
    if (of.kind === 'either') return either(of.options.map((option) => this.#part(option, name, node)));
    const known = foldMember(of, name);
    if (known) return known;
    const source = this.#slice(node);
    const owner = of.kind === 'thing' ? of.path : of.kind === 'text' ? (of.type ?? '"') : `(${of.kind})`;
    const path = this.#language.module(name === 'default' ? owner : `${owner}.${name}`);
    return this.#fields.get(path) ?? this.#language.given.get(path) ?? { kind: 'thing', path, owner: of, source };
  }

  #index(of: Value, key: Value, node: At): Value {
    const known = foldIndex(of, key);
    if (known) return known;
    if (key.kind === 'text' && !this.#holes.within(key.text) && /^[A-Za-z_$][\w$]*$/.test(key.text))
      return this.#part(of, key.text, node);
    const source = this.#slice(node);
    const path = of.kind === 'thing' ? of.path : '?';
    return { kind: 'thing', path: key.kind === 'plain' ? `${path}[]` : `${path}.?`, owner: of, source };
  }

  #list(items: readonly Argument[], scope: Scope): Value {
    const values: Value[] = [];
    let open = false;
    for (const item of items) {
      const value = this.value(item.value, scope);
      if (!item.spread) values.push(value);
      else if (value.kind === 'list') {
        values.push(...value.items);
        open ||= value.open;
      } else {
        values.push(value);
        open = true;
      }
    }
    return { kind: 'list', items: values, open };
  }

  #table(entries: Extract<Node, { kind: 'table' }>['entries'], scope: Scope): Value {
    const table = { kind: 'table' as const, entries: new Map<string, Value>(), open: false };
    for (const { key, value } of entries) {
      const given = this.value(value, scope);
      if (key === null) {
        if (given.kind === 'table') for (const [name, inner] of given.entries) table.entries.set(name, inner);
        else table.open = true;
        continue;
      }
      const name = typeof key === 'string' ? key : this.#textOf(key, scope);
      table.entries.set(name, given);
    }
    return table;
  }

  #call(node: Extract<Node, { kind: 'call' }>, scope: Scope): Value {
    const callee = this.value(node.of, scope);
    const all: Value[] = [];
    const named = new Map<string, Value>();
    for (const argument of node.args) {
      const value = this.value(argument.value, scope);
      if (argument.name !== undefined) named.set(argument.name, value);
      else if (argument.spread && value.kind === 'list') all.push(...value.items);
      else if (argument.spread && value.kind === 'table')
        for (const [key, inner] of value.entries) named.set(key, inner);
      else all.push(value);
    }
    return this.#apply(callee, { all, named }, node);
  }

  #apply(callee: Value, args: Arguments, node: At): Value {
    switch (callee.kind) {
      case 'either':
        return either(callee.options.map((option) => this.#apply(option, args, node)));
      case 'function':
        return this.#invoke(callee, args.all, args.named) ?? this.#unknown(node);
      case 'thing':
        break;
      default:
        return this.#unknown(node);
    }
    const { owner } = callee;
    const name = callee.path.slice(callee.path.lastIndexOf('.') + 1);
    if (owner && owner.kind !== 'thing') {
      const folded = foldMethod(owner, name, args, this.#holes);
      if (folded) return folded;
    }
    for (const handed of handedOn(name, args, owner)) this.#apply(handed.callee, handed.args, node);
    // Ruby's `x.tap { … }` is x again.
    if (name === 'tap' && owner) return owner;
    const call: LibraryCall = { path: callee.path, args, owner, at: node };
    const answer = this.#language.call(call, this.#holes, this.#unit, this);
    if (answer?.deeds) this.#note(answer.deeds);
    if (answer?.value) return answer.value;
    const folded = foldCall(call, this.#holes);
    if (folded) return folded;
    return { kind: 'thing', path: `${callee.path}()`, made: args, ...(owner ? { owner } : {}), source: callee.source };
  }

  #invoke(
    { node, scope: outer, unit }: Extract<Value, { kind: 'function' }>,
    all: readonly Value[],
    named: ReadonlyMap<string, Value> = noArguments.named,
  ): Value | null {
    if (this.#apart && (this.#called.has(node) || all.length > 0)) return null;
    this.#called.add(node);
    // One that calls itself is followed once more, for what it hands on; then it has been judged.
    const open = this.#open.get(node) ?? 0;
    if (this.#depth >= maximumCalls || open >= maximumRecursion) return null;
    this.#open.set(node, open + 1);
    this.#depth += 1;
    const around = this.#unit;
    this.#unit = unit;
    const scope = new Scope(outer);
    const returned = this.#returned;
    this.#returned = [];
    node.parameters.forEach((target, index) => {
      if (target.kind === 'rest') {
        this.#bind(
          target,
          target.named ? tableFrom(named) : { kind: 'list', items: all.slice(index), open: false },
          scope,
        );
        return;
      }
      const name = target.kind === 'name' ? target.name : '';
      const value = named.get(name) ?? all[index];
      if (value) this.#bind(target, value, scope);
      else this.#bind(target, { kind: 'thing', path: name === '' ? '?' : name, source: name }, scope);
    });
    this.#all(node.body, scope);
    const values = this.#returned;
    this.#returned = returned;
    this.#unit = around;
    this.#open.set(node, open);
    this.#depth -= 1;
    return values.length === 0 ? null : either(values);
  }

  #shell(node: Extract<Node, { kind: 'shell' }>, scope: Scope): Value {
    const text = node.parts
      .map((part) => {
        if (typeof part === 'string') return part;
        const value = this.#textOf(part, scope);
        return node.words && !this.#holes.within(value) ? quotedWord(value) : value;
      })
      .join('');
    this.#note([{ kind: 'shell', text: textOf(text), start: node.start, end: node.end }]);
    return this.#unknown(node);
  }

  #assign(node: Extract<Node, { kind: 'assign' }>, scope: Scope): Value {
    const value = this.value(node.value, scope);
    for (const target of node.targets) {
      if (!node.adds || target.kind !== 'name') {
        this.#bind(target, value, scope);
        continue;
      }
      const before = scope.get(target.name);
      const sum = before ? foldJoin('+', before, value, this.#holes) : undefined;
      scope.set(target.name, sum ?? this.#unknown(node));
    }
    return value;
  }

  #bind(target: Target, value: Value, scope: Scope): void {
    switch (target.kind) {
      case 'name':
      case 'rest':
        scope.set(target.name, value);
        return;
      case 'list':
        target.items.forEach((item, index) => {
          const part = value.kind === 'list' ? value.items[index] : undefined;
          this.#bind(item, part ?? (value.kind === 'glob' ? value : elementOf(value)), scope);
        });
        return;
      case 'table':
        for (const { key, target: inner } of target.items)
          this.#bind(inner, this.#part(value, key, { start: 0, end: 0 }), scope);
        return;
      case 'part': {
        const of = this.value(target.of, scope);
        const key = typeof target.key === 'string' ? target.key : this.#textOf(target.key, scope);
        if (of.kind === 'table') of.entries.set(key, value);
        if (of.kind !== 'thing') return;
        this.#fields.set(`${of.path}.${key}`, value);
        // A request is told its method apart: `request.httpMethod = "DELETE"`.
        if (/^(?:httpM|M)ethod$/.test(key)) {
          const set: Value = { kind: 'thing', path: `${of.path}.${key}=`, owner: of, source: key };
          this.#apply(set, { all: [value], named: noArguments.named }, target.of);
        }
        if (of.path === 'module' && key === 'exports' && value.kind === 'table')
          for (const [name, exported] of value.entries) scope.set(name, exported);
        if (of.path === 'module.exports' || of.path === 'exports') scope.set(key, value);
      }
    }
  }

  #loop(node: Extract<Node, { kind: 'loop' }>, scope: Scope): Value {
    if (!node.target || !node.over) {
      if (node.over) this.value(node.over, scope);
      this.#all(node.body, scope);
      return this.#unknown(node);
    }
    const over = this.value(node.over, scope);
    const given: Value[] = [];
    for (const item of itemsOf(over)) {
      this.#bind(node.target, item, scope);
      given.push(this.#all(node.body, scope));
    }
    return { kind: 'list', items: given, open: over.kind !== 'list' || over.open };
  }

  /** Each branch starts from the same names; what they leave behind may be any of theirs. */
  #branches(branches: readonly (readonly Node[])[], scope: Scope): Value {
    const before = scope.names;
    const after: Map<string, Value>[] = [before];
    for (const branch of branches) {
      scope.names = new Map(before);
      this.#all(branch, scope);
      after.push(scope.names);
    }
    const merged = new Map<string, Value>();
    for (const names of after) {
      for (const name of names.keys()) {
        if (merged.has(name)) continue;
        merged.set(name, either(after.flatMap((one) => one.get(name) ?? [])));
      }
    }
    scope.names = merged;
    return { kind: 'plain', text: '' };
  }

  #import(node: Extract<Node, { kind: 'import' }>, scope: Scope): Value {
    const path = this.#language.module(node.module);
    const names = node.names.map(({ part }) => part);
    const own = this.#language.own(node.module, names, this.#unit, this);
    for (const { name, part } of node.names) {
      if (own && part === '*') for (const [key, value] of own.names) scope.set(key, value);
      if (part === '*') {
        if (!own) this.#star = path;
        continue;
      }
      const given =
        own && (part === null ? tableOf(own) : (own.get(part) ?? (part === 'default' ? tableOf(own) : undefined)));
      const full = part === null || part === 'default' ? path : `${path}.${part}`;
      scope.set(name, given ?? { kind: 'thing', path: this.#language.module(full), source: name });
    }
    return { kind: 'plain', text: '' };
  }
}

/** Whether a name stands in the text more than once. */
function isNamedAgain(name: string, text: string): boolean {
  const first = text.indexOf(name);
  for (let at = text.indexOf(name, first + 1); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = ' ', after = ' '] = [text[at - 1], text[at + name.length]];
    if (!/\w/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}
