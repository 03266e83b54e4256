import type { Effect } from '../../action/effect.ts';
import type { CallRow } from '../call-table.ts';
import { callPack } from '../call-table.ts';
import { deletionEffect } from '../deletion.ts';
import type { Call, Pack, Rule } from '../pack.ts';
import { literalOf, shown } from '../words.ts';

const learn = 'https://learn.microsoft.com/';
const commands = `${learn}windows-server/administration/windows-commands/`;
const cmdlet = (module: string, name: string) => `${learn}powershell/module/${module}/${name}`;
const rehearsal = / -whatif(?: |$)/i;

const disk = {
  verb: 'erase',
  resource: 'disk',
  asset: 'data-store',
  reversibility: 'irreversible',
  attack: 'T1561',
  unless: rehearsal,
} as const;
const shadow = {
  verb: 'delete',
  resource: 'shadow copy',
  asset: 'backup',
  reversibility: 'irreversible',
  attack: 'T1490',
  otherwise: 'shadow copies and backups',
  target: /(?!)/,
  reason: 'Deletes {target} of this machine, or switches recovery off.',
} as const;
const registry = {
  verb: 'delete',
  resource: 'registry key',
  asset: 'state',
  reversibility: 'irreversible',
  attack: 'T1112',
} as const;
const account = {
  verb: 'delete',
  asset: 'access',
  reversibility: 'irreversible',
  attack: 'T1531',
  unless: rehearsal,
} as const;
const stopped = {
  verb: 'stop',
  asset: 'compute',
  reversibility: 'recoverable',
  attack: 'T1489',
  unless: rehearsal,
} as const;
const log = {
  verb: 'clear',
  resource: 'event log',
  asset: 'log',
  reversibility: 'irreversible',
  attack: 'T1070.001',
} as const;
const servers =
  /(?:sql|postgres|mysql|maria|mongo|redis|oracle|elastic|rabbit|docker|w3svc|iis|dns|dhcp|ntds|backup|vss|windefend|winrm|sshd)/;

const rows: readonly CallRow[] = [
  {
    ...disk,
    programs: 'format format.com',
    name: 'format',
    when: /^ ["']?[a-z]:/i,
    target: /^ (\S+)/,
    reason: 'Makes an empty file system on {target}; everything on it is lost.',
    safer: 'vol',
    source: `${commands}format`,
  },
  {
    ...disk,
    programs: 'diskpart',
    name: 'diskpart',
    when: / \/s /i,
    reason: 'Runs the disk commands of {target}, which may clean or format disks.',
    source: `${commands}diskpart`,
  },
  {
    ...disk,
    programs:
      'clear-disk initialize-disk format-volume remove-partition reset-physicaldisk remove-virtualdisk remove-storagepool',
    name: 'disk-clear',
    target: / -(?:Number|DiskNumber|DriveLetter|FriendlyName)[ :](\S+)/i,
    reason: 'Erases or removes the disk or volume {target}.',
    safer: 'Get-Disk',
    source: cmdlet('storage', 'clear-disk'),
  },
  {
    ...disk,
    programs: 'cipher',
    name: 'cipher-wipe',
    when: / \/w/i,
    unless: / \/\?/,
    reason: 'Overwrites the free space of {target}, so that nothing deleted can be brought back.',
    source: `${commands}cipher`,
  },
  {
    ...shadow,
    programs: 'vssadmin',
    name: 'shadow-delete',
    when: / (?:delete shadows|resize shadowstorage)/i,
    source: `${commands}vssadmin`,
  },
  {
    ...shadow,
    programs: 'wbadmin',
    name: 'backup-delete',
    when: / (?:delete|disable) /i,
    safer: 'wbadmin get versions',
    source: `${commands}wbadmin`,
  },
  {
    ...shadow,
    programs: 'bcdedit',
    name: 'recovery-off',
    when: / \/(?:set|delete|deletevalue)(?: |$)/i,
    source: `${commands}bcdedit`,
  },
  {
    ...shadow,
    programs: 'wmic',
    name: 'wmic-delete',
    when: / (?:shadowcopy|product|process|useraccount|datafile) .*(?:delete|uninstall)/i,
    source: `${learn}windows/win32/wmisdk/wmic`,
  },
  {
    ...shadow,
    programs: 'disable-computerrestore remove-wbbackupset remove-wbpolicy remove-wbcatalog',
    name: 'restore-off',
    unless: rehearsal,
    source: cmdlet('microsoft.powershell.management', 'disable-computerrestore'),
  },
  {
    ...registry,
    programs: 'reg',
    name: 'registry-delete',
    when: /^ delete /i,
    target: /^ delete (\S+)/i,
    reason: 'Deletes {target} from the registry.',
    safer: 'reg query {target}',
    source: `${commands}reg-delete`,
  },
  {
    ...registry,
    programs: 'remove-itemproperty clear-itemproperty remove-item ri rm del clear-item',
    name: 'registry-remove',
    when: / ["']?(?:Registry::|HKLM:|HKCU:|HKCR:|HKU:|HKEY_)/i,
    unless: rehearsal,
    target: / ["']?((?:Registry::|HKLM:|HKCU:|HKCR:|HKU:|HKEY_)\S*)/i,
    reason: 'Deletes {target} from the registry.',
    safer: 'Get-Item {target}',
    source: cmdlet('microsoft.powershell.management', 'remove-itemproperty'),
  },
  {
    ...account,
    programs: 'net net1',
    name: 'account-delete',
    when: /^ (?:user|localgroup|group|share|accounts) .*\/del/i,
    target: /^ \w+ (\S+)/,
    resource: 'account',
    reason: 'Deletes the account or share {target}.',
    safer: 'net user',
    source: `${commands}net-user`,
  },
  {
    ...account,
    programs:
      'remove-localuser remove-localgroup remove-localgroupmember disable-localuser remove-smbshare remove-netfirewallrule remove-computer',
    name: 'account-remove',
    resource: 'account',
    reason: 'Takes {target} away from this machine.',
    safer: 'Get-LocalUser',
    source: cmdlet('microsoft.powershell.localaccounts', 'remove-localuser'),
  },
  {
    ...account,
    programs: 'netsh',
    name: 'firewall-reset',
    when: / (?:advfirewall reset|int(?:erface)? ip reset|winsock reset|advfirewall set \w+ state off|advfirewall firewall delete)/i,
    reversibility: 'recoverable',
    wayBack: 'netsh advfirewall import',
    resource: 'firewall',
    target: /(?!)/,
    otherwise: 'the network settings',
    reason: 'Resets {target} of this machine.',
    attack: 'T1562.004',
    source: `${commands}netsh`,
  },
  {
    ...stopped,
    programs: 'stop-computer restart-computer',
    name: 'machine-stop',
    resource: 'machine',
    target: / -(?:ComputerName|Cn)[ :](\S+)/i,
    otherwise: 'this machine',
    reason: 'Stops or restarts {target} with everything that runs on it.',
    wayBack: 'Switch it on again.',
    attack: 'T1529',
    source: cmdlet('microsoft.powershell.management', 'stop-computer'),
  },
  {
    ...stopped,
    programs: 'stop-service suspend-service remove-service set-service spsv',
    name: 'service-stop',
    when: new RegExp(` ["']?[\\w$-]*${servers.source}`, 'i'),
    unless: / -whatif(?: |$)| -(?:StartupType|Status) (?:Automatic|Manual|Running)/i,
    resource: 'service',
    reason: 'Stops the service {target}: what relies on it stops with it.',
    wayBack: 'Start-Service {target}',
    safer: 'Get-Service {target}',
    source: cmdlet('microsoft.powershell.management', 'stop-service'),
  },
  {
    ...stopped,
    programs: 'sc sc.exe',
    name: 'service-delete',
    when: /^ (?:\\\\\S+ )?delete /i,
    verb: 'delete',
    reversibility: 'irreversible',
    resource: 'service',
    reason: 'Deletes the service {target} from this machine.',
    safer: 'sc query {target}',
    source: `${commands}sc-delete`,
  },
  {
    ...stopped,
    programs: 'schtasks',
    name: 'schedule-delete',
    when: / \/delete/i,
    verb: 'delete',
    asset: 'state',
    reversibility: 'irreversible',
    resource: 'scheduled task',
    target: / \/tn (\S+)/i,
    reason: 'Deletes the scheduled task {target}.',
    safer: 'schtasks /query',
    source: `${commands}schtasks-delete`,
  },
  {
    ...stopped,
    programs: 'unregister-scheduledtask',
    name: 'schedule-unregister',
    verb: 'delete',
    asset: 'state',
    reversibility: 'irreversible',
    resource: 'scheduled task',
    reason: 'Deletes the scheduled task {target}.',
    safer: 'Get-ScheduledTask',
    source: cmdlet('scheduledtasks', 'unregister-scheduledtask'),
  },
  {
    ...log,
    programs: 'wevtutil',
    name: 'log-clear',
    when: /^ (?:cl|clear-log) /i,
    reason: 'Empties the event log {target}.',
    safer: 'wevtutil el',
    source: `${commands}wevtutil`,
  },
  {
    ...log,
    programs: 'clear-eventlog remove-eventlog',
    name: 'event-log-clear',
    unless: rehearsal,
    reason: 'Empties the event log {target}.',
    safer: 'Get-EventLog -List',
    source: cmdlet('microsoft.powershell.management', 'clear-eventlog'),
  },
  {
    ...log,
    programs: 'clear-recyclebin',
    name: 'recycle-bin-clear',
    verb: 'empty',
    resource: 'recycle bin',
    asset: 'backup',
    attack: 'T1490',
    unless: rehearsal,
    target: /(?!)/,
    reason: 'Empties the recycle bin: what was deleted cannot be brought back.',
    source: cmdlet('microsoft.powershell.management', 'clear-recyclebin'),
  },
  {
    ...log,
    programs: 'fsutil',
    name: 'journal-delete',
    when: /^ usn deletejournal /i,
    reason: 'Deletes the change journal of {target}.',
    source: `${commands}fsutil-usn`,
  },
];

const mirror: Rule = {
  id: 'windows/mirror',
  provider: 'windows',
  verb: 'delete',
  resource: 'path',
  asset: 'files',
  reversibility: 'irreversible',
  scope: 'machine',
  reason: 'Deletes in {target} everything the source does not have.',
  attack: 'T1485',
  source: `${commands}robocopy`,
};
const emptied: Rule = {
  ...mirror,
  id: 'windows/content-clear',
  verb: 'truncate',
  reason: 'Empties {target}.',
  source: cmdlet('microsoft.powershell.management', 'clear-content'),
};

/** `robocopy a b /MIR`, `Clear-Content x`: judged by the path that is hit. */
function pathEffects(call: Call): Effect[] {
  const { invocation, inquiry } = call;
  const mirrors = invocation.program === 'robocopy';
  const texts = invocation.args.map((word) => literalOf(word) ?? shown(word));
  if (mirrors && (!texts.some((text) => /^\/(?:mir|purge|mov|move)$/i.test(text)) || texts.includes('/L'))) return [];
  if (texts.some((text) => /^-whatif$/i.test(text))) return [];
  const operands = invocation.args.filter((word) => !/^[-/][a-z]+(?::\S*)?$/i.test(literalOf(word) ?? shown(word)));
  const word = mirrors ? operands[1] : operands[0];
  if (!word) return [];
  const effect = deletionEffect(
    {
      rule: mirrors ? mirror : emptied,
      word,
      cwd: invocation.cwd,
      wrappers: invocation.wrappers,
      recursive: mirrors,
      span: invocation.span,
    },
    inquiry,
  );
  return effect ? [effect] : [];
}

const table = callPack('windows', rows);

/** Programs of the file pack, whose registry paths are judged here. */
const shared = new Set(['remove-item', 'ri', 'rm', 'del', 'clear-item']);

/** Commands and cmdlets of Windows that erase disks, copies, accounts, logs and settings. */
export const windowsPack: Pack = {
  ...table,
  programs: [...table.programs.filter((program) => !shared.has(program)), 'robocopy', 'clear-content', 'clc'],
  rules: [...table.rules, mirror, emptied],
  effects: (call) =>
    /^(?:robocopy|clear-content|clc)$/.test(call.invocation.program ?? '') ? pathEffects(call) : table.effects(call),
};

/** What a removal cmdlet takes from the registry, whose paths look like files (`Remove-Item HKLM:\Software\x`). */
export function registryEffects(call: Call): readonly Effect[] {
  return shared.has(call.invocation.program ?? '') ? table.effects(call) : [];
}
