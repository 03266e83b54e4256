import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/credentials/fingerprint.ts';
import { createLending, type Lending, offerMilliseconds } from '../../src/vault/lending.ts';
import { nameFor, replaceByReference } from '../../src/vault/replace.ts';
import { openStoredCredentials } from '../../src/vault/stored.ts';

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name: string) => kept.get(name),
    store: async (name: string, value: string) => void kept.set(name, value),
    delete: async (name: string) => void kept.delete(name),
  };
}

function lender() {
  let now = 1_000;
  const said: string[] = [];
  const lending: Lending = createLending({
    now: () => now,
    value: async (name) => (name === 'RAILWAY_TOKEN' ? 'rlwy_SYNTHETIC' : null),
    onLent: (sentence) => said.push(sentence),
  });
  const offer = { name: 'RAILWAY_TOKEN', variable: 'RAILWAY_TOKEN', program: 'railway', folder: '/w', until: 0 };
  return {
    lending,
    said,
    offer: (change: Partial<typeof offer> = {}) =>
      lending.offer({ ...offer, until: now + offerMilliseconds, ...change }),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const call = { credential: 'RAILWAY_TOKEN', program: '/usr/bin/railway', cwd: '/w/api' };

describe('a lent credential', () => {
  test('goes to one call of the program it was offered to, once, and that is told without it', async () => {
    const { lending, offer, said } = lender();
    offer();
    expect(await lending.take(call)).toEqual({ kind: 'lent', variable: 'RAILWAY_TOKEN', value: 'rlwy_SYNTHETIC' });
    expect(said).toEqual(['Lent the credential RAILWAY_TOKEN to one call of railway, as RAILWAY_TOKEN.']);
    expect((await lending.take(call)).kind).toBe('refused');
    expect(lending.offers()).toEqual([]);
  });

  test('two calls at the same moment get it once', async () => {
    const { lending, offer } = lender();
    offer();
    const kinds = (await Promise.all([lending.take(call), lending.take(call)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['lent', 'refused']);
  });

  test.each([
    ['nobody offered it', {}, { credential: 'OTHER' }, /Nobody lends OTHER now/],
    ['another program asks', {}, { program: 'curl' }, /lent to a call of railway/],
    ['a program by another name asks', {}, { program: './railway-x' }, /lent to a call of railway/],
    ['the call comes from elsewhere', {}, { cwd: '/other' }, /lent for a call from \/w/],
    ['the call comes from a folder beside', {}, { cwd: '/w2' }, /lent for a call from \/w/],
    ['it is gone from the storage', { name: 'GONE' }, { credential: 'GONE' }, /no longer in the editor/],
  ])('is refused where %s', async (_, offered, asked, reason) => {
    const { lending, offer, said } = lender();
    offer(offered);
    const lent = await lending.take({ ...call, ...asked });
    expect(lent).toMatchObject({ kind: 'refused' });
    expect(JSON.stringify(lent)).toMatch(reason);
    expect(said).toEqual([]);
  });

  test('is not lent after ten minutes, or once it is withdrawn', async () => {
    const { lending, offer, pass } = lender();
    offer();
    pass(offerMilliseconds + 1);
    expect((await lending.take(call)).kind).toBe('refused');
    offer();
    lending.withdraw('RAILWAY_TOKEN');
    expect((await lending.take(call)).kind).toBe('refused');
  });
});

describe('stored credentials', () => {
  test('are listed without their values, and go with them', async () => {
    const secrets = storage();
    const stored = openStoredCredentials(secrets);
    const one = { name: 'TOKEN', kind: 'railway-token', variable: 'TOKEN', from: '.env', storedAt: 1 };
    await stored.put(one, 'value');
    expect(await stored.list()).toEqual([one]);
    expect(await stored.value('TOKEN')).toBe('value');
    expect(secrets.kept.get('holdpoint.credentials')).not.toContain('"value"');
    await stored.remove('TOKEN');
    expect([await stored.list(), await stored.value('TOKEN')]).toEqual([[], null]);
    await expect(stored.put({ ...one, name: 'a b' }, 'x')).rejects.toThrow(/no name/);
    secrets.kept.set('holdpoint.credentials', '{');
    expect(await stored.list()).toEqual([]);
  });

  test('are replaced in their file by a reference, everywhere they stand', async () => {
    const value = 'rlwy_SYNTHETIC0a1b2c3d4e5f';
    const key = '00'.repeat(32);
    const text = `A=1\nRAILWAY_TOKEN=${value}\n# ${value}\n`;
    const given = { shown: '.env', fingerprint: fingerprint(value, key), key, name: 'RAILWAY_TOKEN' };
    expect(await replaceByReference(text, given)).toEqual({
      value,
      kind: 'railway-token',
      variable: 'RAILWAY_TOKEN',
      text: 'A=1\nRAILWAY_TOKEN=holdpoint:RAILWAY_TOKEN\n# holdpoint:RAILWAY_TOKEN\n',
    });
    expect(await replaceByReference('A=1\n', given)).toBeNull();
  });

  test('are named after their variable', () => {
    expect(nameFor('API_KEY', 'x', [])).toBe('API_KEY');
    expect(nameFor('API_KEY', 'x', ['API_KEY'])).toBe('API_KEY_2');
    expect(nameFor(undefined, 'railway-token', [])).toBe('railway-token');
    expect(nameFor('1 odd name', 'x', [])).toBe('credential_1_odd_name');
  });
});
