import { existsSync } from 'node:fs';
import { workspaceRootOf } from '../guard/here.ts';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import { type ConnectionChange, connectHost, disconnectHost, hostsSharing, planConnect } from '../hosts/connection.ts';
import { isAdaptedHost } from '../hosts/dialects.ts';
import { installLauncher } from '../hosts/launcher.ts';
import { launcherPath } from '../hosts/launcher-command.ts';
import { adapters } from '../hosts/registry.ts';
import { connectRepository, disconnectRepository } from '../hosts/repository.ts';
import { thisBuild, thisMachine } from './machine.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint connect HOST… [--managed]`: installs the launcher, then writes the hooks. Exit 0, or 10 where a step remains. */
export function runConnect(args: readonly string[]): number {
  const { hosts, managed, repository } = read(args, 'connect');
  const machine = thisMachine();
  if (repository) return intoRepository(hosts, machine);
  // Every file is read before the first is written: one that cannot be edited stops the whole command.
  for (const host of hosts) planConnect(host, machine, { managed });
  if (managed) requireLauncher(machine);
  else for (const file of installLauncher(thisBuild(machine)).written) print(`wrote ${file}`);
  const steps = hosts.flatMap((host) => {
    const change = connectHost(host, machine, { managed });
    report(change, machine, change.step === undefined ? 'is connected' : 'has its hook', 'was connected already');
    return change.step === undefined ? [] : [change.step];
  });
  for (const step of steps) print(`Still to do: ${step}`);
  return steps.length > 0 ? exitCodes.stepRemains : exitCodes.allow;
}

/** `holdpoint disconnect HOST… [--managed]`. The launcher stays: sessions that run still call it. */
export function runDisconnect(args: readonly string[]): number {
  const { hosts, managed, repository } = read(args, 'disconnect');
  const machine = thisMachine();
  if (repository) {
    for (const file of disconnectRepository(hosts, workspaceRootOf(process.cwd()))) print(`removed from ${file}`);
    return exitCodes.allow;
  }
  for (const host of hosts) {
    report(disconnectHost(host, machine, { managed }), machine, 'is disconnected', 'was not connected');
  }
  return exitCodes.allow;
}

/** The hook goes into this repository, for CI and cloud agents, where nobody has Holdpoint and nobody can be asked. */
function intoRepository(hosts: readonly AdaptedHost[], machine: Machine): number {
  const { written, steps } = connectRepository(hosts, workspaceRootOf(process.cwd()), thisBuild(machine).bundle);
  for (const file of written) print(`wrote ${file}`);
  print('Commit these files. Where nobody can be asked, what cannot be undone is denied.');
  for (const step of steps) print(step);
  return exitCodes.allow;
}

/**
 * The administrator's file is written with the administrator's rights, the launcher never: it would belong to root in
 * a person's home, or lie in root's.
 */
function requireLauncher(machine: Machine): void {
  const launcher = launcherPath(machine);
  if (existsSync(launcher)) return;
  throw new UsageProblem(
    `There is no ${launcher} yet. Connect without --managed as yourself first; then run this with your own HOME (sudo --preserve-env=HOME).`,
  );
}

function read(
  args: readonly string[],
  command: string,
): { hosts: AdaptedHost[]; managed: boolean; repository: boolean } {
  const { values, positionals } = parsed({
    args: [...args],
    options: { managed: { type: 'boolean', default: false }, repository: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const known = Object.keys(adapters).join(', ');
  if (positionals.length === 0) throw new UsageProblem(`Say which agents to ${command}: ${known}.`);
  const hosts = [...new Set(positionals)].map((name) => {
    if (!isAdaptedHost(name)) throw new UsageProblem(`Holdpoint has no adapter for "${name}" yet; it has: ${known}.`);
    return name;
  });
  if (values.managed && values.repository) throw new UsageProblem('Say --managed or --repository, not both.');
  return { hosts, managed: values.managed === true, repository: values.repository === true };
}

function report(change: ConnectionChange, machine: Machine, done: string, unchanged: string): void {
  const { title } = adapters[change.host];
  for (const edit of change.edits) print(`${edit.after === null ? 'removed' : 'wrote'} ${edit.file}`);
  print(`${title} ${change.edits.length > 0 ? done : unchanged}.`);
  if (change.edits.length === 0) return;
  for (const other of hostsSharing(change.host, machine)) {
    print(`${adapters[other].title} reads the same file, and ${done} with it.`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
