import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AskForCredential, answerCredential } from '../../src/guard/answer-credential.ts';
import {
  type CredentialAnswer,
  type CredentialRequest,
  credentialAnswerIn,
  credentialOutput,
  credentialQuestion,
  readCredentialRequest,
} from '../../src/guard/credential-request.ts';

const request: CredentialRequest = {
  session: 's',
  host: 'claude',
  client: 'Claude Code',
  purpose: 'deploy',
  program: 'railway',
  provider: 'railway',
  kind: 'API token',
};
const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'hp-credential-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (name: string) => {
  mkdirSync(path.join(root, name), { recursive: true });
  return path.join(root, name);
};

/** Asks a window with these folders, and gives what its person was asked. */
async function asked(
  cwd: string,
  folders: readonly string[],
  asking: Readonly<Record<string, unknown>> = { ...request },
) {
  const questions: Parameters<AskForCredential>[] = [];
  const held: string[] = [];
  const { stdin: _none, ...question } = credentialQuestion(request, cwd, 5_000);
  const exchange = { signal: new AbortController().signal, held: (hold: string) => held.push(hold) };
  const reply = await answerCredential({ ...question, stdin: Buffer.from(JSON.stringify(asking)) }, exchange, {
    folders,
    platform: 'linux',
    async ask(...given) {
      questions.push(given);
      return { kind: 'refused' };
    },
  });
  return { questions, held, reply, answer: credentialAnswerIn(reply.output) };
}

describe('a window that is asked for a credential', () => {
  test('asks its person, with the folder the asker works in, and tells the asker to wait', async () => {
    const inner = folder('w/api');
    const { questions, held, answer } = await asked(folder('w/api/src'), [folder('w'), inner, folder('other')]);
    expect(questions).toMatchObject([[request, inner, { waitMilliseconds: 5_000 }]]);
    expect([held, answer]).toEqual([['credential'], { kind: 'refused' }]);
  });

  test('finds the folder through links', async () => {
    symlinkSync(folder('w'), path.join(root, 'link'));
    expect((await asked(folder('w/api'), [path.join(root, 'link')])).questions[0]?.[1]).toBe(folder('w'));
    expect((await asked(path.join(root, 'link', 'api'), [folder('w')])).questions).toHaveLength(1);
  });

  test('asks nobody for a folder it has not open', async () => {
    for (const folders of [[], [folder('w')]]) {
      const { questions, held, answer } = await asked(folder('w2'), folders);
      expect([questions, held, answer]).toEqual([[], [], { kind: 'elsewhere' }]);
    }
  });

  test.each([
    ['no purpose', { purpose: '' }],
    ['a purpose nobody reads', { purpose: 'x'.repeat(301) }],
    ['a path for a program', { program: '/bin/sh' }],
    ['a host nobody knows', { host: 'me' }],
    ['more than there is', { approve: true }],
  ])('asks nobody where it is asked with %s', async (_what, change) => {
    const { questions, reply } = await asked(folder('w'), [folder('w')], { ...request, ...change });
    expect([questions, reply.decision, reply.output.exitCode]).toEqual([[], 'deny', 3]);
  });
});

describe('what is sent', () => {
  test('comes back as it was', () => {
    const { client, provider, kind, ...least } = request;
    for (const one of [request, least]) expect(readCredentialRequest(Buffer.from(JSON.stringify(one)))).toEqual(one);
    const offered = { kind: 'offered', name: 'A', variable: 'B', program: 'c', folder: '/w', milliseconds: 1 } as const;
    for (const answer of [offered, { kind: 'empty' }] satisfies CredentialAnswer[]) {
      expect(credentialAnswerIn(credentialOutput(answer))).toEqual(answer);
    }
  });

  test.each([
    ['what an older window says', { stdout: '', stderr: 'No host by that name.', exitCode: 0 }],
    ['another answer', { stdout: '{"goesOut":true,"reason":""}', stderr: '', exitCode: 0 }],
    ['an answer of a later version', { stdout: '{"kind":"lent","value":"x"}', stderr: '', exitCode: 0 }],
    ['a failure', { stdout: '{"kind":"empty"}', stderr: '', exitCode: 3 }],
  ])('is no answer: %s', (_what, output) => {
    expect(credentialAnswerIn(output)).toBeNull();
  });
});
