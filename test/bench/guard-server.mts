// A window's guard server that lets every call pass, in a process of its own: what a hook's start-up is measured
// against. Arguments: state directory, folder it owns. Says "ready" to its parent.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { announceWindow, socketPathFor } from '../../src/guard/announcement.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { startGuardServer } from '../../src/guard/server.ts';
import { statePaths } from '../../src/guard/state-directory.ts';

const [state = '', folder = ''] = process.argv.slice(2);
const signer = signerFrom(createSigningKey());
const socket = socketPathFor(state, 'bench', tmpdir());
await startGuardServer({
  socketPath: socket,
  signer,
  onCall: async () => ({ decision: 'allow', output: { stdout: '', stderr: '', exitCode: 0 } }),
  onRejected: (problem) => console.error(problem),
  now: Date.now,
});
addPin(statePaths(state).pins, { key: signer.publicKey, editor: 'bench', pinnedAt: new Date().toISOString() });
announceWindow(path.resolve(state), {
  v: 1,
  id: 'bench',
  pid: process.pid,
  socket,
  folders: [folder],
  focusedAt: Date.now(),
  key: signer.publicKey,
});
process.send?.('ready');
