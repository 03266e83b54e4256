import { posix } from 'node:path';
import type { Word } from '../../action/invocation.ts';
import { isOn, type Parameters } from './parameters.ts';
import type { CommandCall, Reading, Scene } from './reading.ts';
import { exactOf, type Item, shownOf, type Value } from './values.ts';

/** The absolute path a value names from a folder, slashes forward; home without a value, null where it is not known. */
export function placeOf(cwd: string | null, value: Value | undefined, reading: Reading): string | null {
  const text = exactOf(value ?? null);
  if (value === undefined) return reading.inquiry.facts.place.home;
  if (text === null) return null;
  const slashed = text.replaceAll('\\', '/');
  if (slashed === '~' || slashed.startsWith('~/'))
    return posix.join(reading.inquiry.facts.place.home, slashed.slice(1));
  if (/^[a-z]:/i.test(slashed) || slashed.startsWith('/'))
    return slashed.length > 1 ? slashed.replace(/(?<!:)\/+$/, '') : slashed;
  return cwd === null ? null : posix.join(cwd, slashed);
}

/** What `Get-ChildItem` and its kin give: a listing that later calls narrow, or the paths themselves. */
export function listed(scene: Scene, call: CommandCall, cmdlet: string, { named, positional }: Parameters): Value {
  const roots = (named.get('literalpath') ?? named.get('path') ?? positional[0] ?? scene.input ?? []).map(
    ({ word }) => word,
  );
  // Nothing of the machine's own drives: `Get-ChildItem Env:`.
  const here: Word = { kind: 'known', value: '.', span: call.span };
  const names = ['filter', 'include'].flatMap((name) => (named.get(name) ?? []).map(shownOf));
  const second = positional[1]?.map(shownOf) ?? [];
  const recursive =
    cmdlet === 'get-childitem' && (isOn({ named, positional }, 'recurse') || named.has('s') || named.has('depth'));
  const own = cmdlet !== 'get-childitem';
  const listing = {
    roots: roots.length > 0 ? roots : [here],
    recursive,
    names: [...names, ...second],
    narrowed: named.has('exclude') || named.has('directory') || named.has('file'),
  };
  const item: Item = { word: { kind: 'unknown', text: cmdlet, prefix: '', span: call.span }, listing };
  return own ? listing.roots.map((word) => ({ word })) : [item];
}

/** What a filter lets through: by the names its condition compares with, where it compares with names. */
export function narrowed(input: Value | null, call: CommandCall): Value {
  const condition = call.words
    .map((word) =>
      word.kind === 'value' ? word.value.map((item) => item.block?.text ?? shownOf(item)).join(' ') : `-${word.name}`,
    )
    .join(' ');
  const byName =
    /(?:^|\.|\s)(?:Name|Extension|FullName|BaseName|PSChildName)\s*(?:-c?i?(?:eq|like|match|in))\b/i.test(condition) &&
    !/-not|-ne\b|-notin|-or\b|!/i.test(condition);
  const names = byName
    ? [...condition.matchAll(/'([^']*)'|"([^"$]*)"/g)].map((match) =>
        (match[1] ?? match[2] ?? '').replace(/[\\^$()]/g, ''),
      )
    : [];
  return (input ?? []).flatMap(
    (item): Value =>
      // Of all services those of a name.
      item.word.kind === 'pattern' && item.word.value === '*' && names.length > 0
        ? names.map((value): Item => ({ word: { kind: 'pattern', value, span: call.span } }))
        : item.listing
          ? [
              {
                ...item,
                listing: {
                  ...item.listing,
                  narrowed: true,
                  names: names.length > 0 ? names.flatMap((name) => name.split('|')) : item.listing.names,
                },
              },
            ]
          : [item],
  );
}
