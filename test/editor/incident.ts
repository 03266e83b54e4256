import type { ConfirmationRequired } from '../../src/action/confirmation.ts';

const command =
  'curl -s https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer ‹railway-token›" -H "Content-Type: application/json" -d \'{"query":"mutation { volumeDelete(volumeId: \\"vol_prod_1\\") }"}\'';
const start = command.indexOf('volumeDelete');

/** The PocketOS incident as the guard would hold it. `now` in milliseconds since the epoch. */
export function incident(now: number, change: Partial<ConfirmationRequired> = {}): ConfirmationRequired {
  const mark = [start, command.indexOf(') }"}', start) + 1] as const;
  return {
    kind: 'confirmation_required',
    version: 1,
    id: 'hold-1',
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 290_000).toISOString(),
    action: { kind: 'shell', text: command, cwd: '/home/dev/pocketos', marks: [mark] },
    digest: 'd'.repeat(64),
    reason: 'Deletes the Railway volume vol_prod_1 and every backup on it.',
    effects: [
      {
        verb: 'delete',
        provider: 'railway',
        resource: 'volume',
        target: 'vol_prod_1',
        asset: 'data-store',
        environment: 'production',
        reversibility: 'irreversible',
        scope: 'remote',
        rule: 'railway/volume-delete',
        reason: 'Deletes the Railway volume vol_prod_1 and every backup on it.',
        safer: 'railway volume list',
        attack: 'T1485',
        span: mark,
      },
    ],
    sequence: { name: 'discovery-then-destruction', title: 'Credential discovery, then destruction', steps: [1, 2, 4] },
    credential: {
      kind: 'Railway token',
      fingerprint: 'ab12cd34',
      foundIn: 'infra/domains/.env',
      line: 3,
      foundAt: new Date(now - 7_000).toISOString(),
      canDestroy: 'A Railway token can delete every project, volume and backup its account owns.',
    },
    environment: 'production',
    safer: 'railway volume list',
    session: '0b9f2f6e-7a31-4c8d',
    host: 'claude',
    timeline: [
      { at: now - 9_000, what: 'Ran the staging deploy, which failed: credential mismatch.', weight: 'ordinary' },
      { at: now - 8_000, what: 'Searched the project for API tokens.', weight: 'signal' },
      { at: now - 7_000, what: 'Read infra/domains/.env, which holds a Railway token.', weight: 'signal' },
      { at: now, what: 'Wants to delete the volume vol_prod_1 with that token.', weight: 'this' },
    ],
    typedName: 'vol_prod_1',
    ...change,
  };
}
