import type { Rule } from './pack.ts';

const rule = {
  provider: 'holdpoint',
  asset: 'access',
  scope: 'machine',
  reversibility: 'irreversible',
  attack: 'T1562.001',
  source: 'https://attack.mitre.org/techniques/T1562/001/',
} as const;

/** Everything that may be done to the guard. */
export const guardRules = {
  files: {
    ...rule,
    id: 'guard/files',
    verb: 'change',
    resource: 'guard-file',
    reason: 'Changes {target}, which belongs to Holdpoint itself.',
  },
  settings: {
    ...rule,
    id: 'guard/host-settings',
    verb: 'silence',
    resource: 'hook',
    reason: 'Silences Holdpoint in {target}.',
  },
  stop: {
    ...rule,
    id: 'guard/stop',
    verb: 'stop',
    resource: 'process',
    reason: 'Stops Holdpoint ({target}).',
  },
  maybeStop: {
    ...rule,
    id: 'guard/may-stop',
    verb: 'stop',
    resource: 'process',
    reversibility: 'unknown',
    reason: 'Stops every process that matches {target}; the editor and Holdpoint may be among them.',
    safer: 'pgrep -a {target}',
  },
  unhookedAgent: {
    ...rule,
    id: 'guard/unhooked-agent',
    verb: 'start',
    resource: 'agent',
    reversibility: 'unknown',
    reason: 'Starts another agent that may not load the hook Holdpoint works through ({target}).',
    safer: 'claude --help',
  },
  startsBySettings: {
    ...rule,
    id: 'guard/starts-by-settings',
    verb: 'start',
    resource: 'hook',
    reversibility: 'unknown',
    reason: 'Lets {target} start a program that no hook sees.',
    safer: 'cat {target}',
  },
  maybeSettings: {
    ...rule,
    id: 'guard/may-change-settings',
    verb: 'change',
    resource: 'hook',
    reversibility: 'unknown',
    reason: 'Changes {target}, where Holdpoint is hooked in, and what it will say could not be worked out.',
    safer: 'cat {target}',
  },
} as const satisfies Record<string, Rule>;
