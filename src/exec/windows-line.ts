/**
 * What a Windows command line says, word by word. A program is given one text and cuts it up itself, so that two
 * programs may read it differently: every reading counts. Pure; `line` is what follows the program's own name.
 */
export function readingsOf(line: string): readonly (readonly string[])[] {
  const words = wordsBy(runtimeQuote, line);
  const others = wordsBy(shellQuote, line);
  return words.length === others.length && words.every((word, at) => word === others[at]) ? [words] : [words, others];
}

const isBlank = (letter: string | undefined) => letter === ' ' || letter === '\t';

/** What a quote does at `at`: what it adds to the word, where reading goes on, and whether it stands in a quoted part then. */
type Quote = (
  line: string,
  at: number,
  open: number,
  isEscaped: boolean,
) => { readonly text: string; readonly next: number; readonly open: number };

/** As the C runtime since 2008 does, and with it Node, Python, Go and Rust: two quotes in a quoted part are one. */
const runtimeQuote: Quote = (line, at, open, isEscaped) => {
  if (isEscaped) return { text: '"', next: at + 1, open };
  if (open > 0 && line[at + 1] === '"') return { text: '"', next: at + 2, open };
  return { text: '', next: at + 1, open: open > 0 ? 0 : 1 };
};

/** As `CommandLineToArgvW` and older runtimes do: every third quote in a row is one, and ends the quoted part. */
const shellQuote: Quote = (line, at, open, isEscaped) => {
  let quotes = isEscaped ? open : open + 1;
  let text = isEscaped ? '"' : '';
  let next = at + 1;
  for (; line[next] === '"'; next += 1) {
    quotes += 1;
    if (quotes < 3) continue;
    text += '"';
    quotes = 0;
  }
  return { text, next, open: quotes === 2 ? 0 : quotes };
};

/** The words of a line whose quotes do this. Backslashes count as such, but in front of a quote two are one. */
function wordsBy(quote: Quote, line: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at += 1;
    if (at >= line.length) return words;
    let word = '';
    let open = 0;
    while (at < line.length && (open > 0 || !isBlank(line[at]))) {
      const slashes = slashesAt(line, at);
      at += slashes;
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        if (slashes === 0) word += line[at++];
        continue;
      }
      const read = quote(line, at, open, slashes % 2 === 1);
      word += '\\'.repeat(slashes >> 1) + read.text;
      at = read.next;
      open = read.open;
    }
    words.push(word);
  }
}

function slashesAt(line: string, at: number): number {
  let count = 0;
  while (line[at + count] === '\\') count += 1;
  return count;
}
