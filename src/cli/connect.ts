import { existsSync } from 'node:fs';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import { type ConnectionChange, connectHost, disconnectHost, planConnect } from '../hosts/connection.ts';
import { isAdaptedHost } from '../hosts/dialects.ts';
import { installLauncher } from '../hosts/launcher.ts';
import { launcherPath } from '../hosts/launcher-command.ts';
import { adapters } from '../hosts/registry.ts';
import { thisBuild, thisMachine } from './machine.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint connect HOST… [--managed]`: installs the launcher, then writes the hooks. Exit 0, or 10 where a step remains. */
export function runConnect(args: readonly string[]): number {
  const { hosts, managed } = read(args, 'connect');
  const machine = thisMachine();
  // Every file is read before the first is written: one that cannot be edited stops the whole command.
  for (const host of hosts) planConnect(host, machine, { managed });
  if (managed) requireLauncher(machine);
  else for (const file of installLauncher(thisBuild(machine)).written) print(`wrote ${file}`);
  const steps = hosts.flatMap((host) => {
    const change = connectHost(host, machine, { managed });
    report(change, 'is connected', 'was connected already');
    return change.step === undefined ? [] : [change.step];
  });
  for (const step of steps) print(`Still to do: ${step}`);
  return steps.length > 0 ? exitCodes.stepRemains : exitCodes.allow;
}

/** `holdpoint disconnect HOST… [--managed]`. The launcher stays: sessions that run still call it. */
export function runDisconnect(args: readonly string[]): number {
  const { hosts, managed } = read(args, 'disconnect');
  const machine = thisMachine();
  for (const host of hosts) {
    report(disconnectHost(host, machine, { managed }), 'is disconnected', 'was not connected');
  }
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

function read(args: readonly string[], command: string): { hosts: AdaptedHost[]; managed: boolean } {
  const { values, positionals } = parsed({
    args: [...args],
    options: { managed: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const known = Object.keys(adapters).join(', ');
  if (positionals.length === 0) throw new UsageProblem(`Say which agents to ${command}: ${known}.`);
  const hosts = [...new Set(positionals)].map((name) => {
    if (!isAdaptedHost(name)) throw new UsageProblem(`Holdpoint has no adapter for "${name}" yet; it has: ${known}.`);
    return name;
  });
  return { hosts, managed: values.managed === true };
}

function report(change: ConnectionChange, done: string, unchanged: string): void {
  const { title } = adapters[change.host];
  for (const edit of change.edits) print(`${edit.after === null ? 'removed' : 'wrote'} ${edit.file}`);
  print(`${title} ${change.edits.length > 0 ? done : unchanged}.`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
