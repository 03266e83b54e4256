import type { Invocation, Word } from '../../action/invocation.ts';
import { maximumName } from '../limits.ts';
import { globsOf } from './glob.ts';
import { type Call, lineAt, type Reading, type Scene } from './reading.ts';
import { type Field, literal, toWord } from './value.ts';

const noEnvironment: Readonly<Record<string, Word>> = Object.freeze({});

/** The base name a program is known by; null where it is computed. */
export function programName(reading: Reading, name: Field): string | null {
  const { text } = name;
  const slash = text.lastIndexOf('/');
  const base = slash < 0 ? text : text.slice(slash + 1);
  if (name.glob !== null || base === '' || (name.holed && reading.holes.within(base))) return null;
  // No file has so long a name: nothing runs, and nothing needs to read a megabyte of it.
  if (base.length > maximumName) return base.slice(0, maximumName);
  // zsh runs `=rm` as the `rm` on the PATH.
  if (base.length > 1 && base.charCodeAt(0) === 61) return base.slice(1);
  const plain = base.length > 4 && base.toLowerCase().endsWith('.exe') ? base.slice(0, -4) : base;
  // File systems of macOS and Windows find `RM` as well.
  return reading.inquiry.facts.place.platform === 'linux' ? plain : plain.toLowerCase();
}

/** Notes one program call. Gives its index. */
export function emit(
  reading: Reading,
  scene: Scene,
  call: Call,
  options: { readonly program?: string | null; readonly computed?: boolean } = {},
): number {
  const { argv } = call;
  const name = argv[0];
  if (!name) return -1;
  if (scene.wrappers.length > 0) reading.budget.handed(argv.length);
  const args: Word[] = [];
  for (let index = 1; index < argv.length; index++) {
    const field = argv[index];
    if (!field) continue;
    const globs = field.glob === null ? [] : globsOf(field.glob, scene.scope.variable('GLOBIGNORE') !== undefined);
    if (globs.length === 0) args.push(toWord(field, reading.holes));
    for (const glob of globs) args.push(toWord({ ...field, text: glob, glob }, reading.holes));
  }
  const { file } = scene.text;
  const computed = options.computed || scene.computed;
  const invocation: Invocation = {
    program: options.program === undefined ? programName(reading, name) : options.program,
    name: toWord(name, reading.holes),
    args,
    environment: environmentOf(reading, scene, call),
    redirections: call.redirections,
    stdin: scene.input.standard,
    wrappers: scene.wrappers,
    span: call.span,
    dialect: reading.dialect,
    cwd: scene.scope.cwd,
    ...(file ? { source: { file: file.path, line: file.line ?? lineAt(file.lineStarts, call.position) } } : {}),
    ...(computed ? { computed: true } : {}),
    // The map is filled as the text is read on: what this very call writes stands in it as well.
    ...(reading.writtenTexts.size > 0 || writes(call) ? { written: reading.writtenTexts } : {}),
  };
  return reading.invocations.push(invocation) - 1;
}

/** Notes the redirections of a call that is itself only a way to others (`bash -c … > file`), as those of `:`. */
export function emitOwnRedirections(reading: Reading, scene: Scene, call: Call): void {
  if (call.redirections.length > 0) emit(reading, scene, { ...call, argv: [literal(':', call.span)] });
}

function environmentOf(reading: Reading, scene: Scene, call: Call): Readonly<Record<string, Word>> {
  const exported = scene.scope.exported();
  if (!exported) return call.environment ?? noEnvironment;
  const environment: Record<string, Word> = {};
  for (const [name, { value }] of exported) {
    const field = 'text' in value ? value : value[0];
    if (field) environment[name] = toWord(field, reading.holes);
  }
  return Object.assign(environment, call.environment);
}

function writes({ redirections, argv }: Call): boolean {
  return redirections.some(({ mode }) => mode !== 'read') || /(?:^|\/)(?:tee|cp|mv)$/.test(argv[0]?.text ?? '');
}
