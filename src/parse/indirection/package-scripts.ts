import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, lineOf, nearestFile, sourceOf, textsOf } from './body.ts';

interface PackageFile {
  readonly file: string;
  readonly directory: string;
  readonly text: string;
  /** Without its scope. */
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

const own: Readonly<Record<string, string>> = {
  t: 'test',
  tst: 'test',
  test: 'test',
  start: 'start',
  stop: 'stop',
  restart: 'restart',
};
const installs = /^(?:install|i|add|ci|clean-install|install-test|it|isntall|in|rebuild|rb)$/;
/** https://docs.npmjs.com/cli/using-npm/scripts: run for the project's own package on an install without a name. */
const lifeCycle = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const publishing = ['prepublishOnly', 'prepack', 'prepare', 'postpack', 'publish', 'postpublish'];
const valued = /^(?:--prefix|-C|--dir|--cwd|--filter|-F|--reporter|--loglevel|--registry|--userconfig|--cache)$/;
const elsewhere = /^(?:-w|--workspace|--filter|-F|-ws|--workspaces|-r|--recursive)(?:=|$)/;

/** The scripts of package.json that a call of npm, pnpm, yarn or bun runs, with what runs before and after them. */
export function packageScripts(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { program, cwd } = invocation;
  if (cwd === null) return [];
  const words = textsOf(invocation);
  let directory = cwd;
  const operands: (string | null)[] = [];
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? null;
    if (word === '--') break;
    if (word !== null && valued.test(word)) {
      index += 1;
      const value = words[index];
      if (/^(?:--prefix|-C|--dir|--cwd)$/.test(word) && value) directory = posix.resolve(cwd, value);
      continue;
    }
    if (word === '-g' || word === '--global' || word === '--ignore-scripts' || word === '--help' || word === '-h')
      return [];
    // Another package's scripts: which one is not read here.
    if (word !== null && elsewhere.test(word)) return [];
    if (word?.startsWith('-') && operands.length < 2) continue;
    operands.push(word);
  }
  const after = [
    ...operands.splice(operands[0] === 'run' || operands[0] === 'run-script' ? 2 : 1),
    ...words.slice(index + 1),
  ];
  const [verb, name] = operands;
  const called = scriptsCalled(program, verb, name, after);
  if (called.length === 0) return [];
  const found = packageFile(directory, invocation, inquiry);
  if (!found) return namedLikeTool(called, after, directory);
  const args = verb !== undefined && installs.test(verb ?? '') ? [] : after;
  return bodiesOf(found, called, args);
}

/** `npm run typeorm -- schema:drop` where no package.json can be read: a script that is handed arguments bears its tool's name. */
function namedLikeTool(names: readonly string[], args: readonly (string | null)[], cwd: string): Body[] {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || args.length === 0 || !/^[a-z][\w-]+$/.test(name)) return [];
  return [{ text: [name, ...args.map(sourceOf)].join(' '), file: null, line: 1, cwd }];
}

/** The names of scripts a call asks for; those of an install are the project's own life cycle. */
function scriptsCalled(
  program: string | null,
  verb: string | null | undefined,
  name: string | null | undefined,
  after: readonly (string | null)[],
): readonly string[] {
  if (verb === null) return [];
  if (verb === undefined) return program === 'yarn' ? lifeCycle : [];
  if (verb === 'run' || verb === 'run-script') return name ? [name] : [];
  if (verb === 'publish' || verb === 'pack') return publishing;
  // With a name a dependency is installed; its scripts are its own.
  if (installs.test(verb)) return after.some((word) => word === null || !word.startsWith('-')) ? [] : lifeCycle;
  if (program === 'npm') return own[verb] ? [own[verb]] : [];
  if (program === 'bun' && verb === 'test') return [];
  return [verb];
}

function bodiesOf(found: PackageFile, names: readonly string[], args: readonly (string | null)[]): Body[] {
  const hooks =
    names === lifeCycle || names === publishing ? names : names.flatMap((name) => [`pre${name}`, name, `post${name}`]);
  return hooks.flatMap((name) => {
    const script = Object.hasOwn(found.scripts, name) ? found.scripts[name] : undefined;
    if (script === undefined) return [];
    const text = names.includes(name) && hooks !== names ? [script, ...args.map(sourceOf)].join(' ') : script;
    return [bodyOf(found, name, text)];
  });
}

function bodyOf(found: PackageFile, name: string, text: string): Body {
  const line = lineOf(found.text, found.text.search(new RegExp(`"${escaped(name)}"\\s*:`)));
  return { text, file: found.file, line, cwd: found.directory };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function packageFile(directory: string, invocation: Invocation, inquiry: Inquiry): PackageFile | null {
  const found = nearestFile(directory, ['package.json'], invocation, inquiry);
  if (!found) return null;
  const parsed = parsedJson(found.text);
  const [full, single] = [entry(parsed, 'name'), entry(parsed, 'bin')];
  const name = typeof full === 'string' ? full.replace(/^@[^/]*\//, '') : '';
  const bin = typeof single === 'string' ? { [name]: single } : textsIn(parsed, 'bin');
  return { ...found, name, scripts: textsIn(parsed, 'scripts'), bin };
}

/** A JSON text's value, or null. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The texts of an object under a key. */
function textsIn(value: unknown, key: string): Readonly<Record<string, string>> {
  const inner = entry(value, key);
  if (typeof inner !== 'object' || inner === null) return {};
  return Object.fromEntries(
    Object.entries(inner).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}

/** An object's own entry. */
export function entry(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** `run-s clean build:*`, `npm-run-all …`, `concurrently "npm:dev" "…"`: scripts by name, and texts. */
export function scriptRunners(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const names = textsOf(invocation).flatMap((text) => (text === null || text.startsWith('-') ? [] : [text]));
  const found = packageFile(invocation.cwd, invocation, inquiry);
  if (!found) return [];
  const all = Object.keys(found.scripts);
  return names.flatMap((name) => {
    const bare = name.replace(/^npm:/, '');
    const shape = new RegExp(`^${escaped(bare).replaceAll('\\*\\*', '.*').replaceAll('\\*', '[^:]*')}$`);
    const matched = all.filter((script) => shape.test(script));
    if (matched.length > 0) return bodiesOf(found, matched, []);
    return invocation.program === 'concurrently' && name.includes(' ') ? [bodyOf(found, name, name)] : [];
  });
}

/** A program of the package itself, by the `bin` of its package.json: `npx mytool`. */
export function packageBin(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { program, cwd } = invocation;
  const wrapper = invocation.wrappers.at(-1)?.program;
  if (program === null || cwd === null || !wrapper || !/^(?:npx|bunx|pnpm|yarn|npm|bun)$/.test(wrapper)) return [];
  const found = packageFile(cwd, invocation, inquiry);
  // `npx .`: the one it has, or the one of its name.
  const [only, more] = Object.keys(found?.bin ?? {});
  const bin = program !== '.' ? program : more === undefined ? (only ?? program) : (found?.name ?? program);
  const path = found && Object.hasOwn(found.bin, bin) ? found.bin[bin] : undefined;
  if (!found || path === undefined) return [];
  const args = textsOf(invocation).map(sourceOf);
  return [bodyOf(found, program, ['node', sourceOf(path), ...args].join(' '))];
}
