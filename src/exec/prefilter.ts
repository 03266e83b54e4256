import { quotedWord } from '../parse/shell-word.ts';
import type { ShimmedProgram } from './programs.ts';

/**
 * The part of a shim that decides the common harmless call by itself: POSIX `sh` text that leaves `hp_ask` at 1 unless
 * the call in `"$@"` is one of those `program` lists. Starts nothing; its cost is the shell's own.
 */
export function prefilterText({ looks, only, absent, unless = [] }: ShimmedProgram): string {
  const lines = ['hp_ask=1'];
  if (looks) lines.push(`case "$1" in ${alternatives(looks)}) hp_ask=0 ;; esac`);
  else if (only) lines.push('[ "$#" -gt 0 ] && hp_ask=0');
  const refused = unless.length > 0 ? [`${alternatives(unless)}) hp_ask=1 ;;`] : [];
  const listed = absent
    ? [`${alternatives(absent)}) ;;`, `${alternatives(only ?? [])}) ${folderAsks} ;;`, absentWord]
    : [];
  const words = absent ? listed : only ? [`${alternatives(only)}) ;;`, '*) hp_ask=1 ;;'] : [];
  if (refused.length + words.length > 0) {
    lines.push(`for hp_word in "$@"; do case "$hp_word" in ${[...refused, ...words].join(' ')} esac; done`);
  }
  return [...lines, aboutItself].join('\n');
}

/** A call that asks the program about itself and nothing else. */
const aboutItself = 'case "$#$1" in 1--version | 1-version | 1-V | 1--help | 1version | 1help) hp_ask=0 ;; esac';

/** What has a harmless name may be a folder, with whatever lies in it. */
const folderAsks = '[ ! -d "$hp_word" ] || hp_ask=1';

/** `-*` is an option this table does not know; what names nothing on the disk cannot be lost. */
const absentWord = '-*) hp_ask=1 ;; *) if [ -e "$hp_word" ] || [ -L "$hp_word" ]; then hp_ask=1; fi ;;';

/** `case` patterns: what is no letter of a pattern is quoted, so that a name can never be read as syntax. */
function alternatives(patterns: readonly string[]): string {
  return patterns.map(patternText).join('|');
}

function patternText(pattern: string): string {
  return pattern === '' ? "''" : pattern.replace(/[^\w*?[\]!./:=@+-]+/g, quotedWord);
}
