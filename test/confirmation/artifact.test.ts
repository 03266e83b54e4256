import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/action/effect.ts';
import { confirmationRequired, gravestEnvironment } from '../../src/confirmation/artifact.ts';
import { withoutSecrets } from '../../src/confirmation/secrets.ts';
import { effect, request } from './fixture.ts';

const input = { ...request(), id: 'h1', createdAt: 0, expiresAt: 1_000 };

describe('the artifact of a hold', () => {
  test('has the fields of DESIGN 5.3 and leaves out what there is not', () => {
    const artifact = confirmationRequired(input);
    expect(Object.keys(artifact).sort()).toEqual(
      'action createdAt digest effects environment expiresAt host id kind reason safer session timeline version'.split(
        ' ',
      ),
    );
    expect(artifact).toMatchObject({
      environment: 'production',
      safer: 'railway volume list',
      expiresAt: '1970-01-01T00:00:01.000Z',
    });
  });

  test('carries the credential, the sequence and the name to type', () => {
    const credential = {
      kind: 'railway-token',
      fingerprint: 'f'.repeat(64),
      foundIn: 'infra/domains/.env',
      line: 3,
      foundAt: 0,
      event: 2,
      canDestroy: 'Delete every volume of the account.',
    };
    const sequence = { name: 'discovery-then-destruction', title: 'Discovery, then destruction', steps: [2, 4] };
    const verdict = {
      ...input.verdict,
      sequences: [{ ...sequence, name: 'other' }, sequence],
      typedName: 'vol_prod_1',
    };
    expect(confirmationRequired({ ...input, credential, verdict })).toMatchObject({
      credential: { kind: 'railway-token', fingerprint: 'f'.repeat(64), line: 3, foundAt: '1970-01-01T00:00:00.000Z' },
      sequence: { name: 'discovery-then-destruction' },
      typedName: 'vol_prod_1',
    });
  });

  test.each([Number.NaN, 1e20])('bears a credential found at %s', (foundAt) => {
    const credential = { kind: 'k', fingerprint: 'f', foundIn: 'a', foundAt, event: 0, canDestroy: 'c' };
    expect(confirmationRequired({ ...input, credential }).credential?.foundAt).toBe('1970-01-01T00:00:00.000Z');
  });

  test.each<[Environment[], Environment]>([
    [[], 'unknown'],
    [['development', 'production'], 'production'],
    [['development', 'unknown'], 'unknown'],
    [['staging', 'development'], 'staging'],
    [['development'], 'development'],
  ])('of effects in %j says %s', (environments, gravest) => {
    expect(gravestEnvironment(environments.map((environment) => ({ ...effect, environment })))).toBe(gravest);
  });
});

describe('a copy without secrets', () => {
  const secret = 'ghp_SYNTHETICSYNTHETICSYNTHETIC0123456789';

  test('has them replaced at any depth and keeps hashes and ids', () => {
    const digest = 'a1b2'.repeat(16);
    const copy = withoutSecrets({
      digest,
      fingerprint: digest,
      list: [{ reason: `uses ${secret}` }],
      n: 1,
      b: true,
      z: null,
    });
    expect(JSON.stringify(copy)).not.toContain(secret);
    expect(copy).toMatchObject({ digest, fingerprint: digest, n: 1, b: true, z: null });
  });

  test('is the same when made twice', () => {
    const long = { reason: `${'long text '.repeat(9_000)}${secret}` };
    const once = withoutSecrets(long);
    expect(once.reason.length).toBeLessThan(66_000);
    expect(withoutSecrets(once)).toEqual(once);
  });

  test('holds nothing canonical JSON cannot', () => {
    expect(withoutSecrets({ a: '\ud800', b: Number.NaN, c: [Number.POSITIVE_INFINITY] })).toEqual({
      a: '\ufffd',
      b: null,
      c: [null],
    });
  });
});
