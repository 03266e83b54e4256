import { describe, expect, it } from 'vitest';
import { credentialKinds } from '../../src/credentials/kind-table.ts';
import { kindOf, kindOfHost, kindOfName } from '../../src/credentials/kinds.ts';

describe('the table of kinds', () => {
  it('holds about forty kinds, each with one sentence, a page, and an id of its own', () => {
    expect(credentialKinds.length).toBeGreaterThanOrEqual(40);
    expect(new Set(credentialKinds.map((kind) => kind.id)).size).toBe(credentialKinds.length);
    for (const kind of credentialKinds) {
      expect(kind.canDestroy, kind.id).toMatch(/^It .+\.$/);
      expect(kind.page, kind.id).toMatch(/^https:\/\//);
      expect(kind.title, kind.id).not.toBe('');
    }
  });

  it('has global patterns that contain their hint', () => {
    for (const kind of credentialKinds) {
      for (const shape of kind.shapes) {
        expect(shape.pattern.global, kind.id).toBe(true);
        expect(shape.hint.length, kind.id).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it.each([
    ['RAILWAY_TOKEN', 'railway-token'],
    ['railwayApiToken', 'railway-token'],
    ['AWS_SECRET_ACCESS_KEY', 'aws-access-key'],
    ['DIGITALOCEAN_ACCESS_TOKEN', 'digitalocean-token'],
    ['DATABASE_URL', 'database-url'],
    ['TF_TOKEN_app_terraform_io', 'terraform-token'],
    ['PGPASSWORD', 'database-url'],
  ])('tells the vendor of %s', (name, id) => {
    expect(kindOfName(name)?.id).toBe(id);
  });

  it.each([
    ['backboard.railway.app', 'railway-token'],
    ['api.cloudflare.com', 'cloudflare-token'],
    ['ec2.eu-west-1.amazonaws.com', 'aws-access-key'],
    ['notrailway.app', undefined],
  ])('tells the vendor of a call to %s', (host, id) => {
    expect(kindOfHost(host)?.id).toBe(id);
  });

  it('takes an id of another version for a plain token', () => {
    expect(kindOf('no-such-kind').id).toBe('generic-token');
  });
});
