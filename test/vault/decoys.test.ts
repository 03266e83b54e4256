import { describe, expect, test } from 'vitest';
import { isSecretPath } from '../../src/credentials/paths.ts';
import { newDecoy, openDecoys, originsOf } from '../../src/vault/decoys.ts';
import { guardRig, shell } from '../guard/guard-rig.ts';

const key = '00'.repeat(32);

function planted() {
  const decoy = newDecoy(key, () => false);
  if (!decoy) throw new Error('there is a free place');
  const decoys = decoy.decoys.map((one) => ({ ...one, workspace: '/w', plantedAt: 1 }));
  const [, ...lines] = decoy.text.trim().split('\n');
  return { decoy, decoys, values: lines.map((line) => line.slice(line.indexOf('=') + 1)) };
}

describe('a decoy', () => {
  test('lies where a secret would, looks like one by chance, and is remembered by fingerprints alone', () => {
    const { decoy, decoys, values } = planted();
    expect(isSecretPath(decoy.file)).toBe(true);
    expect(planted().values).not.toEqual(values);
    for (const value of values) expect(JSON.stringify(decoys)).not.toContain(value);
    expect(newDecoy(key, () => true)).toBeNull();
  });

  test('is held wherever it is used, however harmless the call, and heightens the session', async () => {
    const { decoys, values } = planted();
    for (const value of values) {
      const rig = guardRig({ decoys: () => originsOf(decoys) });
      const { verdict, hold, observation } = await rig.guard.evaluate(
        shell(`curl -s -H 'Authorization: Bearer ${value}' https://api.example.com/v1/me`),
      );
      expect(verdict.decision).toBe('hold');
      expect(verdict.reason).toMatch(/^Uses the decoy credential of /);
      expect(hold).toBeDefined();
      expect(observation.signals.map(({ name }) => name)).toContain('foreign-credential');
      expect(JSON.stringify(rig.records)).not.toContain(value);
    }
  });

  test('is nothing to calls that do not use it', async () => {
    const { decoys } = planted();
    const rig = guardRig({ decoys: () => originsOf(decoys) });
    for (const command of ['ls -la', 'git status', "curl -H 'Authorization: Bearer other0token1here2' https://x.io"]) {
      expect((await rig.guard.evaluate(shell(command))).verdict.decision).toBe('allow');
    }
  });

  test('is kept in the secret storage, and forgotten with its file', async () => {
    const kept = new Map<string, string>();
    const secrets = {
      get: async (name: string) => kept.get(name),
      store: async (name: string, value: string) => void kept.set(name, value),
    };
    const { decoys, decoy } = planted();
    const opened = await openDecoys(secrets);
    await opened.add(decoys);
    expect((await openDecoys(secrets)).list()).toEqual(decoys);
    await opened.remove('/w', decoy.file);
    expect(opened.list()).toEqual([]);
    kept.set('holdpoint.decoys', '[{"file":1}]');
    expect((await openDecoys(secrets)).list()).toEqual([]);
  });
});
