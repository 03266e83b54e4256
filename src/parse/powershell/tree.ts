import { type Inquiry, look } from '../../action/facts.ts';

/** A node of a PowerShell syntax tree. Expressions that hold only one other are left out. */
export interface SyntaxNode {
  /** The grammar's name for it; `ERROR` for what did not fit. */
  readonly type: string;
  /** Range in the text that was parsed. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

interface Cursor {
  readonly nodeType: string;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

interface Parser {
  parse(text: string): { walk(): Cursor; delete(): void } | null;
}

/** Levels of the grammar's own tree; each bracket of a text costs about fifteen. */
const maximumLevels = 1200;

/** A parser of PowerShell, or null where the grammar is not loaded (it is then asked for). */
export function powershellParser(inquiry: Inquiry): ((text: string) => SyntaxNode | null) | null {
  const answer = look<'grammar'>(inquiry, { kind: 'grammar', name: 'powershell' });
  if (!answer.known || !isParser(answer.value)) return null;
  const parser = answer.value;
  return (text) => {
    const tree = parser.parse(legible(text));
    if (!tree) return null;
    const cursor = tree.walk();
    try {
      return nodeAt(cursor, 0);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

function isParser(value: unknown): value is Parser {
  return typeof value === 'object' && value !== null && 'parse' in value && typeof value.parse === 'function';
}

function nodeAt(cursor: Cursor, level: number): SyntaxNode | null {
  if (level > maximumLevels) return null;
  const { nodeType: type, startIndex: start, endIndex: end } = cursor;
  const children: SyntaxNode[] = [];
  if (cursor.gotoFirstChild()) {
    do {
      const child = nodeAt(cursor, level + 1);
      if (!child) return null;
      children.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  const [only] = children;
  if (only && children.length === 1 && /_expression$/.test(type) && !/^(?:script_block|cast)_expression$/.test(type))
    return only;
  return { type, start, end, children };
}

/**
 * The grammar knows no space behind the comma of bare words (`rm a, b`) and no bare `--`. What stands there is written
 * over, character for character, so that every position stays; arguments are read from the text itself.
 */
function legible(text: string): string {
  return text
    .replace(/,[ \t]{1,40}(?=\S)/g, (gap, at: number) => {
      const before = /[A-Za-z_.*\\/~][\w.*?\\/:~-]*$/.exec(text.slice(Math.max(0, at - 120), at));
      const quoted =
        /["']$/.test(text.slice(Math.max(0, at - 1), at)) && /[A-Za-z.*\\~]/.test(text[at + gap.length] ?? '');
      return before || quoted ? ` ${gap.slice(1)}` : gap;
    })
    .replace(/(\s)--(?=\s)/g, '$1aa')
    .replace(/(\s-c\w{0,12}[ \t]{1,40})-(?=\s|$)/gi, '$1a');
}
