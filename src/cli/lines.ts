import { StringDecoder } from 'node:string_decoder';

/** UTF-16 code units one line may have; a longer one is handed on cut, so that it cannot be read and is answered so. */
const longestLine = 64 * 1024 * 1024;

/**
 * The lines of a stream in groups, as they come in: a group is what one read completed, at most `size` lines.
 * White lines are left out; a byte order mark at the beginning is dropped.
 */
export async function* linesOf(stream: AsyncIterable<Buffer | string>, size: number): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let first = true;
  let group: string[] = [];
  for await (const part of stream) {
    let text = rest + (typeof part === 'string' ? part : decoder.write(part));
    if (first && text.length > 0) {
      if (text.startsWith('\uFEFF')) text = text.slice(1);
      first = false;
    }
    let from = 0;
    for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
      const line = text.slice(from, end);
      from = end + 1;
      if (line.trim() !== '') group.push(line);
      if (group.length >= size) {
        yield group;
        group = [];
      }
    }
    rest = text.slice(from, from + longestLine);
    if (group.length > 0) {
      yield group;
      group = [];
    }
  }
  rest += decoder.end();
  if (rest.trim() !== '') yield [rest];
}

/** Writes text to standard output and waits where the reader is slower. */
export function print(text: string): Promise<void> | undefined {
  if (process.stdout.write(text)) return undefined;
  return new Promise((resolve) => {
    process.stdout.once('drain', resolve);
  });
}

/** Ends quietly where the reader of standard output has gone (`… | head`). */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
