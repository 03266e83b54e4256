import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAccessWatch } from '../../src/vault/access-watch.ts';
import { temporaryDirectory } from '../guard/rig.ts';

async function watched() {
  const folder = temporaryDirectory();
  const files = ['a.env', 'b.env'].map((name) => path.join(folder, name));
  for (const file of files) writeFileSync(file, 'TOKEN=SYNTHETIC\n');
  const watch = createAccessWatch(files);
  return { watch, files, offered: await watch.start(), folder };
}

describe.skipIf(process.platform === 'win32')('reads of a few files', () => {
  test('are noticed once for each look, whoever reads', async ({ skip }) => {
    const { watch, files, offered } = await watched();
    if (!offered) skip();
    const [a = '', b = ''] = files;
    expect(await watch.look()).toEqual([]);
    execFileSync('cat', [a]);
    expect(await watch.look()).toEqual([a]);
    expect(await watch.look()).toEqual([]);
    execFileSync('grep', ['-c', 'TOKEN', a, b]);
    expect(await watch.look()).toEqual([a, b]);
  });

  test('are not mixed up with looking at names, modes and moving', async ({ skip }) => {
    const { watch, files, offered, folder } = await watched();
    if (!offered) skip();
    const [a = '', b = ''] = files;
    const before = statSync(a, { bigint: true }).mtimeNs;
    execFileSync('ls', ['-la', folder]);
    execFileSync('stat', [a]);
    chmodSync(a, 0o600);
    appendFileSync(b, 'X=1\n');
    expect(await watch.look()).toEqual([]);
    expect(statSync(a, { bigint: true }).mtimeNs).toBe(before);
    renameSync(a, `${a}.old`);
    expect(await watch.look()).toEqual([]);
  });
});
