import path from 'node:path';
import { version } from '../../package.json';
import { agentAbove, agentOf } from '../exec/agent-marks.ts';
import { askGuard } from '../guard/client.ts';
import {
  type CredentialRequest,
  credentialAnswerIn,
  credentialQuestion,
  requestLengths,
} from '../guard/credential-request.ts';
import { layerAnswerIn, layerQuestion } from '../guard/layer-client.ts';
import { unforeseeable } from '../guard/random.ts';
import { commandPath } from '../hosts/launcher-command.ts';
import { createFrameReader } from '../mcp/frames.ts';
import { type Asked, type CredentialWish, lendingThrough } from '../mcp/lending.ts';
import { limits } from '../mcp/limits.ts';
import { createOwnServer, type OwnCall } from '../mcp/own-server.ts';
import { type OwnPorts, ownTools } from '../mcp/own-tools.ts';
import { quotedWord } from '../parse/shell-word.ts';
import { askForLayer } from './asking.ts';
import { thisMachine } from './machine.ts';
import { exitCodes, parsed } from './usage.ts';

/** What an agent reads of the server as a whole. */
const instructions =
  'Holdpoint stops calls that cannot be undone until a person has approved them. Ask ahead with request_confirmation. Where you lack a credential, do not search for one: use request_credential.';

/** `holdpoint mcp serve`: Holdpoint as an MCP server on standard input and output, until its host closes it. */
export async function runServe(args: readonly string[]): Promise<number> {
  parsed({ args: [...args], options: {} });
  const server = createOwnServer({ name: 'holdpoint', version, instructions }, ownTools(ports()), (line) => {
    process.stdout.write(line);
  });
  process.stdout.on('error', () => process.exit(exitCodes.failure));
  const reader = createFrameReader(limits.frameBytes);
  for await (const part of process.stdin) {
    for (const frame of reader.feed(part)) if (frame.kind === 'line') server.take(frame.bytes.toString('utf8'));
  }
  for (const frame of reader.end()) if (frame.kind === 'line') server.take(frame.bytes.toString('utf8'));
  await server.end();
  return exitCodes.allow;
}

function ports(): OwnPorts {
  const cwd = path.resolve('.');
  const session = `mcp-${unforeseeable(6)}`;
  const { stateDirectory } = thisMachine();
  let calls = 0;
  return {
    lend: lendingThrough(
      (wish, { signal, client, isPatient }) =>
        askForCredential(stateDirectory, { ...wish, ...asker(session, client) }, { cwd, signal, isPatient }),
      { cwd, command: shellWord(commandPath(thisMachine())) },
    ),
    async confirm(action, signal) {
      calls += 1;
      const call = { layer: 'mcp', session, callId: `${session}-${calls}`, cwd, action } as const;
      return layerAnswerIn(await askForLayer(stateDirectory, layerQuestion(call, limits.waitMilliseconds), { signal }));
    },
    async explain(action) {
      const { evaluate } = await import('../guard/api.ts');
      return evaluate(action, { context: true, cwd });
    },
  };
}

/** Who asks, as far as the surroundings of this process and the host's own word tell. */
function asker(session: string, client: string): Omit<CredentialRequest, keyof CredentialWish> {
  const host = agentOf(process.env) ?? agentAbove(process.ppid) ?? 'mcp';
  const named = client.trim().slice(0, requestLengths.name);
  return { session, host, ...(named === '' ? {} : { client: named }) };
}

/** Asks the window that has this folder open. Without one nobody is asked: there is no other way to lend. */
async function askForCredential(
  stateDirectory: string,
  request: CredentialRequest,
  { cwd, signal, isPatient }: Pick<OwnCall, 'signal' | 'isPatient'> & { readonly cwd: string },
): Promise<Asked> {
  const patience = isPatient ? limits.waitMilliseconds : limits.silentWaitMilliseconds;
  const reply = await askGuard(stateDirectory, credentialQuestion(request, cwd, patience), { signal });
  switch (reply.kind) {
    case 'answered':
      return credentialAnswerIn(reply.output) ?? { kind: 'unreadable' };
    case 'lost':
      return { kind: 'gone' };
    case 'none':
      return { kind: 'nobody', why: reply.why };
    case 'too-large':
      return { kind: 'nobody', why: reply.reason };
  }
}

/** As a shell reads it; in quotes only where it must be. */
function shellWord(file: string): string {
  if (process.platform === 'win32') return /[^\w:/\\.~-]/.test(file) ? `"${file}"` : file;
  return /[^\w/.+-]/.test(file) ? quotedWord(file) : file;
}
