/** A line of a block of YAML: its indentation, its key and its value as far as both stand on it. */
export interface YamlLine {
  readonly indent: number;
  /** From 1. */
  readonly line: number;
  readonly item: boolean;
  readonly key: string | null;
  readonly value: string;
}

/**
 * The lines of a YAML text, as much of them as task files need: keys, list items, quoted and block texts. No anchors,
 * no flow mappings; what it cannot read is a line without a key.
 */
export function yamlLines(text: string): YamlLine[] {
  const found: YamlLine[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length && found.length < 20_000; index += 1) {
    const raw = lines[index] ?? '';
    if (/^\s*(?:#|$|---)/.test(raw)) continue;
    const [, space = '', dash = '', rest = ''] = /^(\s*)((?:-\s+)?)(.*)$/.exec(raw) ?? [];
    const [, key, after] = /^(?:"([^"]*)"|'([^']*)'|([\w.:*/@-]+?))\s*:(?:\s+(.*)|\s*)$/.exec(rest)
      ? (/^["']?([\w.:*/@ -]+?)["']?\s*:(?:\s+(.*))?$/.exec(rest) ?? [])
      : [];
    const indent = space.length + dash.length;
    let value = (key === undefined ? rest : (after ?? '')).trim();
    const line = index + 1;
    if (/^[|>][+-]?\d?$/.test(value)) {
      const block: string[] = [];
      const least = space.length + (dash === '' ? 1 : 2);
      while (
        index + 1 < lines.length &&
        (/^\s*$/.test(lines[index + 1] ?? '') || indentOf(lines[index + 1] ?? '') >= least)
      ) {
        index += 1;
        block.push(lines[index] ?? '');
      }
      const margin = Math.min(...block.filter((one) => one.trim() !== '').map(indentOf), 1000);
      value = block
        .map((one) => one.slice(margin))
        .join('\n')
        .trimEnd();
    }
    found.push({ indent, line, item: dash !== '', key: key ?? null, value: unquoted(value) });
  }
  return found;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A scalar without its quotes and the comment behind it. */
function unquoted(value: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(value);
  if (double) return (double[1] ?? '').replace(/\\(["\\])/g, '$1').replaceAll('\\n', '\n');
  const single = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(value);
  if (single) return (single[1] ?? '').replaceAll("''", "'");
  return value.includes('\n') ? value : value.replace(/\s+#.*$/, '');
}

/** The words of a scalar or of a list on one line: `rm -rf x`, `["rm", "-rf", "x"]`. */
export function flowWords(value: string): string[] | null {
  if (!value.startsWith('[')) return null;
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,[\]"']+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

/** The lines below a key, up to the next one of its level. */
export function below(lines: readonly YamlLine[], index: number): readonly YamlLine[] {
  const from = lines[index];
  if (!from) return [];
  const rest = lines.slice(index + 1);
  const end = rest.findIndex(
    (line) =>
      line.indent - (line.item ? 2 : 0) <= from.indent - (from.item ? 2 : 0) &&
      !(line.item && line.indent - 2 >= from.indent),
  );
  return end < 0 ? rest : rest.slice(0, end);
}

/** The keys one level below a key, each with the lines below it. */
export function childrenOf(
  lines: readonly YamlLine[],
  index: number,
): { readonly line: YamlLine; readonly lines: readonly YamlLine[] }[] {
  if (index < 0) return [];
  const inner = below(lines, index);
  const level = inner[0]?.indent;
  return inner.flatMap((line, at) =>
    line.indent === level && line.key !== null ? [{ line, lines: below(inner, at) }] : [],
  );
}
