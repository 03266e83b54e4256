import path from 'node:path';
import { type HostId, hostIds } from '../action/kinds.ts';
import { unforeseeable } from '../guard/random.ts';
import { putAside } from '../hosts/launcher-codes.ts';
import type { About, Ask } from '../mcp/judging.ts';
import { serverName } from '../mcp/server-name.ts';
import { proxyStdio, type ServerCommand } from '../mcp/stdio.ts';
import { askForLayer } from './asking.ts';
import { thisMachine } from './machine.ts';
import { openNoDebugger } from './no-debugger.ts';
import { endWith, exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint mcp …`: Holdpoint between a host and its MCP servers. Sets the process's exit code. */
export function runMcp(args: readonly string[]): Promise<void> {
  openNoDebugger();
  const [command = '', ...rest] = args;
  switch (command) {
    case 'wrap':
    case 'unwrap':
      return endWith(async () => (await import('./mcp-wrap.ts')).runWrap(command, rest));
    case 'serve':
      return endWith(async () => (await import('./mcp-serve.ts')).runServe(rest));
    default:
      return endWith(() => proxyServer(args));
  }
}

/** A proxy in front of the server whose command line stands after `--`, or whose address `--url` says. */
async function proxyServer(args: readonly string[]): Promise<number> {
  const cut = args.indexOf('--');
  const { server, host, url, port } = options(cut < 0 ? args : args.slice(0, cut));
  const [command, ...rest] = cut < 0 ? [] : args.slice(cut + 1);
  const ask: Ask = (question, watch) => askForLayer(thisMachine().stateDirectory, question, watch);
  if (url !== undefined) {
    if (command !== undefined) throw new UsageProblem('Say --url or a command, not both.');
    return listenFor(url, port, ask, aboutRun(server ?? url.host, host));
  }
  if (command === undefined) {
    throw new UsageProblem('Say which server to start, as in: holdpoint mcp -- npx some-server');
  }
  const about = aboutRun(server ?? serverName(command, rest), host);
  return endAs(await proxyStdio({ command, args: rest, environment: environmentOf() }, ask, about));
}

/** Says its address on standard output and serves until it is told to end. */
async function listenFor(url: URL, port: number, ask: Ask, about: About): Promise<number> {
  const { proxyHttp } = await import('../mcp/http.ts');
  const proxy = await proxyHttp(url, ask, about, port);
  process.stdout.write(`${proxy.url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await proxy.close();
  return exitCodes.allow;
}

interface ProxyOptions {
  readonly server?: string;
  readonly host?: HostId;
  readonly url?: URL;
  /** 0 where any will do. */
  readonly port: number;
}

function options(args: readonly string[]): ProxyOptions {
  const { values } = parsed({
    args: [...args],
    options: {
      server: { type: 'string' },
      host: { type: 'string' },
      url: { type: 'string' },
      port: { type: 'string', default: '0' },
    },
  });
  const host = hostIds.find((id) => id === values.host);
  if (values.host !== undefined && host === undefined) {
    throw new UsageProblem(`Holdpoint knows no host "${values.host}".`);
  }
  const url = values.url !== undefined && URL.canParse(values.url) ? new URL(values.url) : undefined;
  if (values.url !== undefined && !/^https?:$/.test(url?.protocol ?? '')) {
    throw new UsageProblem(`"${values.url}" is no address of a server, as in: --url https://mcp.example.com/mcp`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageProblem(`"${values.port}" is no port.`);
  return {
    port,
    ...(values.server === undefined ? {} : { server: values.server }),
    ...(host === undefined ? {} : { host }),
    ...(url === undefined ? {} : { url }),
  };
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
  const environment = { ...process.env };
  if (process.versions.electron !== undefined) delete environment.ELECTRON_RUN_AS_NODE;
  for (const name of putAside) {
    const kept = environment[`HOLDPOINT_${name}`];
    delete environment[`HOLDPOINT_${name}`];
    if (kept !== undefined) environment[name] = kept;
  }
  return environment;
}

/** A server that a signal ended ends the proxy by the same signal, so that the host sees what it would have seen. */
function endAs({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): number {
  if (signal === null) return code ?? exitCodes.failure;
  process.kill(process.pid, signal);
  return exitCodes.failure;
}
