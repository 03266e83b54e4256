import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyFingerprint } from '../../src/audit/checkpoints.ts';
import { openAuditLog } from '../../src/audit/log.ts';
import { signedSession } from '../../src/guard/session-report.ts';
import { reportTelling } from '../../src/hosts/report-telling.ts';
import { judged, noon, signer } from '../audit/fixture.ts';
import { freshHome, holdpoint } from './cli.ts';

const { home, app } = freshHome();
const directory = path.join(app, '.holdpoint', 'audit');
const at = { home, cwd: app };
/** A session id as no host gives it: it must reach no terminal as it is. */
const odd = 's\u001b[31m1';

describe('holdpoint audit report', () => {
  beforeAll(() => {
    mkdirSync(directory, { recursive: true });
    const places = { fallbackDirectory: path.join(home, 'f'), checkpointDirectory: path.join(home, 'c') };
    const log = openAuditLog({ directory, ...places, window: 'w1', now: () => noon, signer });
    for (const session of ['one', odd]) log.append({ ...judged('npm test'), session });
    log.close();
  });

  it('lists the sessions of the log, and shows what hides in their names', async () => {
    const { code, stdout } = await holdpoint(['audit', 'report'], at);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toContain('s‹U+001B›[31m1');
    expect(stdout).not.toContain('\u001b');
  });

  it('writes a session, and says where it could not be signed', async () => {
    const file = path.join(home, 'report.md');
    const { code, stderr } = await holdpoint(['audit', 'report', 'one', '--output', file], at);
    expect([code, stderr]).toEqual([10, expect.stringContaining('This report is not signed')]);
    expect(readFileSync(file, 'utf8')).toContain('# Session report: ');
    const checked = await holdpoint(['audit', 'verify-report', file], at);
    expect([checked.code, checked.stdout]).toEqual([1, expect.stringContaining('has no seal')]);
  });

  it.each([
    ['a session that is not there', ['audit', 'report', 'nobody'], 3],
    ['a host that is none', ['audit', 'report', 'one', '--host', 'x'], 2],
    ['a format that is none', ['audit', 'report', 'one', '--format', 'pdf'], 2],
    ['no file to check', ['audit', 'verify-report'], 2],
    ['a file that is not there', ['audit', 'verify-report', 'none.md'], 3],
  ])('%s', async (_, args, exit) => {
    const { code, stderr } = await holdpoint(args, at);
    expect(code).toBe(exit);
    expect(stderr).toMatch(/^holdpoint: .+\n$/);
  });

  it.each(['markdown', 'jsonl'] as const)('checks a signed one with the public key alone: %s', async (format) => {
    const file = path.join(home, `signed.${format}`);
    const order = { directories: [directory], name: { session: 'one' }, format };
    const text = signedSession(order, reportTelling, noon, signer) ?? '';
    writeFileSync(file, text);
    const nowhere = { home: freshHome().home };
    const key = keyFingerprint(signer.publicKey);
    const checked = await holdpoint(['audit', 'verify', file], nowhere);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining(key)]);
    expect((await holdpoint(['audit', 'verify-report', file, '--key', key], nowhere)).code).toBe(0);
    expect((await holdpoint(['audit', 'verify-report', file, '--key', 'SHA256:other'], nowhere)).code).toBe(1);
    writeFileSync(file, text.replace('npm', 'rm'));
    expect((await holdpoint(['audit', 'verify-report', file], nowhere)).stdout).toContain(
      'changed after it was signed',
    );
  });
});
