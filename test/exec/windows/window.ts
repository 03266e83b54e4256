// A window of the editor on Windows, for tests under Wine: says what it is asked, and approves it, or lets a person wait.
import { createSigningKey, signerFrom } from '../../../src/action/signing.ts';
import { announceWindow, socketPathFor } from '../../../src/guard/announcement.ts';
import { addPin } from '../../../src/guard/pinning.ts';
import { startGuardServer } from '../../../src/guard/server.ts';
import { statePaths } from '../../../src/guard/state-directory.ts';

const [root = '', folder = '', manner] = process.argv.slice(2);
const signer = signerFrom(createSigningKey());
const id = 'w1';
void startGuardServer({
  socketPath: socketPathFor(root, id, root),
  signer,
  onCall: async ({ stdin }, { held, signal }) => {
    const { action, session } = JSON.parse(stdin.toString('utf8'));
    console.log(JSON.stringify([action.command, session]));
    if (manner === 'silent') {
      held('h1');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      console.log('let go');
    }
    return { decision: 'allow', output: { stdout: '{"goesOut":true}', stderr: '', exitCode: 0 } };
  },
  onRejected: (problem) => console.log(problem),
  now: () => Date.now(),
}).then(({ socketPath }) => {
  addPin(statePaths(root).pins, { key: signer.publicKey, editor: 'VS Code', pinnedAt: '2026-01-01T00:00:00.000Z' });
  announceWindow(root, {
    v: 1,
    id,
    pid: process.pid,
    socket: socketPath,
    folders: [folder],
    focusedAt: 0,
    key: signer.publicKey,
  });
  console.log('ready');
});
