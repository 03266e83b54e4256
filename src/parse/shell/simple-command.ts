import type { Assignment, Command } from 'unbash';
import type { Word } from '../../action/invocation.ts';
import { expandSingle, expandWord, runEmbedded } from './expand.ts';
import { joinedGlobs } from './glob.ts';
import { type Reading, type Scene, spanOf } from './reading.ts';
import { type Applied, applyRedirections, emitRedirections, noteWritten, pipeFrom } from './redirections.ts';
import type { Variable } from './scope.ts';
import { type Field, type Output, silent, toWord } from './value.ts';

/** Runs `NAME=value … program args … redirections`. */
export function runSimpleCommand(reading: Reading, scene: Scene, node: Command): Output {
  const argv = argumentsOf(reading, scene, node);
  const assignments: Assignment[] = [];
  for (const part of node.prefix) if (part.type === 'Assignment') assignments.push(part);
  if (argv.length === 0) {
    for (const assignment of assignments) assign(reading, scene, assignment, {});
    const applied = applyRedirections(reading, scene, node.redirects);
    emitRedirections(reading, scene, node, applied);
    const from = applied.input.output;
    // `$(< file)` is the file's content.
    return from && applied.redirections.length > 0 ? from : silent;
  }
  const environment = assignments.length > 0 ? environmentFrom(reading, scene, assignments) : null;
  const applied = applyRedirections(reading, scene, node.redirects);
  return runWithRedirections(reading, scene, node, argv, environment, applied);
}

function runWithRedirections(
  reading: Reading,
  scene: Scene,
  node: Command,
  argv: readonly Field[],
  environment: Record<string, Word> | null,
  applied: Applied,
): Output {
  const inner: Scene =
    applied.input === scene.input && !applied.output
      ? scene
      : { ...scene, input: applied.input, captured: scene.captured || applied.output !== undefined };
  const output = reading.runCall(inner, {
    argv,
    span: spanOf(scene.text, node),
    position: node.pos,
    environment,
    redirections: applied.redirections,
    external: false,
    quotedName: node.name !== undefined && node.name.text !== node.name.value,
  });
  if (!applied.output) return output;
  const { text } = applied.output.target;
  const coprocess = text.startsWith('/dev/fd/') ? scene.scope.shellFunction(text) : undefined;
  if (coprocess && !reading.openFunctions.has(coprocess)) {
    reading.openFunctions.set(coprocess, 1);
    const reader = { ...scene, scope: scene.scope.fork(), text: coprocess.text, input: pipeFrom(reading, output) };
    reading.runBody(reader, coprocess.body);
    reading.openFunctions.delete(coprocess);
    return silent;
  }
  noteWritten(reading, scene, applied.output.target, output, applied.output.append);
  return silent;
}

function argumentsOf(reading: Reading, scene: Scene, node: Command): Field[] {
  if (!node.name) return [];
  const argv = expandWord(reading, scene, node.name);
  for (const part of node.suffix) {
    if (part.type === 'Word') {
      const fields = expandWord(reading, scene, part);
      if (fields.length === 1 && fields[0]) argv.push(fields[0]);
      else argv.push(...fields);
    } else if (part.type === 'Assignment') argv.push(assignmentArgument(reading, scene, part));
  }
  return argv;
}

/** `export NAME=value`: one argument, never split. */
function assignmentArgument(reading: Reading, scene: Scene, node: Assignment): Field {
  const span = spanOf(scene.text, node);
  if (node.value.type === 'ArrayValue') {
    assign(reading, scene, node, {});
    return { text: node.name, glob: null, holed: false, span, offset: -1 };
  }
  const value = expandSingle(reading, scene, node.value);
  const text = `${node.name}${node.append ? '+' : ''}=${value.text}`;
  return { text, glob: null, holed: value.holed, span, offset: -1 };
}

function environmentFrom(reading: Reading, scene: Scene, assignments: readonly Assignment[]): Record<string, Word> {
  const environment: Record<string, Word> = {};
  for (const assignment of assignments) {
    if (assignment.value.type === 'ArrayValue') continue;
    environment[assignment.name] = toWord(expandSingle(reading, scene, assignment.value), reading.holes);
  }
  return environment;
}

/** Gives a variable its value: one, an array, an element, or more of what it had. */
function assign(reading: Reading, scene: Scene, node: Assignment, options: { exported?: boolean }): void {
  const { scope } = scene;
  const { name } = node;
  const before = scope.variable(name);
  const exported = options.exported ?? before?.exported ?? false;
  const value = node.value;
  if (value.type === 'ArrayValue') {
    const elements = value.elements.flatMap((word) => expandWord(reading, scene, word));
    const earlier = node.append ? elementsOf(before) : [];
    // `([key]=value)` is a map, whose reading is not worked out.
    const mapped = value.elements.some((word) => /^\[[^\]]*\]=/.test(word.text));
    const gap = { ...(elements[0] ?? { glob: null, span: spanOf(scene.text, node), offset: -1 }) };
    scope.set(name, {
      value: mapped
        ? { ...gap, text: reading.holes.add({ source: `$${name}` }), holed: true }
        : [...earlier, ...elements],
      exported,
    });
    return;
  }
  const field = withListing(reading, expandSingle(reading, scene, value));
  if (node.index) {
    runEmbedded(reading, scene, node.index);
    const elements = [...elementsOf(before)];
    const index = Number(node.index.value);
    if (Number.isInteger(index) && index >= 0 && index <= elements.length) elements[index] = field;
    else
      elements.splice(0, elements.length, { ...field, text: reading.holes.add({ source: `$${name}` }), holed: true });
    scope.set(name, { value: elements, exported });
    return;
  }
  scope.set(name, { value: node.append ? appended(before, field) : field, exported });
}

/** `files=$(find …)`: what is listed, as a glob. */
function withListing(reading: Reading, field: Field): Field {
  const listing = field.holed ? reading.holes.only(field.text)?.output?.listing : undefined;
  const glob = listing ? joinedGlobs(listing) : null;
  return glob === null ? field : { ...field, text: glob, glob, holed: reading.holes.within(glob) };
}

function appended(before: Variable | undefined, field: Field): Field | Field[] {
  if (!before) return field;
  if (!('text' in before.value)) return [...before.value];
  const first = before.value;
  return { ...field, text: first.text + field.text, holed: first.holed || field.holed, offset: -1 };
}

function elementsOf(variable: Variable | undefined): readonly Field[] {
  if (!variable) return [];
  return 'text' in variable.value ? [variable.value] : variable.value;
}
