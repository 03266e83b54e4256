import { maximumCommands, maximumWords } from '../limits.ts';
import { OverBound } from '../powershell/reading.ts';

/** A word of a cmd.exe line, quotes and carets taken off. Positions are in the text given. */
export interface CmdWord {
  readonly text: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** One command of a line. */
export interface CmdCommand {
  readonly words: readonly CmdWord[];
  readonly redirections: readonly { readonly mode: 'truncate' | 'append'; readonly target: CmdWord }[];
  /** True where it reads the output of the one before. */
  readonly piped: boolean;
}

/**
 * Splits a text at `&`, `&&`, `||`, `|`, line ends and the brackets that group commands, outside quotes. A caret makes
 * the next character plain. Linear. Throws {@link OverBound} over a bound.
 */
export function splitCommands(text: string): CmdCommand[] {
  const commands: CmdCommand[] = [];
  let words: CmdWord[] = [];
  let redirections: { mode: 'truncate' | 'append'; target: CmdWord }[] = [];
  let pending: 'truncate' | 'append' | null = null;
  let word = '';
  let start = -1;
  let quoted = false;
  let inQuotes = false;
  let piped = false;
  let at = 0;
  /** Where the brackets of `for … in (…)` are. */
  let set: 'none' | 'before' | 'inside' = 'none';
  const where = (): typeof set => set;
  let count = 0;
  const endWord = (): void => {
    if (start < 0) return;
    count += 1;
    if (count > maximumWords) throw new OverBound(`more than ${maximumWords} arguments`);
    const found = { text: word, quoted, start, end: at };
    if (pending) redirections.push({ mode: pending, target: found });
    else words.push(found);
    if (/^in$/i.test(word)) set = 'before';
    pending = null;
    word = '';
    start = -1;
    quoted = false;
  };
  const endCommand = (pipes: boolean): void => {
    endWord();
    if (words.length > 0 || redirections.length > 0) commands.push({ words, redirections, piped });
    words = [];
    redirections = [];
    pending = null;
    set = 'none';
    piped = pipes;
  };
  // One more than is judged: whoever judges them meets the bound.
  for (; at < text.length && commands.length <= maximumCommands; at += 1) {
    const character = text[at] ?? '';
    if (inQuotes) {
      if (character === '"') inQuotes = false;
      else if (character === '\n') {
        inQuotes = false;
        endCommand(false);
      } else word += character;
      continue;
    }
    if (character === '"') {
      if (start < 0) start = at;
      inQuotes = true;
      quoted = true;
    } else if (character === '^') {
      at += 1;
      const next = text[at] ?? '';
      if (next === '\r') at += 1;
      else if (next !== '\n' && next !== '') {
        if (start < 0) start = at - 1;
        word += next;
      }
    } else if (character === '&' && text[at - 1] === '>') {
      // `2>&1`
      at += 1;
      pending = null;
    } else if (character === '&' || character === '|' || character === '\n' || character === '\r') {
      const doubled = text[at + 1] === character;
      endCommand(character === '|' && !doubled);
      if (doubled) at += 1;
    } else if (character === '(' && start < 0 && where() === 'before') {
      set = 'inside';
      start = at;
      word = character;
    } else if (character === ')' && where() === 'inside') {
      set = 'none';
      if (start < 0) start = at;
      word += character;
    } else if (character === '(' && start < 0 && where() === 'none') {
      // A group; the set of `for … in (…)` keeps its brackets.
      if (words.length === 0) continue;
      if (!isHeader(words)) {
        start = at;
        word = character;
      }
    } else if (character === ')' && (start < 0 || !word.startsWith('('))) {
      endCommand(false);
    } else if (character === '>' || character === '<') {
      if (/^\d$/.test(word)) {
        word = '';
        start = -1;
      }
      endWord();
      if (character === '<') continue;
      const appends = text[at + 1] === '>';
      if (appends) at += 1;
      pending = appends ? 'append' : 'truncate';
    } else if (/[ \t,;=]/.test(character) && (/[ \t]/.test(character) || words.length === 0)) {
      endWord();
    } else {
      if (start < 0) start = at;
      word += character;
    }
  }
  endCommand(false);
  return commands;
}

/** `if … (`, `else (`, `do (`: a group's bracket follows. */
function isHeader(words: readonly CmdWord[]): boolean {
  const [first] = words;
  return /^@?(?:if|else)$/i.test(first?.text ?? '') || /^(?:do|else)$/i.test(words.at(-1)?.text ?? '');
}
