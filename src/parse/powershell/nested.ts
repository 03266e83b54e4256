import type { Word } from '../../action/invocation.ts';
import { readCmd } from '../cmd/cmd.ts';
import { lineOf, readCmdCall, readPowerShellCall } from './command-line.ts';
import { emit } from './emit.ts';
import { type CommandCall, forked, type Reading, type Scene } from './reading.ts';
import type { Item } from './values.ts';

/** Runs what another PowerShell or cmd is given. False where the program is neither. */
export function runNestedShell(reading: Reading, scene: Scene, call: CommandCall, name: string): boolean {
  const program = name.toLowerCase().replace(/\.exe$/, '');
  const cmd = program === 'cmd';
  if (!cmd && program !== 'powershell' && program !== 'pwsh' && program !== 'powershell_ise') return false;
  const blocks = call.words.flatMap((word) =>
    word.kind === 'value' ? word.value.filter((item: Item) => item.block) : [],
  );
  for (const { block } of blocks)
    if (block) reading.runText({ ...scene, scope: forked(scene.scope), depth: scene.depth + 1 }, block);
  if (blocks.length > 0) return true;
  const words = rawWords(call);
  const asked = cmd ? readCmdCall(words) : readPowerShellCall(program, words);
  const inner: Scene = { ...scene, input: null, scope: forked(scene.scope), depth: scene.depth + 1 };
  switch (asked.kind) {
    case 'text': {
      const text = lineOf(asked.words);
      const [only] = asked.words;
      if (
        only?.kind === 'unknown' &&
        asked.words.length === 1 &&
        only.prefix.trim() === '' &&
        /^["']?\$\{?(?!PS)\w+\}?["']?$/.test(only.text)
      ) {
        emit(reading, scene, { ...call, name: { word: only } }, { program: null, args: [] });
      } else if (cmd) runCmd(reading, inner, text, call);
      else reading.runText(inner, { text, offset: null, span: call.span });
      return true;
    }
    case 'encoded':
      emit(reading, scene, call, { program, args: words, computed: asked.text === null });
      if (asked.text !== null) reading.runText(inner, { text: asked.text, offset: null, span: call.span });
      return true;
    case 'file':
      reading.call(inner, {
        ...call,
        name: { word: asked.file },
        words: asked.words.map((word) => ({ kind: 'value', value: [{ word }], span: word.span })),
      });
      return true;
    case 'input':
      for (const item of scene.input ?? []) {
        if (item.word.kind === 'unknown') emit(reading, scene, call, { program, args: words, computed: true });
        else if (cmd) runCmd(reading, inner, item.word.value, call);
        else reading.runText(inner, { text: item.word.value, offset: null, span: call.span });
      }
      if (!scene.input) emit(reading, scene, call, { program, args: words });
      return true;
    case 'nothing':
      emit(reading, scene, call, { program, args: words });
      return true;
  }
}

function runCmd(reading: Reading, scene: Scene, text: string, call: CommandCall): void {
  const { invocations, problems } = readCmd(text, {
    ...reading.options,
    cwd: scene.scope.cwd,
    wrappers: scene.wrappers,
    computed: scene.computed,
    depth: scene.depth,
    source: { offset: null, span: call.span },
  });
  reading.invocations.push(...invocations);
  reading.problems.push(...problems);
}

/** A call's words as written, backslashes and all. */
function rawWords(call: CommandCall): Word[] {
  return call.words.flatMap((word): Word[] =>
    word.kind === 'named'
      ? [{ kind: 'known', value: `-${word.name}${word.attached ? ':' : ''}`, span: word.span }]
      : word.value.map((item) => item.word),
  );
}
