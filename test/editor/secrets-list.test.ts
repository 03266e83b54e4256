import { describe, expect, it } from 'vitest';
import { fileRow, secretFiles, secretRow, summaryLine } from '../../src/editor/secrets-list.ts';
import type { FoundSecret } from '../../src/vault/found-secret.ts';

const t = (message: string, ...args: (string | number | boolean)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));

function secret(change: Partial<FoundSecret> = {}): FoundSecret {
  return {
    file: '/w/.env',
    shown: '.env',
    line: 3,
    kind: 'railway-token',
    variable: 'RAILWAY_TOKEN',
    fingerprint: 'a',
    committed: false,
    ignored: true,
    readers: 'owner',
    ...change,
  };
}

describe('the list of credentials', () => {
  it('has the gravest file first, and leaves out what a person ignored', () => {
    const found = [
      secret({ shown: 'b.env', fingerprint: 'b' }),
      secret({ shown: 'a.env', fingerprint: 'a', kind: 'generic-token' }),
      secret({ shown: 'c.env', fingerprint: 'c', committed: true }),
      secret({ shown: 'd.env', fingerprint: 'd' }),
    ];
    const ignored = [{ fingerprint: 'd', shown: 'd.env', reason: 'a test key', at: 1 }];
    expect(secretFiles(found, ignored).map(({ shown }) => shown)).toEqual(['c.env', 'b.env', 'a.env']);
    // The same credential in another file is another finding.
    expect(secretFiles([secret({ fingerprint: 'd', shown: 'e.env' })], ignored)).toHaveLength(1);
  });

  it.each([
    [{}, 'line 3 · RAILWAY_TOKEN'],
    [{ committed: true }, 'committed · line 3 · RAILWAY_TOKEN'],
    [{ ignored: false }, 'not ignored by git · line 3 · RAILWAY_TOKEN'],
    [{ readers: 'everyone' as const }, 'line 3 · RAILWAY_TOKEN · everyone can read it'],
    [{ readers: 'group' as const, committed: null }, 'line 3 · RAILWAY_TOKEN · the group can read it'],
  ])('says of %j: %s', (change, description) => {
    expect(secretRow(secret(change), t).description).toBe(description);
  });

  it('says what a kind can destroy, and what to do where git has it', () => {
    const row = secretRow(secret({ committed: true, readers: 'everyone' }), t);
    expect(row.label).toBe('Railway token');
    expect(row.tooltip).toContain('It can delete any volume');
    expect(row.tooltip).toContain('Revoke it');
    expect(row.tooltip).toContain('Every user of this machine');
    const { line: _line, variable: _variable, ...whole } = secret();
    expect(secretRow(whole, t).description).toBe('the whole file');
  });

  it('counts', () => {
    expect(summaryLine([], t)).toBe('No credential was found.');
    const files = secretFiles([secret(), secret({ fingerprint: 'x', committed: true })], []);
    expect(summaryLine(files, t)).toBe('2 credentials, 1 of them committed');
    expect(files.map((file) => fileRow(file, t).description)).toEqual(['2 credentials']);
  });
});
