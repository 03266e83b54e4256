import type { Effect } from '../../action/effect.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import { deletionEffect } from '../deletion.ts';
import type { Call } from '../pack.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';
import { overwriteAll } from './files-rules.ts';

const none: ReadonlySet<string> = new Set();
const truncateValues: ReadonlySet<string> = new Set(['-s', '--size', '-r', '--reference']);

/** `truncate`, where files become shorter. */
export function truncateEffects(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, truncateValues);
  const size = literalOf(optionValue(options, '-s', '--size'));
  if (size !== null && /^[+>%/]/.test(size)) return [];
  return operands.flatMap((word) => emptied(word, call));
}

/** Emptying a file: as losing it, but logs and build output are nobody's loss. */
export function emptied(word: Word, { invocation, inquiry }: Call): Effect[] {
  const effect = deletionEffect(
    {
      rule: overwriteAll,
      word,
      cwd: invocation.cwd,
      wrappers: invocation.wrappers,
      recursive: false,
      through: true,
      span: invocation.span,
    },
    inquiry,
  );
  return effect ? [effect] : [];
}

/** Standard input that is certainly empty. */
export function isNothing({ stdin }: Invocation): boolean {
  if (stdin.kind === 'none') return true;
  if (stdin.kind === 'text') return stdin.value.trim() === '';
  return stdin.kind === 'file' && shown(stdin.path) === '/dev/null';
}

/** `ln -sf /dev/null x` puts nothing in x's place. */
export function linkEffects(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, none);
  const target = operands.at(-1);
  const forced = has(options, '-f', '--force');
  return forced && operands.length === 2 && shown(operands[0]) === '/dev/null' && target ? emptied(target, call) : [];
}

const sedValues: ReadonlySet<string> = new Set(['-e', '--expression', '-f', '--file', '-l']);

/** `sed -i d FILE`, `sed -i '1,$d' FILE`: nothing of the file stays. */
export function sedEffects(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, sedValues);
  const inPlace = [...options.keys()].some((name) => /^(?:-i|--in-place)/.test(name));
  if (!inPlace) return [];
  const given = optionValue(options, '-e', '--expression');
  // `sed -i -n ''` prints nothing back.
  const silent = options.has('-n') || options.has('--quiet') || options.has('--silent');
  const script = literalOf(given ?? operands[0]);
  if (silent && script !== null && /^[^pPwWs]*$/.test(script))
    return (given ? operands : operands.slice(1)).flatMap((word) => emptied(word, call));
  if (script === null || !/^\s*(?:1?,?\$?|\/\.?\*?\/)\s*d\s*;?\s*$/.test(script) || /^\s*[1$]\s*d/.test(script))
    return [];
  return (given ? operands : operands.slice(1)).flatMap((word) => emptied(word, call));
}
