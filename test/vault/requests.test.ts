import { describe, expect, test } from 'vitest';
import type { CredentialAnswer, CredentialRequest } from '../../src/guard/credential-request.ts';
import { fits, runsAnything } from '../../src/vault/fitting.ts';
import { createLending, offerMilliseconds } from '../../src/vault/lending.ts';
import {
  type CredentialChoice,
  choiceMilliseconds,
  createCredentialRequests,
  mostRequests,
  refusalMilliseconds,
} from '../../src/vault/requests.ts';
import type { StoredCredential } from '../../src/vault/stored.ts';

const stored = (change: Partial<StoredCredential>): StoredCredential => ({
  name: 'TOKEN',
  kind: 'generic-token',
  variable: change.name ?? 'TOKEN',
  from: '',
  storedAt: 1,
  ...change,
});
const railway = stored({ name: 'RAILWAY_TOKEN', kind: 'railway-token' });
const aws = stored({ name: 'deploy-key', kind: 'aws-access-key', variable: 'AWS_SECRET_ACCESS_KEY' });

/** A desk over a clock and a person of the test's. */
function rig(all: readonly StoredCredential[] = [aws, railway]) {
  let now = 1_000;
  const timers = new Set<{ at: number; fn: () => void }>();
  const shown: (CredentialChoice & { more: number; isClosed: boolean; pick(one: StoredCredential | null): void })[] =
    [];
  const said: string[] = [];
  const empty: CredentialRequest[] = [];
  const lending = createLending({
    now: () => now,
    value: async () => 'rlwy_SYNTHETIC',
    onLent: () => {},
  });
  const ask = createCredentialRequests({
    now: () => now,
    schedule(milliseconds, fn) {
      const timer = { at: now + milliseconds, fn };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    stored: async () => all,
    lending,
    show(choice) {
      let pick: (one: StoredCredential | null) => void = () => {};
      const picked = new Promise<StoredCredential | null>((resolve) => {
        pick = resolve;
      });
      const one = { ...choice, more: 0, isClosed: false, pick };
      shown.push(one);
      return {
        picked,
        behind: (count) => {
          one.more = count;
        },
        close: () => {
          one.isClosed = true;
        },
      };
    },
    onEmpty: (request) => empty.push(request),
    onEnd: (sentence) => said.push(sentence),
    askerOf: ({ host }) => host,
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 1));
  return {
    lending,
    shown,
    said,
    empty,
    settled,
    timers,
    /** Asks, and lets what follows at once happen. */
    async start(change: Partial<CredentialRequest> = {}, waitMilliseconds = 840_000, folder = '/w') {
      const gone = new AbortController();
      const answer: { value?: CredentialAnswer } = {};
      const request = { session: 's', host: 'claude', purpose: 'deploy', program: 'railway', ...change } as const;
      void ask(request, folder, { signal: gone.signal, waitMilliseconds }).then((value) => {
        answer.value = value;
      });
      await settled();
      return { answer, gone };
    },
    async pass(milliseconds: number) {
      now += milliseconds;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.fn();
      }
      await settled();
    },
    async pick(at: number, one: StoredCredential | null) {
      shown[at]?.pick(one);
      await settled();
    },
  };
}

const offered = {
  kind: 'offered',
  name: 'RAILWAY_TOKEN',
  variable: 'RAILWAY_TOKEN',
  program: 'railway',
  folder: '/w',
  milliseconds: offerMilliseconds,
};

describe('a request for a credential', () => {
  test('shows the person who asks, with what fits first, and lends what they pick to one call of one program', async () => {
    const { start, pick, shown, said, lending } = rig();
    const { answer } = await start({ provider: 'railway', kind: 'API token' });
    expect(shown).toMatchObject([{ folder: '/w', fitting: [railway], others: [aws], more: 0 }]);
    expect([answer.value, lending.offers()]).toEqual([undefined, []]);
    await pick(0, railway);
    expect(answer.value).toEqual(offered);
    expect(shown[0]?.isClosed).toBe(true);
    expect(said).toEqual([
      'claude asked for a credential for one call of railway (railway, API token), to “deploy”: a person lends RAILWAY_TOKEN.',
    ]);
    const call = { credential: 'RAILWAY_TOKEN', program: 'railway', cwd: '/w' };
    expect(await lending.take({ ...call, program: 'curl' })).toMatchObject({ kind: 'refused' });
    expect(await lending.take(call)).toMatchObject({ kind: 'lent', value: 'rlwy_SYNTHETIC' });
    expect(await lending.take(call)).toMatchObject({ kind: 'refused' });
  });

  test('is refused by a person, and then for two minutes without asking them once more', async () => {
    const { start, pick, pass, shown, said, lending } = rig();
    const { answer } = await start();
    await pick(0, null);
    expect(answer.value).toEqual({ kind: 'refused' });
    for (const change of [{}, { purpose: 'something else' }, { session: 'another' }]) {
      expect((await start(change)).answer.value).toEqual({ kind: 'refused' });
    }
    expect(shown).toHaveLength(1);
    expect(said.map((sentence) => sentence.replace(/.*: /, ''))).toEqual([
      'a person refused.',
      ...Array(3).fill('a person had just refused it, and was not asked again.'),
    ]);
    await start({ program: 'aws' });
    expect(shown).toHaveLength(2);
    await pick(1, null);
    await pass(refusalMilliseconds);
    await start();
    expect(shown).toHaveLength(3);
    expect(lending.offers()).toEqual([]);
  });

  test('ends where nobody answers, and what is picked afterwards is lent to nobody', async () => {
    const { start, pick, pass, shown, said, lending } = rig();
    const { answer } = await start();
    await pass(choiceMilliseconds - 1);
    expect(answer.value).toBeUndefined();
    await pass(1);
    expect(answer.value).toEqual({ kind: 'unanswered' });
    expect(shown[0]?.isClosed).toBe(true);
    await pick(0, railway);
    expect(lending.offers()).toEqual([]);
    expect(said).toEqual(['claude asked for a credential for one call of railway, to “deploy”: nobody answered.']);
  });

  test('goes away with whoever asked', async () => {
    const { start, pick, settled, shown, said, lending } = rig();
    const { gone } = await start();
    gone.abort();
    await settled();
    expect(shown[0]?.isClosed).toBe(true);
    await pick(0, railway);
    expect(lending.offers()).toEqual([]);
    expect(said[0]).toMatch(/taken back before anybody answered\.$/);
  });

  test('stays with the person where the asker cannot wait longer, and the next try gets the answer, once', async () => {
    const { start, pick, pass, shown, timers, settled } = rig();
    const { answer, gone } = await start({}, 50_000);
    await pass(49_000);
    expect(answer.value).toEqual({ kind: 'waiting' });
    // Its connection closes, as after every answer.
    gone.abort();
    await settled();
    expect(shown[0]?.isClosed).toBe(false);
    const again = await start({}, 50_000);
    expect([again.answer.value, shown.length]).toEqual([undefined, 1]);
    await pass(49_000);
    expect(again.answer.value).toEqual({ kind: 'waiting' });
    await pick(0, railway);
    expect((await start({}, 50_000)).answer.value).toEqual(offered);
    expect(timers.size).toBe(0);
    // The same once more is a question of its own.
    await start({}, 50_000);
    expect(shown).toHaveLength(2);
  });

  test('that was answered is answered to nobody else, and to nobody after ten minutes', async () => {
    const { start, pick, pass, shown } = rig();
    await start({}, 50_000);
    await pass(49_000);
    await pick(0, railway);
    await start({ session: 'another' });
    expect(shown).toHaveLength(2);
    await pick(1, railway);
    await pass(offerMilliseconds);
    await start();
    expect(shown).toHaveLength(3);
  });

  test('waits behind others: one is shown at a time, and of too many the last are turned away', async () => {
    const { start, pick, shown } = rig();
    const asked = [];
    for (let at = 0; at < mostRequests; at += 1) asked.push(await start({ session: `s${at}` }));
    expect((await start({ session: 'one more' })).answer.value).toEqual({ kind: 'busy' });
    expect(shown.map(({ more }) => more)).toEqual([mostRequests - 1]);
    asked[1]?.gone.abort();
    await pick(0, railway);
    expect(asked[0]?.answer.value).toEqual(offered);
    expect(shown.map(({ request, more }) => [request.session, more])).toEqual([
      ['s0', mostRequests - 1],
      ['s2', mostRequests - 3],
    ]);
    await pick(1, null);
    expect(asked.map(({ answer }) => answer.value?.kind)).toEqual([
      'offered',
      'unanswered',
      'refused',
      undefined,
      undefined,
    ]);
  });

  test('asked twice at once is one question', async () => {
    const { start, pick, shown, said } = rig();
    const [one, two] = [await start(), await start()];
    await pick(0, railway);
    expect([one.answer.value, two.answer.value]).toEqual([offered, offered]);
    expect([shown.length, said.length]).toEqual([1, 1]);
  });

  test('is answered at once where nothing is stored, and the person is told', async () => {
    const { start, shown, empty, said } = rig([]);
    expect((await start()).answer.value).toEqual({ kind: 'empty' });
    expect([shown, empty.length]).toEqual([[], 1]);
    expect(said[0]).toMatch(/none is stored\.$/);
  });
});

describe('a stored credential fits', () => {
  test.each<[string, Partial<StoredCredential>, { program: string; provider?: string; kind?: string }]>([
    ['by its vendor', { kind: 'railway-token' }, { program: 'curl', provider: 'Railway' }],
    ['by the program of its vendor', { kind: 'github-token' }, { program: 'gh' }],
    ['by the name of the variable', { variable: 'RAILWAY_API_TOKEN' }, { program: 'railway' }],
    ['by a word of its name', { name: 'acme-deploy' }, { program: 'curl', provider: 'acme' }],
    ['by the kind that was asked for', { kind: 'aws-access-key' }, { program: 'curl', kind: 'AWS access key' }],
    ['a database by its system', { kind: 'database-url' }, { program: 'curl', provider: 'postgres' }],
  ])('%s', (_how, credential, wanted) => {
    expect(fits(stored(credential), wanted)).toBe(true);
  });

  test.each<[string, Partial<StoredCredential>, { program: string; provider?: string; kind?: string }]>([
    ['another vendor', { kind: 'aws-access-key', name: 'AWS' }, { program: 'railway' }],
    ['part of a word', { name: 'RAILWAYS' }, { program: 'rail' }],
    ['nothing but “token”', {}, { program: 'curl', kind: 'token' }],
    ['an empty kind', { kind: '' }, { program: 'curl', kind: '' }],
  ])('not: %s', (_how, credential, wanted) => {
    expect(fits(stored(credential), wanted)).toBe(false);
  });

  test.each([
    ['sh', true],
    ['env', true],
    ['python3.12', true],
    ['node.exe', true],
    ['railway', false],
    ['shfmt', false],
    ['terraform', false],
  ])('%s runs whatever it is given: %s', (program, expected) => {
    expect(runsAnything(program)).toBe(expected);
  });
});
