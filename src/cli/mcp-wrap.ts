import { type HostId, hostIds } from '../action/kinds.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { installLauncher } from '../hosts/launcher.ts';
import { type McpConfiguration, mcpConfigurations, planUnwrap, planWrap, writePlan } from '../hosts/mcp-wrapping.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { thisBuild, thisMachine } from './machine.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/**
 * `holdpoint mcp wrap|unwrap [HOST…] [--server NAME]… [--dry-run]`: puts the proxy in front of the servers in the hosts'
 * configurations, this folder's project among them, or takes it away again. Prints what it writes.
 */
export function runWrap(command: 'wrap' | 'unwrap', args: readonly string[]): number {
  const { values, positionals } = parsed({
    args: [...args],
    options: { server: { type: 'string', multiple: true }, 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const hosts = positionals.map(hostNamed);
  const machine = thisMachine();
  const found = mcpConfigurations(machine, [workspaceRootOf(process.cwd())]).filter(
    ({ host }) => hosts.length === 0 || hosts.includes(host),
  );
  if (found.length === 0) {
    print('No configuration of an agent here names MCP servers.');
    return exitCodes.allow;
  }
  const edits = found.flatMap(({ host, file }) => {
    const choice = { host, file, ...(values.server ? { servers: values.server } : {}) };
    return command === 'wrap' ? planWrap(choice, machine) : planUnwrap(choice);
  });
  if (!values['dry-run']) {
    if (command === 'wrap' && edits.length > 0)
      for (const file of installLauncher(thisBuild(machine)).written) print(`wrote ${file}`);
    writePlan(edits);
  }
  for (const { file } of edits) print(`${values['dry-run'] ? 'would write' : 'wrote'} ${file}`);
  const after = values['dry-run'] ? found : mcpConfigurations(machine, [workspaceRootOf(process.cwd())]);
  for (const configuration of after) if (found.some(({ file }) => file === configuration.file)) tell(configuration);
  if (edits.length > 0) print('Start the agents again, so that they read their configuration anew.');
  return exitCodes.allow;
}

function hostNamed(name: string): HostId {
  const host = hostIds.find((id) => id === name);
  if (host === undefined) throw new UsageProblem(`Holdpoint knows no host "${name}".`);
  return host;
}

const said: Readonly<Record<McpConfiguration['servers'][number]['state'], string>> = {
  open: 'goes past Holdpoint',
  wrapped: 'goes through Holdpoint',
  address: 'is reached by an address; start holdpoint mcp --url with it and put the address it prints there',
  own: "is Holdpoint's own",
};

function tell({ host, file, servers }: McpConfiguration): void {
  print(`${host}: ${file}`);
  for (const { name, state } of servers) print(`  ${name} ${said[state]}`);
}

function print(line: string): void {
  process.stdout.write(`${visibleInTerminal(line)}\n`);
}
