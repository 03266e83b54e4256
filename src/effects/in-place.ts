import type { Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import type { Call } from './pack.ts';
import { emptied } from './packs/files-empty.ts';
import { literalOf } from './words.ts';

/**
 * `perl -i -ne '' FILE`, `ruby -i -ne 1 FILE`, `gawk -i inplace 0 FILE`: edited in place by a script that prints
 * nothing, so that nothing of the file stays.
 */
export function inPlaceEffects(call: Call): Effect[] {
  const { program, args } = call.invocation;
  if (program === null || !/^(?:perl|ruby|g?awk)$/.test(program)) return [];
  const awk = program.endsWith('awk');
  let inPlace = false;
  let loops = awk;
  let prints = false;
  let code: string | null = null;
  const files: Word[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    const text = literalOf(word) ?? '';
    if (awk && (text === '-i' || text === '--include')) {
      inPlace ||= literalOf(args[++index]) === 'inplace';
    } else if (!awk && /^-[a-zA-Z0-9.]+$/.test(text)) {
      if (/^-\w*?i/.test(text)) inPlace = true;
      if (/^-[a-zA-Z0-9]*n/.test(text)) loops = true;
      if (/^-[a-zA-Z0-9]*p/.test(text)) prints = true;
      if (/^-[a-zA-Z0-9.]*e$/.test(text)) code = literalOf(args[++index]);
    } else if (awk && code === null && !text.startsWith('-')) code = text;
    else if (word) files.push(word);
  }
  const hollow = /^\s*(?:s([/|#!])\.[*+]\1\1\w*|undef \$_|\$_\s*=\s*(?:''|""))\s*;?\s*$/;
  if (inPlace && prints) return code !== null && hollow.test(code) ? files.flatMap((word) => emptied(word, call)) : [];
  if (
    !inPlace ||
    !loops ||
    code === null ||
    code.length > 200 ||
    /print|say|puts|putc|write|p\b|\$<|STDOUT|^\s*(?:1|NR)/i.test(code)
  )
    return [];
  return files.flatMap((word) => emptied(word, call));
}
