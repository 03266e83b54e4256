import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPolicies } from '../../src/guard/policies.ts';
import { guardRig, shell } from './guard-rig.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'holdpoint-policies-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function folder(policy?: string): string {
  made += 1;
  const place = path.join(root, String(made));
  mkdirSync(path.join(place, '.holdpoint'), { recursive: true });
  if (policy !== undefined) writeFileSync(path.join(place, '.holdpoint', 'policy.jsonc'), policy);
  return place;
}

const publishing = `{ "sequences": [{
  // Nobody publishes what was not tested.
  "name": "publish-untested", "title": "Published what was not tested", "within": "1h",
  "steps": [{ "action": "write" }, { "text": "git tag*", "without": { "text": "git diff*" } }]
}] }`;

describe('policy files of a window', () => {
  it('hold what completes a sequence of a person’s own, and say so', async () => {
    const place = folder(publishing);
    const { guard, pass } = guardRig({ folders: () => [place] });
    const write = { ...shell('x'), kind: 'write', path: 'a.ts', content: 'x' } as const;
    await guard.evaluate(write);
    await guard.evaluate(shell('git diff --stat'));
    expect((await guard.evaluate(shell('git tag v1'))).verdict.decision).toBe('allow');
    pass(10_000);
    await guard.evaluate({ ...write, path: 'b.ts' });
    const { verdict } = await guard.evaluate(shell('git tag v1'));
    expect(verdict).toMatchObject({
      decision: 'hold',
      reason: 'Completes “Published what was not tested”, which the policy file of this workspace holds.',
      sequences: [{ name: 'publish-untested', holds: true }],
    });
  });

  it('stop a search for credentials and tell what to do instead', async () => {
    const place = folder('{ "stopOnDiscovery": true }');
    const { guard } = guardRig({ folders: () => [place] });
    const { verdict } = await guard.evaluate(shell('grep -rn RAILWAY_TOKEN .'));
    expect(verdict.decision).toBe('deny');
    expect(verdict.reason).toMatch(/stopped in this workspace\. If the task lacks one, say which access it needs/);
    expect((await guard.evaluate(shell('git diff --stat'))).verdict.decision).toBe('allow');
  });

  it('may be asked for by the person’s own settings', async () => {
    const { guard } = guardRig({ stopsOnDiscovery: () => true });
    expect((await guard.evaluate(shell('grep -rn RAILWAY_TOKEN .'))).verdict.decision).toBe('deny');
  });

  it('are read anew when they change, and that is recorded', () => {
    const place = folder(publishing);
    let now = 0;
    const notes: unknown[] = [];
    const problems: string[] = [];
    const policies = createPolicies({
      now: () => now,
      folders: () => [place, folder()],
      notices: { note: (entry) => notes.push(entry), problem: (sentence) => problems.push(sentence) },
    });
    expect(policies().own.map(({ name }) => name)).toEqual(['publish-untested']);
    writeFileSync(path.join(place, '.holdpoint', 'policy.jsonc'), '{ "stopOnDiscovery": true, "extra": 1 }');
    now += 300;
    expect(policies()).toMatchObject({ own: [], stopOnDiscovery: true });
    expect(notes).toEqual([
      { type: 'policy', detail: expect.stringMatching(/changed; no longer in it: publish-untested\.$/) },
    ]);
    expect(problems).toEqual([expect.stringMatching(/no key "extra"/)]);
  });

  it('stay in force where they cannot be read any more', () => {
    const place = folder(publishing);
    let now = 0;
    const problems: string[] = [];
    const policies = createPolicies({
      now: () => now,
      folders: () => [place],
      notices: { note: () => {}, problem: (sentence) => problems.push(sentence) },
    });
    const before = policies();
    expect(policies()).toBe(before);
    rmSync(path.join(place, '.holdpoint', 'policy.jsonc'));
    mkdirSync(path.join(place, '.holdpoint', 'policy.jsonc'));
    now += 300;
    expect(policies().own).toEqual(before.own);
    expect(problems).toEqual([expect.stringMatching(/what it said before stays in force/)]);
  });
});
