import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Surroundings } from '../context/context.ts';
import { withReal } from '../context/real-path.ts';
import { needsShortRun, shortRunDirectory, stateDirectory } from './state-directory.ts';

/** This machine and this person, for whoever builds a context. `guardPaths` adds to the state directory. */
export function surroundingsHere(guardPaths: readonly string[] = []): Surroundings {
  const home = os.homedir();
  const state = stateDirectory({ platform: process.platform, home, environment: process.env });
  // Its name takes a digest, and with that node:crypto, which a hook does not load without need.
  const shortRun = needsShortRun(state) ? [shortRunDirectory(state, os.tmpdir())] : [];
  return {
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    home,
    environment: process.env,
    temporary: temporaryDirectories(),
    guardPaths: [...new Set([state, ...shortRun, ...guardPaths])],
  };
}

/** The workspace of a directory: the nearest `.git` at or above it, else the directory itself. Absolute. */
export function workspaceRootOf(directory: string): string {
  for (let at = directory; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return directory;
  }
}

function temporaryDirectories(): string[] {
  const named = process.platform === 'win32' ? [os.tmpdir()] : [os.tmpdir(), '/tmp', '/var/tmp'];
  return withReal(named);
}
