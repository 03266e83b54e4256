import { posix } from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { isUnread } from '../unread.ts';
import {
  type CodeLanguage,
  type Interpreter,
  interpreterOf,
  isCompiler,
  node,
  shebangLanguage,
} from './interpreters.ts';
import type { LanguageName } from './languages.ts';

/** The code an interpreter is given. */
export interface CodeSource {
  readonly language: CodeLanguage;
  /** Null where it could not be resolved; `why` tells. */
  readonly text: string | null;
  readonly why?: 'fetched' | 'unresolved' | 'unread';
  /** True where the shell puts parts into it that are not known; they stand in it as written. */
  readonly open?: boolean;
  /** Absolute path of the file it stands in. */
  readonly file: string | null;
  /** Where it begins in the action's own text, where it stands there letter for letter. */
  readonly offset: number | null;
  readonly span: Span;
  /** What the code sees as its own arguments. */
  readonly args: readonly Word[];
}

/** Whether a program runs code of its own language. */
function runsCode(program: string): boolean {
  return /^(?:deno|bun|rails|wp|manage\.py|expect|go|mage)$/.test(program) || interpreterOf(program) !== undefined;
}

/** Whether there may be code to read: in a call of an interpreter, or in the file that is called. */
export function mayRunCode({ program, name }: Invocation): boolean {
  return program !== null && (runsCode(program) || (name.kind === 'known' && name.value.includes('/')));
}

/** The code a call runs; several where it is given several. Empty where it runs none that could be looked at. */
export function codeSources(invocation: Invocation, all: readonly Invocation[], inquiry: Inquiry): CodeSource[] {
  const { program, args } = invocation;
  if (program === null) return [];
  if (program === 'deno' || program === 'bun') return runtimeSources(invocation, all, inquiry);
  const framework = frameworkSources(invocation, all, inquiry);
  if (framework) return framework;
  if (program === 'go') return goSources(invocation, inquiry);
  if (program === 'mage') return mageSources(invocation, inquiry);
  const release = releaseSources(invocation);
  if (release) return [...release, ...ownScript(invocation, inquiry)];
  const interpreter = interpreterOf(program);
  if (!interpreter) return ownScript(invocation, inquiry);
  if (isCompiler(program)) return compiledSources(invocation);
  if (
    interpreter.only &&
    !args.slice(0, 3).some((word) => word.kind === 'known' && interpreter.verbs?.test(word.value))
  )
    return [];
  const sources = interpreterSources(invocation, args, interpreter, all, inquiry);
  // `cargo run`, `java Main`, `swift build` name no file: what they run is the project.
  return interpreter.language === 'plain'
    ? sources.filter(({ why, text }) => text !== null || why !== 'unread')
    : sources;
}

/**
 * Code given to a framework's own interpreter: `rails runner CODE`, `manage.py shell -c CODE`, `artisan tinker`, or by
 * their standard input.
 */
function frameworkSources(invocation: Invocation, all: readonly Invocation[], inquiry: Inquiry): CodeSource[] | null {
  const { program, args } = invocation;
  const texts = args.slice(0, 3).map((word) => (word.kind === 'known' ? word.value : ''));
  const at = (index: number, language: LanguageName): CodeSource[] => {
    const code = args[index];
    return code ? [sourceOf(code, language, args.slice(index + 1))] : [];
  };
  const typed = (language: LanguageName) => inputSources(invocation, language, [], all, inquiry);
  if (program === 'rails' && /^(?:console|c)$/.test(texts[0] ?? '')) return typed('ruby');
  if (program === 'rails' && /^(?:runner|r)$/.test(texts[0] ?? '')) {
    const index = args.findIndex(
      (word, position) => position > 0 && !isOption(word) && !isEnvironment(args[position - 1]),
    );
    const code = args[index];
    if (code?.kind === 'known' && code.value === '-') return typed('ruby');
    return code?.kind === 'known' && /\.rb$/.test(code.value) ? null : at(index, 'ruby');
  }
  if (program === 'wp' && texts[0] === 'eval') return at(1, 'php');
  const own = /(?:^|\/)(manage\.py|artisan)$/.exec(program === 'manage.py' ? program : (texts[0] ?? ''))?.[1];
  if (own === 'manage.py') {
    const index = args.findIndex((word) => word.kind === 'known' && /^(?:-c|--command)$/.test(word.value));
    if (!texts.includes('shell') && !texts.includes('shell_plus')) return null;
    return index < 0 ? typed('python') : at(index + 1, 'python');
  }
  if (own !== 'artisan' || !texts.includes('tinker')) return null;
  const word = args.find((one) => one.kind === 'known' && one.value.startsWith('--execute='));
  if (word?.kind === 'known') return [{ ...sourceOf(word, 'php', []), text: word.value.slice(10), offset: null }];
  const execute = args.findIndex((one) => one.kind === 'known' && one.value === '--execute');
  return execute < 0 ? typed('php') : at(execute + 1, 'php');
}

function isOption(word: Word): boolean {
  return word.kind === 'known' && word.value.startsWith('-') && word.value !== '-';
}

/** `rails runner -e production CODE` */
function isEnvironment(word: Word | undefined): boolean {
  return word?.kind === 'known' && /^(?:-e|--environment)$/.test(word.value);
}

/** `gcc x.c -o x && ./x`: a source that the same text writes is about to run. */
function compiledSources({ args, cwd, span, written }: Invocation): CodeSource[] {
  if (!written || cwd === null) return [];
  return args.flatMap((word): CodeSource[] => {
    if (word.kind !== 'known' || !/\.(?:c|cc|cpp|cxx|rs|hs|java|m)$/.test(word.value)) return [];
    const file = posix.resolve(cwd, word.value);
    const text = written.get(file);
    return typeof text === 'string' ? [{ language: 'plain', text, file, offset: null, span, args: [] }] : [];
  });
}

/** `go run FILE.go`, where the file can be read. */
function goSources(invocation: Invocation, inquiry: Inquiry): CodeSource[] {
  const [verb, ...rest] = invocation.args;
  if (verb?.kind !== 'known' || verb.value !== 'run') return [];
  const named = rest.filter((word) => word.kind === 'known' && word.value.endsWith('.go'));
  // `go run .` runs the folder: as much of it as this text writes.
  const folder = rest.find((word) => word.kind === 'known' && /^\.{0,2}\/|^\.$/.test(word.value));
  const at = folder?.kind === 'known' ? pathOf(folder.value, invocation) : null;
  const written = [...(invocation.written?.keys() ?? [])].filter(
    (path) => at !== null && path.endsWith('.go') && posix.dirname(path) === at.replace(/(.)\/$/, '$1'),
  );
  const files =
    named.length > 0 ? named : written.map((value): Word => ({ kind: 'known', value, span: invocation.span }));
  return files
    .flatMap((file) => fileSources(file, 'plain', [], invocation, inquiry))
    .filter((source) => source.text !== null);
}

/** `mage TARGET`: the function of that name in the magefile, and those that are no targets themselves. https://magefile.org/targets/ */
function mageSources(invocation: Invocation, inquiry: Inquiry): CodeSource[] {
  const words = invocation.args.map((word) => (word.kind === 'known' ? word.value : ''));
  if (words.some((word) => /^-(?:l|h|clean|init|compile|version)$/.test(word))) return [];
  const path = pathOf('magefile.go', invocation);
  const text = path === null ? null : textOfFile(path, invocation, inquiry);
  if (text === null) return [];
  const goals = words
    .filter((word) => /^\w/.test(word))
    .map((word) => word.slice(word.lastIndexOf(':') + 1).toLowerCase());
  const runs = text
    .split(/^(?=func )/m)
    .filter((part, index) => {
      const name = /^func (?:\([^)]*\) )?(\w+)/.exec(part)?.[1] ?? '';
      return index === 0 || /^[a-z]/.test(name) || goals.includes(name.toLowerCase());
    })
    .join('');
  const calls = [...text.matchAll(/^func (?:\([^)]*\) )?([A-Z]\w*)/gm)].flatMap(([, name = '']) =>
    goals.includes(name.toLowerCase()) ? [`\n${name}()`] : [],
  );
  const { span } = invocation;
  return goals.length === 0
    ? []
    : [{ language: 'plain', text: `${runs}${calls.join('')}\n`, file: path, offset: null, span, args: [] }];
}

/** `bin/shop rpc CODE`, `bin/shop eval CODE` of an Elixir release. https://hexdocs.pm/mix/Mix.Tasks.Release.html */
function releaseSources({ name, args, wrappers }: Invocation): CodeSource[] | null {
  const [verb, code] = args;
  if (verb?.kind !== 'known' || !/^(?:rpc|eval)$/.test(verb.value) || !code || name.kind !== 'known') return null;
  // One of this folder's own programs is read itself, whatever it is handed.
  const away = name.value.startsWith('/') || wrappers.some((wrapper) => wrapper.place !== 'here');
  return away && /(?:^|\/)bin\/[^/]+$/.test(name.value) ? [sourceOf(code, 'plain', [])] : null;
}

/** `deno eval CODE`, `deno run FILE`, `bun -e CODE`, `bun FILE`, `bun run FILE`. */
function runtimeSources(invocation: Invocation, all: readonly Invocation[], inquiry: Inquiry): CodeSource[] {
  const [first] = invocation.args;
  const word = first?.kind === 'known' ? first.value : '';
  const rest = invocation.args.slice(1);
  if (word === 'eval') {
    const code = rest.find((one) => !(one.kind === 'known' && one.value.startsWith('-')));
    return code ? [sourceOf(code, 'javascript', rest)] : [];
  }
  if (word === 'run' || word === '-') {
    // `bun run build` reads nothing from its input.
    const reads = invocation.args.some((one) => one.kind === 'known' && one.value === '-');
    const sources = interpreterSources(invocation, rest, node, all, inquiry);
    return sources.filter((source) => source.file !== null || reads);
  }
  if (/^-(?:e|p|-eval|-print)$/.test(word) || /\.[cm]?[jt]sx?$/.test(word))
    return interpreterSources(invocation, invocation.args, node, all, inquiry);
  return [];
}

function interpreterSources(
  invocation: Invocation,
  args: readonly Word[],
  interpreter: Interpreter,
  all: readonly Invocation[],
  inquiry: Inquiry,
): CodeSource[] {
  const { language } = interpreter;
  const found: CodeSource[] = [];
  let index = 0;
  for (; index < args.length; index += 1) {
    const word = args[index];
    if (!word) break;
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    if (language === 'python' && text === '-m') return moduleSources(args.slice(index + 1), invocation, inquiry);
    if (interpreter.informs.test(text)) return found;
    if (text === '-l' && language === 'applescript') {
      const named = args[index + 1];
      if (named?.kind === 'known' && /javascript/i.test(named.value)) {
        const sources = interpreterSources(invocation, args.slice(index + 2), node, all, inquiry);
        return sources.flatMap((source) => [source, { ...source, language }]);
      }
    }
    const equals = /^--(?:eval|print)=/.exec(text);
    if (equals && word.kind === 'known') {
      found.push({ ...sourceOf(word, 'javascript', []), text: text.slice(equals[0].length), offset: null });
      continue;
    }
    if (interpreter.code.test(text)) {
      const code = args[index + 1];
      if (code) found.push(sourceOf(code, language, args.slice(index + 2)));
      index += 1;
      if (language === 'python') break;
      continue;
    }
    // `php -f FILE`, `awk -f FILE`.
    if (text === '-f' && (language === 'php' || language === 'awk' || language === 'expect')) {
      const file = args[index + 1];
      return file ? fileSources(file, language, args.slice(index + 2), invocation, inquiry) : [];
    }
    if (interpreter.valued.test(text)) {
      const next = args[index + 1];
      // `clojure -M -e CODE`, `perl -I lib -e CODE`
      if (!(text === '-M' && next?.kind === 'known' && next.value.startsWith('-'))) index += 1;
      continue;
    }
    if (interpreter.verbs?.test(text)) {
      const code = args[index + 1];
      // `crystal eval CODE`
      if (text === 'eval' && code) return [sourceOf(code, language, args.slice(index + 2))];
      continue;
    }
    if (text === '-' || !text.startsWith('-')) break;
  }
  if (found.length > 0) return found;
  const operand = args[index];
  // Scala's own name for its input: `scala-cli run _.sc`.
  if (!operand || (operand.kind === 'known' && /^(?:-|_(?:\.(?:scala|sc|java))?)$/.test(operand.value)))
    return inputSources(invocation, language, args.slice(index + 1), all, inquiry);
  if (language === 'awk') return [sourceOf(operand, language, args.slice(index + 1))];
  return fileSources(operand, language, args.slice(index + 1), invocation, inquiry);
}

/** Modules that come with Python or with a tool: no file of the project. */
const broughtModules =
  /^(?:pytest|pip|venv|virtualenv|http|unittest|json|black|mypy|ruff|build|twine|flake8|isort|coverage|pylint|uvicorn|gunicorn|flask|django|celery|alembic|poetry|ensurepip|cProfile|profile|pstats|pdb|timeit|site|sysconfig|py_compile|compileall|zipfile|tarfile|gzip|base64|doctest|trace|ast|dis|calendar|platform|smtpd|jupyter\w*|ipykernel|notebook|mkdocs|sphinx|tox|nox|pre_commit|bandit|streamlit|torch|spacy|nltk|playwright|grpc_tools|ansible|awscli|pipx|uv|hatch|pdm|wheel|setuptools)(?:\.|$)/;

/** `python -m tools.retire`: the module's file below the working directory. */
function moduleSources(args: readonly Word[], invocation: Invocation, inquiry: Inquiry): CodeSource[] {
  const [module, ...rest] = args;
  if (module?.kind !== 'known' || !/^\w+(?:\.\w+)*$/.test(module.value) || broughtModules.test(module.value)) return [];
  const path = module.value.replaceAll('.', '/');
  for (const value of [`${path}.py`, `${path}/__main__.py`]) {
    const sources = fileSources({ ...module, value }, 'python', rest, invocation, inquiry);
    if (sources.length > 0) return sources;
  }
  return [];
}

function sourceOf(word: Word, language: CodeLanguage, args: readonly Word[]): CodeSource {
  const { span } = word;
  if (word.kind === 'unknown') {
    // What the shell puts in is one more thing the code does not know: the text around it still says what it does.
    const partly = word.prefix.trim() !== '' || /[()]/.test(word.text.replace(/\$\([^)]*\)|\$\{[^}]*\}/g, ''));
    if (partly) return { language, text: word.text, open: true, file: null, offset: null, span, args };
    return { language, text: null, why: 'unresolved', file: null, offset: null, span, args };
  }
  const extra = span[1] - span[0] - word.value.length;
  const offset = extra === 2 ? span[0] + 1 : extra === 0 ? span[0] : null;
  return { language, text: word.value, file: null, offset, span, args };
}

function fileSources(
  word: Word,
  language: CodeLanguage,
  args: readonly Word[],
  invocation: Invocation,
  inquiry: Inquiry,
): CodeSource[] {
  // A file of another machine or container is none of ours.
  if (word.kind !== 'known' || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  if (/^\/(?:dev\/stdin|dev\/fd\/0)$/.test(word.value)) return [];
  const path = pathOf(word.value, invocation);
  if (path === null) return [];
  const text = textOfFile(path, invocation, inquiry);
  if (text === null) {
    const unread = { language, text, why: 'unread', file: path, offset: null, span: invocation.span, args } as const;
    return isUnread(inquiry, path) ? [unread] : [];
  }
  return [{ language, text, file: path, offset: null, span: invocation.span, args }];
}

function pathOf(value: string, invocation: Invocation): string | null {
  if (value.includes('\0') || value === '' || value.includes('://')) return null;
  if (posix.isAbsolute(value)) return posix.normalize(value);
  return invocation.cwd === null ? null : posix.join(invocation.cwd, value);
}

/** The content of a file as the same command left it, or as it is on the disk. */
export function textOfFile(path: string, invocation: Invocation, inquiry: Inquiry): string | null {
  const written = invocation.written?.get(path);
  if (typeof written === 'string') return written;
  const answer = look(inquiry, { kind: 'file-text', path });
  return answer.known ? answer.value.text : null;
}

/** Code on standard input: a here-document, a file, or what `echo` prints. */
function inputSources(
  invocation: Invocation,
  language: CodeLanguage,
  args: readonly Word[],
  all: readonly Invocation[],
  inquiry: Inquiry,
): CodeSource[] {
  const { stdin, span } = invocation;
  const shared = { language, file: null, args } as const;
  switch (stdin.kind) {
    case 'text': {
      const extra = stdin.span[1] - stdin.span[0] - stdin.value.length;
      return [
        {
          ...shared,
          text: stdin.value,
          offset: extra >= 0 && extra < 3 ? stdin.span[0] + (extra === 2 ? 1 : 0) : null,
          span: stdin.span,
        },
      ];
    }
    case 'unknown':
      return stdin.text === undefined ? [] : [{ ...shared, text: stdin.text, open: true, offset: null, span }];
    case 'file':
      return fileSources(stdin.path, language, args, invocation, inquiry);
    case 'pipe':
      return pipedSources(all[stdin.from], invocation, shared, inquiry);
    default:
      return [];
  }
}

function pipedSources(
  from: Invocation | undefined,
  invocation: Invocation,
  shared: Pick<CodeSource, 'language' | 'args'> & { readonly file: null },
  inquiry: Inquiry,
): CodeSource[] {
  const { span } = invocation;
  switch (from?.program) {
    case 'echo':
    case 'printf': {
      const words = from.args.filter((word) => !(word.kind === 'known' && /^-[neE]+$/.test(word.value)));
      const text = words.map((word) => (word.kind === 'unknown' ? word.text : word.value)).join(' ');
      return [{ ...shared, text: text.replaceAll('\\n', '\n'), offset: null, span: from.span }];
    }
    case 'cat': {
      const [file] = from.args;
      return file ? fileSources(file, shared.language, shared.args, { ...from, span }, inquiry) : [];
    }
    case 'curl':
    case 'wget':
    case 'base64':
    case 'xxd':
    case 'openssl':
    case 'gunzip':
    case 'zcat':
      return [{ ...shared, text: null, why: 'fetched', offset: null, span }];
    default:
      return [];
  }
}

/** `./x.py`: a file of the workspace whose first line names an interpreter. */
function ownScript(invocation: Invocation, inquiry: Inquiry): CodeSource[] {
  const { name, span } = invocation;
  if (
    name.kind !== 'known' ||
    !name.value.includes('/') ||
    /^\/(?:usr|bin|sbin|opt|nix|snap|System|Applications)\//.test(name.value)
  )
    return [];
  if (
    !/\.(?:py|[cm]?js|ts|rb|pl|php|kts|jl|exs|lua|R|groovy|sc|swift|rs|tcl|csx|dart)$|\/[^./]+$/.test(name.value) ||
    /\/node_modules\/|\/\.?venv\//.test(name.value)
  )
    return [];
  if (invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  const path = pathOf(name.value, invocation);
  const text = path === null ? null : textOfFile(path, invocation, inquiry);
  if (text === null) return [];
  const language = shebangLanguage(text);
  return language ? [{ language, text, file: path, offset: null, span, args: invocation.args }] : [];
}
