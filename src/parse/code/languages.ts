import { posix } from 'node:path';
import type { Holes } from '../shell/value.ts';
import type { CodeDeed } from './deeds.ts';
import type { Evaluation } from './evaluate.ts';
import type { Doing } from './libraries/doing.ts';
import { javascriptCalls, perlCalls, phpCalls, pythonCalls, rubyCalls } from './libraries/files.ts';
import { operationDeed } from './libraries/operations.ts';
import { plainDoing, plainValue } from './libraries/plain-calls.ts';
import { statementDeed } from './libraries/stores.ts';
import { requestDeed } from './libraries/web.ts';
import type { Language, LibraryCall, Unit } from './library.ts';
import { isPatched } from './stand-ins.ts';
import { type Scope, tableOf, type Value } from './values.ts';

/** The languages whose texts are read. */
export type LanguageName = 'python' | 'javascript' | 'ruby' | 'perl' | 'php' | 'plain';

const tables: Readonly<Record<LanguageName, Readonly<Record<string, Doing>>>> = {
  python: pythonCalls,
  javascript: javascriptCalls,
  ruby: rubyCalls,
  perl: perlCalls,
  php: phpCalls,
  // By the end of a name: `plain-calls.ts`.
  plain: {},
};

/** A language's libraries; `given`: what is known of names nobody binds (`sys.argv`). */
export function languageOf(
  name: LanguageName,
  given: ReadonlyMap<string, Value>,
  load: (candidates: readonly string[], from: Unit, evaluation: Evaluation) => Scope | null,
): Language {
  const table = tables[name];
  const own: Language['own'] = (module, parts, from, evaluation) => {
    const candidates = filesOf(name, module, parts, from.file === null ? '.' : posix.dirname(from.file));
    return candidates.length === 0 ? null : load(candidates, from, evaluation);
  };
  return {
    given,
    own,
    module: name === 'javascript' ? javascriptModule : (module) => module,
    call: (call, holes, unit, evaluation) => {
      if (name === 'plain') return plainCalled(call, holes, unit);
      const module = loaded(call, name);
      const scope = module === null ? null : own(module, [null], unit, evaluation);
      if (scope) return { value: tableOf(scope) };
      const variable = variableOf(call, given);
      return variable ? { value: variable } : called(table, name, call, holes, unit);
    },
  };
}

/** A call of a language without a grammar of its own. */
function plainCalled(call: LibraryCall, holes: Holes, unit: Unit): ReturnType<Language['call']> {
  const value = plainValue(call, holes);
  if (value) return { value };
  const doing = plainDoing(call);
  if (doing) return { deeds: doing(call, holes) };
  const deed = requestDeed(call, holes) ?? statementDeed(call, holes, unit.text) ?? operationDeed(call, holes, unit);
  return deed ? { deeds: [deed] } : null;
}

/** An environment variable by function: `os.getenv('X')`, `ENV.fetch('X')`. */
function variableOf({ path, args }: LibraryCall, given: ReadonlyMap<string, Value>): Value | undefined {
  const [name] = args.all;
  if (name?.kind !== 'text' || !/^(?:os\.getenv|os\.environ\.get|ENV\.fetch|getenv)$/.test(path)) return undefined;
  return given.get(`os.environ.${name.text}`);
}

/** The module or file that a call brings in. */
function loaded({ path, args }: LibraryCall, language: LanguageName): string | null {
  const [first] = args.all;
  if (first?.kind !== 'text') return null;
  if (language === 'javascript') return path === 'require' ? first.text : null;
  if (language === 'python')
    return /^(?:__import__|importlib\.import_module|runpy\.run_path)$/.test(path) ? first.text : null;
  return /^(?:require_relative|load|do|require|include|require_once|include_once)$/.test(path) &&
    /[./]/.test(first.text)
    ? first.text
    : null;
}

/** The files a module may be, beside a text in `directory`. */
function filesOf(
  language: LanguageName,
  module: string,
  parts: readonly (string | null)[],
  directory: string,
): string[] {
  const at = (path: string) => posix.join(directory, path);
  if (language === 'plain') return [];
  if (language === 'javascript') {
    if (!/^\.{0,2}\//.test(module)) return [];
    const bare = at(module).replace(/\.js$/, '');
    return /\.(?:[cm]?[jt]sx?|json)$/.test(module)
      ? [at(module), `${bare}.ts`]
      : ['.js', '.ts', '.mjs', '.cjs', '/index.js', '/index.ts'].map((ending) => `${bare}${ending}`);
  }
  if (language === 'python') {
    if (module.endsWith('.py')) return [at(module)];
    if (!isOwnPython(module)) return [];
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const path = `${'../'.repeat(Math.max(dots - 1, 0))}${module.slice(dots).replaceAll('.', '/')}`;
    const [part] = parts;
    const inner = part && part !== '*' ? [at(`${path}/${part}.py`)] : [];
    return [at(`${path}.py`), ...inner, at(`${path}/__init__.py`)];
  }
  const ending = language === 'ruby' ? '.rb' : language === 'php' ? '.php' : '.pl';
  return [
    at(
      module.includes('.') && !module.startsWith('.')
        ? module
        : module.endsWith(ending)
          ? module
          : `${module}${ending}`,
    ),
  ];
}

function called(
  table: Readonly<Record<string, Doing>>,
  language: LanguageName,
  call: LibraryCall,
  holes: Holes,
  unit: Unit,
): ReturnType<Language['call']> {
  const { path } = call;
  const imported = importedBy(call, language);
  if (imported) return { value: imported };
  if (language === 'python' && isPatched(call, unit)) return null;
  const doing = Object.hasOwn(table, path) ? table[path] : undefined;
  if (doing) return { deeds: doing(call, holes) };
  // `getattr(os, 'remove')(x)`, `fs[name](x)`: a part of a dangerous module that could not be worked out.
  if (/^(?:os|shutil|subprocess|fs|child_process)\.\?$/.test(path)) return { deeds: [unknown(call)] };
  const deed = requestDeed(call, holes) ?? statementDeed(call, holes, unit.text) ?? operationDeed(call, holes, unit);
  if (deed) return { deeds: [deed] };
  return null;
}

function unknown(call: LibraryCall): CodeDeed {
  return { kind: 'unknown', what: call.path.replace('.?', '.…'), start: call.at.start, end: call.at.end };
}

/** Modules by function: `require('fs')`, `__import__('os')`; parts by name: `getattr(os, 'remove')`. */
function importedBy({ path, args }: LibraryCall, language: LanguageName): Value | null {
  const [first, second] = args.all;
  if (path === 'getattr' && first?.kind === 'thing' && second) {
    const known = second.kind === 'text' && /^\w+$/.test(second.text);
    return { kind: 'thing', path: `${first.path}.${known ? second.text : '?'}`, owner: first, source: path };
  }
  if (
    !/^(?:require|__import__|importlib\.import_module|createRequire\(\)|process\.mainModule\.require|module\.require|module\.createRequire\(\))$/.test(
      path,
    )
  )
    return null;
  if (first?.kind !== 'text' || !/^[\w@./:-]+$/.test(first.text)) return null;
  const module = language === 'javascript' ? javascriptModule(first.text) : first.text;
  return { kind: 'thing', path: module, source: path };
}

const javascriptModules: Readonly<Record<string, string>> = {
  'fs/promises': 'fs.promises',
  'fs-extra': 'fs',
  'graceful-fs': 'fs',
  'path/posix': 'path',
  'got.default': 'got',
  zx: 'zx',
  'zx.fs': 'fs',
  'globalThis.fetch': 'fetch',
  'better-sqlite3': 'better-sqlite3',
};

/** `node:fs/promises` is `fs.promises`; `fs-extra` has all that `fs` has. */
function javascriptModule(name: string): string {
  const bare = name.startsWith('node:') ? name.slice(5) : name;
  return (Object.hasOwn(javascriptModules, bare) ? javascriptModules[bare] : undefined) ?? bare;
}

const pythonLibraries = new Set(
  (
    '__future__ abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmath codecs collections colorsys ' +
    'concurrent configparser contextlib copy csv ctypes dataclasses datetime decimal difflib dis email enum errno fcntl ' +
    'filecmp fnmatch fractions ftplib functools gc getpass gettext glob gzip hashlib heapq hmac html http imaplib importlib ' +
    'inspect io ipaddress itertools json keyword linecache locale logging lzma math mimetypes multiprocessing numbers ' +
    'operator os pathlib pickle pkgutil platform pprint pty pwd queue random re readline resource sched secrets select ' +
    'shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess sys ' +
    'sysconfig tarfile tempfile textwrap threading time timeit tkinter token tokenize tomllib traceback types typing ' +
    'unicodedata unittest urllib uuid venv warnings wave weakref webbrowser xml xmlrpc zipfile zipimport zlib zoneinfo ' +
    'numpy pandas scipy matplotlib sklearn torch torchvision tensorflow keras jax transformers datasets PIL cv2 requests ' +
    'httpx aiohttp urllib3 boto3 botocore google azure flask fastapi django starlette uvicorn pydantic sqlalchemy psycopg ' +
    'psycopg2 pymysql pymongo redis celery click typer rich tqdm yaml toml dotenv jinja2 bs4 lxml selenium playwright ' +
    'pytest openai anthropic langchain stripe kubernetes docker github paramiko fabric invoke pexpect psutil openpyxl'
  ).split(' '),
);

/** A module that is none of the standard library or of the common packages may be a file beside the text. */
function isOwnPython(module: string): boolean {
  return !pythonLibraries.has(module.split('.')[0] ?? module) || module.startsWith('.');
}
