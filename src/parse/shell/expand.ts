import path from 'node:path';
import type { HereDocBody, SyntaxNode, Word as WordNode, WordPart } from 'unbash';
import { forEachChild } from 'unbash';
import { evaluateArithmetic } from './arithmetic.ts';
import { expandBraces } from './brace.ts';
import { FieldBuilder } from './field-builder.ts';
import { expandParameter, simpleParameter } from './parameter.ts';
import { type Reading, type Scene, spanOf } from './reading.ts';
import type { Field } from './value.ts';

/** All arguments a word becomes: none, one or several. */
export function expandWord(reading: Reading, scene: Scene, word: WordNode): Field[] {
  const parts = word.parts;
  if (parts === undefined && word.text.charCodeAt(0) !== 126 /* ~ */) {
    const value = word.value;
    reading.budget.word(value.length);
    const offset = scene.text.offset === null || value !== word.text ? -1 : scene.text.offset + word.pos;
    return [{ text: value, glob: null, holed: reading.holes.within(value), span: spanOf(scene.text, word), offset }];
  }
  if (parts?.some((part) => part.type === 'BraceExpansion')) {
    const alternatives = expandBraces(word.text);
    const span = spanOf(scene.text, word);
    if (alternatives === null) return [builderFor(reading, scene, word).addGap(word.text).single()];
    // Braces that stand for nothing else (`{.items..name}`) stay as they are.
    if (alternatives.length !== 1 || alternatives[0]?.text !== word.text) {
      const inner: Scene = { ...scene, text: { ...scene.text, offset: null, span } };
      return alternatives.flatMap((alternative) => expandWord(reading, inner, alternative));
    }
  }
  const builder = builderFor(reading, scene, word);
  expandParts(reading, scene, parts ?? [], word, builder, { quoted: false });
  return builder.finish();
}

/** The one value a word has where nothing is split: assignments, redirection targets, `case` words. */
export function expandSingle(reading: Reading, scene: Scene, word: WordNode): Field {
  const parts = word.parts;
  if (parts === undefined && word.text.charCodeAt(0) !== 126) {
    return expandWord(reading, scene, word)[0] ?? builderFor(reading, scene, word).single();
  }
  const builder = builderFor(reading, scene, word);
  expandParts(reading, scene, parts ?? [], word, builder, { quoted: true });
  return builder.single();
}

/** What a program reads from a here-document. Escapes and expansions count unless its delimiter is quoted. */
export function expandHereDoc(
  reading: Reading,
  scene: Scene,
  body: HereDocBody,
  options: { quoted: boolean; tabs: boolean },
): Field {
  const span = spanOf(scene.text, body);
  const stripped = (text: string) => (options.tabs ? text.replace(/^\t+/gm, '') : text);
  if (options.quoted || (body.parts === undefined && !body.text.includes('\\'))) {
    const text = stripped(body.text);
    reading.budget.word(text.length);
    const offset = text === body.text && scene.text.offset !== null ? scene.text.offset + body.pos : -1;
    return { text, glob: null, holed: reading.holes.within(text), span, offset };
  }
  const builder = new FieldBuilder(reading, span);
  if (body.parts === undefined) builder.addQuoted(unescapeHereDoc(stripped(body.text)));
  for (const part of body.parts ?? []) {
    if (part.type === 'Literal') builder.addQuoted(unescapeHereDoc(stripped(part.text)));
    else expandPart(reading, scene, part, builder, { quoted: true });
  }
  return builder.single();
}

/** Runs every substitution inside a node whose value does not matter (`[[ … ]]`, `(( … ))`). */
export function runEmbedded(reading: Reading, scene: Scene, node: SyntaxNode | undefined): void {
  if (!node) return;
  if (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  ) {
    reading.substitute(node.script, scene);
    return;
  }
  forEachChild(node, (child) => runEmbedded(reading, scene, child));
}

function unescapeHereDoc(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\([$`\\])|\\\n/g, (_, character: string | undefined) => character ?? '')
    : text;
}

function builderFor(reading: Reading, scene: Scene, word: WordNode): FieldBuilder {
  return new FieldBuilder(reading, spanOf(scene.text, word), scene.scope.variable('IFS'));
}

interface Manner {
  /** True where the outcome is neither split nor matched against files. */
  readonly quoted: boolean;
}

function expandParts(
  reading: Reading,
  scene: Scene,
  parts: readonly WordPart[],
  word: WordNode,
  builder: FieldBuilder,
  manner: Manner,
): void {
  const tilde = word.text.charCodeAt(0) === 126;
  const first = parts[0];
  if (parts.length === 0) {
    addTilde(reading, scene, word.value, builder);
    return;
  }
  if (parts.length === 1 && first) noteOffset(scene, first, builder);
  for (const part of parts) {
    if (tilde && part === first && part.type === 'Literal') addTilde(reading, scene, part.value, builder);
    else expandPart(reading, scene, part, builder, manner);
  }
}

/** Where a word is one plain quotation, its text stands in the source as it is. */
function noteOffset(scene: Scene, part: WordPart, builder: FieldBuilder): void {
  if (scene.text.offset === null) return;
  if (part.type === 'SingleQuoted') builder.offset = scene.text.offset + part.pos + 1;
  if (part.type !== 'DoubleQuoted' || part.parts.length !== 1) return;
  const child = part.parts[0];
  if (child?.type === 'Literal' && child.text === child.value) builder.offset = scene.text.offset + child.pos;
}

function expandPart(reading: Reading, scene: Scene, part: WordPart, builder: FieldBuilder, manner: Manner): void {
  switch (part.type) {
    case 'Literal':
      builder.addPlain(part.value);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      builder.addQuoted(part.value);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      builder.addQuoted('');
      for (const child of part.parts) {
        if (child.type === 'Literal') builder.addQuoted(child.value);
        else expandPart(reading, scene, child, builder, { quoted: true });
      }
      return;
    case 'Glob':
    case 'ExtendedGlob':
      runEmbedded(reading, scene, part);
      if (part.parts?.some((child) => child.type !== 'Literal' && child.type !== 'SingleQuoted'))
        builder.addGap(part.text);
      else builder.addGlob(part.text, manner.quoted);
      return;
    case 'SimpleExpansion':
      builder.addExpansion(simpleParameter(reading, scene, part.text.slice(1), builder.span), manner.quoted, part.text);
      return;
    case 'ParameterExpansion':
      builder.addExpansion(
        expandParameter(reading, scene, part, builder.span, (word) => expandSingle(reading, scene, word)),
        manner.quoted,
        part.text,
      );
      return;
    case 'CommandExpansion': {
      const output = reading.substitute(part.script, scene);
      const { listing } = output;
      if (listing && !manner.quoted) {
        const listed = listing.map((glob) => ({ text: glob, glob, holed: false, span: builder.span, offset: -1 }));
        builder.addExpansion(listed, false, part.text);
      } else if (output.text === null) builder.addGap(part.text, { output });
      else builder.addSubstituted(output.text.replace(/\n+$/, ''), manner.quoted);
      return;
    }
    case 'ArithmeticExpansion': {
      runEmbedded(reading, scene, part);
      const value = evaluateArithmetic(part.expression, scene.scope);
      if (value === null) builder.addGap(part.text);
      else builder.addPlain(String(value));
      return;
    }
    case 'ProcessSubstitution': {
      const output = reading.substitute(part.script, part.operator === '>' ? fedByPipe(scene) : scene);
      builder.addGap(part.text, { output, file: true });
      return;
    }
    case 'BraceExpansion':
      // Reached only where braces stay as they are: assignments, redirection targets, braces that stand for nothing else.
      builder.addPlain(part.text);
      return;
  }
}

function fedByPipe(scene: Scene): Scene {
  return {
    ...scene,
    input: { standard: { kind: 'unknown', why: 'written by another program' }, output: { text: null, decoded: false } },
  };
}

function addTilde(reading: Reading, scene: Scene, text: string, builder: FieldBuilder): void {
  const end = text.indexOf('/') < 0 ? text.length : text.indexOf('/');
  const name = text.slice(1, end);
  const home = scene.scope.variable('HOME')?.value;
  if (name === '' && home && 'text' in home) builder.addField(home);
  else if (name === '' && !scene.away) builder.addQuoted(reading.inquiry.facts.place.home);
  else if (/^[a-z_][\w.-]*$/.test(name) && !scene.away)
    builder.addQuoted(homeOf(name, reading.inquiry.facts.place.home));
  else if (name === '+' && scene.scope.cwd !== null) builder.addQuoted(scene.scope.cwd);
  else builder.addGap(text.slice(0, end));
  builder.addPlain(text.slice(end));
}

/** Where an account's home lies: root's own, else beside this person's. */
function homeOf(account: string, home: string): string {
  if (path.posix.basename(home) === account) return home;
  const beside = path.posix.dirname(home);
  return account === 'root' ? '/root' : `${beside === '/' ? '/home' : beside}/${account}`;
}
