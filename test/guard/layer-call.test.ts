import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import type { Outcome } from '../../src/action/session.ts';
import { answerLayer } from '../../src/guard/answer-layer.ts';
import type { Answer, AnswerOptions, Gate } from '../../src/guard/gate.ts';
import { type LayerCall, layerAnswerIn, layerOf, layerQuestion } from '../../src/guard/layer-client.ts';
import type { HookCall } from '../../src/guard/server.ts';

/** A gate that says what it is told to, and keeps what it was asked. */
function gateThat(answer: Partial<Answer>) {
  const asked: Action[] = [];
  const ended: Outcome[] = [];
  const rejected: string[] = [];
  const verdict: Answer['verdict'] = {
    decision: 'allow',
    reversibility: 'reversible',
    reason: '',
    effects: [],
    signals: [],
    sequences: [],
  };
  const gate: Gate = {
    async answer(action) {
      asked.push(action);
      return { goesOut: true, reason: 'Fine.', verdict, ...answer };
    },
    async report(_action, outcome) {
      ended.push(outcome);
    },
    reject: (_input, problem) => void rejected.push(problem),
  };
  return { gate, asked, ended, rejected };
}

const call = (change: Partial<LayerCall> = {}): LayerCall => ({
  layer: 'mcp',
  session: 'mcp-1',
  cwd: '/w/app',
  action: { kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'v1' } },
  ...change,
});
const exchange = { held: () => undefined, signal: new AbortController().signal };
const place = { at: 7, workspaceOf: () => '/w' };

async function ask(gate: Gate, question: HookCall) {
  const layer = layerOf(question.host);
  if (layer === null) throw new Error('not a layer');
  return answerLayer(layer, question, gate, exchange, place);
}

describe('a layer below the hooks', () => {
  test('asks about one action, with the place and the session it names', async () => {
    const { gate, asked } = gateThat({});
    const reply = await ask(gate, layerQuestion(call({ callId: '5', host: 'cursor' }), 1_000));
    expect(layerAnswerIn(reply.output)).toEqual({ goesOut: true, reason: '' });
    expect(asked).toEqual([
      {
        host: 'cursor',
        session: 'mcp-1',
        callId: '5',
        layer: 'mcp',
        cwd: '/w/app',
        workspaceRoot: '/w',
        at: 7,
        kind: 'mcp',
        server: 'railway',
        tool: 'volume-delete',
        input: { volumeId: 'v1' },
      },
    ]);
  });

  test('is told why a call does not go out', async () => {
    const { gate } = gateThat({ goesOut: false, reason: 'Deletes it all.' });
    const reply = await ask(gate, layerQuestion(call(), 1_000));
    expect(layerAnswerIn(reply.output)).toEqual({ goesOut: false, reason: 'Deletes it all.' });
  });

  test.each([
    [50_000, true],
    [840_000, false],
  ])('leaves its question open where it can wait %i ms only: %s', async (wait, staysOpen) => {
    let asked: AnswerOptions = {};
    const { gate } = gateThat({});
    const answer: Gate['answer'] = (action, options = {}) => {
      asked = options;
      return gate.answer(action, options);
    };
    await ask({ ...gate, answer }, layerQuestion(call(), wait));
    expect({ wait: asked.waitMilliseconds, open: (asked.openMilliseconds ?? 0) > wait }).toEqual({
      wait,
      open: staysOpen,
    });
  });

  test.each([true, false])('is told that a person was asked, whatever they said: %s', async (goesOut) => {
    const { gate } = gateThat({ goesOut, held: { id: 'hold-1', answer: goesOut ? 'approved' : 'denied' } });
    const reply = await ask(gate, layerQuestion(call(), 1_000));
    expect(layerAnswerIn(reply.output)).toMatchObject({ goesOut, asked: true });
  });

  test.each([
    ['mcp', 'mcp'],
    ['exec', 'terminal'],
  ] as const)('stands for itself where nobody told it whose calls it sees: %s', async (layer, host) => {
    const { gate, asked } = gateThat({});
    await ask(gate, layerQuestion(call({ layer }), 1_000));
    expect(asked[0]).toMatchObject({ host, layer });
  });

  test('reports how a call ended', async () => {
    const { gate, asked, ended } = gateThat({});
    await ask(gate, layerQuestion(call({ outcome: { ok: true, denied: false, output: 'done' } }), 1_000));
    expect(asked).toEqual([]);
    expect(ended).toEqual([{ ok: true, denied: false, output: 'done' }]);
  });

  test.each([
    ['no JSON', 'x'],
    ['no session', '{"action":{"kind":"shell","command":"ls"}}'],
    ['no action', '{"session":"s"}'],
    ['an unknown kind', '{"session":"s","action":{"kind":"dance"}}'],
    ['a host nobody knows', '{"session":"s","host":"me","action":{"kind":"shell","command":"ls"}}'],
    ['a word of its own', '{"session":"s","approved":true,"action":{"kind":"shell","command":"ls"}}'],
  ])('does not get what cannot be read: %s', async (_what, stdin) => {
    const { gate, rejected } = gateThat({});
    const question = { ...layerQuestion(call(), 1_000), stdin: Buffer.from(stdin) };
    const { decision, output } = await ask(gate, question);
    expect(decision).toBe('deny');
    expect(layerAnswerIn(output)).toMatchObject({ goesOut: false, reason: expect.stringContaining('not run') });
    expect(rejected).toHaveLength(1);
  });

  test.each([
    ['a host', 'claude'],
    ['a layer that is none', 'layer:root'],
    ['nothing', ''],
  ])('is not taken from the name of %s', (_what, name) => {
    expect(layerOf(name)).toBeNull();
  });

  test.each([
    ['nothing', { stdout: '', stderr: '', exitCode: 0 }],
    ['half an answer', { stdout: '{"goesOut":', stderr: '', exitCode: 0 }],
    ['a yes that is no true', { stdout: '{"goesOut":"true"}', stderr: '', exitCode: 0 }],
    ['a yes of a program that failed', { stdout: '{"goesOut":true}', stderr: 'Broken.', exitCode: 2 }],
  ])('does not go out on %s', (_what, output) => {
    const answer = layerAnswerIn(output);
    expect(answer.goesOut).toBe(false);
    expect(answer.reason).not.toBe('');
  });
});
