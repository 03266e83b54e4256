import path from 'node:path';
import { type HostId, hostIds } from '../action/kinds.ts';
import { unforeseeable } from '../guard/random.ts';
import type { About, Ask } from '../mcp/judging.ts';
import { serverName } from '../mcp/server-name.ts';
import { proxyStdio, type ServerCommand } from '../mcp/stdio.ts';
import { askForLayer } from './asking.ts';
import { thisMachine } from './machine.ts';
import { endWith, exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint mcp …`: Holdpoint between a host and its MCP servers. Sets the process's exit code. */
export function runMcp(args: readonly string[]): Promise<void> {
  return endWith(() => proxyServer(args));
}

/** A proxy in front of the server whose command line stands after `--`. Ends as the server ended. */
async function proxyServer(args: readonly string[]): Promise<number> {
  const cut = args.indexOf('--');
  const own = cut < 0 ? args : args.slice(0, cut);
  const [command, ...rest] = cut < 0 ? [] : args.slice(cut + 1);
  const { server, host } = options(own);
  if (command === undefined)
    throw new UsageProblem('Say which server to start, as in: holdpoint mcp -- npx some-server');
  const ask: Ask = (question, watch) => askForLayer(thisMachine().stateDirectory, question, watch);
  const about = aboutRun(server ?? serverName(command, rest), host);
  return endAs(await proxyStdio({ command, args: rest, environment: environmentOf() }, ask, about));
}

function options(args: readonly string[]): { server?: string; host?: HostId } {
  const { values } = parsed({
    args: [...args],
    options: { server: { type: 'string' }, host: { type: 'string' } },
  });
  const host = hostIds.find((id) => id === values.host);
  if (values.host !== undefined && host === undefined)
    throw new UsageProblem(`Holdpoint knows no host "${values.host}".`);
  return { ...(values.server === undefined ? {} : { server: values.server }), ...(host === undefined ? {} : { host }) };
}

function aboutRun(server: string, host: HostId | undefined): About {
  const session = `mcp-${unforeseeable(6)}`;
  return { server, cwd: path.resolve('.'), session, ...(host === undefined ? {} : { host }) };
}

/**
 * The environment as the host gave it: the launcher has put aside what would have loaded code into this process, and
 * the editor's program is made Node by a variable of its own.
 */
function environmentOf(): ServerCommand['environment'] {
  const { HOLDPOINT_NODE_OPTIONS, HOLDPOINT_NODE_PATH, ...environment } = process.env;
  if (process.versions.electron !== undefined) delete environment.ELECTRON_RUN_AS_NODE;
  return {
    ...environment,
    ...(HOLDPOINT_NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS: HOLDPOINT_NODE_OPTIONS }),
    ...(HOLDPOINT_NODE_PATH === undefined ? {} : { NODE_PATH: HOLDPOINT_NODE_PATH }),
  };
}

/** A server that a signal ended ends the proxy by the same signal, so that the host sees what it would have seen. */
function endAs({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): number {
  if (signal === null) return code ?? exitCodes.failure;
  process.kill(process.pid, signal);
  return exitCodes.failure;
}
