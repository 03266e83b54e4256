import type { Invocation } from '../../action/invocation.ts';
import type { Holes } from '../shell/value.ts';
import type { Unit } from './library.ts';
import type { CodeSource } from './program.ts';
import { textOf, type Value } from './values.ts';

/**
 * What code knows without binding it: its arguments, its own file and folder, and variables set in front of the call.
 * Names as the languages spell them: `sys.argv`, `__dirname`, `ENV.HOME`.
 */
export function namesGiven(
  unit: Unit,
  source: CodeSource,
  invocation: Invocation,
  holes: Holes,
): ReadonlyMap<string, Value> {
  const { cwd } = invocation;
  const args = source.args.map(
    (word): Value =>
      word.kind === 'known'
        ? textOf(word.value)
        : word.kind === 'pattern'
          ? { kind: 'glob', text: word.value }
          : textOf(holes.add({ source: word.text })),
  );
  const script = textOf(unit.file ?? (source.language === 'python' ? '-c' : '[eval]'));
  const list = (items: Value[]): Value => ({ kind: 'list', items, open: args.length === 0 });
  const folder = unit.file === null ? (cwd ?? '.') : unit.file.slice(0, Math.max(unit.file.lastIndexOf('/'), 1));
  const variables = Object.entries(invocation.environment).flatMap(([name, word]): [string, Value][] =>
    word.kind === 'known'
      ? ['os.environ', 'process.env', 'ENV', 'Bun.env'].map((path) => [`${path}.${name}`, textOf(word.value)])
      : [],
  );
  return new Map<string, Value>([
    ...variables,
    ['sys.argv', list([script, ...args])],
    ['process.argv', list(unit.file === null ? [textOf('node'), ...args] : [textOf('node'), script, ...args])],
    ['Bun.argv', list([textOf('bun'), script, ...args])],
    ['Deno.args', list(args)],
    ['ARGV', list(args)],
    ['@ARGV', list(args)],
    ['$argv', list([script, ...args])],
    ['sys.executable', textOf('python3')],
    ['process.execPath', textOf('node')],
    ['__file__', textOf(unit.file ?? '')],
    ['__filename', textOf(unit.file ?? '')],
    ['import.meta.filename', textOf(unit.file ?? '')],
    ['import.meta.url', textOf(unit.file ?? '')],
    ['__dirname', textOf(folder)],
    ['__DIR__', textOf(folder)],
    ['import.meta.dirname', textOf(folder)],
    ['import.meta.dir', textOf(folder)],
    ['__name__', textOf('__main__')],
  ]);
}
