import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import type { Signer } from '../../src/action/signing.ts';
import { openAuditLog } from '../../src/audit/log.ts';
import { verifyAuditLog } from '../../src/audit/verify.ts';
import { createHoldRegistry } from '../../src/confirmation/registry.ts';
import { createContext } from '../../src/context/context.ts';
import { createGuard, type Guard } from '../../src/guard/guard.ts';
import { readHistory } from '../../src/guard/history.ts';
import { openRecordStore } from '../../src/guard/record.ts';
import { statePaths } from '../../src/guard/state-directory.ts';
import { atEnd, newSigner, temporaryDirectory } from './rig.ts';

const token = '3f2a7c1e-9b4d-4e8a-8c6f-0d1e2f3a4b5c';

/** A workspace with the incident's file, and windows that open on it one after the other. */
function incident() {
  const root = temporaryDirectory();
  const workspace = path.join(root, 'pocket');
  mkdirSync(path.join(workspace, 'infra', 'domains'), { recursive: true });
  writeFileSync(path.join(workspace, 'infra', 'domains', '.env'), `# SYNTHETIC\nRAILWAY_TOKEN=${token}\n`);
  const paths = statePaths(path.join(root, 'state'));
  const signer: Signer = newSigner();
  const directory = path.join(workspace, '.holdpoint', 'audit');
  let windows = 0;
  let ids = 0;
  const open = (): Guard => {
    windows += 1;
    const window = `w${windows}`;
    // Searching a file that was read gets ten times as long as a person's agent would wait: machines are busy.
    const schedule = (milliseconds: number, fn: () => void) => {
      const timer = setTimeout(fn, milliseconds * 10);
      return () => clearTimeout(timer);
    };
    const audit = openAuditLog({
      directory,
      fallbackDirectory: paths.audit,
      window,
      now: Date.now,
      signer,
      checkpointDirectory: paths.checkpoints,
    });
    audit.append({ type: 'opened', window, version: '0', key: signer.publicKey });
    const guard = createGuard({
      now: Date.now,
      monotonic: () => performance.now(),
      schedule,
      holds: createHoldRegistry({
        now: Date.now,
        newId: () => {
          ids += 1;
          return `hold-${ids}`;
        },
        schedule,
      }),
      context: createContext({
        platform: process.platform === 'darwin' ? 'darwin' : 'linux',
        home: root,
        environment: {},
        temporary: [],
        guardPaths: [paths.root],
      }),
      audit,
      record: openRecordStore({
        path: paths.record,
        signer,
        trustedKeys: () => [signer.publicKey],
        lowestSequence: 0,
        onSequence: () => {},
      }),
      fingerprintKey: '11'.repeat(32),
      history: () =>
        readHistory({
          directory,
          checkpointDirectory: paths.checkpoints,
          publicKeys: [signer.publicKey],
          now: Date.now(),
        }),
      signer,
      saving: null,
      holdMilliseconds: 60_000,
      onProblem: () => {},
    });
    atEnd(() => {
      guard.close();
      audit.close();
    });
    return guard;
  };
  const action = (deed: Record<string, unknown>, callId: string): Action =>
    ({
      host: 'claude',
      session: 's1',
      callId,
      cwd: workspace,
      workspaceRoot: workspace,
      at: Date.now(),
      ...deed,
    }) as Action;
  const search = action({ kind: 'shell', command: 'grep -rn "TOKEN" . --include=".env*"' }, 'search');
  const read = action({ kind: 'read', path: path.join(workspace, 'infra/domains/.env') }, 'read');
  const mutation = '{"query":"mutation { volumeDelete(volumeId: \\"vol_prod_1\\") }"}';
  const destroy = (callId: string) =>
    action(
      {
        kind: 'shell',
        command: `curl -s https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' -d '${mutation}'`,
      },
      callId,
    );
  const verify = () =>
    verifyAuditLog(directory, { checkpointDirectory: paths.checkpoints, publicKeys: [signer.publicKey] });
  const logFiles = () => readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
  const log = () =>
    logFiles()
      .map((name) => readFileSync(path.join(directory, name), 'utf8'))
      .join('');
  return { open, search, read, destroy, verify, log, logFiles, directory };
}

/** Waits until a hold is there. */
async function held(guard: Guard) {
  for (let tries = 0; tries < 200 && guard.holds.pending().length === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [hold] = guard.holds.pending();
  if (!hold) throw new Error('nothing is held');
  return hold.artifact;
}

describe('the incident', () => {
  test('stops at a person, who sees the way there, the credential and its file', async () => {
    const { open, search, read, destroy, verify, log } = incident();
    const guard = open();
    expect(await guard.answer(search)).toMatchObject({ goesOut: true });
    expect(await guard.answer(read)).toMatchObject({ goesOut: true });
    const answer = guard.answer(destroy('1'));
    const artifact = await held(guard);
    expect(artifact.effects[0]).toMatchObject({
      provider: 'railway',
      target: 'vol_prod_1',
      reversibility: 'irreversible',
    });
    expect(artifact.sequence).toMatchObject({ name: 'credential-discovery-then-destruction' });
    expect(artifact.credential).toMatchObject({ foundIn: 'infra/domains/.env', line: 2 });
    expect(artifact.typedName).toBe('vol_prod_1');
    expect(artifact.timeline.length).toBeGreaterThanOrEqual(3);
    expect(await guard.holds.approve(artifact.id)).toMatchObject({ ok: false, why: 'typed-name' });
    expect(await guard.holds.approve(artifact.id, 'vol_prod_1')).toEqual({ ok: true });
    expect(await answer).toMatchObject({ goesOut: true });

    const again = guard.answer(destroy('2'));
    const second = await held(guard);
    expect(second.id).not.toBe(artifact.id);
    guard.holds.deny(second.id);
    expect(await again).toMatchObject({ goesOut: false });
    expect(verify()).toMatchObject({ intact: true });
    expect(log()).not.toContain(token);
  });

  test('is recognised across a restart of the editor', async () => {
    const { open, search, read, destroy } = incident();
    const before = open();
    await before.answer(search);
    await before.answer(read);
    await new Promise((resolve) => setTimeout(resolve, 100));
    before.close();
    const after = open();
    const answer = after.answer(destroy('1'));
    const artifact = await held(after);
    expect(artifact.sequence).toMatchObject({ name: 'credential-discovery-then-destruction' });
    expect(artifact.credential).toMatchObject({ foundIn: 'infra/domains/.env' });
    after.holds.deny(artifact.id);
    await answer;
  });

  test('in a window whose log was cut in half counts as heightened', async () => {
    const { open, search, read, destroy, logFiles, directory } = incident();
    const before = open();
    await before.answer(search);
    await before.answer(read);
    const answer = before.answer(destroy('1'));
    before.holds.deny((await held(before)).id);
    expect(await answer).toMatchObject({ goesOut: false });
    for (const name of logFiles()) {
      const file = path.join(directory, name);
      truncateSync(file, Math.floor(readFileSync(file).length / 2));
    }
    const after = open();
    after.warm();
    expect(after.snapshot()).toMatchObject({ heightened: true });
    expect(after.snapshot().problems.length).toBeGreaterThan(0);
  });

  test('in a window whose log only has a torn last line goes on as usual', async () => {
    const { open, logFiles, directory } = incident();
    const before = open();
    before.close();
    for (const name of logFiles()) appendFileSync(path.join(directory, name), '{"v":1,"seq":9,"ty');
    const after = open();
    after.warm();
    expect(after.snapshot()).toMatchObject({ heightened: false });
  });
});
