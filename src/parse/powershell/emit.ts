import type { Invocation, StandardInput, Word } from '../../action/invocation.ts';
import { gappedWord } from '../shell-word.ts';
import type { CommandCall, Reading, Scene } from './reading.ts';
import { shownOf } from './values.ts';

/** A word as packs read it; `literal`: no character of it stands for others. */
export function pathWord(word: Word, literal: boolean): Word {
  if (word.kind === 'unknown') return { ...word, prefix: word.prefix.replaceAll('\\', '/') };
  const text = slashed(word.value);
  return { kind: !literal && /[*?]/.test(text) ? 'pattern' : 'known', value: text, span: word.span };
}

/** Windows paths with slashes, as packs read them; a text with lines or of several words stays what it is. */
function slashed(text: string): string {
  return /[\n;|<>"]|:\/\//.test(text) ? text : text.replace(/^\\\\[?.]\\/, '').replaceAll('\\', '/');
}

/** A call's words in order, parameters as written. */
export function plainWords(call: CommandCall): Word[] {
  return call.words.flatMap((word): Word[] =>
    word.kind === 'named'
      ? [{ kind: 'known', value: `-${word.name}${word.attached ? ':' : ''}`, span: word.span }]
      : word.value.map((item) => pathWord(item.word, item.quoted === true)),
  );
}

/** A program of its own: read as a POSIX shell would start it, so that wrappers and scripts are followed. */
export function emitProgram(reading: Reading, scene: Scene, call: CommandCall, name: string): void {
  const environment: Record<string, Word> = {};
  const place = (word: Word): string => {
    const key = `HOLDPOINT_WORD_${Object.keys(environment).length}`;
    environment[key] = word;
    return `"\${${key}}"`;
  };
  const words = plainWords(call).map((word) => {
    if (word.kind === 'known') return gappedWord(word.value);
    return word.kind === 'pattern' && /^[\w./*?:~+-]+$/.test(word.value) ? word.value : place(word);
  });
  const program = name.replace(/\.(?:exe|cmd|bat|com)$/i, '');
  const folder = call.name.word.kind === 'known' ? call.name.word.value.replaceAll('\\', '/') : '';
  const head = folder.includes('/') && !/\.(?:exe|cmd|bat|com)$/i.test(name) ? folder : program;
  const input =
    scene.input && scene.input.length > 0 && scene.input.every(({ word }) => word.kind === 'known')
      ? scene.input.map(shownOf).join('\n')
      : null;
  const text = [gappedWord(head), ...words, ...(input === null ? [] : ['<<<', gappedWord(input)])].join(' ');
  const found = reading.options.bash(text, { cwd: scene.scope.cwd, environment, depth: scene.depth });
  if (found.length === 0) {
    emit(reading, scene, call, { program, args: plainWords(call) });
    return;
  }
  const base = reading.invocations.length;
  for (const one of found) {
    const kept = Object.entries(one.environment).filter(([key]) => !key.startsWith('HOLDPOINT_WORD_'));
    const stdin: StandardInput = one.stdin.kind === 'pipe' ? { kind: 'pipe', from: one.stdin.from + base } : one.stdin;
    reading.invocations.push({
      ...one,
      stdin: stdin.kind === 'inherited' && scene.input ? { kind: 'unknown', why: 'it comes down the pipeline' } : stdin,
      environment: { ...environmentOf(scene), ...Object.fromEntries(kept) },
      redirections: [...one.redirections, ...(one === found[0] ? call.redirections : [])],
      wrappers: [...scene.wrappers, ...one.wrappers],
      span: call.span,
      ...(sourceOf(scene, call) ?? {}),
      ...(scene.computed ? { computed: true } : {}),
    });
  }
}

function environmentOf(scene: Scene): Record<string, Word> {
  const environment: Record<string, Word> = {};
  for (const [name, [item]] of scene.scope.environment) if (item) environment[name.toUpperCase()] = item.word;
  return environment;
}

function sourceOf(scene: Scene, call: CommandCall): Pick<Invocation, 'source'> | null {
  const { file, text } = scene.source;
  if (file === undefined) return null;
  return { source: { file, line: text.slice(0, call.position).split('\n').length } };
}

/** Notes one call. */
export function emit(
  reading: Reading,
  scene: Scene,
  call: CommandCall,
  given: { readonly program: string | null; readonly args: readonly Word[]; readonly computed?: boolean },
): void {
  const computed = given.computed === true || scene.computed;
  reading.invocations.push({
    program: given.program,
    name: call.name.word,
    args: given.args,
    environment: environmentOf(scene),
    redirections: call.redirections,
    stdin: { kind: 'inherited' },
    wrappers: scene.wrappers,
    span: call.span,
    dialect: reading.dialect,
    cwd: scene.scope.cwd,
    ...(sourceOf(scene, call) ?? {}),
    ...(computed ? { computed: true } : {}),
  });
}
