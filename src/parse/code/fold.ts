import { posix } from 'node:path';
import type { Holes } from '../shell/value.ts';
import type { LibraryCall } from './evaluate.ts';
import { type Arguments, asJson, asText, entryOf, textOf, type Value } from './values.ts';

const pathType = 'pathlib.Path()';
/** A text that a decoder made: what runs it runs what nobody has read. */
export const decodedType = 'decoded';

function decoded(text: string): Value {
  return { kind: 'text', text, type: decodedType };
}

/** Characters a folded text may have. */
const maximumText = 50_000;
/** Items a folded list may have. */
const maximumItems = 1000;

function path(text: string): Value {
  return { kind: 'text', text, type: pathType };
}

function isTextual(value: Value | undefined): value is Extract<Value, { kind: 'text' | 'glob' | 'plain' }> {
  return value?.kind === 'text' || value?.kind === 'glob' || value?.kind === 'plain';
}

/** Joins parts of a path; a part that matches several makes the whole a pattern. */
function joined(parts: readonly (Value | undefined)[], holes: Holes, type?: string): Value | undefined {
  if (parts.length === 0) return undefined;
  const texts = parts.map((part) => asText(part, holes) ?? holes.add({ source: '{…}' }));
  const from = texts.findLastIndex((text) => text.startsWith('/') || text.startsWith('~'));
  const text = tidy(texts.slice(Math.max(from, 0)).join('/'));
  if (parts.some((part) => part?.kind === 'glob')) return { kind: 'glob', text };
  return type === undefined ? { kind: 'text', text } : { kind: 'text', text, type };
}

function tidy(text: string): string {
  return text === '' ? '' : posix.normalize(text);
}

/** What `left operator right` gives where that is known. */
export function foldJoin(operator: string, left: Value, right: Value, holes: Holes): Value | undefined {
  if (operator === '/' && left.kind === 'text' && left.type === pathType) return joined([left, right], holes, pathType);
  if (operator === '/' && right.kind === 'text' && right.type === pathType)
    return joined([left, right], holes, pathType);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list')
    return left.items.length + right.items.length > maximumItems
      ? undefined
      : { kind: 'list', items: [...left.items, ...right.items], open: left.open || right.open };
  if (operator === '%' && left.kind === 'text') return formatted(left.text, right, holes);
  if (operator === '*' && left.kind === 'text' && right.kind === 'plain') {
    const count = Number(right.text);
    return count >= 0 && count * left.text.length < 1000 ? textOf(left.text.repeat(count)) : undefined;
  }
  if (operator !== '+' && operator !== '.' && operator !== '<<') return undefined;
  if (!isTextual(left) && !isTextual(right)) return undefined;
  if (left.kind === 'plain' && right.kind === 'plain') return undefined;
  const [one, other] = [asText(left, holes), asText(right, holes)];
  const text = `${one ?? holes.add({ source: '{…}' })}${other ?? holes.add({ source: '{…}' })}`;
  if (text.length > maximumText) return undefined;
  return left.kind === 'glob' || right.kind === 'glob' ? { kind: 'glob', text } : textOf(text);
}

/** `'%s/%s' % (a, b)`, `sprintf`. */
function formatted(pattern: string, given: Value, holes: Holes): Value {
  const items = given.kind === 'list' ? [...given.items] : [given];
  return textOf(
    pattern.replace(/%(?:\((\w+)\))?[-+ #0-9.]*([sdrifxq%])/g, (whole, name: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const value = name === undefined ? items.shift() : entryOf(given, name);
      return asText(value, holes) ?? holes.add({ source: whole });
    }),
  );
}

/** A member of a value that is known: an entry of a table, a part of a path. */
export function foldMember(of: Value, name: string, holes: Holes): Value | undefined {
  if (of.kind === 'table') return of.entries.get(name);
  if (of.kind === 'text' && of.type === pathType) {
    if (name === 'parent') return path(posix.dirname(of.text));
    if (name === 'name') return textOf(posix.basename(of.text));
    if (name === 'stem') return textOf(posix.basename(of.text).replace(/\.[^.]*$/, ''));
  }
  // An entry of a directory that is listed: `entry.path`, `entry.name`.
  if (of.kind === 'glob' && (name === 'path' || name === 'name' || name === 'parent')) return of;
  if (of.kind === 'text' && of.type !== pathType && (name === 'stdout' || name === 'href')) return of;
  if (of.kind === 'thing' && /^(?:process\.env|os\.environ|ENV|Bun\.env)$/.test(of.path)) return variable(name, holes);
  return undefined;
}

function variable(name: string, _holes: Holes): Value | undefined {
  if (name === 'HOME' || name === 'USERPROFILE') return textOf('~');
  if (/^(?:TMPDIR|TEMP|TMP)$/.test(name)) return textOf('/tmp');
  return undefined;
}

/** `list[0]`, `table['key']`, `text[::-1]`. */
export function foldIndex(of: Value, key: Value, holes: Holes): Value | undefined {
  if (of.kind === 'either') return undefined;
  const index = key.kind === 'plain' ? key.text : null;
  if (of.kind === 'list' && index !== null && /^-?\d+$/.test(index)) return of.items.at(Number(index));
  if (of.kind === 'list' && index !== null && /^\d*:\d*$/.test(index)) {
    const [from = '', to = ''] = index.split(':');
    return { kind: 'list', items: of.items.slice(Number(from), to === '' ? undefined : Number(to)), open: of.open };
  }
  if (of.kind === 'glob') return of;
  if (key.kind === 'text') return foldMember(of, key.text, holes);
  if (of.kind === 'text' && index === '::-1') return textOf([...of.text].reverse().join(''));
  return undefined;
}

/** What a method of a text, list, table or listing gives. */
export function foldMethod(owner: Value, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  switch (owner.kind) {
    case 'either':
    case 'thing':
    case 'function':
    case 'plain':
      return name === 'toString' || name === 'to_s' ? owner : undefined;
    case 'glob':
      return /^(?:sort|filter|map|reverse|slice|values|to_a|resolve|absolute|__str__|as_posix|toString)$/.test(name)
        ? owner
        : undefined;
    case 'table':
      return tableMethod(owner, name, first, second, holes);
    case 'list':
      return listMethod(owner, name, first, args, holes);
    case 'text':
      // What was decoded stays so, whatever bytes are made of it.
      if (owner.type === decodedType && /^(?:toString|decode|strip|trim|encode|to_s)$/.test(name)) return owner;
      return owner.type === pathType
        ? pathMethod(owner.text, name, args, holes)
        : textMethod(owner.text, name, args, holes);
  }
}

function tableMethod(
  owner: Extract<Value, { kind: 'table' }>,
  name: string,
  key: Value | undefined,
  fallback: Value | undefined,
  holes: Holes,
): Value | undefined {
  if (name === 'get') return owner.entries.get(asText(key, holes) ?? '') ?? fallback;
  if (name === 'keys') return { kind: 'list', items: [...owner.entries.keys()].map(textOf), open: owner.open };
  if (name === 'values') return { kind: 'list', items: [...owner.entries.values()], open: owner.open };
  if (name === 'items')
    return {
      kind: 'list',
      items: [...owner.entries].map(
        ([entry, value]): Value => ({ kind: 'list', items: [textOf(entry), value], open: false }),
      ),
      open: owner.open,
    };
  return undefined;
}

function listMethod(
  owner: Extract<Value, { kind: 'list' }>,
  name: string,
  first: Value | undefined,
  args: Arguments,
  holes: Holes,
): Value | undefined {
  switch (name) {
    case 'join': {
      const texts = owner.items.map((item) => asText(item, holes) ?? holes.add({ source: '{…}' }));
      return textOf(texts.join(asText(first, holes) ?? ''));
    }
    case 'append':
    case 'push':
    case 'add':
      if (owner.items.length < 1000) owner.items.push(...args.all);
      return owner;
    case 'extend':
      if (first?.kind === 'list' && owner.items.length < 1000) owner.items.push(...first.items);
      return owner;
    case 'concat':
      return {
        ...owner,
        items: [...owner.items, ...args.all.flatMap((item) => (item.kind === 'list' ? item.items : [item]))],
      };
    case 'reverse':
      return { ...owner, items: [...owner.items].reverse() };
    case 'filter':
    case 'sort':
    case 'flat':
    case 'compact':
    case 'uniq':
    case 'to_a':
      return owner;
    default:
      return undefined;
  }
}

function pathMethod(text: string, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first] = args.all;
  switch (name) {
    case 'joinpath':
    case 'join':
      return joined([path(text), ...args.all], holes, pathType);
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'as_posix':
    case 'to_s':
    case '__str__':
      return path(text);
    case 'glob':
      return joined([textOf(text), { kind: 'glob', text: asText(first, holes) ?? '*' }], holes);
    case 'rglob':
      return joined([textOf(text), { kind: 'glob', text: `**/${asText(first, holes) ?? '*'}` }], holes);
    case 'iterdir':
    case 'children':
      return { kind: 'glob', text: `${text}/*` };
    default:
      return undefined;
  }
}

function textMethod(text: string, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  const [one, other] = [asText(first, holes), asText(second, holes)];
  switch (name) {
    case 'toString': {
      return textOf(text);
    }
    case 'strip':
    case 'trim':
    case 'decode':
    case 'encode':
    case 'to_s':
    case 'toWellFormed':
    case 'freeze':
    case 'unindent':
      return textOf(name === 'strip' || name === 'trim' ? text.trim() : text);
    case 'lower':
    case 'toLowerCase':
    case 'downcase':
      return textOf(text.toLowerCase());
    case 'upper':
    case 'toUpperCase':
    case 'upcase':
      return textOf(text.toUpperCase());
    case 'reverse':
      return textOf([...text].reverse().join(''));
    case 'replace':
    case 'replaceAll':
    case 'gsub':
      return first?.kind === 'text' && other !== null && text.length * other.length < maximumText * 10
        ? textOf(text.replaceAll(one ?? '', other).slice(0, maximumText))
        : undefined;
    case 'concat':
      return one === null ? undefined : textOf(text + one);
    case 'repeat':
      return Number(one) * text.length < 1000 ? textOf(text.repeat(Number(one) || 0)) : undefined;
    case 'split': {
      const separator = first?.kind === 'text' ? first.text : null;
      const parts = first === undefined ? text.trim().split(/\s+/) : separator === null ? null : text.split(separator);
      return parts && parts.length < 500 ? { kind: 'list', items: parts.map(textOf), open: false } : undefined;
    }
    case 'join': {
      if (first?.kind !== 'list') return undefined;
      return textOf(first.items.map((item) => asText(item, holes) ?? holes.add({ source: '{…}' })).join(text));
    }
    case 'format':
      return textOf(interpolated(text, args, holes));
    default:
      return undefined;
  }
}

/** `'{}/{name}'.format(a, name=b)`. */
function interpolated(text: string, args: Arguments, holes: Holes): string {
  let next = 0;
  return text.replace(/\{(\w*)(?:![rsa])?(?::[^{}]*)?\}|\{\{|\}\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    const value = name === '' ? args.all[next++] : /^\d+$/.test(name) ? args.all[Number(name)] : args.named.get(name);
    return asText(value, holes) ?? holes.add({ source: whole });
  });
}

/** What a function of a standard library gives: paths joined, texts decoded, data written as JSON. */
export function foldCall({ path: name, args, owner }: LibraryCall, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  const text = isTextual(first) ? first.text : null;
  switch (name) {
    case 'pathlib.Path':
    case 'pathlib.PurePath':
    case 'pathlib.PosixPath':
    case 'Pathname.new':
    case 'Pathname':
      return first ? (first.kind === 'glob' ? first : joined(args.all, holes, pathType)) : path('.');
    case 'pathlib.Path.home':
      return path('~');
    case 'pathlib.Path.cwd':
      return path('.');
    case 'os.path.join':
    case 'path.join':
    case 'path.resolve':
    case 'path.posix.join':
    case 'File.join':
      return joined(args.all, holes);
    case 'os.path.expanduser':
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'os.path.normpath':
    case 'os.fspath':
    case 'File.expand_path':
    case 'path.normalize':
    case 'url.fileURLToPath':
    case 'realpath':
    case 'str':
    case 'String':
    case 'bytes':
    case 'list':
    case 'sorted':
    case 'set':
    case 'tuple':
    case 'reversed':
    case 'Array.from':
    case 'util.promisify':
    case 'shlex.quote':
    case 'escapeshellarg':
    case 'asyncio.run':
    case 'tqdm':
    case 'tqdm.tqdm':
    case 'sqlalchemy.text':
    case 'text':
    case 'URL':
    case 'asyncio.create_task':
    case 'Array':
      return first?.kind === 'either' ? undefined : first;
    case 'shlex.split':
      return text === null ? undefined : textMethod(text, 'split', { all: [], named: args.named }, holes);
    case 'enumerate':
      return first?.kind === 'list'
        ? {
            ...first,
            items: first.items.map(
              (item, index): Value => ({
                kind: 'list',
                items: [{ kind: 'plain', text: String(index) }, item],
                open: false,
              }),
            ),
          }
        : undefined;
    case 'Object.entries':
    case 'Object.keys':
    case 'Object.values':
      return first?.kind === 'table'
        ? tableMethod(first, name === 'Object.entries' ? 'items' : name.slice(7), undefined, undefined, holes)
        : undefined;
    case 'os.path.dirname':
    case 'path.dirname':
    case 'File.dirname':
    case 'dirname':
      return text === null ? undefined : textOf(posix.dirname(text));
    case 'os.path.basename':
    case 'path.basename':
      return first?.kind === 'glob'
        ? { kind: 'glob', text: '*' }
        : text === null
          ? undefined
          : textOf(posix.basename(text));
    case 'os.getcwd':
    case 'process.cwd':
    case 'Deno.cwd':
    case 'Dir.pwd':
    case 'getcwd':
      return textOf('.');
    case 'os.homedir':
    case 'Dir.home':
      return textOf('~');
    case 'os.tmpdir':
    case 'tempfile.gettempdir':
    case 'Dir.tmpdir':
    case 'sys_get_temp_dir':
      return textOf('/tmp');
    case 'tempfile.mkdtemp':
    case 'tempfile.mktemp':
    case 'tempfile.TemporaryDirectory':
    case 'tempfile.NamedTemporaryFile':
    case 'fs.mkdtempSync':
    case 'fs.promises.mkdtemp':
    case 'Dir.mktmpdir':
    case 'tempnam':
      return path(`/tmp/${holes.add({ source: 'tmp' })}`);
    case 'glob.glob':
    case 'glob.iglob':
    case 'glob.sync':
    case 'glob.globSync':
    case 'globSync':
    case 'glob':
    case 'fg.sync':
    case 'fast-glob.sync':
    case 'fs.globSync':
    case 'Dir.glob':
    case 'Dir[]':
      return text === null ? undefined : { kind: 'glob', text };
    case 'os.listdir':
    case 'fs.readdirSync':
    case 'fs.promises.readdir':
    case 'Dir.children':
    case 'Dir.entries':
    case 'scandir':
      return { kind: 'glob', text: '*' };
    case 'os.scandir':
      return { kind: 'glob', text: `${text ?? '.'}/*` };
    case 'os.walk': {
      const root = asText(first, holes);
      const entry: Value = {
        kind: 'list',
        items: [
          { kind: 'glob', text: `${root ?? '?'}/**` },
          { kind: 'glob', text: '*' },
          { kind: 'glob', text: '*' },
        ],
        open: false,
      };
      return root === null ? undefined : { kind: 'list', items: [entry], open: true };
    }
    case 'os.getenv':
    case 'os.environ.get':
    case 'ENV.fetch':
    case 'getenv':
      return (text !== null && variable(text, holes)) || undefined;
    case 'JSON.stringify':
    case 'json.dumps':
    case 'json_encode':
    case 'JSON.generate':
    case 'encode_json': {
      const json = asJson(first, holes);
      return json === null ? undefined : textOf(json);
    }
    case 'JSON.parse':
    case 'json.loads':
      return undefined;
    case 'base64.b64decode':
    case 'atob':
    case 'Base64.decode64':
    case 'base64_decode':
    case 'decode_base64':
      return text === null || holes.within(text) ? undefined : decoded(Buffer.from(text, 'base64').toString('utf8'));
    case 'bytes.fromhex':
    case 'hex2bin':
      return text === null ? undefined : decoded(Buffer.from(text, 'hex').toString('utf8'));
    case 'Buffer.from': {
      const encoding = asText(second, holes);
      const known = encoding === 'base64' || encoding === 'hex' ? encoding : 'utf8';
      return text === null || holes.within(text) || known === 'utf8'
        ? first
        : decoded(Buffer.from(text, known).toString('utf8'));
    }
    case 'codecs.decode':
      return text !== null && asText(second, holes) === 'rot13' ? decoded(rotated(text)) : undefined;
    case 'chr':
    case 'String.fromCharCode': {
      const codes = args.all.map((value) => (value.kind === 'plain' ? Number(value.text) : Number.NaN));
      return codes.every((code) => code >= 0 && code < 0x110000) ? textOf(String.fromCodePoint(...codes)) : undefined;
    }
    case 'sprintf':
    case 'format':
      return text === null
        ? undefined
        : formatted(text, { kind: 'list', items: args.all.slice(1), open: false }, holes);
    case 'map': {
      return second?.kind === 'list' || second?.kind === 'glob' ? second : undefined;
    }
    default:
      return owner?.kind === 'glob' ? foldMethod(owner, name.slice(name.lastIndexOf('.') + 1), args, holes) : undefined;
  }
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
