import { describe, expect, test } from 'vitest';
import { answerLayer } from '../../src/guard/answer-layer.ts';
import type { Gate } from '../../src/guard/gate.ts';
import { layerAnswerIn, layerQuestion } from '../../src/guard/layer-client.ts';
import type { Lend } from '../../src/guard/lend.ts';

const gateSaying = (goesOut: boolean): Gate => ({
  answer: async () => ({
    goesOut,
    reason: goesOut ? '' : 'It deletes everything.',
    verdict: {
      decision: goesOut ? 'allow' : 'deny',
      reversibility: 'unknown',
      reason: '',
      effects: [],
      signals: [],
      sequences: [],
    },
  }),
  report: async () => {},
  reject: () => {},
});

async function asked(goesOut: boolean, lend?: Lend, credential: string | null = 'TOKEN') {
  const call = {
    layer: 'exec',
    session: 's',
    cwd: '/w',
    action: { kind: 'shell', command: 'railway status' },
    ...(credential === null ? {} : { lend: { credential, program: 'railway' } }),
  } as const;
  const { host: _host, ...question } = layerQuestion(call, 1_000);
  const exchange = { held: () => {}, signal: new AbortController().signal };
  const place = { at: 0, workspaceOf: () => '/w', ...(lend ? { lend } : {}) };
  const reply = await answerLayer('exec', { host: 'layer:exec', ...question }, gateSaying(goesOut), exchange, place);
  return layerAnswerIn(reply.output);
}

const lends: Lend = async ({ credential, program, cwd }) => ({
  kind: 'lent',
  variable: credential,
  value: `${program} in ${cwd}`,
});

describe('a call that asks for a stored credential', () => {
  test('gets it where it goes out and a person offered it', async () => {
    expect(await asked(true, lends)).toEqual({
      goesOut: true,
      reason: '',
      lent: { variable: 'TOKEN', value: 'railway in /w' },
    });
  });

  test('gets nothing where it does not go out', async () => {
    let taken = 0;
    const counting: Lend = async (request) => {
      taken += 1;
      return lends(request);
    };
    expect(await asked(false, counting)).toEqual({ goesOut: false, reason: 'It deletes everything.' });
    expect(taken).toBe(0);
  });

  test('does not run without it: nobody lends, or nobody is there', async () => {
    const refuses: Lend = async () => ({ kind: 'refused', reason: 'Nobody lends TOKEN now.' });
    expect(await asked(true, refuses)).toEqual({ goesOut: false, reason: 'Nobody lends TOKEN now.' });
    expect((await asked(true)).goesOut).toBe(false);
  });

  test('that asks for none gets none', async () => {
    expect(await asked(true, lends, null)).toEqual({ goesOut: true, reason: '' });
  });
});
