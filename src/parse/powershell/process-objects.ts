import type { Span } from '../../action/kinds.ts';
import type { Item, Value } from './values.ts';

/** .NET's descriptions of a program to start, lower case and without `System.`: type, and what it is made with. */
const types = /^(?:system\.)?diagnostics\.process(startinfo)?$/i;

/**
 * A `ProcessStartInfo` or a `Process` as a table of its properties, `filename` and `arguments` among them, so that what
 * it starts is judged. Null for any other type.
 */
export function processObject(type: string, given: readonly Value[], span: Span): Value | null {
  const found = types.exec(type.trim());
  if (!found) return null;
  const [filename, list] = given;
  const settings = new Map<string, Value>();
  if (filename) settings.set('filename', filename);
  if (list) settings.set('arguments', list);
  const info: Value = [item(settings, span)];
  return found[1] ? info : [item(new Map([['startinfo', info]]), span)];
}

/** The program and the arguments that `[Process]::Start($info)` or `$process.Start()` starts; null for another object. */
export function startedBy(value: Value | undefined): { readonly program: Value; readonly words: Value } | null {
  const [first] = value ?? [];
  if (!first?.table) return null;
  const held = new Map([...first.table].map(([name, one]) => [name.toLowerCase(), one]));
  const inner = held.get('startinfo');
  if (inner) return startedBy(inner);
  const program = held.get('filename');
  return program ? { program, words: [...(held.get('arguments') ?? []), ...(held.get('argumentlist') ?? [])] } : null;
}

/** An object with one property set, along a path of names: `$p.StartInfo.FileName = 'x'`. Null where it has none. */
export function withProperty(value: Value | undefined, names: readonly string[], given: Value): Value | null {
  const [first, ...others] = value ?? [];
  const [name, ...deeper] = names;
  if (!first?.table || name === undefined) return null;
  const key = [...first.table.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  const set =
    deeper.length === 0 ? given : withProperty(key === undefined ? undefined : first.table.get(key), deeper, given);
  if (!set) return null;
  return [{ ...first, table: new Map(first.table).set(key ?? name, set) }, ...others];
}

function item(table: ReadonlyMap<string, Value>, span: Span): Item {
  return { word: { kind: 'unknown', text: 'New-Object', prefix: '', span }, table };
}
