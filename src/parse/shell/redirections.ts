import { posix } from 'node:path';
import type { Redirect, Redirection as RedirectionNode } from 'unbash';
import type { Redirection } from '../../action/invocation.ts';
import { emit } from './emit.ts';
import { expandHereDoc, expandSingle } from './expand.ts';
import type { Input, Reading, Scene, WrittenFile } from './reading.ts';
import { spanOf } from './reading.ts';
import { type Field, literal, type Output, toWord, unknownOutput } from './value.ts';

/** A command's redirections, worked out. */
export interface Applied {
  readonly redirections: readonly Redirection[];
  readonly input: Input;
  /** The file its standard output goes to, and how. */
  readonly output?: { readonly target: Field; readonly append: boolean };
}

const none: readonly Redirection[] = [];

/** Works redirections out in order; here-documents and here-strings become the input's text. */
export function applyRedirections(reading: Reading, scene: Scene, nodes: readonly RedirectionNode[]): Applied {
  if (nodes.length === 0) return { redirections: none, input: scene.input };
  const redirections: Redirection[] = [];
  let { input } = scene;
  let output: Applied['output'];
  for (const node of nodes) {
    const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
    if (node.type === 'HereDoc') {
      const options = { quoted: node.delimiter?.quoted ?? false, tabs: node.operator === '<<-' };
      const body = expandHereDoc(reading, scene, node.body, options);
      if ((descriptor ?? 0) === 0) input = textInput(reading, body);
      continue;
    }
    if (!node.target) continue;
    const target = expandSingle(reading, scene, node.target);
    if (node.type === 'HereString') {
      if ((descriptor ?? 0) === 0) input = textInput(reading, { ...target, text: `${target.text}\n` });
      continue;
    }
    if (node.operator === '<&' && target.text !== '0' && (descriptor ?? 0) === 0) {
      input = { standard: { kind: 'unknown', why: `it comes from descriptor ${target.text}` }, output: unknownOutput };
      continue;
    }
    const redirection = fileRedirection(reading, node, target, descriptor);
    if (!redirection) continue;
    redirections.push(redirection);
    if (redirection.mode === 'read' && redirection.descriptor === 0) input = fileInput(reading, scene, target);
    const writes = redirection.mode === 'truncate' || redirection.mode === 'append';
    if (writes && redirection.descriptor === 1) output = { target, append: redirection.mode === 'append' };
  }
  return { redirections, input, ...(output ? { output } : {}) };
}

function fileRedirection(
  reading: Reading,
  node: Redirect,
  target: Field,
  descriptor: number | undefined,
): Redirection | null {
  const word = toWord(target, reading.holes);
  switch (node.operator) {
    case '<':
      return { mode: 'read', descriptor: descriptor ?? 0, target: word };
    case '<>':
      return { mode: 'read-write', descriptor: descriptor ?? 0, target: word };
    case '>>':
    case '&>>':
      return { mode: 'append', descriptor: descriptor ?? 1, target: word };
    case '<&':
      return null;
    case '>&':
      // A number or `-` names a descriptor; anything else is a file for both outputs.
      if (/^(\d+-?|-)$/.test(target.text)) return null;
      return { mode: 'truncate', descriptor: descriptor ?? 1, target: word };
    default:
      return { mode: 'truncate', descriptor: descriptor ?? 1, target: word };
  }
}

function textInput(reading: Reading, body: Field): Input {
  const output: Output = { text: body.text, decoded: false, span: body.span, offset: body.offset };
  const hole = reading.holes.only(body.text.trimEnd());
  if (hole?.output) return { standard: { kind: 'unknown', why: `${hole.source} is not known` }, output: hole.output };
  if (!body.holed) return { standard: { kind: 'text', value: body.text, span: body.span }, output };
  const text = reading.holes.show(body.text);
  return { standard: { kind: 'unknown', why: 'not all of the text is known', text }, output };
}

function fileInput(reading: Reading, scene: Scene, target: Field): Input {
  const hole = reading.holes.only(target.text);
  if (hole?.file && hole.output) {
    return { standard: { kind: 'unknown', why: `${hole.source} is not known` }, output: hole.output };
  }
  return {
    standard: { kind: 'file', path: toWord(target, reading.holes) },
    // Opened here and now: a later `cd`, or another machine, does not change which file it is.
    output: { text: null, decoded: false, path: { ...target, text: filePath(scene, target) ?? target.text } },
  };
}

/** Redirections without a program of their own (`> file`, `{ …; } > file`), noted as those of `:`. */
export function emitRedirections(
  reading: Reading,
  scene: Scene,
  node: { readonly pos: number; readonly end: number },
  applied: Applied,
): void {
  if (applied.redirections.length === 0) return;
  const span = spanOf(scene.text, node);
  emit(reading, scene, {
    argv: [literal(':', span)],
    span,
    position: node.pos,
    environment: null,
    redirections: applied.redirections,
    external: false,
  });
}

/** Remembers what a command wrote to a file, so that running that file later in the text is judged by it. */
export function noteWritten(reading: Reading, scene: Scene, target: Field, output: Output, append: boolean): void {
  const path = filePath(scene, target);
  if (path === null || path.startsWith('/dev/')) return;
  const before: Left = append
    ? (reading.written.get(path) ?? { text: '', decoded: false, origin: path })
    : { text: '', decoded: false };
  const added: Left = copied(reading, scene, output) ?? output;
  // Two files one behind the other are followed no further.
  const known = before.text !== null && added.text !== null && !(append && added.origin !== undefined);
  const text = known ? `${before.text}${added.text}` : null;
  const origin = !known ? undefined : before.origin === undefined ? added.origin : before.origin;
  const whole = text !== null && origin === undefined && !reading.holes.within(text);
  reading.writtenTexts.set(path, whole ? text : null);
  reading.written.set(path, {
    text,
    ...(origin === undefined ? {} : { origin }),
    decoded: before.decoded || added.decoded,
    offset: known && before.text === '' && output.offset !== undefined && output.offset >= 0 ? output.offset : null,
    span: output.span ?? target.span,
  });
}

type Left = Pick<WrittenFile, 'text' | 'origin' | 'decoded'>;

/** What a program prints that passes a file on: as this text left the file, or as it lies on the disk. */
function copied(reading: Reading, scene: Scene, { path: file }: Output): Left | null {
  if (!file) return null;
  const source = filePath(scene, file);
  const written = source === null ? undefined : reading.written.get(source);
  return written ?? { text: '', origin: source, decoded: false };
}

/** The absolute path a field names; null where that is not known. */
export function filePath(scene: Scene, field: Field): string | null {
  if (field.holed || field.glob !== null || field.text === '' || field.text.includes('\0')) return null;
  if (posix.isAbsolute(field.text)) return posix.normalize(field.text);
  return scene.scope.cwd === null ? null : posix.join(scene.scope.cwd, field.text);
}

/** What the next program of a pipeline reads, or one that is written to. */
export function pipeFrom(reading: Reading, output: Output): Input {
  const from = reading.invocations.length - 1;
  const { text, path, span } = output;
  if (text !== null) {
    if (!reading.holes.within(text)) {
      const where = span ?? reading.invocations[from]?.span ?? [0, 0];
      return { standard: { kind: 'text', value: text, span: where }, output };
    }
    return {
      standard: { kind: 'unknown', why: 'not all of the text is known', text: reading.holes.show(text) },
      output,
    };
  }
  if (path) return { standard: { kind: 'file', path: { kind: 'known', value: path.text, span: path.span } }, output };
  if (from < 0) return { standard: { kind: 'unknown', why: 'written by another program' }, output };
  return { standard: { kind: 'pipe', from }, output };
}
