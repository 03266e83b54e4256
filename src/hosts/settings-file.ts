import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { HookEntry } from './adapter.ts';

/** A settings file that must not be touched; the message is one sentence for the person. */
export class SettingsProblem extends Error {}

/** Entries to put in, and how to know those that are ours. */
export interface HookSettings {
  readonly entries: readonly HookEntry[];
  /** Keys beside `hooks` that the host needs. */
  readonly preamble: Readonly<Record<string, unknown>>;
  /** Whether a command line is ours, of whatever version. */
  isOurs(command: string): boolean;
}

/**
 * The text with our entries in it, every other byte unchanged. `null` is a file that does not exist. What is created
 * is written so that {@link withoutHooks} can tell it from what was there: a container of ours begins with white
 * space, an element put into an empty one of the person's does not. Throws {@link SettingsProblem}.
 */
export function withHooks(text: string | null, settings: HookSettings): string {
  if (text !== null && holdsExactly(text, settings)) return text;
  const clean = text === null ? null : withoutHooks(text, settings);
  if (clean === null) return `${created(settings)}\n`;
  if (bodyOf(clean).trim() === '') return clean + created(settings);
  let next = clean;
  for (const [key, value] of Object.entries(settings.preamble)) next = withPreamble(next, key, value);
  for (const entry of settings.entries) next = withEntry(next, entry);
  return next;
}

/** The text without our entries, or null where the file was created by us and holds nothing else. */
export function withoutHooks(text: string, settings: HookSettings): string | null {
  if (text === `${created(settings)}\n`) return null;
  if (bodyOf(text).trim() === '') return text;
  if (text.endsWith(created(settings))) {
    const before = text.slice(0, -created(settings).length);
    if (bodyOf(before).trim() === '') return before;
  }
  let next = text;
  for (;;) {
    const ours = handlersIn(treeOf(next)).find((handler) => settings.isOurs(handler.command));
    if (!ours) break;
    next = withoutElement(next, ours.element);
  }
  if (next === text) return text;
  for (const [key, value] of Object.entries(settings.preamble)) next = withoutPreamble(next, key, value);
  const root = treeOf(text);
  const only = root.children?.length === 1 ? root.children[0] : undefined;
  const createdByUs = only !== undefined && isBlankBefore(text, root, only);
  return createdByUs && treeOf(next).children?.length === 0 && /^\{\s*\}\s*$/.test(next) ? null : next;
}

/** Whether every entry stands in the text exactly as given, and no other entry of ours does. */
export function holdsExactly(text: string, settings: HookSettings): boolean {
  if (bodyOf(text).trim() === '') return false;
  const found = handlersIn(treeOf(text)).filter((handler) => settings.isOurs(handler.command));
  const expected = settings.entries.map((entry) => `${entry.event}\n${JSON.stringify(sorted(entry.value))}`);
  const actual = found.map(({ event, element }) => `${event}\n${JSON.stringify(sorted(plainValue(element)))}`);
  return (
    expected.length === actual.length &&
    expected.every((entry) => actual.includes(entry)) &&
    new Set(actual).size === actual.length
  );
}

/** How many entries of ours the text holds, right or altered. Throws {@link SettingsProblem}. */
export function countOurs(text: string, settings: HookSettings): number {
  if (bodyOf(text).trim() === '') return 0;
  return handlersIn(treeOf(text)).filter((handler) => settings.isOurs(handler.command)).length;
}

/** The text without one property, given by its path. Unchanged where it is not there. Throws {@link SettingsProblem}. */
export function withoutProperty(text: string, keys: readonly string[]): string {
  let node: Node | undefined = treeOf(text);
  for (const key of keys) node = node && propertyOf(node, key)?.children?.[1];
  return node?.parent ? withoutChild(text, node.parent) : text;
}

/** The value a settings text stands for; undefined where it is empty. Throws {@link SettingsProblem}. */
export function settingsValue(text: string): unknown {
  return bodyOf(text).trim() === '' ? undefined : plainValue(treeOf(text));
}

/** The file's text, or null where there is none. Throws {@link SettingsProblem} where it cannot be read. */
export function readSettings(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new SettingsProblem(`${file} cannot be read (${codeOf(error)}).`);
  }
}

/**
 * Replaces the file in one step; a link stays a link and its target is replaced. Keeps the file's mode; a new one gets
 * `mode`. `text` null removes it. Throws {@link SettingsProblem}, also where it no longer holds `expected`.
 */
export function writeSettings(file: string, text: string | null, expected: string | null, mode = 0o600): void {
  const target = targetOf(file);
  if (readSettings(target) !== expected) {
    throw new SettingsProblem(`${file} was changed meanwhile by another program. Nothing was written; try again.`);
  }
  const temporary = `${target}.holdpoint-${process.pid}`;
  try {
    if (text === null) {
      rmSync(target, { force: true });
      return;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    const kept = expected === null ? mode : statSync(target).mode & 0o777;
    writeFileSync(temporary, text, { mode: kept, flush: true });
    // The person's umask does not count: the file keeps the mode it had.
    chmodSync(temporary, kept);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new SettingsProblem(`${file} cannot be written (${codeOf(error)}).`);
  }
}

/** Whether the path is a symbolic link. */
export function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function targetOf(file: string): string {
  let target = file;
  for (let links = 0; links < 40 && isLink(target); links += 1) {
    target = path.resolve(path.dirname(target), readlinkSync(target));
  }
  return target;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** What we write where there is no file. */
function created(settings: HookSettings): string {
  const hooks: Record<string, unknown[]> = {};
  for (const entry of settings.entries) hooks[entry.event] = [...(hooks[entry.event] ?? []), entry.value];
  return JSON.stringify({ ...settings.preamble, hooks }, null, 2);
}

/** The text without a byte order mark, which editors on Windows leave. */
function bodyOf(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function treeOf(text: string): Node {
  const errors: ParseError[] = [];
  // A byte order mark becomes a space, so that offsets stay those of the file.
  const body = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const tree = parseTree(body, errors, { allowTrailingComma: true, disallowComments: false });
  const error = errors[0];
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new SettingsProblem(
      `The file is not valid JSON (line ${line}: ${printParseErrorCode(error.error)}). Correct it, then try again; it was left as it is.`,
    );
  }
  if (tree?.type !== 'object') throw new SettingsProblem('The file is not a JSON object. It was left as it is.');
  return tree;
}

function propertyOf(object: Node, key: string): Node | undefined {
  const found = object.children?.filter((property) => property.children?.[0]?.value === key) ?? [];
  if (found.length > 1) throw new SettingsProblem(`The file names "${key}" twice. Remove one of them, then try again.`);
  return found[0];
}

interface Handler {
  readonly event: string;
  readonly command: string;
  /** What to take out: the entry, or one handler where the group also holds another's. */
  readonly element: Node;
}

/** Every command hook in either layout: `{matcher, hooks: [{command}]}` (Claude Code) or `{command}` (Cursor). */
function handlersIn(tree: Node): Handler[] {
  const hooks = propertyOf(tree, 'hooks')?.children?.[1];
  if (!hooks) return [];
  if (hooks.type !== 'object') throw new SettingsProblem('The file\'s "hooks" is not an object. It was left as it is.');
  const handlers: Handler[] = [];
  for (const property of hooks.children ?? []) {
    const [name, list] = property.children ?? [];
    if (list?.type !== 'array') continue;
    for (const entry of list.children ?? []) {
      if (entry.type !== 'object') continue;
      const event = String(name?.value);
      const own = propertyOf(entry, 'command')?.children?.[1]?.value;
      if (typeof own === 'string') handlers.push({ event, command: own, element: entry });
      const group = propertyOf(entry, 'hooks')?.children?.[1]?.children ?? [];
      for (const handler of group) {
        const command = handler.type === 'object' ? propertyOf(handler, 'command')?.children?.[1]?.value : undefined;
        const element = group.length === 1 ? entry : handler;
        if (typeof command === 'string') handlers.push({ event, command, element });
      }
    }
  }
  return handlers;
}

function withEntry(text: string, entry: HookEntry): string {
  const tree = treeOf(text);
  const hooks = propertyOf(tree, 'hooks')?.children?.[1];
  if (!hooks) return withChild(text, tree, 'hooks', { [entry.event]: [entry.value] });
  if (hooks.type !== 'object') throw new SettingsProblem('The file\'s "hooks" is not an object. It was left as it is.');
  const list = propertyOf(hooks, entry.event)?.children?.[1];
  if (!list) return withChild(text, hooks, entry.event, [entry.value]);
  if (list.type !== 'array') {
    throw new SettingsProblem(`The file's "hooks.${entry.event}" is not a list. It was left as it is.`);
  }
  return withChild(text, list, undefined, entry.value);
}

/** Puts a child at the end of an object (with `key`) or array, laid out like its surroundings. */
function withChild(text: string, parent: Node, key: string | undefined, value: unknown): string {
  const layout = layoutOf(text);
  const last = parent.children?.at(-1);
  const depth = depthOf(parent) + 1;
  const label = key === undefined ? '' : `${JSON.stringify(key)}: `;
  const child = label + printed(value, depth, layout);
  if (last) return insert(text, last.offset + last.length, `,${layout.breakAt(depth)}${child}`);
  // Without white space in front: the sign that the empty container was there before.
  return insert(text, parent.offset + 1, child);
}

/** A required key goes in with a tab before its colon, by which it is known again. */
function withPreamble(text: string, key: string, value: unknown): string {
  const tree = treeOf(text);
  if (propertyOf(tree, key)) return text;
  const child = `${JSON.stringify(key)}\t: ${JSON.stringify(value)}`;
  const last = tree.children?.at(-1);
  const place = last ? last.offset + last.length : tree.offset + 1;
  return insert(text, place, last ? `,${layoutOf(text).breakAt(1)}${child}` : child);
}

function withoutPreamble(text: string, key: string, value: unknown): string {
  const property = propertyOf(treeOf(text), key);
  const ours = `${JSON.stringify(key)}\t: ${JSON.stringify(value)}`;
  return property && text.slice(property.offset, property.offset + property.length) === ours
    ? withoutChild(text, property)
    : text;
}

/** Takes an element out of its list, and the list (and `hooks`) where that was made by us for it. */
function withoutElement(text: string, element: Node): string {
  let target = element;
  for (;;) {
    const container = target.parent;
    const property = container?.parent;
    const alone = container?.children?.length === 1;
    if (!alone || property?.type !== 'property' || !isBlankBefore(text, container, target)) break;
    if (!/^[\s]*$/.test(text.slice(target.offset + target.length, container.offset + container.length - 1))) break;
    target = property;
  }
  return withoutChild(text, target);
}

function isBlankBefore(text: string, container: Node, child: Node): boolean {
  return /^\s+$/.test(text.slice(container.offset + 1, child.offset));
}

/** Takes one element or property out, with the comma that belonged to it and the white space before that. */
function withoutChild(text: string, child: Node): string {
  const siblings = child.parent?.children ?? [];
  const index = siblings.indexOf(child);
  const end = child.offset + child.length;
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous) {
    const from = previous.offset + previous.length;
    if (/^\s*,\s*$/.test(text.slice(from, child.offset))) return text.slice(0, from) + text.slice(end);
  } else if (next && /^\s*,\s*$/.test(text.slice(end, next.offset))) {
    return text.slice(0, child.offset) + text.slice(next.offset);
  }
  // Comments stand between: the child goes, and one comma, and they stay.
  const trailing = commaIn(text, end, next?.offset ?? endOfParent(child));
  if (trailing !== undefined) return text.slice(0, child.offset) + text.slice(end, trailing) + text.slice(trailing + 1);
  const leading = previous && commaIn(text, previous.offset + previous.length, child.offset);
  const before =
    leading === undefined
      ? text.slice(0, child.offset)
      : text.slice(0, leading) + text.slice(leading + 1, child.offset);
  return before + text.slice(end);
}

function endOfParent(child: Node): number {
  const parent = child.parent;
  return parent ? parent.offset + parent.length - 1 : child.offset + child.length;
}

/** Offset of the first comma between two places that is not in a comment. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  const bare = text.slice(from, to).replace(comments, (comment) => ' '.repeat(comment.length));
  const at = bare.indexOf(',');
  return at < 0 ? undefined : from + at;
}

interface Layout {
  readonly unit: string;
  readonly newline: string;
  breakAt(depth: number): string;
}

/** How the file is laid out: its indentation and line ends; one line stays one line. */
function layoutOf(text: string): Layout {
  const oneLine = !bodyOf(text).trim().includes('\n');
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return { unit, newline, breakAt: (depth) => (oneLine ? ' ' : newline + unit.repeat(depth)) };
}

function printed(value: unknown, depth: number, layout: Layout): string {
  if (layout.breakAt(0) === ' ')
    return JSON.stringify(value)
      .replace(/^([[{])/, '$1 ')
      .replace(/^([[{] "[^"]*":\[)/, '$1 ');
  return JSON.stringify(value, null, layout.unit).replaceAll('\n', layout.breakAt(depth));
}

/** How many containers a container stands in. */
function depthOf(node: Node): number {
  let depth = 0;
  for (let parent = node.parent; parent; parent = parent.parent) if (parent.type !== 'property') depth += 1;
  return depth;
}

function insert(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

function plainValue(node: Node): unknown {
  switch (node.type) {
    case 'object': {
      const entries = (node.children ?? []).map((property) => {
        const [key, value] = property.children ?? [];
        return [String(key?.value), value ? plainValue(value) : undefined] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'array':
      return (node.children ?? []).map(plainValue);
    default:
      return node.value;
  }
}

/** Keys in order, so that the same entry written in another order is the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
