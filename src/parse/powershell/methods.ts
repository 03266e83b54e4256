import { Buffer } from 'node:buffer';
import type { Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { processObject, startedBy } from './process-objects.ts';
import type { Bound, CommandCall, Reading, Scene } from './reading.ts';
import { exactOf, type Item, shownOf, textValue, together, unknownValue, type Value } from './values.ts';

interface MethodCall {
  /** Lower case. */
  readonly method: string;
  readonly given: readonly Value[];
  readonly span: Span;
  readonly position: number;
  readonly source: string;
}

/** `[Type]::Method(…)`. `type`: lower case, without `System.`. */
export function staticCall(reading: Reading, scene: Scene, call: MethodCall & { readonly type: string }): Value {
  const { type, method, given, span, source } = call;
  const [first, second] = given;
  const exact = exactOf(first);
  switch (`${type}::${method}`) {
    case 'io.file::delete':
      return cmdlet(reading, scene, call, 'remove-item', [value(first, span)]);
    case 'io.directory::delete': {
      const recursive = exactOf(second)?.toLowerCase() === 'true' ? [flag('Recurse', span)] : [];
      return cmdlet(reading, scene, call, 'remove-item', [...recursive, value(first, span)]);
    }
    case 'io.file::writealltext':
    case 'io.file::writeallbytes':
    case 'io.file::writealllines':
    case 'io.file::create':
    case 'io.file::openwrite':
      return cmdlet(reading, scene, call, 'set-content', [value(first, span)]);
    case 'io.file::move':
    case 'io.directory::move':
      return cmdlet(reading, scene, call, 'move-item', [value(first, span), value(second, span)]);
    case 'io.path::gettemppath':
    case 'io.path::gettempfilename':
      return textValue('/tmp/', span);
    case 'io.path::combine':
      return given.reduce<Value>((left, right) => combined(left, right, span), []);
    case 'environment::getfolderpath':
      return textValue(
        exact && /^(?:system|windows|programfiles)/i.test(exact) ? 'C:/Windows' : `~/${exact ?? ''}`,
        span,
      );
    case 'environment::getenvironmentvariable':
      return unknownValue(`$env:${exact ?? '?'}`, span);
    case 'convert::frombase64string':
      return exact === null
        ? unknownValue(source, span, { fetched: true })
        : [{ word: known(`base64:${exact}`, span), fetched: true }];
    case 'diagnostics.processstartinfo::new':
    case 'diagnostics.process::new':
      return processObject(type, given, span) ?? unknownValue(source, span);
    case 'diagnostics.process::start': {
      const started = startedBy(first);
      return cmdlet(
        reading,
        scene,
        call,
        'start-process',
        (started ? [started.program, started.words] : given).map((one) => value(one, span)),
      );
    }
    case 'scriptblock::create':
    case 'management.automation.scriptblock::create': {
      const [item] = first ?? [];
      if (exact === null || !item) return unknownValue(source, span, item?.fetched ? { fetched: true } : {});
      return [{ ...item, block: { text: exact, offset: null, span } }];
    }
    case 'string::concat':
    case 'string::join': {
      const parts = type === 'string' && method === 'join' ? given.slice(1).flat() : given.flat();
      if (parts.some(({ word }) => word.kind === 'unknown')) return unknownValue(source, span);
      return textValue(parts.map(shownOf).join(method === 'join' ? (exact ?? '') : ''), span);
    }
    default:
      return unknownValue(source, span);
  }
}

/** `$x.Method(…)`. */
export function methodCall(reading: Reading, scene: Scene, call: MethodCall & { readonly target: Value }): Value {
  const { method, given, target, span, source } = call;
  const [item] = target;
  const text = exactOf(target);
  const [a, b] = [exactOf(given[0]), exactOf(given[1])];
  switch (method) {
    case 'start': {
      const started = startedBy(target);
      if (!started) return kept(item, source, span);
      return cmdlet(reading, scene, call, 'start-process', [value(started.program, span), value(started.words, span)]);
    }
    case 'delete':
    case 'deletetree':
    case 'deletechildren': {
      const recursive = exactOf(given[0])?.toLowerCase() === 'true' ? [flag('Recurse', span)] : [];
      const files = target.filter((one) => one.listing || one.word.kind === 'known');
      if (files.length > 0 && method === 'delete')
        return cmdlet(reading, scene, call, 'remove-item', [...recursive, value(files, span)]);
      return cmdlet(reading, scene, call, 'object-delete', [value(item ? target : unknownValue(source, span), span)]);
    }
    case 'invoke':
    case 'invokereturnasis':
    case 'getnewclosure':
      if (item?.block) return reading.runText({ ...scene, depth: scene.depth + 1 }, item.block);
      return unknownValue(source, span);
    case 'downloadstring':
    case 'downloaddata':
    case 'getstringasync':
    case 'readtoend':
    case 'getresponsestream':
      return unknownValue(source, span, { fetched: true });
    case 'getstring':
      return (given[0] ?? []).map((one) => fromBytes(one, source, span));
    case 'replace':
      return text !== null && a !== null && a !== ''
        ? textValue(text.replaceAll(a, b ?? ''), span)
        : kept(item, source, span);
    case 'tolower':
      return text === null ? kept(item, source, span) : textValue(text.toLowerCase(), span);
    case 'toupper':
      return text === null ? kept(item, source, span) : textValue(text.toUpperCase(), span);
    case 'trim':
    case 'tostring':
      return text === null ? target : textValue(text.trim(), span);
    default:
      return kept(item, source, span);
  }
}

/** What a method makes of something fetched is fetched. */
function kept(item: Item | undefined, source: string, span: Span): Value {
  return unknownValue(source, span, item?.fetched ? { fetched: true } : {});
}

function fromBytes(item: Item, source: string, span: Span): Item {
  const text = item.word.kind === 'known' && item.word.value.startsWith('base64:') ? item.word.value.slice(7) : null;
  if (text === null)
    return {
      word: { kind: 'unknown', text: source.slice(0, 300), prefix: '', span },
      ...(item.fetched ? { fetched: true } : {}),
    };
  const bytes = Buffer.from(text, 'base64');
  const wide = bytes.length > 1 && bytes[1] === 0;
  return { word: known(wide ? bytes.toString('utf16le') : bytes.toString('utf8'), span), fetched: true };
}

function combined(left: Value, right: Value, span: Span): Value {
  if (left.length === 0) return right;
  return together(
    left.map(({ word }) =>
      right.map(({ word: other }): Item => {
        const tail = other.kind === 'unknown' ? other.text : other.value;
        if (word.kind === 'unknown') return { word: { ...word, text: `${word.text}/${tail}`, span } };
        if (other.kind === 'unknown')
          return { word: { kind: 'unknown', text: `${word.value}/${tail}`, prefix: `${word.value}/`, span } };
        return { word: known(`${word.value.replace(/[\\/]$/, '')}/${tail}`, span) };
      }),
    ),
    span,
  );
}

function known(text: string, span: Span): Word {
  return { kind: 'known', value: text, span };
}

function value(given: Value | undefined, span: Span): Bound {
  return { kind: 'value', value: given ?? unknownValue('?', span), span };
}

function flag(name: string, span: Span): Bound {
  return { kind: 'named', name, attached: false, span };
}

function cmdlet(reading: Reading, scene: Scene, at: MethodCall, name: string, words: readonly Bound[]): Value {
  const call: CommandCall = {
    name: { word: known(name, at.span) },
    words,
    redirections: [],
    span: at.span,
    position: at.position,
  };
  return reading.call({ ...scene, input: null }, call);
}
