import type { Readable } from 'node:stream';
import { Cannot } from './files.ts';
import type { Git } from './git.ts';

/** Reads blobs of one repository through one git process, one after the other. */
export interface Blobs {
  /** The bytes of a blob. The one before must have been read to its end. Throws {@link Cannot} where it is gone. */
  read(id: string): AsyncGenerator<Buffer>;
  close(): void;
}

/** `git cat-file --batch`: a name goes in, `<name> blob <size>`, the bytes and a line end come out. */
export function openBlobs(git: Git): Blobs {
  const { stdin, stdout, end } = git.talk(['cat-file', '--batch']);
  const source = new Source(stdout);
  return {
    async *read(id) {
      stdin.write(`${id}\n`);
      const header = await source.line();
      const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1] ?? Number.NaN);
      if (Number.isNaN(size)) throw new Cannot('a saved file is gone from the repository');
      yield* source.bytes(size);
      await source.line();
    },
    close: end,
  };
}

/** A stream read by lines and by counts. */
class Source {
  readonly #parts: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#parts = stream[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#parts.next();
    if (done === true) throw new Cannot('git ended before it gave a saved file');
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }

  async line(): Promise<string> {
    let at = this.#rest.indexOf(10);
    while (at < 0) {
      await this.#more();
      at = this.#rest.indexOf(10);
    }
    const line = this.#rest.toString('utf8', 0, at);
    this.#rest = this.#rest.subarray(at + 1);
    return line;
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) await this.#more();
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
