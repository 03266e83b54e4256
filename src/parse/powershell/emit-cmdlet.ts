import type { Word } from '../../action/invocation.ts';
import { isSwitch } from './cmdlets.ts';
import { emit, pathWord } from './emit.ts';
import { placeOf } from './listing.ts';
import { isOn, type Parameters } from './parameters.ts';
import type { CommandCall, Reading, Scene } from './reading.ts';
import { exactOf, type Item, jsonOf, shownOf, unknownValue, type Value } from './values.ts';

/** Notes a cmdlet with its parameters spelled out: `-Recurse`, then each value behind its name. */
export function emitCmdlet(
  reading: Reading,
  scene: Scene,
  call: CommandCall,
  cmdlet: string,
  given: Parameters,
): Value {
  const { named, positional } = cmdlet === 'remove-item' ? removal(given) : given;
  const args: Word[] = [];
  const span = call.span;
  for (const [name, value] of named) {
    const text = `-${name}`;
    if (value === null) args.push({ kind: 'known', value: text, span });
    else if (value.length === 0 || isSwitch(name))
      args.push({ kind: 'known', value: `${text}:${value.map(shownOf).join(',') || '$null'}`, span });
    for (const item of isSwitch(name) ? [] : (value ?? []))
      args.push({ kind: 'known', value: text, span }, ...wordsOf(item, cmdlet));
  }
  for (const item of positional.flat()) args.push(...wordsOf(item, cmdlet));
  if (
    scene.input &&
    named.get('path') === undefined &&
    named.get('literalpath') === undefined &&
    takesPaths.test(cmdlet)
  ) {
    if (positional.length === 0 || !/^(?:remove-item|clear-content)$/.test(cmdlet))
      for (const item of /-content$|-file$|tee-object/.test(cmdlet) && cmdlet !== 'clear-content' ? [] : scene.input)
        args.push(...wordsOf(item, cmdlet));
  }
  if (cmdlet === 'stop-process' && stopsEverything(scene, call, args)) args.push({ kind: 'known', value: '*', span });
  emit(reading, scene, call, { program: cmdlet, args, computed: scene.computed });
  noteWritten(reading, scene, cmdlet, { named, positional });
  const fetched = /^invoke-(?:webrequest|restmethod)$/.test(cmdlet);
  return unknownValue(cmdlet, span, fetched ? { fetched: true } : {});
}

/** `Get-Process | Stop-Process`: nothing names or narrows what is stopped. */
function stopsEverything(scene: Scene, call: CommandCall, args: readonly Word[]): boolean {
  const plain = args.every((word) => word.kind !== 'unknown' && /^-(?:force|passthru)/i.test(word.value));
  return (
    plain &&
    /(?:get-process|gps|\bps)\s{0,9}\|\s{0,9}$/i.test(
      scene.source.text.slice(Math.max(0, call.position - 40), call.position),
    )
  );
}

/** Of a removal, what says which files go: the rest (`-Force`, `-ErrorAction`, `-Exclude`) makes it no smaller. */
function removal(given: Parameters): Parameters {
  const named = new Map([...given.named].filter(([name]) => name === 'path' || name === 'literalpath'));
  for (const name of ['recurse', 'whatif']) if (isOn(given, name)) named.set(name, null);
  // Parameters that are not known may say `-Recurse`.
  if (given.positional.flat().some(({ word }) => word.kind === 'unknown' && word.text.startsWith('@')))
    named.set('recurse', null);
  const kept = (value: Value): Value => value.filter((item) => !ownDrives.test(shownOf(item)));
  for (const [name, value] of named) if (value) named.set(name, kept(value));
  return { named, positional: given.positional.map(kept) };
}

/** Drives whose items are the session's own: variables, functions, aliases. */
const ownDrives = /^["']?(?:env|variable|function|alias):/i;

/** Cmdlets whose pipeline brings the paths they work on. */
const takesPaths =
  /^(?:stop-service|suspend-service|remove-service|set-service|remove-item|clear-content|clear-item|remove-itemproperty|move-item|set-content|add-content|out-file|tee-object|object-delete)$/;

/** Where a text of this action writes a script that it then runs. */
function noteWritten(reading: Reading, scene: Scene, cmdlet: string, { named, positional }: Parameters): void {
  if (!/^(?:set-content|out-file|invoke-webrequest)$/.test(cmdlet)) return;
  const target =
    named.get('outfile') ?? named.get('path') ?? named.get('filepath') ?? named.get('literalpath') ?? positional[0];
  const path = placeOf(scene.scope.cwd, target ?? unknownValue('?', [0, 0]), reading);
  const value = named.get('value') ?? scene.input ?? (named.has('path') ? positional[0] : positional[1]);
  if (path !== null) reading.written.set(path, cmdlet === 'invoke-webrequest' ? null : exactOf(value));
}

/** An item as words of an argument list; a listing as the globs that find the same files. */
function wordsOf(item: Item, cmdlet: string): Word[] {
  const { listing, table, word } = item;
  if (table) return [jsonOf([item], word.span).word];
  if (!listing) return [pathWord(word, item.quoted === true && !takesPaths.test(cmdlet))];
  const names = listing.names.length > 0 ? listing.names : ['*'];
  return listing.roots.flatMap((root) =>
    names.map((name): Word => {
      if (root.kind === 'unknown') return root;
      const folder = root.value.replaceAll('\\', '/').replace(/(?<!^|:)\/+$/, '');
      const filtered = listing.names.length > 0 || listing.narrowed;
      // `Get-ChildItem *.log` is one folder's files already.
      if (!listing.recursive && /[*?]/.test(folder)) return { kind: 'pattern', value: folder, span: word.span };
      const slash = folder.endsWith('/') ? '' : '/';
      const middle = listing.recursive && (filtered || /[*?]/.test(folder)) ? '**/' : '';
      return { kind: 'pattern', value: `${folder}${slash}${middle}${name}`, span: word.span };
    }),
  );
}
