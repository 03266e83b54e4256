import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/action/audit.ts';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { keyFingerprint } from '../../src/audit/checkpoints.ts';
import { checkSealed, type ReportFormat } from '../../src/audit/seal.ts';
import { courseOf } from '../../src/audit/session-course.ts';
import { readSession, sessionsIn } from '../../src/audit/session-records.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';
import { sessionText, signedSession } from '../../src/guard/session-report.ts';
import { reportTelling } from '../../src/hosts/report-telling.ts';
import { newRig, noon, signer } from './fixture.ts';
import { allowed, type Judged } from './judgement.ts';

const judged = (text: string, more: Partial<Judged> = {}): Judged =>
  allowed(text, { session: 'pocket', conduct: { category: 'test', surprise: 1.2 }, ...more });

const searched = {
  name: 'credential-search',
  score: 0.7,
  attack: 'T1552.001',
  evidence: 'Searches the project for credentials: token',
} as const;

/** A log with the incident's session and another one between its records. */
function incidentLog() {
  const rig = newRig();
  const log = rig.open();
  const entries: AuditEntry[] = [
    judged('npm test'),
    judged('git status', { session: 'other' }),
    judged('grep -rn token .', { signals: [searched], conduct: { category: 'credential-search', surprise: 12.6 } }),
    judged('railway volume delete vol_1', {
      callId: 'c4',
      decision: 'hold',
      reversibility: 'irreversible',
      reason: 'Deletes the Railway volume vol_1 | and its `backups`.',
      conduct: { category: 'destroy', surprise: 12.4, exceeds: 'db:production', declared: true },
      sequences: [
        {
          name: 'credential-discovery-then-destruction',
          title: 'Looked for credentials, then set out to destroy',
          steps: [1, 2],
        },
      ],
    }),
    {
      type: 'outcome',
      host: 'claude',
      session: 'pocket',
      callId: 'c4',
      ok: null,
      denied: true,
      revealed: [],
      signals: [],
    },
  ];
  for (const entry of entries) {
    rig.at += 2_000;
    log.append({ ...entry, ...(entry.type === 'judged' ? { actionAt: rig.at } : {}) });
  }
  return { rig, log };
}

const name = { session: 'pocket' } as const;
const formats: ReportFormat[] = ['markdown', 'jsonl'];

describe('the course of a session', () => {
  const { rig } = incidentLog();
  const found = readSession([rig.directory], name);
  if (!found) throw new Error('no session');
  const course = courseOf(found, shippedBaseline());

  it('holds its own actions alone, with what became of them', () => {
    expect(course.steps.map(({ text }) => text)).toEqual([
      'npm test',
      'grep -rn token .',
      'railway volume delete vol_1',
    ]);
    expect(course.steps.at(-1)).toMatchObject({
      decision: 'hold',
      end: 'denied',
      surprise: 12.4,
      exceeds: 'db:production',
    });
    expect(course.decisions).toEqual({ allow: 2, hold: 1, deny: 0 });
  });

  it('says where restraint was lowest and why, largest reason first', () => {
    expect(course.lowest.event).toBe(2);
    expect(course.lowest.restraint).toBeLessThan(0.4);
    expect(course.reasons.map(({ cause }) => cause).slice(0, 2)).toEqual(['sequence', 'capability']);
  });

  it('tells in words what was normal and what was not', () => {
    expect(course.normal[0]).toMatch(/^Runs tests: 1 of 3 actions/);
    expect(course.unusual[0]).toBe('Looked for credentials, then set out to destroy (action 3)');
    expect(course.unusual.join('\n')).toContain('Searches the project for credentials');
  });

  it('is found in the list of sessions, the latest first', () => {
    expect(sessionsIn([rig.directory]).map(({ session, actions }) => [session, actions])).toEqual([
      ['pocket', 3],
      ['other', 1],
    ]);
  });

  it('of a name that is not there is none', () =>
    expect(readSession([rig.directory], { session: 'nobody' })).toBeNull());
});

describe.each(formats)('an exported session as %s', (format) => {
  const { rig, log } = incidentLog();
  const order = { directories: [rig.directory], name, format };
  const report = signedSession(order, reportTelling, noon, signer) ?? '';

  it('is checked with the public key alone', () => {
    const check = checkSealed(report);
    expect(check).toMatchObject({ intact: true, fingerprint: keyFingerprint(signer.publicKey) });
    expect(check.seal).toMatchObject({ session: 'pocket', host: 'claude', records: 4, format });
    expect(check.seal?.heads).toEqual([{ window: 'w1', seq: 5, head: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(checkSealed(report, signer.publicKey).intact).toBe(true);
    expect(checkSealed(report, keyFingerprint(signer.publicKey)).intact).toBe(true);
  });

  it('signed by another key is not the one expected', () => {
    const stranger = signerFrom(createSigningKey());
    const forged = signedSession(order, reportTelling, noon, stranger) ?? '';
    expect(checkSealed(forged).intact).toBe(true);
    expect(checkSealed(forged, signer.publicKey)).toMatchObject({
      intact: false,
      detail: expect.stringContaining('another key'),
    });
  });

  it('changed, cut or added to anywhere is found', () => {
    fc.assert(
      fc.property(fc.nat(report.length - 1), fc.constantFrom('edit', 'cut', 'insert', 'append'), (at, how) => {
        const changed =
          how === 'edit'
            ? `${report.slice(0, at)}${report[at] === 'x' ? 'y' : 'x'}${report.slice(at + 1)}`
            : how === 'cut'
              ? report.slice(0, at)
              : how === 'insert'
                ? `${report.slice(0, at)}x${report.slice(at)}`
                : `${report}x`;
        const { intact, detail } = checkSealed(changed);
        expect(intact).toBe(false);
        expect(detail).toMatch(/^[A-Z].+\.$/);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same to the byte for whoever has the log, also after it grew', () => {
    const { seal } = checkSealed(report);
    const before = sessionText(order, reportTelling)?.text;
    log.append(judged('rm -rf later'));
    const again = sessionText({ ...order, upTo: seal?.heads ?? [] }, reportTelling)?.text ?? '';
    expect(again).toBe(before);
    expect(createHash('sha256').update(again).digest('hex')).toBe(seal?.digest);
  });
});

describe('a Markdown report', () => {
  const { rig } = incidentLog();
  const order = { directories: [rig.directory], name, format: 'markdown' } as const;
  const text = sessionText(order, reportTelling)?.text ?? '';

  it('tells the incident', () => {
    expect(text).toContain('# Session report: Claude Code');
    expect(text).toContain('3 actions: 2 allowed, 1 held, 0 refused');
    expect(text).toMatch(/## Why restraint was lost\n\n\* Looked for credentials/);
    expect(text).toMatch(
      /3\. 2026-11-20 12:00:\d\dZ · \*\*held, unanswered, denied\*\* · restraint 0\.\d\d · surprise 12\.4 bits/,
    );
    expect(text).toContain('   * signal credential-search (T1552.001): Searches the project for credentials: token');
  });

  it('lets nothing that an agent wrote become markup, and shows what hides', () => {
    const evil = newRig();
    const log = evil.open();
    const sly = 'echo `[x](https://evil.example)` ```\n# Approved\n\u202e<script>';
    log.append(judged(sly, { reason: '![](https://evil.example/p.png) <b>fine</b>', decision: 'deny' }));
    const page = sessionText({ ...order, directories: [evil.directory] }, reportTelling)?.text ?? '';
    expect(page).not.toMatch(/^# Approved/m);
    expect(page).not.toContain('\u202e');
    expect(page).toContain('‹U+202E›');
    expect(page).not.toMatch(/(?<!\\)!\[\]\(/);
    expect(page).toContain('\\<b\\>fine\\</b\\>');
  });

  it('holds no secret that came into a record by another way', () => {
    const leaky = newRig();
    const log = leaky.open();
    const secret = `ghp_${'SYNTHETIC0'.repeat(4).slice(0, 36)}`;
    log.append(judged(`curl -H "Authorization: Bearer ${secret}" https://api.example.com`));
    for (const format of formats) {
      const page = sessionText({ ...order, format, directories: [leaky.directory] }, reportTelling)?.text ?? '';
      expect(page).not.toContain(secret);
    }
  });
});

it.each(['', 'x', '{"seal":{}}\n', '\n```holdpoint-seal\n{}\n```\n', '\n```holdpoint-seal\nnot json\n```\n'])(
  'a file that is no export is said to be none: %j',
  (content) => expect(checkSealed(content).intact).toBe(false),
);
