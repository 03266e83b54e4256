import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameReader, type Frame } from '../../src/mcp/frames.ts';

/** What a reader makes of a stream that comes in these parts. */
function read(parts: readonly Buffer[], bound = 1_000): Frame[] {
  const reader = createFrameReader(bound);
  return [...parts.flatMap((part) => reader.feed(part)), ...reader.end()];
}

describe('messages on lines', () => {
  test('come out as they went in, however the stream is cut', () => {
    const lines = fc.array(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes.map((byte) => byte || 1))),
    );
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }), (content, cuts) => {
        const whole = Buffer.concat(content.flatMap((line) => [line, Buffer.from('\n')]));
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
        const parts = places.slice(1).map((end, index) => whole.subarray(places[index], end));
        const frames = read(parts);
        expect(Buffer.concat(frames.map((frame) => (frame.kind === 'line' ? frame.bytes : frame.head)))).toEqual(whole);
        for (const frame of frames) expect(frame.kind).toBe('line');
      }),
    );
  });

  test('keep their own line end', () => {
    const frames = read([Buffer.from('{}\r\n{}\n')]);
    expect(frames.map((frame) => (frame.kind === 'line' ? frame.bytes.toString() : ''))).toEqual(['{}\r\n', '{}\n']);
  });

  test('count without a line end where the stream ends', () => {
    expect(read([Buffer.from('{"a"'), Buffer.from(':1}')])).toEqual([{ kind: 'line', bytes: Buffer.from('{"a":1}') }]);
  });

  test('are let go of over the bound, and the next is read', () => {
    const frames = read([Buffer.from(`{"id":7,"x":"${'y'.repeat(5_000)}`), Buffer.from('"}\n{}\n')], 100);
    expect(frames).toMatchObject([{ kind: 'too-long', length: 5_016 }, { kind: 'line' }]);
    expect(frames[0]?.kind === 'too-long' && frames[0].head.toString().startsWith('{"id":7')).toBe(true);
  });
});
