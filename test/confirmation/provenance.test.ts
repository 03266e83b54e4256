import { describe, expect, it } from 'vitest';
import { confirmationRequired } from '../../src/confirmation/artifact.ts';
import { provenanceOf } from '../../src/confirmation/provenance.ts';
import { kindOf } from '../../src/credentials/kinds.ts';
import { request } from './fixture.ts';

const use = {
  kind: 'railway-token',
  fingerprint: 'f'.repeat(64),
  foundIn: 'infra/domains/.env',
  line: 3,
  foundAt: 1_000_000,
  event: 2,
  canDestroy: kindOf('railway-token').canDestroy,
  foreign: true,
} as const;
const { line: _line, foreign: _foreign, ...plain } = use;

describe('where a credential came from', () => {
  it.each([
    [
      use,
      41_000,
      'Railway token found in infra/domains/.env line 3, 41 s ago, not among the files of this task; it can delete any volume, database, service and environment of the Railway account or project.',
    ],
    [
      { ...plain, foundIn: '.env' },
      9 * 3_600_000,
      'Railway token found in .env, 9 h ago; it can delete any volume, database, service and environment of the Railway account or project.',
    ],
    [
      { ...use, kind: 'ssh-key', foundIn: 'output of op read', canDestroy: kindOf('ssh-key').canDestroy },
      -5_000,
      'Private key found in the output of op read line 3, 0 s ago; it can log in wherever its public half is accepted and do there what that account may.',
    ],
  ])('is one sentence', (credential, passed, sentence) => {
    expect(provenanceOf(credential, credential.foundAt + passed)).toBe(sentence);
  });

  it('stands in the artifact', () => {
    const artifact = confirmationRequired({
      ...request(),
      id: 'h1',
      createdAt: 1_041_000,
      expiresAt: 1_100_000,
      credential: use,
    });
    expect(artifact.credential).toMatchObject({ foreign: true, says: provenanceOf(use, 1_041_000) });
  });
});
