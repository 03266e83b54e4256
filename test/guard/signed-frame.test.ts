import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignedBy } from '../../src/action/signing.ts';
import { type AnswerFrame, answerText, heldText, textOf } from '../../src/guard/signed-frame.ts';
import { answerLine, heldLine, readRequest } from '../../src/guard/wire.ts';
import { newSigner } from './rig.ts';

const answer: fc.Arbitrary<AnswerFrame> = fc.record({
  v: fc.constant(1),
  type: fc.constant('answer'),
  nonce: fc.string(),
  request: fc.string(),
  decision: fc.constantFrom('allow', 'hold', 'deny'),
  output: fc.record({
    stdout: fc.string({ unit: 'binary' }),
    stderr: fc.string(),
    exitCode: fc.integer({ min: 0, max: 255 }),
  }),
  signature: fc.string(),
});

describe('the text under a signature', () => {
  test('is another for every other meaning', () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        const same = JSON.stringify({ ...a, signature: '' }) === JSON.stringify({ ...b, signature: '' });
        expect(answerText(a) === answerText(b)).toBe(same);
      }),
    );
  });

  test('of an answer is never that of a held frame', () => {
    fc.assert(
      fc.property(answer, fc.string(), (a, hold) => {
        expect(answerText(a)).not.toBe(heldText({ v: 1, type: 'held', nonce: a.nonce, request: a.request, hold }));
      }),
    );
  });

  test('survives the way over the wire', () => {
    const signer = newSigner();
    fc.assert(
      fc.property(answer, fc.string(), (a, hold) => {
        const about = { nonce: a.nonce, request: a.request };
        for (const line of [answerLine(signer, about, a), heldLine(signer, about, hold)]) {
          expect(line.indexOf('\n')).toBe(line.length - 1);
          const read = textOf(JSON.parse(line));
          expect(read && isSignedBy(signer.publicKey, read.text, read.frame.signature)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('does not exist for what is no frame', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(textOf(value)).toBeNull();
      }),
    );
    const good = { v: 1, type: 'answer', nonce: '', request: '', decision: 'allow', signature: '' };
    for (const exitCode of [-1, 256, 1.5, Number.NaN, '0']) {
      expect(textOf({ ...good, output: { stdout: '', stderr: '', exitCode } })).toBeNull();
    }
  });
});

test('whatever bytes come as a request, reading them gives a request or one sentence', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const read = readRequest(Buffer.from(bytes));
        if (read.request === null) expect(read.problem.length).toBeGreaterThan(10);
      },
    ),
  );
});
