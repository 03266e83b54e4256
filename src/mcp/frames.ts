/** One message of a line-based stream, or one that went over the bound and was let go of unread. */
export type Frame =
  | { readonly kind: 'line' /** As it came, with its line end. */; readonly bytes: Buffer }
  | { readonly kind: 'too-long' /** Its first bytes. */; readonly head: Buffer; readonly length: number };

const newline = 0x0a;
/** Bytes kept of a message that is too long, to find its id in. */
const headBytes = 64 * 1024;

/** Takes a stream of newline-delimited messages apart (the stdio transport of the Model Context Protocol). */
export function createFrameReader(bound: number): {
  /** The messages that this part completes. */
  feed(part: Buffer): Frame[];
  /** What stood behind the last line end when the stream ended. */
  end(): Frame[];
} {
  let parts: Buffer[] = [];
  let length = 0;

  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= bound) parts.push(part);
    else parts = [Buffer.concat([...parts, part.subarray(0, headBytes)]).subarray(0, headBytes)];
  };
  const complete = (): Frame => {
    const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    const frame: Frame = length <= bound ? { kind: 'line', bytes } : { kind: 'too-long', head: bytes, length };
    parts = [];
    length = 0;
    return frame;
  };

  return {
    feed(part) {
      const frames: Frame[] = [];
      let from = 0;
      for (let end = part.indexOf(newline); end >= 0; end = part.indexOf(newline, from)) {
        keep(part.subarray(from, end + 1));
        from = end + 1;
        frames.push(complete());
      }
      if (from < part.length) keep(part.subarray(from));
      return frames;
    },
    end: () => (length > 0 ? [complete()] : []),
  };
}
