import { type Arguments, noArguments, textOf, type Value } from './values.ts';

/** Items of one thing that are gone through. */
const maximumRounds = 32;

/** A function, and what it is called with. */
interface Handed {
  readonly callee: Value;
  readonly args: Arguments;
}

/**
 * What a call by this name runs of the functions it is given: functions of the text, and a library's own
 * (`files.forEach(fs.unlinkSync)`, `map(os.remove, files)`), each with what it is called with.
 */
export function handedOn(name: string, args: Arguments, owner: Value | undefined): Handed[] {
  const own = args.all.filter((value) => value.kind === 'function');
  // `Dir.mktmpdir { |d| … }`: a folder of the text's own; with a second argument it lies where that says.
  if (name === 'mktmpdir' && args.all.length - own.length < 2)
    return own.map((callee) => ({ callee, args: given([textOf('/tmp/d')]) }));
  return [...own.flatMap((callee) => calledBack(callee, owner, name)), ...libraryHanded(name, args, owner)];
}

/** A function of the text: run over the items of what the call is on, where that is known. */
function calledBack(callee: Value, owner: Value | undefined, name: string): Handed[] {
  if (isKept(name)) return [];
  const over = /^(?:forEach|map|filter|each|flatMap|some|every|collect|select|each_with_index)$/.test(name)
    ? owner
    : undefined;
  // What a promise gives is taken for the promise.
  if (!over) return [{ callee, args: given(name === 'then' && owner ? [owner] : []) }];
  return itemsOf(over).map((item) => ({ callee, args: given([item]) }));
}

/** A library's function. */
function libraryHanded(name: string, args: Arguments, owner: Value | undefined): Handed[] {
  const [first, second] = args.all;
  if (name === 'Thread' || name === 'Process') {
    const callee = args.named.get('target');
    const list = args.named.get('args');
    return callee ? [{ callee, args: given(list?.kind === 'list' ? list.items : []) }] : [];
  }
  // `.then(eval)`: what a promise gives is taken for the promise.
  if (first?.kind === 'thing' && name === 'then' && owner) return [{ callee: first, args: given([owner]) }];
  if (first?.kind === 'thing' && /^(?:submit|to_thread|partial|apply_async|call_soon)$/.test(name))
    return [{ callee: first, args: { all: args.all.slice(1), named: args.named } }];
  if (!/^(?:forEach|map|each|flatMap|array_map|array_walk|starmap|imap|imap_unordered)$/.test(name)) return [];
  const callee: Value | undefined =
    first?.kind === 'text' && name.startsWith('array_')
      ? { kind: 'thing', path: first.text, source: first.text }
      : first;
  const over = second ?? owner;
  if (callee?.kind !== 'thing' || !over || !/[.:]|^unlink$|^rmdir$/.test(callee.path)) return [];
  return itemsOf(over).map((item) => ({ callee, args: given([item]) }));
}

function given(all: readonly Value[]): Arguments {
  return { all, named: noArguments.named };
}

/** What a loop over a value goes through; one item that stands for all where they are not known. */
export function itemsOf(value: Value): readonly Value[] {
  if (value.kind === 'list' && value.items.length > 0) return value.items.slice(0, maximumRounds);
  if (value.kind === 'glob') return [value];
  if (value.kind === 'table') return [...value.entries.keys()].slice(0, maximumRounds).map(textOf);
  if (value.kind === 'either') return value.options.flatMap(itemsOf).slice(0, maximumRounds);
  const path = value.kind === 'thing' ? `${value.path}[]` : '?';
  return [{ kind: 'thing', path, owner: value, source: value.kind === 'thing' ? value.source : '…' }];
}

/**
 * Calls that keep a function for later: routes, commands, events, tests. What it does then is not what running the
 * text does.
 */
function isKept(name: string): boolean {
  return /^(?:get|post|put|patch|delete|del|use|all|route|options|head|command|action|handle|handler|addEventListener|addListener|subscribe|createServer|register|resolver|mutation|procedure|tool|it|test|describe|suite|beforeEach|afterEach|beforeAll|afterAll|before|after|watch|schedule|cron|middleware|method|task|define|page|evaluate|on[A-Z]\w*)$/.test(
    name,
  );
}
