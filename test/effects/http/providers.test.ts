import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deed } from '../../../src/action/action.ts';
import table from '../../../src/effects/providers/providers.generated.json' with { type: 'json' };
import { providerOf } from '../../../src/effects/providers/providers.ts';
import { analysed, isStopped, stops } from '../judging.ts';

const http = (line: string): Deed => {
  const [, method = '', url = '', body] = /^(\S+) (\S+)(?: (.*))?$/s.exec(line) ?? [];
  return { kind: 'http', method, url, headers: {}, ...(body === undefined ? {} : { body }) };
};

describe('providers by their tables', () => {
  it.each(table.providers)('$id cites its reference and knows its hosts', ({ id, hosts, source, operations }) => {
    expect(source).toMatch(/^https:\/\//);
    for (const host of hosts) expect(providerOf(host.replace(/^\./, 'x.'))?.id).toBe(id);
    for (const [kind, lines] of Object.entries(operations)) {
      expect(kind).toMatch(
        /^(?:harmless|(?:data-store|backup|log|key|state|history|files|compute|access) (?:irreversible|recoverable))$/,
      );
      for (const line of lines?.split('\n') ?? [])
        expect(line).toMatch(/^(?:(?:DELETE|POST|PUT|PATCH) \/\S*|\w[\w.-]*)$/);
    }
  });

  it.each([
    ['DELETE https://api.digitalocean.com/v2/volumes/1', 'digitalocean', 'data-store'],
    ['DELETE https://api.github.com/repos/o/r', 'http', 'other'],
    ['POST https://console.neon.tech/api/v2/projects/p/branches/b/restore', 'neon', 'data-store'],
    ['PUT https://api.vercel.com/domains/example.com/records []', 'vercel', 'access'],
    ['POST https://api.github.com/repos/o/r/transfer {"new_owner":"x"}', 'github', 'access'],
    [
      'POST https://api.cloudflare.com/client/v4/accounts/a/d1/database/d/time_travel/restore',
      'cloudflare',
      'data-store',
    ],
    ['POST https://ec2.us-east-1.amazonaws.com/ Action=CreateReplaceRootVolumeTask&InstanceId=i', 'aws', 'data-store'],
  ])('%s is held', async (line, provider, asset) => {
    const { effects } = await analysed(http(line));
    expect(effects.some(isStopped)).toBe(true);
    if (provider !== 'http') expect(effects).toMatchObject([{ provider, asset }]);
  });

  it.each([
    'DELETE https://api.github.com/repos/o/r/subscription',
    'DELETE https://api.github.com/user/starred/o/r',
    'DELETE https://api.github.com/repos/o/r/issues/1/labels/bug',
    'POST https://slack.com/api/reactions.remove {"name":"x"}',
    'DELETE https://api.heroku.com/apps/a/build-cache',
    'POST https://api.vercel.com/v1/edge-cache/invalidate-by-tags {"tags":["a"]}',
    'POST https://api.netlify.com/api/v1/purge {"site_id":"s"}',
    'DELETE https://youtube.googleapis.com/youtube/v3/subscriptions?id=1',
    'POST https://rds.us-east-1.amazonaws.com/ Action=RestoreDBInstanceFromDBSnapshot&DBInstanceIdentifier=a',
    'PUT https://api.github.com/repos/o/r/contents/a.txt {"message":"delete","content":""}',
  ])('%s passes', async (line) => {
    expect(await stops(http(line))).toBe(false);
  });
});

describe('requests, whatever is put around them', () => {
  const noise = fc.stringMatching(/^[a-z]{1,8}$/);
  it('holds a deletion with any query, header and version in front', async () => {
    await fc.assert(
      fc.asyncProperty(noise, noise, fc.integer({ min: 1, max: 9 }), async (key, value, version) => {
        const url = `https://api.${value}x.example.org/v${version}/projects/p1?${key}=${value}`;
        expect(await stops({ kind: 'http', method: 'DELETE', url, headers: { [`x-${key}`]: value } })).toBe(true);
        const headers = { 'X-HTTP-Method-Override': 'DELETE' };
        expect(await stops({ kind: 'http', method: 'POST', url, headers })).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('passes a read with any path, and a creation with any text', async () => {
    const word = fc.constantFrom('delete', 'destroy', 'purge', 'drop', 'items', 'users', 'backups', '42');
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (parts) => {
        const url = `https://api.example.org/${parts.join('/')}`;
        for (const method of ['GET', 'HEAD', 'OPTIONS'])
          expect(await stops({ kind: 'http', method, url, headers: {} })).toBe(false);
        const body = JSON.stringify({ title: parts.join(' '), body: `DROP TABLE ${parts.join(' ')}` });
        expect(
          await stops({ kind: 'http', method: 'POST', url: 'https://api.example.org/v1/notes', headers: {}, body }),
        ).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('holds a mutation under any alias, in any fragment and beside any query', async () => {
    await fc.assert(
      fc.asyncProperty(noise, noise, async (alias, other) => {
        const bodies = [
          `mutation { ${alias}: deleteProject(id: 1) { ok } }`,
          `query Q { ${other} } mutation M { ...F } fragment F on Mutation { ${alias}: deleteProject(id: 1) { ok } }`,
          `mutation { ... on Mutation { create${other}(n: 1) { id } deleteProject(id: 1) { ok } } }`,
        ];
        for (const query of bodies) {
          const body = JSON.stringify({ query });
          const url = 'https://api.example.org/graphql';
          expect(await stops({ kind: 'http', method: 'POST', url, headers: {}, body })).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
