import type { Node } from 'jsonc-parser';
import { bodyOf, propertyOf, treeOf } from './settings-text.ts';
import { readToml } from './toml.ts';

/** A piece of a text, and the string it stands for. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** One server as it stands in a configuration's text. */
export interface LocatedServer {
  readonly name: string;
  /** The program's token; undefined where the server is reached by an address. */
  readonly command?: Token;
  /** The list of words: its place behind the bracket, and its strings. Undefined where there is none. */
  readonly words?: { readonly inside: number; readonly items: readonly Token[] };
  /** Where a missing list of words may be put, and in which form. */
  readonly room?: { readonly at: number; readonly form: 'json' | 'toml' };
}

/**
 * The servers a JSON configuration names, comments and trailing commas allowed. Throws `SettingsProblem` where the
 * text is no JSON object or names something twice.
 */
export function serversInJson(
  text: string,
  paths: readonly (readonly string[])[],
  style: 'pair' | 'list',
): LocatedServer[] {
  if (bodyOf(text).trim() === '') return [];
  const tree = treeOf(text);
  return paths
    .flatMap((path) => objectsAt(tree, path))
    .flatMap((servers) =>
      (servers.children ?? []).flatMap((property) => {
        const [key, server] = property.children ?? [];
        return server?.type === 'object' ? [{ name: String(key?.value), ...jsonServer(server, style) }] : [];
      }),
    );
}

/** The servers of Codex's configuration. Those written as inline tables count as reached by no command. */
export function serversInToml(text: string): LocatedServer[] {
  const entries = readToml(text).filter(({ key }) => key[0] === 'mcp_servers' && key.length === 3);
  const names = [...new Set(entries.map(({ key }) => key[1] ?? ''))];
  return names.map((name) => {
    const lineOf = (field: string) => entries.find(({ key }) => key[1] === name && key[2] === field);
    const command = lineOf('command');
    const args = lineOf('args');
    const [program] = command ? tomlStrings(text, command.start, command.end) : [];
    if (!program || !command || !/^\s*(["']?)command\1\s*=/.test(text.slice(command.start))) return { name };
    const inside = args ? text.indexOf('[', text.indexOf('=', args.start)) + 1 : 0;
    return {
      name,
      command: program,
      room: { at: command.end, form: 'toml' },
      ...(args && inside > 0 ? { words: { inside, items: tomlStrings(text, inside, args.end) } } : {}),
    };
  });
}

function objectsAt(node: Node, path: readonly string[]): Node[] {
  const [part, ...rest] = path;
  if (part === undefined) return node.type === 'object' ? [node] : [];
  if (node.type !== 'object') return [];
  const found = part === '*' ? (node.children ?? []) : [propertyOf(node, part)];
  return found.flatMap((property) => {
    const value = property?.children?.[1];
    return value ? objectsAt(value, rest) : [];
  });
}

function jsonServer(server: Node, style: 'pair' | 'list'): Omit<LocatedServer, 'name'> {
  const command = propertyOf(server, 'command')?.children?.[1];
  if (style === 'list') return command?.type === 'array' ? { words: wordsOf(command) } : {};
  if (command?.type !== 'string') return {};
  const args = propertyOf(server, 'args')?.children?.[1];
  return {
    command: tokenOf(command),
    room: { at: command.offset + command.length, form: 'json' },
    ...(args?.type === 'array' ? { words: wordsOf(args) } : {}),
  };
}

function wordsOf(list: Node): NonNullable<LocatedServer['words']> {
  return { inside: list.offset + 1, items: (list.children ?? []).map(tokenOf) };
}

function tokenOf(node: Node): Token {
  return { start: node.offset, end: node.offset + node.length, value: String(node.value) };
}

/** The one-line strings between two places, comments left out. */
function tomlStrings(text: string, start: number, end: number): Token[] {
  const found: Token[] = [];
  const pattern = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g;
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const raw = match[0];
    if (raw.startsWith('#')) continue;
    const at = start + match.index;
    found.push({ start: at, end: at + raw.length, value: stringOf(raw) });
  }
  return found;
}

function stringOf(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, -1);
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
}
