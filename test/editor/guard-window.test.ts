import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkSealed, type Seal, sealed } from '../../src/audit/seal.ts';
import { appendToSpool } from '../../src/audit/spool.ts';
import { openGuardWindow } from '../../src/editor/guard-window.ts';
import { newHoldRegistry } from '../../src/editor/hold-registries.ts';
import { askGuard } from '../../src/guard/client.ts';
import { readHabits } from '../../src/guard/habits.ts';
import { readHistory } from '../../src/guard/history.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { openRecordStore } from '../../src/guard/record.ts';
import { reportHost, reportRequest } from '../../src/guard/report-request.ts';
import { sessionText } from '../../src/guard/session-report.ts';
import { reportTelling } from '../../src/hosts/report-telling.ts';
import { atEnd, newSigner, question, temporaryDirectory } from '../guard/rig.ts';

/** A window over an empty machine. `known` are the keys its editor remembers. */
async function openWindow(
  options: { state?: string; known?: readonly string[]; folder?: string; onCall?: (directory: string) => void } = {},
) {
  const state = options.state ?? path.join(temporaryDirectory(), 'holdpoint');
  const kept = new Map<string, string>();
  const problems: string[] = [];
  const window = await openGuardWindow({
    machine: { home: temporaryDirectory(), platform: 'linux', environment: {}, stateDirectory: state },
    secrets: { get: async (name) => kept.get(name), store: async (name, value) => void kept.set(name, value) },
    holds: newHoldRegistry((problem) => problems.push(problem)),
    version: '0.0.0',
    folders: () => (options.folder === undefined ? [] : [options.folder]),
    isFocused: () => true,
    knownKeys: () => options.known ?? [],
    retentionDays: 90,
    stopsOnDiscovery: () => false,
    readAside: async (order) => readHistory(order),
    habitsAside: async (order) => readHabits(order),
    exportAside: async (order) => sessionText(order, reportTelling),
    onProblem: (problem) => problems.push(problem),
    onCall: (directory) => options.onCall?.(directory),
  });
  atEnd(() => window.close());
  return { window, state, problems };
}

/** Somebody pins a key of their own and signs a record with it that lets everything through. */
function loosenAs(state: string) {
  const signer = newSigner();
  addPin(path.join(state, 'pins.json'), { key: signer.publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00Z' });
  openRecordStore({
    path: path.join(state, 'record.json'),
    signer,
    trustedKeys: () => [signer.publicKey],
    lowestSequence: 0,
    onSequence: () => {},
  }).setMode('observing', Date.now());
  return signer;
}

test('a window does not believe a key only because it was pinned', async () => {
  const { window, state } = await openWindow();
  const signer = loosenAs(state);
  expect(window.state()).toMatchObject({ mode: 'guarding' });
  expect(window.state().problems.join(' ')).toMatch(/not trusted here/);
  expect(window.trustedKeys()).toEqual([window.publicKey]);
  const trusting = await openWindow({ state, known: [signer.publicKey] });
  expect(trusting.window.state()).toMatchObject({ mode: 'observing' });
});

test('a window announces itself and withdraws', async () => {
  const { window, state } = await openWindow();
  expect(readdirSync(path.join(state, 'windows'))).toEqual([`${window.id}.json`]);
  await window.close();
  expect(readdirSync(path.join(state, 'windows'))).toEqual([]);
});

test('what cannot be taken from the spool is said and stays there', async () => {
  const { window, state, problems } = await openWindow();
  const core = await window.core();
  appendToSpool(path.join(state, 'spool'), { type: 'rejected', input: 'claude', problem: 'x' }, Date.now());
  writeFileSync(path.join(state, 'audit'), 'a file where the log’s folder should be');
  await core.ingestSpool();
  expect(problems.join('\n')).toMatch(/stays in the spool/);
  expect(readdirSync(path.join(state, 'spool'))).toHaveLength(1);
});

test('an action named by any folder is passed on with it, so that its settings are looked at first', async () => {
  const directories: string[] = [];
  const { window, state } = await openWindow({ onCall: (directory) => directories.push(directory) });
  addPin(path.join(state, 'pins.json'), { key: window.publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00Z' });
  const stdin = Buffer.from(
    JSON.stringify({
      hook_event_name: 'PreToolUse',
      session_id: 's',
      cwd: '/w/sub',
      tool_name: 'Bash',
      tool_input: { command: 'ls' },
    }),
  );
  const reply = await askGuard(state, question({ cwd: '/w/sub', stdin }));
  expect(reply).toMatchObject({ kind: 'answered', decision: 'allow' });
  expect(directories).toEqual(['/w/sub']);
});

test('a window seals a session of its own log, and nothing else that it is sent', async () => {
  const folder = temporaryDirectory();
  const { window, state } = await openWindow({ folder });
  addPin(path.join(state, 'pins.json'), { key: window.publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00Z' });
  const call = {
    hook_event_name: 'PreToolUse',
    session_id: 's',
    cwd: folder,
    tool_name: 'Bash',
    tool_input: { command: 'ls' },
  };
  await askGuard(state, question({ cwd: folder, stdin: Buffer.from(JSON.stringify(call)) }));
  const ask = async (session: string) =>
    askGuard(
      state,
      question({
        host: reportHost,
        cwd: folder,
        stdin: reportRequest({ session, format: 'markdown' }),
        waitMilliseconds: 20_000,
      }),
    );
  const reply = await ask('s');
  if (reply.kind !== 'answered') throw new Error(reply.kind);
  const seal: Seal = JSON.parse(reply.output.stdout);
  const directories = [path.join(folder, '.holdpoint', 'audit')];
  const order = { directories, name: { session: 's' }, format: 'markdown', upTo: seal.heads } as const;
  const report = sealed(sessionText(order, reportTelling)?.text ?? '', seal);
  expect(checkSealed(report, window.publicKey)).toMatchObject({ intact: true });
  expect(await ask('of nobody')).toMatchObject({ kind: 'answered', output: { stdout: '', exitCode: 3 } });
  const rubbish = await askGuard(state, question({ host: reportHost, cwd: folder, stdin: Buffer.from('sign this') }));
  expect(rubbish).toMatchObject({ kind: 'answered', output: { stdout: '', exitCode: 3 } });
});
