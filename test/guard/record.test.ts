import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Signer } from '../../src/action/signing.ts';
import { openRecordStore, readModeRecord } from '../../src/guard/record.ts';
import { newSigner, temporaryDirectory } from './rig.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

function store(options: { file?: string; signer?: Signer; lowest?: number } = {}) {
  const file = options.file ?? path.join(temporaryDirectory(), 'record.json');
  const signer = options.signer ?? newSigner();
  const sequences: number[] = [];
  const record = openRecordStore({
    path: file,
    signer,
    trustedKeys: () => [signer.publicKey],
    lowestSequence: options.lowest ?? 0,
    onSequence: (sequence) => sequences.push(sequence),
  });
  return { record, file, signer, sequences };
}

describe('the mode record', () => {
  test('guards where there is no file', () => {
    const { record } = store();
    expect(record.current(start)).toMatchObject({ mode: 'guarding' });
    expect(record.current(start).problem).toBeUndefined();
  });

  test('keeps a mode over a restart and for a hook without a window', () => {
    const { record, file, signer } = store();
    record.setMode('observing', start);
    expect(store({ file, signer }).record.current(start + 1).mode).toBe('observing');
    expect(readModeRecord(file, [signer.publicKey], start)).toBe('observing');
    expect(readModeRecord(file, [newSigner().publicKey], start)).toBe('guarding');
    expect(readModeRecord(`${file}x`, [signer.publicKey], start)).toBe('guarding');
  });

  test('off ends by itself after 30 minutes', () => {
    const { record, file, signer } = store();
    record.setMode('off', start);
    expect(record.current(start + 29 * minute)).toMatchObject({ mode: 'off', until: start + 30 * minute });
    expect(readModeRecord(file, [signer.publicKey], start + 29 * minute)).toBe('off');
    expect(record.current(start + 30 * minute).mode).toBe('guarding');
    expect(readModeRecord(file, [signer.publicKey], start + 30 * minute)).toBe('guarding');
  });

  test('off does not count before it was written: a clock set back does not bring it back', () => {
    const { record } = store();
    record.setMode('off', start);
    expect(record.current(start - minute).mode).toBe('guarding');
  });

  test('a change in another window counts here', () => {
    const one = store();
    expect(one.record.current(start).mode).toBe('guarding');
    store({ file: one.file, signer: one.signer }).record.setMode('observing', start);
    expect(one.record.current(start + 1_000).mode).toBe('observing');
  });

  const edits: [name: string, edit: (text: string) => string][] = [
    ['another mode', (text) => text.replace('"guarding"', '"observing"')],
    ['a later end', (text) => text.replace('"until":null', '"until":99999999999999')],
    ['another field', (text) => text.replace('"v":1', '"v":1,"extra":true')],
    ['rubbish', () => 'hello'],
    ['nothing', () => ''],
    ['a list', () => '[]'],
    [
      'its own key and signature',
      (text) => {
        const forger = store();
        forger.record.setMode('observing', start);
        return readFileSync(forger.file, 'utf8') || text;
      },
    ],
  ];
  test.each(edits)('with %s is tampering and guards', (_name, edit) => {
    const { record, file, signer } = store();
    record.addException({ rule: 'a/b', target: 't', workspaceRoot: '/w', call: 'c', expiresAt: start + minute }, start);
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
    const now = record.current(start + 1_000);
    expect(now).toMatchObject({ mode: 'guarding', record: { exceptions: [] } });
    expect(now.problem).toMatch(/ignored/);
    expect(readModeRecord(file, [signer.publicKey], start)).toBe('guarding');
  });

  test('an older record put back is tampering, also after a restart', () => {
    const { record, file, signer, sequences } = store();
    record.setMode('observing', start);
    const old = `${file}.old`;
    copyFileSync(file, old);
    record.setMode('guarding', start + 1);
    copyFileSync(old, file);
    expect(record.current(start + 1_000)).toMatchObject({ mode: 'guarding', problem: /older record/ });
    const restarted = store({ file, signer, lowest: Math.max(...sequences) });
    expect(restarted.record.current(start)).toMatchObject({
      mode: 'guarding',
      problem: expect.stringContaining('older'),
    });
  });

  test('another editor’s record counts once its key is trusted, and not before', () => {
    const other = store();
    other.record.setMode('observing', start);
    const keys: string[] = [];
    const record = openRecordStore({
      path: other.file,
      signer: newSigner(),
      trustedKeys: () => keys,
      lowestSequence: 0,
      onSequence: () => {},
    });
    expect(record.current(start)).toMatchObject({ mode: 'guarding', problem: expect.stringContaining('not trusted') });
    keys.push(other.signer.publicKey);
    expect(record.current(start + 1_000)).toMatchObject({ mode: 'observing' });
  });

  test('a record that was removed is reported', () => {
    const { record, file } = store();
    record.setMode('observing', start);
    rmSync(file);
    expect(record.current(start + 1_000)).toMatchObject({
      mode: 'guarding',
      problem: expect.stringContaining('removed'),
    });
  });

  test('a change after tampering makes a good record again', () => {
    const { record, file } = store();
    record.setMode('observing', start);
    writeFileSync(file, 'x');
    record.setMode('observing', start + 1_000);
    expect(record.current(start + 2_000)).toMatchObject({ mode: 'observing' });
    expect(record.current(start + 2_000).problem).toBeUndefined();
  });

  test('exceptions end after 30 days at most, count once, and can be revoked', () => {
    const { record } = store();
    const exception = {
      rule: 'git/reset',
      target: 'main',
      workspaceRoot: '/w',
      call: 'c',
      expiresAt: Number.MAX_SAFE_INTEGER,
    };
    record.addException(exception, start);
    record.addException(exception, start + 1);
    const { exceptions } = record.current(start + 1).record;
    expect(exceptions).toHaveLength(1);
    expect(exceptions[0]?.expiresAt).toBe(start + 1 + 30 * 24 * 60 * minute);
    record.revokeException(exception, start + 2);
    expect(record.current(start + 2).record.exceptions).toEqual([]);
  });

  test('accepted policies stay', () => {
    const { record } = store();
    record.acceptPolicy('a'.repeat(64), start);
    record.setMode('observing', start + 1);
    expect(record.current(start + 1).record.acceptedPolicies).toEqual(['a'.repeat(64)]);
  });

  test('is readable by this user alone', () => {
    const { record, file } = store();
    record.setMode('observing', start);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a tightening that cannot be kept holds in this window, whatever fails later', () => {
    const file = path.join(temporaryDirectory(), 'state', 'record.json');
    const { record } = store({ file });
    record.setMode('observing', start);
    rmSync(path.dirname(file), { recursive: true });
    mkdirSync(path.dirname(file));
    chmodSync(path.dirname(file), 0o777);
    expect(() => record.setMode('guarding', start + 1)).toThrow(/could not be kept/);
    expect(() => record.setMode('off', start + 2)).toThrow(/could not be kept/);
    expect(record.current(start + 3).mode).toBe('guarding');
  });
});
