import path from 'node:path';
import { sha256 } from '../action/canonical.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import { readSmallFile } from '../guard/small-file.ts';
import { writePrivateFile } from '../guard/state-directory.ts';
import type { Machine } from './adapter.ts';
import { bundleDigest, launcherTexts } from './launcher.ts';

/**
 * An editor's word for the launcher it wrote. Several editors share one launcher; by this each can tell what another
 * wrote, in another version or from another environment, from what somebody changed.
 */
interface LauncherSeal {
  readonly version: string;
  /** Absolute path of the program that runs the hook. */
  readonly runtime: string;
  /** Raw public key of the editor that wrote it, base64url. */
  readonly key: string;
  /** Digest of the bundle behind `current`. */
  readonly bundle: string;
}

const mostBytes = 64 * 1024;

/** Signs what stands on the disk now. Throws where it cannot be written. */
export function sealLauncher(machine: Machine, about: { version: string; runtime: string }, signer: Signer): void {
  const { version, runtime } = about;
  const bundle = bundleDigest(currentLibrary(machine));
  const signature = signer.sign(textOf({ version, runtime, key: signer.publicKey, bundle }, scriptsDigest(machine)));
  const seal = { v: 1, version, runtime, key: signer.publicKey, bundle, signature };
  writePrivateFile(sealPath(machine), `${JSON.stringify(seal)}\n`);
}

/** The seal where a trusted editor signed exactly what stands on the disk, else null. Never throws. */
export function readSeal(machine: Machine, trustedKeys: readonly string[]): LauncherSeal | null {
  try {
    const found: unknown = JSON.parse(readSmallFile(sealPath(machine), mostBytes).text);
    if (typeof found !== 'object' || found === null) return null;
    const { v, version, runtime, key, bundle, signature }: Readonly<Record<string, unknown>> = { ...found };
    if (v !== 1 || typeof version !== 'string' || typeof runtime !== 'string' || typeof key !== 'string') return null;
    if (typeof bundle !== 'string' || bundle === '' || typeof signature !== 'string') return null;
    if (!trustedKeys.includes(key) || bundle !== bundleDigest(currentLibrary(machine))) return null;
    const seal = { version, runtime, key, bundle };
    return isSignedBy(key, textOf(seal, scriptsDigest(machine)), signature) ? seal : null;
  } catch {
    return null;
  }
}

/** Where the seal stands. */
export function sealPath(machine: Machine): string {
  return path.join(machine.stateDirectory, 'bin', 'seal.json');
}

function currentLibrary(machine: Machine): string {
  return path.join(machine.stateDirectory, 'lib', 'current');
}

/** The first word keeps the signature apart from everything else the key signs. */
function textOf({ version, runtime, key, bundle }: LauncherSeal, scripts: string): string {
  return JSON.stringify(['holdpoint launcher', 1, version, runtime, key, bundle, scripts]);
}

function scriptsDigest(machine: Machine): string {
  return sha256(JSON.stringify(launcherTexts(machine)));
}
