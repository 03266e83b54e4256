import { posix } from 'node:path';
import { maximumPath } from '../limits.ts';
import { emit, emitOwnRedirections } from './emit.ts';
import { joinedGlobs } from './glob.ts';
import { outputOf } from './outputs.ts';
import { type Call, gapField, type Reading, type Scene } from './reading.ts';
import { filePath } from './redirections.ts';
import { runScriptFile, runShellText } from './run-shell.ts';
import { type Field, literal, type Output, silent, unknownOutput } from './value.ts';

/** Carries a builtin out. Null: nothing special, judge it as a program. */
type Builtin = (reading: Reading, scene: Scene, call: Call) => Output | null;

/** What the shell itself does, as far as it changes what later commands mean. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['cd', changeDirectory],
  ['pushd', changeDirectory],
  ['popd', leaveDirectory],
  ['export', declare],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['unset', unset],
  ['set', setPositional],
  ['shift', shift],
  ['read', readVariables],
  ['mapfile', readVariables],
  ['readarray', readVariables],
  ['getopts', readVariables],
  ['let', readVariables],
  ['printf', printVariable],
  ['alias', alias],
  ['unalias', unalias],
  ['shopt', setOption],
  ['setopt', setOption],
  ['trap', trap],
  ['eval', evaluate],
  ['source', source],
  ['.', source],
]);

function note(reading: Reading, scene: Scene, call: Call): Output {
  emit(reading, scene, call);
  return silent;
}

function changeDirectory(reading: Reading, scene: Scene, call: Call): Output {
  const target = call.argv.slice(1).find((field) => !/^-[LPe@n]+$|^--$/.test(field.text));
  note(reading, scene, call);
  const { scope } = scene;
  if (!target) {
    if (call.argv[0]?.text === 'cd') scope.chdir(scene.away ? null : reading.inquiry.facts.place.home);
    return silent;
  }
  if (target.text === '-') scope.chdir(scope.previousCwd);
  else if (target.text === '') return silent;
  else scope.chdir(reading.budget.directory() ? directoryAfter(scene, target) : null);
  return silent;
}

function directoryAfter(scene: Scene, target: Field): string | null {
  const variable = scene.scope.variable('CDPATH');
  if (variable && !target.text.startsWith('/') && !target.text.startsWith('.')) return null;
  const directory = filePath(scene, target);
  // What no kernel takes as one path grows with every `cd` of a long line.
  return directory !== null && directory.length > maximumPath ? null : directory;
}

function leaveDirectory(reading: Reading, scene: Scene, call: Call): Output {
  note(reading, scene, call);
  scene.scope.chdir(scene.scope.previousCwd);
  return silent;
}

function declare(reading: Reading, scene: Scene, call: Call): Output {
  const { scope } = scene;
  const program = call.argv[0]?.text;
  const options = call.argv.slice(1).filter((field) => /^[-+]/.test(field.text));
  const exported = program === 'export' || options.some((field) => /^-\w*x/.test(field.text));
  const isLocal = program === 'local' || program === 'declare' || program === 'typeset';
  note(reading, scene, call);
  for (const field of call.argv.slice(1)) {
    const equals = field.text.indexOf('=');
    const name = (equals < 0 ? field.text : field.text.slice(0, equals)).replace(/\+$/, '');
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    if (isLocal && !options.some((option) => option.text.includes('g'))) scope.hide(name);
    const before = scope.variable(name);
    if (equals < 0) {
      if (before) scope.set(name, { ...before, exported: exported || before.exported });
      continue;
    }
    const text = field.text.slice(equals + 1);
    const more = field.text.charAt(equals - 1) === '+' && before && 'text' in before.value ? before.value.text : '';
    // `declare -n` makes a second name, `-i` computes, `-A` maps: not worked out.
    const plain = !options.some((option) => /^-\w*[niAlu]/.test(option.text));
    const value = plain
      ? { ...literal(more + text, field.span), holed: reading.holes.within(more + text) }
      : gapField(reading, `$${name}`, field.span);
    scope.set(name, { value, exported: exported || (before?.exported ?? false) });
  }
  return silent;
}

function unset(reading: Reading, scene: Scene, call: Call): Output {
  for (const field of call.argv.slice(1)) {
    if (field.text.startsWith('-')) continue;
    scene.scope.unset(field.text);
    // Unset in this text is empty, whatever the environment holds.
    if (!call.argv.some((option) => option.text === '-f')) {
      scene.scope.set(field.text, { value: literal('', field.span), exported: false });
    }
  }
  return note(reading, scene, call);
}

function setPositional(reading: Reading, scene: Scene, call: Call): Output {
  const at = call.argv.findIndex((field, index) => index > 0 && (field.text === '--' || !/^[-+]/.test(field.text)));
  const takesName = /^[-+]\w*o$/.test(call.argv[at - 1]?.text ?? '');
  if (at > 0 && !takesName) {
    scene.scope.positional = call.argv.slice(call.argv[at]?.text === '--' ? at + 1 : at);
    scene.scope.version++;
  }
  return note(reading, scene, call);
}

function shift(_reading: Reading, scene: Scene, call: Call): Output {
  const count = Number(call.argv[1]?.text ?? 1);
  scene.scope.positional = scene.scope.positional.slice(Number.isInteger(count) ? count : 1);
  scene.scope.version++;
  return silent;
}

/** Every name among the arguments gets a value nobody here knows; one that reads a listing, what is listed. */
function readVariables(reading: Reading, scene: Scene, call: Call): Output {
  const listing = listingRead(reading, scene);
  const names = call.argv.slice(1).filter((field) => /^[A-Za-z_]\w*$/.test(field.text));
  const [only] = names;
  if (listing !== null && only && names.length === 1 && call.argv[0]?.text !== 'getopts') {
    const holed = reading.holes.within(listing);
    const value: Field = { text: listing, glob: listing, holed, span: only.span, offset: -1 };
    scene.scope.set(only.text, { value: call.argv[0]?.text === 'read' ? value : [value], exported: false });
    return note(reading, scene, call);
  }
  for (const field of call.argv.slice(1)) {
    const name = /^([A-Za-z_]\w*)/.exec(field.text)?.[1];
    if (name === undefined) continue;
    scene.scope.set(name, { value: gapField(reading, `$${name}`, field.span), exported: false });
  }
  return note(reading, scene, call);
}

/** The one glob of the paths that standard input lists: `find … | while read f`, `while read f; do …; done < <(find …)`. */
function listingRead(reading: Reading, scene: Scene): string | null {
  const { output } = scene.input;
  if (!output || output.text !== null) return null;
  const hole = output.path ? reading.holes.only(output.path.text) : undefined;
  return joinedGlobs(output.listing ?? hole?.output?.listing ?? []);
}

function printVariable(reading: Reading, scene: Scene, call: Call): Output | null {
  const [, option, name, ...rest] = call.argv;
  if (option?.text !== '-v' || !name) return null;
  const output = outputOf(reading, scene, 'printf', rest);
  const value = output.text === null ? gapField(reading, `$${name.text}`, call.span) : literal(output.text, call.span);
  scene.scope.set(name.text, { value: { ...value, holed: reading.holes.within(value.text) }, exported: false });
  return note(reading, scene, call);
}

function alias(reading: Reading, scene: Scene, call: Call): Output {
  for (const field of call.argv.slice(1)) {
    const equals = field.text.indexOf('=');
    if (equals > 0) scene.scope.setAlias(field.text.slice(0, equals), field.text.slice(equals + 1));
  }
  return note(reading, scene, call);
}

/** `shopt -s dotglob`, zsh's `setopt GLOB_DOTS`: globs take hidden names, as they do where GLOBIGNORE is set. */
function setOption(reading: Reading, scene: Scene, call: Call): Output {
  const texts = call.argv.map(({ text }) => text.toLowerCase().replaceAll('_', ''));
  if (!texts.includes('-u') && texts.some((text) => text === 'dotglob' || text === 'globdots'))
    scene.scope.set('GLOBIGNORE', { value: literal('.', call.span), exported: false });
  return note(reading, scene, call);
}

function unalias(reading: Reading, scene: Scene, call: Call): Output {
  for (const field of call.argv.slice(1)) scene.scope.setAlias(field.text, undefined);
  return note(reading, scene, call);
}

function trap(reading: Reading, scene: Scene, call: Call): Output {
  const text = call.argv.slice(1).find((field) => !/^-[lp]$|^--$/.test(field.text));
  const listing = call.argv[1]?.text === '-p' || call.argv[1]?.text === '-l' || call.argv.length < 3;
  if (!text || listing || text.text === '-' || text.text === '') return note(reading, scene, call);
  note(reading, scene, call);
  // It runs at some later time, with whatever the variables hold then; judged with what they hold now.
  runShellText(reading, { ...scene, scope: scene.scope.fork(), depth: scene.depth + 1 }, call, text);
  return silent;
}

function evaluate(reading: Reading, scene: Scene, call: Call): Output {
  const words = call.argv.slice(1).filter((field, index) => index > 0 || field.text !== '--');
  const [only] = words;
  if (!only) return silent;
  emitOwnRedirections(reading, scene, call);
  const text = words.length === 1 ? only.text : words.map((field) => field.glob ?? field.text).join(' ');
  const field: Field =
    words.length === 1 ? only : { text, glob: null, holed: reading.holes.within(text), span: call.span, offset: -1 };
  return runShellText(reading, { ...scene, depth: scene.depth + 1 }, call, field);
}

function source(reading: Reading, scene: Scene, call: Call): Output {
  const [, file, ...positional] = call.argv;
  if (!file) return note(reading, scene, call);
  const hole = reading.holes.only(file.text);
  const written = filePath(scene, file);
  const known = written === null ? undefined : reading.written.get(written);
  const fetched = hole?.file
    ? hole.output?.text === null && !hole.output.path && !hole.output.initialiser
    : known?.decoded;
  emit(reading, scene, call, { computed: fetched === true });
  const inner = { ...scene, depth: scene.depth + 1 };
  // A name without a slash is looked for on the PATH first, then here.
  const path =
    file.text.includes('/') || scene.scope.cwd === null
      ? file
      : { ...file, text: posix.join(scene.scope.cwd, file.text) };
  if (hole) runScriptFile(reading, inner, call, file, { always: true });
  else if (positional.length > 0)
    scene.scope.call(positional, () => runScriptFile(reading, inner, call, path, { always: true }));
  else runScriptFile(reading, inner, call, path, { always: true });
  return unknownOutput;
}
