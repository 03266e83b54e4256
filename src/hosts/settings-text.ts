import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A settings file that must not be touched; the message is one sentence for the person. */
export class SettingsProblem extends Error {}

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

/** The text without a byte order mark, which editors on Windows leave. */
export function bodyOf(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The syntax tree of a settings text; its offsets are those of the text. Throws {@link SettingsProblem} unless it is one JSON object. */
export function treeOf(text: string): Node {
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

/** A property of an object by its name. Throws {@link SettingsProblem} where it stands there twice: readers differ in which one counts. */
export function propertyOf(object: Node, key: string): Node | undefined {
  const found = object.children?.filter((property) => property.children?.[0]?.value === key) ?? [];
  if (found.length > 1) throw new SettingsProblem(`The file names "${key}" twice. Remove one of them, then try again.`);
  return found[0];
}

/** Puts a child at the end of an object (with `key`) or array, laid out like its surroundings. */
export function withChild(text: string, parent: Node, key: string | undefined, value: unknown): string {
  const layout = layoutOf(text);
  const last = parent.children?.at(-1);
  const depth = depthOf(parent) + 1;
  const label = key === undefined ? '' : `${JSON.stringify(key)}: `;
  const child = label + printed(value, depth, layout);
  if (last) return insert(text, last.offset + last.length, `,${layout.breakAt(depth)}${child}`);
  // Without white space in front: the sign that the empty container was there before.
  return insert(text, parent.offset + 1, child);
}

/** Whether a container begins with white space and then this child: how we lay out the containers we make. */
export function isBlankBefore(text: string, container: Node, child: Node): boolean {
  return /^\s+$/.test(text.slice(container.offset + 1, child.offset));
}

/** Takes one element or property out, with the comma that belonged to it and the white space before that. */
export function withoutChild(text: string, child: Node): string {
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
export function layoutOf(text: string): Layout {
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

/** The text with an addition at a place. */
export function insert(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

/** The value a tree stands for. */
export function plainValue(node: Node): unknown {
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
