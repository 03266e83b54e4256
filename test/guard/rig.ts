import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { createSigningKey, type Signer, signerFrom } from '../../src/action/signing.ts';
import { announceWindow, socketPathFor } from '../../src/guard/announcement.ts';
import type { Question } from '../../src/guard/client.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { type GuardServer, type GuardServerOptions, startGuardServer } from '../../src/guard/server.ts';
import { statePaths } from '../../src/guard/state-directory.ts';

const undo: (() => unknown)[] = [];

/** Runs after the test, last first. */
export function atEnd(fn: () => unknown): void {
  undo.push(fn);
}

afterEach(async () => {
  for (const fn of undo.splice(0).reverse()) await fn();
});

/** An empty directory that goes away with the test. Real path. */
export function temporaryDirectory(): string {
  const made = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'hp-')));
  atEnd(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A new signer. */
export function newSigner(): Signer {
  return signerFrom(createSigningKey());
}

/** A pinned, announced window with a server. */
export interface TestWindow {
  readonly id: string;
  readonly signer: Signer;
  readonly server: GuardServer;
  readonly rejected: string[];
}

/** Opens a window as an editor would. */
export async function openWindow(
  root: string,
  options: {
    id?: string;
    folders?: readonly string[];
    focusedAt?: number;
    signer?: Signer;
    /** Signs with this instead of the key that is announced. */
    signsWith?: Signer;
    pinned?: boolean;
    onCall: GuardServerOptions['onCall'];
    bounds?: GuardServerOptions['bounds'];
    now?: () => number;
  },
): Promise<TestWindow> {
  const id = options.id ?? 'w1';
  const signer = options.signer ?? newSigner();
  const rejected: string[] = [];
  if (options.pinned !== false) {
    addPin(statePaths(root).pins, { key: signer.publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00.000Z' });
  }
  let tick = 0;
  const server = await startGuardServer({
    socketPath: socketPathFor(root, id, os.tmpdir()),
    signer: options.signsWith ?? signer,
    onCall: options.onCall,
    onRejected: (problem) => rejected.push(problem),
    now:
      options.now ??
      (() => {
        tick += 10_000;
        return tick;
      }),
    ...(options.bounds ? { bounds: options.bounds } : {}),
  });
  atEnd(() => server.close());
  announceWindow(root, {
    v: 1,
    id,
    pid: process.pid,
    socket: server.socketPath,
    folders: options.folders ?? [],
    focusedAt: options.focusedAt ?? 0,
    key: signer.publicKey,
  });
  return { id, signer, server, rejected };
}

/** A question about nothing in particular. */
export function question(change: Partial<Question> = {}): Question {
  return {
    host: 'claude',
    cwd: '/work',
    stdin: Buffer.from('{}'),
    environment: {},
    waitMilliseconds: 5_000,
    ...change,
  };
}

/** An answer that allows and prints `text`. */
export function says(text: string) {
  return { decision: 'allow', output: { stdout: text, stderr: '', exitCode: 0 } } as const;
}
