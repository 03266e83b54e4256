// An editor window's guard in a process of its own: judges what the shims ask with the whole pipeline, and answers as
// if a person approved whatever is held. Arguments: state directory, folder it owns. Tells its parent each judgement.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { createContext } from '../../src/context/context.ts';
import { announceWindow, socketPathFor } from '../../src/guard/announcement.ts';
import { answerLayer } from '../../src/guard/answer-layer.ts';
import type { Gate } from '../../src/guard/gate.ts';
import { surroundingsHere, workspaceRootOf } from '../../src/guard/here.ts';
import { layerOf } from '../../src/guard/layer-client.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { startGuardServer } from '../../src/guard/server.ts';
import { createSoloGate } from '../../src/guard/solo.ts';
import { statePaths } from '../../src/guard/state-directory.ts';

const [state = '', folder = ''] = process.argv.slice(2);
const signer = signerFrom(createSigningKey());
const monotonic = () => performance.now();
const context = createContext({ ...surroundingsHere([]), clock: monotonic });
const judged = createSoloGate({ now: Date.now, monotonic, context, stateDirectory: state });
const approving: Gate = {
  ...judged,
  async answer(action) {
    const answer = await judged.answer(action);
    const command = action.kind === 'shell' ? action.command.slice(0, 200) : action.kind;
    process.send?.({ goesOut: answer.goesOut, reason: answer.reason, command });
    return { ...answer, goesOut: true };
  },
};
const socket = socketPathFor(state, 'transparency', tmpdir());
await startGuardServer({
  socketPath: socket,
  signer,
  onCall: (call, exchange) =>
    answerLayer(layerOf(call.host) ?? 'exec', call, approving, exchange, {
      at: Date.now(),
      workspaceOf: workspaceRootOf,
    }),
  onRejected: (problem) => console.error(problem),
  now: Date.now,
});
addPin(statePaths(state).pins, { key: signer.publicKey, editor: 'transparency', pinnedAt: new Date().toISOString() });
announceWindow(path.resolve(state), {
  v: 1,
  id: 'transparency',
  pid: process.pid,
  socket,
  folders: [folder],
  focusedAt: Date.now(),
  key: signer.publicKey,
});
process.send?.('ready');
