import type { Node } from 'jsonc-parser';
import type { HookEntry } from './adapter.ts';
import {
  bodyOf,
  insert,
  isBlankBefore,
  layoutOf,
  plainValue,
  propertyOf,
  SettingsProblem,
  treeOf,
  withChild,
  withoutChild,
} from './settings-text.ts';

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

/** What we write where there is no file. */
function created(settings: HookSettings): string {
  const hooks: Record<string, unknown[]> = {};
  for (const entry of settings.entries) hooks[entry.event] = [...(hooks[entry.event] ?? []), entry.value];
  return JSON.stringify({ ...settings.preamble, hooks }, null, 2);
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
