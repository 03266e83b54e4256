import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cached } from '../../scripts/setup/cache.mts';

describe('the cache of development tools', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'hp-cache-'));
    vi.stubEnv('XDG_CACHE_HOME', base);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(base, { recursive: true });
  });

  let fills = 0;
  const entry = {
    name: 'tool-1',
    async fill(folder: string) {
      fills++;
      writeFileSync(path.join(folder, 'half'), '');
      await sleep(50);
      writeFileSync(path.join(folder, 'whole'), 'yes');
    },
  };
  const silent = (): void => {};
  const inCache = (): string[] => readdirSync(path.join(base, 'holdpoint-dev'));

  test('is filled once by two set-ups at once', async () => {
    fills = 0;
    const [one, other] = await Promise.all([cached(entry, silent), cached(entry, silent)]);
    expect(one).toBe(other);
    expect(fills).toBe(1);
    expect(readFileSync(path.join(one, 'whole'), 'utf8')).toBe('yes');
    expect(inCache()).toEqual(['tool-1']);
  });

  test('starts over after one that was stopped half-way', async () => {
    const folder = path.join(base, 'holdpoint-dev');
    mkdirSync(path.join(folder, 'tool-1.partial'), { recursive: true });
    writeFileSync(path.join(folder, 'tool-1.partial', 'old'), '');
    writeFileSync(path.join(folder, 'tool-1.lock'), 'not a process');
    const past = new Date(Date.now() - 120_000);
    utimesSync(path.join(folder, 'tool-1.lock'), past, past);
    const made = await cached(entry, silent);
    expect(existsSync(path.join(made, 'old'))).toBe(false);
    expect(inCache()).toEqual(['tool-1']);
  });

  test('leaves nothing usable behind when filling fails, and lets the next one try', async () => {
    const broken = { name: 'tool-1', fill: () => Promise.reject(new Error('no network')) };
    await expect(cached(broken, silent)).rejects.toThrow('no network');
    expect(inCache()).not.toContain('tool-1');
    await expect(cached(entry, silent)).resolves.toContain('tool-1');
  });
});
