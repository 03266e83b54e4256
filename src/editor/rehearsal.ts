import { sha256 } from '../action/canonical.ts';
import type { Effect } from '../action/effect.ts';
import type { HoldRequest } from '../confirmation/registry.ts';
import type { Translate } from './translate.ts';

/** How long a rehearsal waits. */
const waitMilliseconds = 5 * 60_000;

/**
 * A made-up call for "Rehearse a Hold". It lives in a registry of its own, which no host, log or guard knows:
 * whatever the answer, nothing runs and nothing is recorded. `now` in milliseconds since the epoch.
 */
export function rehearsalRequest(now: number, cwd: string, t: Translate): HoldRequest {
  const command = `curl -s https://backboard.example/graphql/v2 -H "Authorization: Bearer ‹example-token›" -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_example\\") }"}'`;
  const start = command.indexOf('volumeDelete');
  const end = command.indexOf(')', start) + 1;
  const reason = t('Deletes the volume vol_example and every backup on it.');
  const effect: Effect = {
    verb: 'delete',
    provider: 'example',
    resource: 'volume',
    target: 'vol_example',
    asset: 'data-store',
    environment: 'production',
    reversibility: 'irreversible',
    scope: 'remote',
    rule: 'example/volume-delete',
    reason,
    span: [start, end],
    attack: 'T1485',
    safer: 'example volume list',
  };
  return {
    host: 'cli',
    session: t('rehearsal'),
    callId: `rehearsal-${now}`,
    waitMilliseconds,
    action: { kind: 'shell', text: command, cwd, marks: [[start, end]] },
    digest: sha256(`rehearsal ${now}`),
    verdict: {
      reason,
      effects: [effect],
      sequences: [{ name: 'rehearsal', title: t('Credential discovery, then destruction'), steps: [1, 2, 3] }],
      typedName: 'vol_example',
    },
    credential: {
      kind: t('example token'),
      fingerprint: sha256('rehearsal').slice(0, 16),
      foundIn: 'infra/domains/.env',
      line: 3,
      foundAt: now - 7_000,
      event: 2,
      canDestroy: t('It can delete every project, volume and backup of its account.'),
    },
    timeline: [
      { at: now - 9_000, what: t('Met a credential that does not fit in staging.'), weight: 'ordinary' },
      { at: now - 8_000, what: t('Searched the project for tokens.'), weight: 'signal' },
      { at: now - 7_000, what: t('Read infra/domains/.env, which holds a token.'), weight: 'signal' },
      { at: now, what: t('Wants to delete the volume with that token.'), weight: 'this' },
    ],
  };
}
