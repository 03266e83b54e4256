import { describe, expect, it } from 'vitest';
import { isExamplePath, isSecretPath, secretPathScore } from '../../src/credentials/paths.ts';

describe('a path that usually holds secrets', () => {
  it.each([
    '.env',
    'infra/domains/.env',
    '.env.production',
    '.env.local',
    'prod.env',
    '.envrc',
    '.dev.vars',
    '/home/dev/.aws/credentials',
    '~/.aws/credentials',
    '/home/dev/.npmrc',
    '/home/dev/.netrc',
    '/home/dev/.ssh/id_ed25519',
    '/home/dev/.ssh/deploy',
    '/home/dev/.kube/config',
    '/home/dev/.docker/config.json',
    '/home/dev/.config/gh/hosts.yml',
    '/home/dev/.railway/config.json',
    'certs/server.key',
    'certs/cert-key.pem',
    'africa.pem',
    '/home/dev/.vault-token',
    'deploy/service-account.json',
    'config/secrets.yml',
    'credentials.json',
    'config/master.key',
    'scripts/railway-token.txt',
    '.railway-token',
    'terraform.tfstate',
    '/proc/self/environ',
    '/run/secrets/db_password',
    '/etc/shadow',
    '/home/dev/.bash_history',
    'wp-config.php',
    'C:\\Users\\dev\\.aws\\credentials',
    'apps\\web\\.env',
  ])('%s', (path) => {
    expect(isSecretPath(path)).toBe(true);
  });

  it.each([
    '',
    '.env.example',
    '.env.sample',
    'apps/web/.env.template',
    '.env.test',
    'tests/fixtures/.env',
    'node_modules/dotenv/.env',
    'src/lexer.ts',
    'src/tokens.ts',
    'src/credentials.rs',
    'src/credentials',
    'docs/secrets.md',
    '.github/workflows/secret-scan.yml',
    '.npmrc',
    'package.json',
    'certs/ca.pem',
    'public.pem',
    'public-key.pem',
    '.env.vault',
    '/home/dev/.ssh/id_ed25519.pub',
    '/home/dev/.ssh/known_hosts',
    '/home/dev/.ssh/config',
    'design-tokens.json',
    'environment.ts',
    'a'.repeat(5000),
  ])('not %s', (path) => {
    expect(isSecretPath(path)).toBe(false);
  });

  it('is graver outside the workspace and for production than for the project’s own environment', () => {
    const own = secretPathScore('.env', '/w');
    expect(own).toBeGreaterThan(0);
    expect(secretPathScore('infra/domains/.env', '/w')).toBeGreaterThan(own);
    expect(secretPathScore('.env.production', '/w')).toBeGreaterThan(own);
    expect(secretPathScore('/home/dev/.aws/credentials', '/w')).toBeGreaterThan(
      secretPathScore('.env.production', '/w'),
    );
    expect(secretPathScore('src/lexer.ts', '/w')).toBe(0);
  });

  it('knows forms, fixtures and documentation', () => {
    expect(['.env.example', 'docs/setup.md', 'test/fixtures/key.pem'].map(isExamplePath)).toEqual([true, true, true]);
    expect(isExamplePath('infra/domains/.env')).toBe(false);
  });
});
