import type { Word } from '../../action/invocation.ts';
import { type Scene, spanIn } from '../powershell/reading.ts';
import { environmentVariable, shownOf } from '../powershell/values.ts';
import type { CmdWord } from './lexer.ts';

/** A word with its variables put in: `%TEMP%`, `!x!`; what is not set here is not known. */
export function expandedWord(scene: Scene, word: CmdWord): Word {
  const span = spanIn(scene.source, word.start, word.end);
  let unknown = false;
  let certain: string | null = null;
  let value = '';
  let at = 0;
  for (const match of word.text.matchAll(/%([^%\s:=]+)(?::[^%]*)?%|!(\w+)!|%~?[a-z]*\d|%~dp0/gi)) {
    const name = (match[1] ?? match[2] ?? '').toLowerCase();
    value += word.text.slice(at, match.index);
    at = match.index + match[0].length;
    const [set] = name === '' ? [] : (scene.scope.environment.get(name) ?? []);
    const common = set && set.word.kind === 'known' ? set.word.value : environmentVariable(name);
    if (common === null || (set && set.word.kind !== 'known')) {
      certain ??= value;
      unknown = true;
      value += set ? shownOf(set) : match[0];
    } else value += common;
  }
  value += word.text.slice(at);
  if (unknown)
    return { kind: 'unknown', text: value.replaceAll('\\', '/'), prefix: (certain ?? '').replaceAll('\\', '/'), span };
  return { kind: 'known', value, span };
}

/** `/s/q` is two flags; a glob finds what it matches. */
export function removalWords(word: Word): Word[] {
  if (word.kind === 'known' && /^(?:\/\w(?::\S*)?){2,}$/.test(word.value)) {
    return (word.value.match(/\/\w(?::[^/\s]*)?/g) ?? []).map((value) => ({ ...word, value }));
  }
  if (word.kind === 'known' && /^\/\w(?::\S*)?$/.test(word.value)) return [{ ...word, value: word.value.slice(0, 2) }];
  return [pathWord(word)];
}

/** A word as a path with slashes; with `*` or `?` it is a pattern. */
export function pathWord(word: Word): Word {
  if (word.kind === 'unknown') return word;
  const value = word.value.replaceAll('\\', '/');
  return { kind: /[*?]/.test(value) ? 'pattern' : 'known', value, span: word.span };
}
