import type { Effect } from '../../action/effect.ts';
import type { CallRow } from '../call-table.ts';
import { callPack } from '../call-table.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { shown } from '../words.ts';
import { isNothing } from './files-empty.ts';
import { accountRows } from './system-accounts.ts';
import { networkRows } from './system-network.ts';

const man = 'https://man7.org/linux/man-pages/man8/';
const databases =
  'postgres\\w*|postmaster|mysqld?\\w*|mariadbd?|mongod|mongos|redis(?:-server)?|valkey-server|elasticsearch|opensearch|cassandra|clickhouse(?:-server)?|influxd|etcd|rabbitmq(?:-server)?|kafka|zookeeper|consul|vault|neo4j|cockroach|memcached|couchdb|sqlservr|oracle';
const vital = `${databases}|docker|containerd|sshd?|network\\w*|systemd-networkd|firewalld|ufw|kubelet|k3s|nginx|haproxy`;

const stopped = {
  verb: 'stop',
  asset: 'compute',
  reversibility: 'recoverable',
  attack: 'T1489',
  notInContainers: true,
} as const;
const machineStopped = {
  ...stopped,
  resource: 'machine',
  target: /(?!)/,
  otherwise: 'this machine',
  reason: 'Stops or restarts {target} with everything that runs on it.',
  wayBack: 'Switch it on again.',
  safer: 'uptime',
  attack: 'T1529',
} as const;
const software = {
  verb: 'purge',
  resource: 'package',
  asset: 'files',
  reversibility: 'irreversible',
  attack: 'T1485',
  notInContainers: true,
} as const;

const rows: readonly CallRow[] = [
  {
    ...stopped,
    programs: 'systemctl',
    name: 'service-stop',
    when: new RegExp(` (?:stop|disable|mask|kill)(?: -\\S+)* (?:\\S+ )*(?:${vital})(?:@\\S*)?(?:\\.service)?(?: |$)`),
    unless: / --(?:user|dry-run)(?: |$)/,
    resource: 'service',
    reason: 'Stops the service {target}: what relies on it stops with it.',
    wayBack: 'systemctl start {target}',
    safer: 'systemctl status {target}',
    source: 'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
  },
  {
    ...stopped,
    programs: 'service rc-service',
    name: 'service-stop-by-script',
    when: new RegExp(` (${vital}) stop(?: |$)`),
    target: new RegExp(` (${vital}) stop`),
    resource: 'service',
    reason: 'Stops the service {target}: what relies on it stops with it.',
    wayBack: 'service {target} start',
    safer: 'service {target} status',
    source: `${man}service.8.html`,
  },
  {
    ...stopped,
    programs: 'pkill killall skill',
    name: 'database-kill',
    when: new RegExp(` ["']?(?:${databases})["']?(?: |$)`),
    unless: / (?:-0|-l|--list|-s0|-SIGHUP|-HUP|-1)(?: |$)/,
    verb: 'kill',
    resource: 'database server',
    asset: 'data-store',
    reason: 'Kills the database server {target} while it may be writing.',
    wayBack: 'Start it again; it recovers from its log.',
    safer: 'pgrep -a {target}',
    source: 'https://man7.org/linux/man-pages/man1/pkill.1.html',
  },
  {
    ...machineStopped,
    programs: 'shutdown reboot poweroff halt',
    name: 'machine-stop',
    unless: / (?:-c|-k|--show|--no-wall␣?-c|\/a)(?: |$)/,
    source: `${man}shutdown.8.html`,
  },
  {
    ...machineStopped,
    programs: 'systemctl',
    name: 'machine-stop-by-systemctl',
    when: / (?:poweroff|reboot|halt|kexec|rescue|emergency|soft-reboot|hibernate|isolate)(?: |$)/,
    source: 'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
  },
  {
    ...machineStopped,
    programs: 'init telinit',
    name: 'machine-stop-by-init',
    when: /^ [016](?: |$)/,
    source: `${man}init.8.html`,
  },
  {
    programs: 'crontab',
    name: 'crontab-remove',
    when: / -\w*r\w*(?: |$)/,
    verb: 'delete',
    resource: 'crontab',
    asset: 'state',
    reversibility: 'irreversible',
    target: / -u (\S+)/,
    otherwise: 'this user',
    reason: 'Deletes every scheduled job of {target}; there is no copy.',
    safer: 'crontab -l',
    source: 'https://man7.org/linux/man-pages/man1/crontab.1.html',
    notInContainers: true,
  },
  {
    ...stopped,
    programs: 'launchctl',
    name: 'launchd-remove',
    when: / (?:remove|bootout|unload|disable)(?: |$)/,
    unless: / gui\/|\/LaunchAgents\/| user\//,
    resource: 'service',
    reason: 'Takes the service {target} out of launchd.',
    wayBack: 'launchctl bootstrap system {target}',
    safer: 'launchctl list',
    source: 'https://keith.github.io/xcode-man-pages/launchctl.1.html',
  },
  {
    ...software,
    programs: 'apt apt-get aptitude',
    name: 'package-purge',
    when: / purge(?: |$)| (?:remove|autoremove|auto-remove) (?:\S+ )*--purge(?: |$)| --purge (?:\S+ )*(?:remove|autoremove)(?: |$)/,
    unless: / (?:-s|--simulate|--dry-run|--just-print|--download-only)(?: |$)/,
    reason: 'Removes {target} with its settings; some packages take their data with them.',
    safer: 'apt-get -s purge {target}',
    source: `${man}apt-get.8.html`,
  },
  {
    ...software,
    programs: 'apt apt-get aptitude dnf yum microdnf tdnf zypper apk pkg pacman yay paru emerge xbps-remove',
    name: 'vital-package-remove',
    when: new RegExp(
      `^(?: -\\S+)*(?: (?:remove|autoremove|erase|delete|del|rm|uninstall|-R\\w*|-C|--unmerge|--depclean))(?: \\S+)*? (?:[\\w-]+/)?(?:${vital}|linux-image\\S*|kernel\\S*|linux|systemd|glibc|libc6|musl|sudo|openssh\\S*|grub\\S*|base|coreutils|bash|apt|dnf|rpm|pacman|NetworkManager|network-manager)(?:[-@:=.*\\d]\\S*)?(?: |$)`,
    ),
    unless: / (?:-s|--simulate|--dry-run|--just-print|--assumeno|--print|-p)(?: |$)/,
    verb: 'remove',
    reversibility: 'recoverable',
    wayBack: 'Install it again, if the machine still can.',
    reason: 'Removes {target}: what runs on it stops, and the machine may not start again.',
    safer: 'apt-cache rdepends {target}',
    source: `${man}apt-get.8.html`,
  },
  {
    ...software,
    programs: 'pacman yay paru',
    name: 'package-purge-by-pacman',
    when: / -R\w*[nc]\w*(?: |$)/,
    unless: / (?:-p|--print)(?: |$)/,
    reason: 'Removes {target} with its settings.',
    safer: 'pacman -Qi {target}',
    source: 'https://man.archlinux.org/man/pacman.8',
  },
  {
    ...software,
    programs: 'dpkg',
    name: 'package-purge-by-dpkg',
    when: / (?:-P|--purge|--force-(?:depends|all|remove-\w+) (?:\S+ )*(?:-r|--remove))(?: |$)/,
    unless: / (?:--dry-run|--simulate|--no-act)(?: |$)/,
    reason: 'Removes {target} with its settings; some packages take their data with them.',
    safer: 'dpkg -l {target}',
    source: 'https://man7.org/linux/man-pages/man1/dpkg.1.html',
  },
  {
    ...software,
    programs: 'rpm',
    name: 'package-erase-by-rpm',
    when: / (?:-e\w*|--erase) (?:\S+ )*--nodeps(?: |$)| --nodeps (?:\S+ )*(?:-e|--erase)(?: |$)/,
    unless: / --test(?: |$)/,
    reversibility: 'recoverable',
    wayBack: 'Install it again, if the machine still can.',
    reason: 'Removes {target} whatever still needs it.',
    safer: 'rpm -q {target}',
    source: 'https://rpm.org/docs/latest/man/rpm.8',
  },
  {
    ...software,
    programs: 'brew',
    name: 'cask-zap',
    when: / (?:uninstall|remove|rm) (?:\S+ )*--zap(?: |$)/,
    reason: 'Removes {target} with everything it kept for this user.',
    safer: 'brew info {target}',
    source: 'https://docs.brew.sh/Manpage#uninstall-remove-rm-options-installed_formulainstalled_cask-',
  },
  {
    ...software,
    programs: 'snap',
    name: 'snap-purge',
    when: / remove (?:\S+ )*--purge(?: |$)| remove --purge /,
    reason: 'Removes the snap {target} without keeping a copy of its data.',
    safer: 'snap list',
    source: 'https://snapcraft.io/docs/snapshots',
  },
  {
    ...software,
    programs: 'flatpak',
    name: 'flatpak-purge',
    when: / --delete-data(?: |$)/,
    reason: 'Removes {target} with everything it kept for this user.',
    safer: 'flatpak list',
    source: 'https://docs.flatpak.org/en/latest/flatpak-command-reference.html',
  },
  {
    programs: 'journalctl',
    name: 'journal-vacuum',
    when: / --vacuum-(?:time|size|files)/,
    verb: 'delete',
    resource: 'journal',
    asset: 'log',
    reversibility: 'irreversible',
    target: /(?!)/,
    otherwise: 'the journal',
    reason: 'Deletes older entries of {target}.',
    safer: 'journalctl --disk-usage',
    source: 'https://www.freedesktop.org/software/systemd/man/latest/journalctl.html',
    notInContainers: true,
  },
  {
    programs: 'auditctl',
    name: 'audit-rules-delete',
    when: / (?:-D|-d|-e 0)(?: |$)/,
    verb: 'delete',
    resource: 'audit rule',
    asset: 'log',
    reversibility: 'recoverable',
    wayBack: 'augenrules --load',
    reason: 'Takes audit rules away: what happens next is recorded no more.',
    safer: 'auditctl -l',
    attack: 'T1562.001',
    source: `${man}auditctl.8.html`,
  },
  {
    programs: 'efibootmgr',
    name: 'boot-entry-delete',
    when: / (?:-\w*[BO]\w*|--delete-bootnum|--delete-bootorder)(?: |$)/,
    verb: 'delete',
    resource: 'boot entry',
    asset: 'state',
    reversibility: 'recoverable',
    wayBack: 'Make the entry again from a rescue system.',
    target: / -b (\S+)/,
    otherwise: 'the boot order',
    reason: 'Takes {target} out of the firmware: the machine may not start again.',
    safer: 'efibootmgr -v',
    attack: 'T1529',
    source: `${man}efibootmgr.8.html`,
  },
  {
    programs: 'postsuper',
    name: 'mail-queue-delete',
    when: / -d /,
    verb: 'delete',
    resource: 'mail queue',
    asset: 'data-store',
    reversibility: 'irreversible',
    reason: 'Deletes waiting mail ({target}).',
    safer: 'postqueue -p',
    source: 'https://www.postfix.org/postsuper.1.html',
  },
  {
    programs: 'defaults',
    name: 'preferences-delete',
    when: /^ (?:-currentHost )?delete(?: |$)/,
    verb: 'delete',
    resource: 'preferences',
    asset: 'files',
    reversibility: 'recoverable',
    wayBack: 'Set them again by hand.',
    reason: 'Deletes the preferences {target}.',
    safer: 'defaults read {target}',
    source: 'https://keith.github.io/xcode-man-pages/defaults.1.html',
  },
  {
    ...stopped,
    programs: 'pkill killall skill slay',
    name: 'kill-everything',
    when: / (?:-u|--user|--euid|-U|--uid)[ =]?\S+$/,
    unless: / (?:-f|-x|-0|-l|--list)(?: |$)/,
    verb: 'kill',
    resource: 'process',
    reason: 'Kills every process of {target}, with what they have not saved.',
    wayBack: 'Start them again.',
    safer: 'pgrep -u {target} -l',
    source: 'https://man7.org/linux/man-pages/man1/pkill.1.html',
  },
];

const table = callPack('system', [...rows, ...accountRows, ...networkRows]);

const crontabReplace: Rule = {
  id: 'system/crontab-replace',
  provider: 'system',
  verb: 'overwrite',
  resource: 'crontab',
  asset: 'state',
  reversibility: 'irreversible',
  scope: 'machine',
  reason: 'Puts nothing in the place of every scheduled job of {target}; there is no copy.',
  safer: 'crontab -l',
  attack: 'T1485',
  source: 'https://man7.org/linux/man-pages/man1/crontab.1.html',
};

/** `echo "" | crontab -`, `crontab /dev/null`: no job stays. What a table that is handed over runs is judged by its text. */
function crontabReplaced({ invocation }: Call): Effect[] {
  const { program, args, span, wrappers } = invocation;
  if (program !== 'crontab' || wrappers.some(({ place }) => place === 'container')) return [];
  const texts = args.map(shown);
  const user = texts.indexOf('-u');
  const operands = texts.filter((_, index) => index !== user && (user < 0 || index !== user + 1));
  const fromInput =
    operands.join() === '/dev/null' || (operands.every((text) => text === '-') && isNothing(invocation));
  return fromInput
    ? [effectOf(crontabReplace, { target: user < 0 ? 'this user' : (texts[user + 1] ?? '?'), span })]
    : [];
}

/** Services, accounts, firewalls, packages and logs of a machine. */
export const systemPack: Pack = {
  ...table,
  rules: [...table.rules, crontabReplace],
  effects: (call) => [...table.effects(call), ...crontabReplaced(call)],
};
