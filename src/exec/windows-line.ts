/**
 * What a Windows command line says, word by word. A program is given one text and cuts it up itself, so that two
 * programs may read it differently: every reading counts. Pure; `line` is what follows the program's own name.
 */
export function readingsOf(line: string): readonly (readonly string[])[] {
  const words = runtimeWords(line);
  const others = shellWords(line);
  return words.length === others.length && words.every((word, at) => word === others[at]) ? [words] : [words, others];
}

const isBlank = (letter: string | undefined) => letter === ' ' || letter === '\t';

/** As the C runtime since 2008 does, and with it Node, Python, Go and Rust: two quotes in a quoted part are one. */
function runtimeWords(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at += 1;
    if (at >= line.length) return words;
    let word = '';
    let isQuoted = false;
    while (at < line.length && (isQuoted || !isBlank(line[at]))) {
      const slashes = slashesAt(line, at);
      at += slashes;
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        if (slashes === 0) word += line[at++];
        continue;
      }
      word += '\\'.repeat(slashes >> 1);
      if (slashes % 2 === 1) word += '"';
      else if (isQuoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else isQuoted = !isQuoted;
      at += 1;
    }
    words.push(word);
  }
}

/** As `CommandLineToArgvW` and older runtimes do: every third quote in a row is one, and ends the quoted part. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at += 1;
    if (at >= line.length) return words;
    let word = '';
    let quotes = 0;
    while (at < line.length && (quotes > 0 || !isBlank(line[at]))) {
      const slashes = slashesAt(line, at);
      at += slashes;
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        if (slashes === 0) word += line[at++];
        continue;
      }
      word += '\\'.repeat(slashes >> 1);
      if (slashes % 2 === 1) word += '"';
      else quotes += 1;
      at += 1;
      for (; line[at] === '"'; at += 1) {
        quotes += 1;
        if (quotes < 3) continue;
        word += '"';
        quotes = 0;
      }
      if (quotes === 2) quotes = 0;
    }
    words.push(word);
  }
}

function slashesAt(line: string, at: number): number {
  let count = 0;
  while (line[at + count] === '\\') count += 1;
  return count;
}
