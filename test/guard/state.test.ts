import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadKeys, type SecretStore } from '../../src/guard/keys.ts';
import { addPin, comparePins, removePin } from '../../src/guard/pinning.ts';
import { readPins } from '../../src/guard/pins.ts';
import { makePrivateDirectory, stateDirectory, writePrivateFile } from '../../src/guard/state-directory.ts';
import { newSigner, temporaryDirectory } from './rig.ts';

test.each([
  ['linux', { XDG_STATE_HOME: '/x/state' }, '/x/state/holdpoint'],
  ['linux', {}, '/home/a/.local/state/holdpoint'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/a/.local/state/holdpoint'],
  ['linux', { XDG_STATE_HOME: '' }, '/home/a/.local/state/holdpoint'],
  ['darwin', {}, '/home/a/Library/Application Support/holdpoint'],
] as const)('the state directory on %s with %j is %s', (platform, environment, expected) => {
  expect(stateDirectory({ platform, home: '/home/a', environment })).toBe(expected);
});

test('the state directory on Windows is in the local application data', () => {
  const home = 'C:\\Users\\a';
  expect(stateDirectory({ platform: 'win32', home, environment: { LOCALAPPDATA: 'D:\\L' } })).toBe('D:\\L\\holdpoint');
  expect(stateDirectory({ platform: 'win32', home, environment: {} })).toBe('C:\\Users\\a\\AppData\\Local\\holdpoint');
});

describe.skipIf(process.platform === 'win32')('a private directory', () => {
  test('is made for this user alone', () => {
    const directory = path.join(temporaryDirectory(), 'a', 'b');
    makePrivateDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    makePrivateDirectory(directory);
  });

  test('that others can only read is closed to them', () => {
    const directory = path.join(temporaryDirectory(), 'a');
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    makePrivateDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  test('that others can write is refused', () => {
    const directory = path.join(temporaryDirectory(), 'a');
    mkdirSync(directory);
    chmodSync(directory, 0o777);
    expect(() => makePrivateDirectory(directory)).toThrow(/Other users can write/);
  });

  test.skipIf(process.getuid?.() !== 0)('of another user is refused', () => {
    const directory = path.join(temporaryDirectory(), 'a');
    mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, 12_345, 12_345);
    expect(() => makePrivateDirectory(directory)).toThrow(/another user/);
  });

  test('that is a link or a file is refused', () => {
    const root = temporaryDirectory();
    mkdirSync(path.join(root, 'real'));
    symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
    writeFileSync(path.join(root, 'file'), '');
    expect(() => makePrivateDirectory(path.join(root, 'link'))).toThrow(/not a folder/);
    expect(() => makePrivateDirectory(path.join(root, 'file'))).toThrow(/cannot be made|not a folder/);
    expect(() => makePrivateDirectory(path.join(root, 'file', 'x'))).toThrow(/cannot be made/);
  });

  test.skipIf(process.getuid?.() === 0)('where nothing may be written is one sentence', () => {
    const root = temporaryDirectory();
    chmodSync(root, 0o500);
    expect(() => makePrivateDirectory(path.join(root, 'a'))).toThrow(/cannot be made \(EACCES\)/);
  });
});

test('a private file is replaced whole and leaves nothing beside it', () => {
  const root = temporaryDirectory();
  const file = path.join(root, 'f');
  writePrivateFile(file, 'one');
  writePrivateFile(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('pins', () => {
  const pin = () => ({ key: newSigner().publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00.000Z' });

  test('are added once and removed', () => {
    const file = path.join(temporaryDirectory(), 'state', 'pins.json');
    const [a, b] = [pin(), pin()];
    addPin(file, a);
    addPin(file, b);
    addPin(file, a);
    expect(readPins(file)).toEqual([a, b]);
    removePin(file, a.key);
    expect(readPins(file)).toEqual([b]);
  });

  test('are compared with what the editor remembers', () => {
    const file = path.join(temporaryDirectory(), 'pins.json');
    const [own, other, foreign] = [pin(), pin(), pin()];
    expect(comparePins(file, { own: own.key, known: [] })).toBe('missing');
    addPin(file, own);
    addPin(file, other);
    expect(comparePins(file, { own: own.key, known: [other.key] })).toBe('same');
    addPin(file, foreign);
    expect(comparePins(file, { own: own.key, known: [other.key] })).toBe('foreign');
  });

  test.skipIf(process.platform === 'win32')('others can write do not count', () => {
    const file = path.join(temporaryDirectory(), 'pins.json');
    addPin(file, pin());
    chmodSync(file, 0o666);
    expect(readPins(file)).toEqual([]);
  });

  test('are not made by removing', () => {
    const file = path.join(temporaryDirectory(), 'pins.json');
    removePin(file, 'x');
    expect(existsSync(file)).toBe(false);
  });
});

describe('keys', () => {
  const storage = (kept: Record<string, string> = {}): SecretStore & { kept: Record<string, string> } => ({
    kept,
    get: async (name) => kept[name],
    store: async (name, value) => {
      kept[name] = value;
    },
  });

  test('are made once and stay', async () => {
    const secrets = storage();
    const first = await loadKeys(secrets);
    const second = await loadKeys(secrets);
    expect(second.signer.publicKey).toBe(first.signer.publicKey);
    expect(second.fingerprintKey).toBe(first.fingerprintKey);
    expect(first.fingerprintKey).toMatch(/^[0-9a-f]{64}$/);
  });

  test('that cannot be read are made anew', async () => {
    const secrets = storage({ 'holdpoint.signingKey': 'rubbish' });
    expect((await loadKeys(secrets)).signer.publicKey).toHaveLength(43);
  });

  test('a storage that forgets is one sentence', async () => {
    const forgetful: SecretStore = { get: async () => undefined, store: async () => {} };
    await expect(loadKeys(forgetful)).rejects.toThrow(/secret storage/);
  });
});
