import path from 'node:path';
import { version } from '../../package.json';
import { layerAnswerIn, layerQuestion } from '../guard/layer-client.ts';
import { unforeseeable } from '../guard/random.ts';
import { commandPath } from '../hosts/launcher-command.ts';
import { createFrameReader } from '../mcp/frames.ts';
import { lentByHand } from '../mcp/lending.ts';
import { limits } from '../mcp/limits.ts';
import { createOwnServer } from '../mcp/own-server.ts';
import { type OwnPorts, ownTools } from '../mcp/own-tools.ts';
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
  let calls = 0;
  return {
    cwd,
    lend: lentByHand(commandPath(thisMachine())),
    async confirm(action, signal) {
      calls += 1;
      const call = { layer: 'mcp', session, callId: `${session}-${calls}`, cwd, action } as const;
      const { stateDirectory } = thisMachine();
      return layerAnswerIn(await askForLayer(stateDirectory, layerQuestion(call, limits.waitMilliseconds), { signal }));
    },
    async explain(action) {
      const { evaluate } = await import('../guard/api.ts');
      return evaluate(action, { context: true, cwd });
    },
  };
}
