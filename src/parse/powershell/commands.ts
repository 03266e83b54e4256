import { posix } from 'node:path';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { printsSetUp } from '../shell/outputs.ts';
import { cmdletOf, fullParameter, isCmdlet, isSwitch } from './cmdlets.ts';
import { emit, emitProgram, pathWord, plainWords } from './emit.ts';
import { runNestedShell } from './nested.ts';
import { type CommandCall, forked, type Reading, type Scene } from './reading.ts';
import { runBlock } from './statements.ts';
import { exactOf, type Item, jsonOf, shownOf, together, unknownValue, type Value } from './values.ts';

/** A call's words, sorted. */
interface Parameters {
  /** By full lower-case name; null for a switch. */
  readonly named: ReadonlyMap<string, Value | null>;
  readonly positional: readonly Value[];
}

/** Runs one call: a function of the text, a cmdlet that moves values about, another shell, or a program. */
export function runCall(reading: Reading, scene: Scene, call: CommandCall): Value {
  const name = programOf(call.name);
  if (name === null) return computedName(reading, scene, call);
  const definition = scene.scope.functions.get(name.toLowerCase());
  if (definition) return runFunction(reading, scene, call, name.toLowerCase());
  const dashed = call.words.flatMap((word) => (word.kind === 'named' ? [`-${word.name}`] : []));
  const cmdlet = cmdletOf(name, dashed);
  const given = sorted(call, isCmdlet(cmdlet));
  const moved = runMoving(reading, scene, call, cmdlet, given);
  if (moved) return moved;
  if (runNestedShell(reading, scene, call, cmdlet)) return unknownValue(name, call.span);
  if (/\.ps1$/i.test(name)) return runScript(reading, scene, call);
  if (isCmdlet(cmdlet)) return emitCmdlet(reading, scene, call, cmdlet, given);
  emitProgram(reading, scene, call, name);
  const plain = name.toLowerCase().replace(/\.exe$/, '');
  const texts = call.words.map((word) => (word.kind === 'named' ? `-${word.name}` : (exactOf(word.value) ?? '')));
  if (printsSetUp(plain, texts)) return unknownValue(name, call.span, { setUp: true });
  return unknownValue(`output of ${name}`, call.span, /^(?:curl|wget)$/.test(plain) ? { fetched: true } : {});
}

/** The base name a program is known by; null where it is computed. */
function programOf({ word }: Item): string | null {
  if (word.kind === 'unknown') {
    const tail = /[\\/]([\w.+-]+)$/.exec(word.text)?.[1];
    return tail ?? null;
  }
  const text = word.value.trim();
  const slashed = text.replaceAll('\\', '/');
  const base = slashed.slice(slashed.lastIndexOf('/') + 1);
  return base === '' ? null : base;
}

function computedName(reading: Reading, scene: Scene, call: CommandCall): Value {
  // `"text"` and `5` alone are printed.
  if (call.name.word.kind === 'unknown')
    emit(reading, scene, call, { program: null, args: plainWords(call), computed: call.name.fetched === true });
  return unknownValue(shownOf(call.name), call.span);
}

/** Binds a call's values to its parameters, the way cmdlets do. */
function sorted(call: CommandCall, cmdlet: boolean): Parameters {
  const named = new Map<string, Value | null>();
  const positional: Value[] = [];
  const { words } = call;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) continue;
    if (word.kind === 'value') {
      const [item] = word.value;
      if (item?.splatted) for (const [key, value] of item.table ?? []) named.set(fullParameter(key), value);
      else positional.push(word.value);
      continue;
    }
    const name = fullParameter(word.name);
    const next = words[index + 1];
    if (next?.kind === 'value' && (word.attached || (cmdlet && !isSwitch(word.name)))) {
      named.set(name, next.value);
      index += 1;
    } else named.set(name, null);
  }
  return { named, positional };
}

/** True where a switch is on. */
function isOn({ named }: Parameters, name: string): boolean {
  if (!named.has(name)) return false;
  const value = named.get(name);
  return !value || !/^(?:false|0)$/i.test(exactOf(value) ?? '');
}

/** Cmdlets that only hand values on, list, change the place, or run what they are given. Null for all others. */
function runMoving(reading: Reading, scene: Scene, call: CommandCall, cmdlet: string, given: Parameters): Value | null {
  const { named, positional } = given;
  const { span } = call;
  const first = (name: string): Value | undefined => named.get(name) ?? positional[0];
  switch (cmdlet) {
    case 'set-location':
    case 'push-location':
      scene.scope.cwd = placeOf(scene.scope.cwd, named.get('literalpath') ?? first('path'), reading);
      return [];
    case 'pop-location':
      scene.scope.cwd = null;
      return [];
    case 'get-childitem':
    case 'get-item':
    case 'resolve-path':
      emitCmdlet(reading, { ...scene, input: null }, call, cmdlet, given);
      return listed(scene, call, cmdlet, given);
    case 'where-object':
      for (const block of blocksOf(call)) runBlock(reading, scene, block, scene.input);
      return narrowed(scene.input, call);
    case 'foreach-object': {
      const blocks = blocksOf(call);
      const method = exactOf(named.get('membername') ?? positional[0]);
      if (blocks.length === 0 && method && scene.input && /^delete$/i.test(method)) {
        return emitCmdlet(reading, scene, call, 'remove-item', { named: new Map(), positional: [scene.input] });
      }
      return together(
        blocks.map((block) => runBlock(reading, scene, block, scene.input ?? [])),
        span,
      );
    }
    case 'sort-object':
    case 'select-object':
    case 'out-string':
    case 'get-unique':
    case 'write-output':
      return positional.length > 0 && !scene.input ? together(positional, span) : (scene.input ?? []);
    case 'move-item':
    case 'copy-item': {
      const sources = named.get('literalpath') ?? named.get('path') ?? positional[0] ?? scene.input ?? [];
      const target =
        named.get('destination') ?? positional[named.has('path') || named.has('literalpath') ? 0 : 1] ?? [];
      if (isOn(given, 'whatif')) return [];
      const operands: Parameters = { named: new Map(), positional: [sources, target] };
      return emitCmdlet(reading, { ...scene, input: null }, call, cmdlet === 'move-item' ? 'mv' : 'cp', operands);
    }
    case 'tee-object':
      emitCmdlet(reading, scene, call, cmdlet, given);
      return scene.input ?? [];
    case 'convertto-json': {
      const value = scene.input ?? first('inputobject');
      return value && value.length > 0 ? [jsonOf(value, span)] : unknownValue('ConvertTo-Json', span);
    }
    case 'join-path': {
      const parts = [
        named.get('path') ?? positional[0],
        named.get('childpath') ?? positional[named.has('path') ? 0 : 1],
      ];
      return joinedPath(parts[0] ?? [], parts[1] ?? [], call);
    }
    case 'set-variable':
    case 'new-variable': {
      const variable = exactOf(named.get('name') ?? positional[0]);
      const value = named.get('value') ?? positional.at(-1);
      if (variable !== null && value) scene.scope.variables.set(variable.toLowerCase(), value);
      return [];
    }
    case 'set-alias':
    case 'new-alias': {
      const [alias, target] = [
        exactOf(named.get('name') ?? positional[0]),
        exactOf(named.get('value') ?? positional.at(-1)),
      ];
      if (alias && target) {
        scene.scope.functions.set(alias.toLowerCase(), {
          body: { text: `${target} @args`, offset: null, span },
          parameters: [],
        });
      }
      return [];
    }
    case 'invoke-expression':
      return invokedText(reading, scene, call, named.get('command') ?? positional[0] ?? scene.input ?? []);
    case 'start-process': {
      const program = named.get('filepath') ?? positional[0];
      const list = named.get('argumentlist') ?? positional[1] ?? [];
      const [item] = program ?? [];
      if (!item) return [];
      const verb = exactOf(named.get('verb'));
      const words = list.flatMap((one) => splitLine(one));
      const inner: CommandCall = {
        ...call,
        name: item,
        words: words.map((one) => ({ kind: 'value' as const, value: [one], span })),
      };
      const wrapper = { program: 'start-process', place: 'here' as const, privileged: /^runas$/i.test(verb ?? '') };
      return reading.call(
        { ...scene, input: null, wrappers: [...scene.wrappers, wrapper], depth: scene.depth + 1 },
        inner,
      );
    }
    case 'invoke-command': {
      const target = named.get('computername') ?? named.get('hostname') ?? named.get('session') ?? named.get('vmname');
      const here = target === undefined || target === null;
      const wrappers = here
        ? scene.wrappers
        : [
            ...scene.wrappers,
            {
              program: 'invoke-command',
              place: 'remote' as const,
              target: target.map(shownOf).join(', '),
              privileged: false,
            },
          ];
      const scope = forked(scene.scope);
      if (!here) scope.cwd = null;
      for (const block of blocksOf(call)) runBlock(reading, { ...scene, scope, wrappers }, block, null);
      return unknownValue('Invoke-Command', span);
    }
    default: {
      if (!isCmdlet(cmdlet)) return null;
      const blocks = blocksOf(call);
      if (blocks.length === 0) return null;
      // A block handed to anything may be run by it.
      for (const block of blocks) runBlock(reading, { ...scene, scope: forked(scene.scope) }, block, null);
      emitCmdlet(reading, scene, call, cmdlet, given);
      return unknownValue(cmdlet, span);
    }
  }
}

function blocksOf(call: CommandCall): Item[] {
  return call.words.flatMap((word) => (word.kind === 'value' ? word.value.filter((item) => item.block) : []));
}

/** `Start-Process x -ArgumentList '/c rd /s D:\'`: one text of several words. */
function splitLine(item: Item): Item[] {
  if (item.word.kind !== 'known' || !/\s/.test(item.word.value)) return [item];
  const { value, span } = item.word;
  return (value.match(/"[^"]*"|\S+/g) ?? []).map((part) => ({
    word: { kind: 'known', value: part.replace(/^"(.*)"$/s, '$1'), span },
  }));
}

function placeOf(cwd: string | null, value: Value | undefined, reading: Reading): string | null {
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

function listed(scene: Scene, call: CommandCall, cmdlet: string, { named, positional }: Parameters): Value {
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
function narrowed(input: Value | null, call: CommandCall): Value {
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
  return (input ?? []).map((item) =>
    item.listing
      ? {
          ...item,
          listing: {
            ...item.listing,
            narrowed: true,
            names: names.length > 0 ? names.flatMap((name) => name.split('|')) : item.listing.names,
          },
        }
      : item,
  );
}

function joinedPath(base: Value, child: Value, call: CommandCall): Value {
  return base.flatMap((left) =>
    (child.length > 0 ? child : [null]).map((right): Item => {
      const tail = right ? shownOf(right) : '';
      const { word } = left;
      if (word.kind === 'unknown') return { word: { ...word, text: `${word.text}/${tail}`, span: call.span } };
      const head = `${word.value.replace(/[\\/]$/, '')}/`;
      return right?.word.kind === 'unknown'
        ? { word: { kind: 'unknown', text: head + tail, prefix: head + right.word.prefix, span: call.span } }
        : { word: { kind: 'known', value: head + tail, span: call.span } };
    }),
  );
}

function invokedText(reading: Reading, scene: Scene, call: CommandCall, value: Value): Value {
  for (const item of value) {
    if (item.block) reading.runText({ ...scene, depth: scene.depth + 1 }, item.block);
    else if (item.fetched)
      emit(reading, scene, call, { program: 'invoke-expression', args: [item.word], computed: true });
    if (!item.block && item.word.kind !== 'unknown') {
      reading.runText({ ...scene, depth: scene.depth + 1 }, { text: item.word.value, offset: null, span: call.span });
    } else if (!item.block && !item.fetched && !item.setUp)
      emit(reading, scene, { ...call, name: item }, { program: null, args: [] });
  }
  return unknownValue('iex', call.span);
}

function runFunction(reading: Reading, scene: Scene, call: CommandCall, name: string): Value {
  const definition = scene.scope.functions.get(name);
  if (!definition || reading.openFunctions.has(name)) return [];
  reading.openFunctions.add(name);
  const scope = forked(scene.scope);
  const { named, positional } = sorted(call, true);
  scope.variables.set('args', together(positional, call.span));
  let at = 0;
  for (const parameter of definition.parameters) {
    const value = named.get(parameter) ?? (named.has(parameter) ? undefined : positional[at]);
    if (!named.has(parameter) && value) at += 1;
    if (value) scope.variables.set(parameter, value);
  }
  const value = reading.runText({ ...scene, scope, depth: scene.depth + 1 }, definition.body);
  reading.openFunctions.delete(name);
  return value;
}

/** `.\clean.ps1`: what the file holds, where it can be read. */
function runScript(reading: Reading, scene: Scene, call: CommandCall): Value {
  const { word } = call.name;
  const path = word.kind === 'unknown' ? null : placeOf(scene.scope.cwd, [call.name], reading);
  const written = path === null ? undefined : reading.written.get(path);
  emit(reading, scene, call, { program: baseName(word), args: plainWords(call), computed: written === null });
  if (path === null || scene.wrappers.some(({ place }) => place !== 'here')) return [];
  if (reading.openFunctions.has(path)) return [];
  reading.openFunctions.add(path);
  const answer = written === undefined ? look<'file-text'>(reading.inquiry, { kind: 'file-text', path }) : null;
  const text = written ?? (answer?.known ? answer.value.text : null);
  if (text !== null) {
    reading.runText(
      { ...scene, scope: forked(scene.scope), depth: scene.depth + 1 },
      { text, offset: null, span: call.span, file: path },
    );
  }
  reading.openFunctions.delete(path);
  return unknownValue(path, call.span);
}

function baseName(word: Word): string {
  const text = (word.kind === 'unknown' ? word.text : word.value).replaceAll('\\', '/');
  return text.slice(text.lastIndexOf('/') + 1).toLowerCase();
}

/** Notes a cmdlet with its parameters spelled out: `-Recurse`, then each value behind its name. */
function emitCmdlet(reading: Reading, scene: Scene, call: CommandCall, cmdlet: string, given: Parameters): Value {
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
  emit(reading, scene, call, { program: cmdlet, args, computed: scene.computed });
  noteWritten(reading, scene, cmdlet, { named, positional });
  const fetched = /^invoke-(?:webrequest|restmethod)$/.test(cmdlet);
  return unknownValue(cmdlet, span, fetched ? { fetched: true } : {});
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
  /^(?:remove-item|clear-content|clear-item|remove-itemproperty|move-item|set-content|add-content|out-file|tee-object|object-delete)$/;

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
