import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepCheckpoint } from '../../src/audit/checkpoints.ts';
import { fileText } from '../../src/context/disk.ts';
import { planFact, stateFact } from '../../src/context/terraform.ts';
import { createAuditIndex } from '../../src/editor/audit-index.ts';
import { readWindows } from '../../src/guard/discovery.ts';
import { readPins } from '../../src/guard/pins.ts';
import { readModeRecord } from '../../src/guard/record.ts';
import { readSettings } from '../../src/hosts/settings-file.ts';
import { newSigner, temporaryDirectory } from './rig.ts';

/** A named pipe nobody writes to: whoever opens it the plain way waits for ever. */
function pipe(...parts: string[]): string {
  const file = path.join(temporaryDirectory(), ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  execFileSync('mkfifo', [file]);
  return file;
}

describe.skipIf(process.platform === 'win32')('a pipe in the place of', () => {
  test('a window’s announcement is passed over', () => {
    expect(readWindows(path.dirname(pipe('windows', 'a.json')))).toEqual([]);
  });

  test('the pins counts as none', () => {
    expect(readPins(pipe('pins.json'))).toEqual([]);
  });

  test('the record guards', () => {
    expect(readModeRecord(pipe('record.json'), [newSigner().publicKey], 0)).toBe('guarding');
  });

  test('a host’s settings is said', () => {
    expect(() => readSettings(pipe('.claude', 'settings.json'))).toThrow(/no regular file/);
  });

  test('a script, a plan or Terraform’s state is not known', async () => {
    const script = pipe('.terraform', 'environment');
    await expect(fileText(script)).rejects.toThrow(/no regular file/);
    const access = { run: async () => null, milliseconds: 100, environment: {} };
    await expect(planFact('/', script, access)).rejects.toThrow(/no regular file/);
    expect(await stateFact(path.dirname(path.dirname(script)), {})).toMatchObject({ workspace: 'default' });
  });

  test('the checkpoints is refused', () => {
    const file = pipe('w1.jsonl');
    const about = { window: 'w1', directory: '/w', seq: 1, head: '0'.repeat(64), at: '2026-01-01T00:00:00.000Z' };
    expect(() => keepCheckpoint(path.dirname(file), newSigner(), about)).toThrow(/not a regular file/);
  });

  test('a log file does not keep the audit view waiting, nor does a link lead it elsewhere', async () => {
    const log = path.dirname(pipe('2026-01-01-w1.jsonl'));
    writeFileSync(path.join(log, 'secret'), 'SYNTHETIC\n');
    symlinkSync('secret', path.join(log, '2026-01-01-w2.jsonl'));
    const index = createAuditIndex(() => [log]);
    await index.refresh();
    expect(index.records()).toEqual([]);
    expect(index.problems().join('\n')).toMatch(/2026-01-01-w1\.jsonl/);
    expect(index.problems().join('\n')).toMatch(/2026-01-01-w2\.jsonl/);
  });
});

test('a settings file as large as a disk is not read', () => {
  const file = path.join(temporaryDirectory(), 'settings.json');
  writeFileSync(file, Buffer.alloc(17 * 1024 * 1024, 0x20));
  expect(() => readSettings(file)).toThrow(/larger than/);
});
