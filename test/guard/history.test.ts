import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/action/audit.ts';
import type { Signer } from '../../src/action/signing.ts';
import { openAuditLog } from '../../src/audit/log.ts';
import { clearedEntry } from '../../src/guard/clearing.ts';
import { readHistory } from '../../src/guard/history.ts';
import { createSessions, isHeightened } from '../../src/guard/sessions.ts';
import { allowed } from '../audit/judgement.ts';
import { newSigner, temporaryDirectory } from './rig.ts';

const start = Date.UTC(2026, 0, 10, 12);
const origin = { host: 'claude', session: 's1' } as const;

/** A judgement that saw a secret read. */
function secretRead(at: number): AuditEntry {
  return allowed('.env', {
    ...origin,
    action: { kind: 'read', text: '.env', cwd: '/w', marks: [] },
    signals: [{ name: 'secret-read', score: 0.5, evidence: 'Reads .env', subject: '.env' }],
    restraint: 0.8,
    actionAt: at,
  });
}

function workspace(signer: Signer = newSigner()) {
  const root = temporaryDirectory();
  const directory = path.join(root, '.holdpoint', 'audit');
  const checkpointDirectory = path.join(root, 'checkpoints');
  let now = start;
  let windows = 0;
  const write = (entries: readonly AuditEntry[], by = signer) => {
    windows += 1;
    const window = `w${windows}`;
    const log = openAuditLog({
      directory,
      fallbackDirectory: path.join(root, 'fallback'),
      window,
      now: () => now,
      signer: by,
      checkpointDirectory,
    });
    log.append({ type: 'opened', window, version: '0', key: by.publicKey });
    for (const entry of entries) {
      now += 1_000;
      log.append(entry);
    }
    log.close();
    now += 1_000;
    return path.join(directory, `2026-01-10-${window}.jsonl`);
  };
  const history = () =>
    readHistory({ directory, checkpointDirectory, publicKeys: [signer.publicKey], now: now + 1_000 });
  const heightened = () => {
    const sessions = createSessions(() => now);
    sessions.rebuild(history());
    return isHeightened(sessions.of(origin), now);
  };
  return { directory, checkpointDirectory, signer, write, history, heightened, now: () => now };
}

describe('a person’s all-clear', () => {
  test('lasts over a restart, for one session and for all', () => {
    for (const session of [origin, undefined]) {
      const { write, heightened, signer, directory } = workspace();
      write([secretRead(start)]);
      expect(heightened()).toBe(true);
      write([clearedEntry({ ...(session ? { session } : {}), at: start + 60_000, damage: [] }, directory, signer)]);
      expect(heightened()).toBe(false);
    }
  });

  test('of another session clears nothing', () => {
    const { write, heightened, signer, directory } = workspace();
    const session = { host: 'claude', session: 's2' } as const;
    write([secretRead(start), clearedEntry({ session, at: start + 60_000, damage: [] }, directory, signer)]);
    expect(heightened()).toBe(true);
  });

  test('does not reach what was seen after it, though its record is put in again', () => {
    const { write, heightened, signer, directory } = workspace();
    const cleared = clearedEntry({ at: start + 1_500, damage: [] }, directory, signer);
    write([secretRead(start), cleared, secretRead(start + 60_000), cleared]);
    expect(heightened()).toBe(true);
  });

  test('counts only where a trusted key signed it for this log', () => {
    const { write, heightened, signer, directory } = workspace();
    const at = start + 60_000;
    const forged = clearedEntry({ at, damage: [] }, directory, newSigner());
    const other = clearedEntry({ at, damage: [] }, '/elsewhere/.holdpoint/audit', signer);
    const changed = { ...clearedEntry({ at: 1, damage: [] }, directory, signer), clearedAt: at } as AuditEntry;
    write([secretRead(start), forged, other, changed]);
    expect(heightened()).toBe(true);
  });

  test('covers the damage the person was told of, and no later damage', () => {
    const { write, history, signer, directory } = workspace();
    const first = write([secretRead(start), secretRead(start)]);
    const second = write([secretRead(start)]);
    writeFileSync(first, readFileSync(first, 'utf8').replace('.env', '.ENV'));
    const { damage = [], intact } = history();
    expect(intact).toBe(false);
    write([clearedEntry({ at: start + 60_000, damage }, directory, signer)]);
    expect(history()).toMatchObject({ intact: true });
    writeFileSync(second, readFileSync(second, 'utf8').replace('.env', '.ENV'));
    expect(history()).toMatchObject({ intact: false, problem: expect.stringMatching(/./) });
  });
});

test('a session is remembered also from where the log went on while the workspace could not be written', () => {
  const { write, signer, directory, checkpointDirectory, now } = workspace();
  write([secretRead(start)]);
  const elsewhere = path.join(directory, 'not-there-yet');
  const order = { checkpointDirectory, publicKeys: [signer.publicKey], now: now() + 1_000 };
  const one = readHistory({ ...order, directory, fallbackDirectory: elsewhere });
  const other = readHistory({ ...order, directory: elsewhere, fallbackDirectory: directory });
  expect(one.records).toHaveLength(2);
  expect(other).toEqual(one);
});

describe('a log', () => {
  test('that nothing signed speaks of is not believed', () => {
    const { write, history, directory, checkpointDirectory } = workspace();
    write([secretRead(start)]);
    expect(history()).toMatchObject({ intact: true });
    const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
    writeFileSync(path.join(directory, file.replace('w1', 'planted')), readFileSync(path.join(directory, file)));
    expect(history()).toMatchObject({ intact: false, problem: expect.stringContaining('planted') });
    rmSync(path.join(directory, file.replace('w1', 'planted')));
    rmSync(checkpointDirectory, { recursive: true });
    mkdirSync(checkpointDirectory);
    expect(history()).toMatchObject({ intact: false, problem: expect.stringContaining('w1') });
  });

  test('signed by a key that is not trusted is not believed', () => {
    const { write, history } = workspace();
    write([secretRead(start)], newSigner());
    expect(history()).toMatchObject({ intact: false, problem: expect.stringContaining('unknown key') });
  });
});
