import { posix } from 'node:path';
import type { Holes } from '../shell/value.ts';
import {
  decoded,
  foldMethod,
  formatted,
  isTextual,
  joined,
  path,
  pathType,
  tableMethod,
  textMethod,
  variable,
} from './fold.ts';
import type { LibraryCall } from './library.ts';
import { asJson, asText, textOf, type Value } from './values.ts';

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
      return (text !== null && variable(text)) || undefined;
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
