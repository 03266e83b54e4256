import type { Asset } from '../../action/effect.ts';
import type { CallRow } from '../call-table.ts';
import { attackOn } from '../nouns.ts';

type More = Partial<CallRow>;

const manual = (program: string) => `https://manpages.debian.org/${program}`;

/** A row of the long tail: what these programs say, and what is lost by it. */
function lost(programs: string, when: RegExp | null, resource: string, asset: Asset, more: More = {}): CallRow {
  const [first = ''] = programs.split(' ');
  return {
    programs,
    name: `${first.replace(/[^a-z]+/gi, '-')}-${(more.verb ?? 'delete').replaceAll(' ', '-')}`,
    ...(when ? { when } : {}),
    verb: 'delete',
    resource,
    asset,
    reversibility: 'irreversible',
    otherwise: `the ${resource}`,
    reason: `Deletes the ${resource} {target}; nothing here brings it back.`,
    attack: attackOn(asset),
    source: manual(first),
    notInContainers: true,
    ...more,
  };
}

/** The same where a known step puts it back. */
function off(programs: string, when: RegExp | null, resource: string, asset: Asset, more: More = {}): CallRow {
  return lost(programs, when, resource, asset, {
    verb: 'take away',
    reversibility: 'recoverable',
    wayBack: 'Set it up again.',
    reason: `Takes the ${resource} {target} away: what relies on it stops.`,
    ...more,
  });
}

/** Tools of one machine that each say in their own words that something goes. */
export const localToolRows: readonly CallRow[] = [
  lost('bleachbit bleachbit_console', / (?:--clean|-c|--shred|-s|--wipe-free-space|-w)(?: |$)/, 'files', 'files'),
  lost('trash rip gomi', / (?:empty|--empty|-d|--decompose|--prune)(?: |$)/, 'trash', 'backup'),
  lost(
    'fdupes jdupes rdfind fclones czkawka_cli rmlint.sh',
    / (?:-\w*d\w*N\w*|-\w*N\w*d\w*)(?: |$)|--delete .*--noprompt|--noprompt .*--delete|-deleteduplicates true|^ remove(?: |$)|--delete-method (?!NONE)/,
    'duplicate',
    'files',
  ),
  lost('scrub', / \/dev\//, 'drive', 'data-store', { attack: 'T1561' }),
  lost('pkg pkgin pkg_delete', / (?:delete|remove) (?:-\w+ )*(?:-\w*a\w*|--all|'?\*'?)(?: |$)/, 'package', 'files'),
  lost('bfs', / -delete(?: |$)/, 'files', 'files'),
  lost('transmission-remote', / --remove-and-delete(?: |$)| -rad(?: |$)/, 'download', 'files'),
  lost('gphoto2', / (?:--delete-all-files|-D)(?: |$)/, 'photos', 'files'),
  lost('htpasswd mosquitto_passwd elasticsearch-users', / (?:-D|userdel)(?: |$)/, 'account', 'access'),
  lost('gpasswd', / (?:-d|--delete|-r|--remove-password)(?: |$)/, 'membership', 'access', {
    target: / (?:-d|--delete) (\S+)/,
  }),
  lost('usermod', / (?:-L|--lock|-r\w*G|--remove)(?: |$)| -G {2}/, 'access', 'access'),
  lost('homectl', /^ remove /, 'account', 'access'),
  lost('fprintd-delete', / \w/, 'fingerprint', 'access'),
  lost('keepassxc-cli passage', /^ (?:rm|rmdir|db-create)(?: |$)/, 'secret', 'key'),
  lost('cmdkey', /\/delete/i, 'credential', 'key'),
  lost('asr', / --erase(?: |$)/, 'volume', 'data-store', { target: / --target (\S+)/ }),
  lost('systemd-cryptenroll', / --wipe-slot/, 'key slot', 'key'),
  lost('systemd-firstboot', / (?:--reset|--delete-root-password)(?: |$)/, 'settings', 'state'),
  lost('steamos-factory-reset etckeeper', /^$|^ uninit(?: |$)/, 'machine', 'state'),
  lost('pypi-cleanup', / --do-it(?: |$)/, 'release', 'data-store', { scope: 'remote' }),
  lost('cvs', / release (?:\S+ )*-d(?: |$)/, 'working copy', 'files', { scope: 'workspace' }),
  lost('rcs', / -o\S+/, 'revision', 'history', { scope: 'workspace' }),
  lost(
    'setfacl',
    / (?:-R\w*b|-b\w*R|-R -b|-b -R|--recursive --remove-all|-R --remove-all)(?: |$)/,
    'access list',
    'access',
  ),
  lost('lvconvert', / --merge(?: |$)/, 'state of the origin', 'data-store', { verb: 'overwrite' }),
  lost('atrm', / \S/, 'scheduled job', 'state'),
  lost('at', /^ (?:\S+ )*-[rd](?: |$)/, 'scheduled job', 'state'),
  lost('exim exim4', / -Mrm(?: |$)/, 'waiting mail', 'data-store'),
  lost('fsutil', /^ file (?:setzerodata|setvaliddata|seteof) /i, 'content', 'files'),
  lost('get-wmiobject remove-wmiobject remove-ciminstance gwmi', / Win32_ShadowCopy/i, 'shadow copy', 'backup', {
    when: /(?=.*Win32_ShadowCopy)(?!.*-Query)/i,
  }),
  off(
    'bootctl kernel-install vkpurge mhwd-kernel limine-entry-tool eclean-kernel',
    / (?:remove|rm|-r|--remove\S*|-n|--num)(?: |$)/,
    'kernel or boot loader',
    'state',
    { attack: 'T1529' },
  ),
  off('csrutil', /^ (?:disable|clear|authenticated-root disable)(?: |$)/, 'system protection', 'access', {
    attack: 'T1562.001',
  }),
  off('setenforce', / (?:0|Permissive)(?: |$)/i, 'mandatory access control', 'access', { attack: 'T1562.001' }),
  off('aa-teardown aa-disable aa-remove-unknown', / (?!-n|--dry-run)|^$/, 'AppArmor profile', 'access', {
    attack: 'T1562.001',
  }),
  off('apparmor_parser semodule', / (?:-R|--remove|-r)(?: |$)/, 'policy', 'access', { attack: 'T1562.001' }),
  off('semanage', / (?:-d|--delete|-D|--deleteall)(?: |$)/, 'policy', 'access'),
  off('route', / (?:del|delete|flush)(?: |$)/, 'route', 'compute', { attack: 'T1489' }),
  off('firewall-cmd', / --(?:remove-\S+|panic-on|delete-\S+|reload-all|complete-reload)/, 'firewall rule', 'access', {
    attack: 'T1562.004',
    target: / --(?:remove|delete)-[a-z-]+[= ](\S+)/,
  }),
  lost(
    'fuser',
    / (?:-\w*k\w*|--kill) (?:\S+ )*(?:-m|--mount)| -\w*km\w*(?: |$)| -\w*mk\w*(?: |$)/,
    'process',
    'compute',
    { verb: 'kill', reason: 'Kills every process that uses {target}.' },
  ),
  lost('killall5', / -(?:9|15|KILL|TERM)?/, 'process', 'compute', {
    verb: 'kill',
    reason: 'Kills every process of this machine.',
    target: /(?!)/,
    otherwise: 'every process',
  }),
  lost('bzr brz', /^ (?:revert|uncommit|clean-tree)(?: |$)/, 'changes', 'files', { scope: 'workspace' }),
  lost('conan', / remove (?:\S+ )*(?:-r|--remote)[ =]/, 'package', 'data-store', { scope: 'remote' }),
  off('chage', / -E (?:0|1|1970-\S+)(?: |$)/, 'account', 'access'),
  off('ipset brctl', / (?:destroy|flush|-X|-F|delbr)(?: |$)/, 'network', 'access'),
  off('dmsetup', / (?:remove|remove_all|wipe_table|clear)(?: |$)/, 'mapped device', 'data-store'),
  off('lvmdevices', / --(?:deldev|delpvid)/, 'physical volume', 'data-store'),
  off('pueue', /^ (?:reset|clean)(?: |$)/, 'queue', 'compute', { when: /^ reset(?: |$)/ }),
  off(
    'choco winget scoop brew port',
    /^ (?:uninstall|remove|rm) (?:-\S+ )*(?:\S*(?:postgres|mysql|mariadb|mongodb|redis|docker|sql-server|elasticsearch|rabbitmq)\S*)/i,
    'package',
    'compute',
    { attack: 'T1489', wayBack: 'Install it again; its data may be elsewhere.' },
  ),
  off(
    'kill',
    /[(`](?:sudo␣)?(?:pgrep|pidof|ps␣\S+(?:␣-\S+)*␣\|␣grep)(?:␣-\S+)*␣["']?(?:postgres|mysqld?|mariadbd?|mongod|redis|elasticsearch|etcd|dockerd|containerd|sshd)/,
    'database server',
    'data-store',
    {
      verb: 'kill',
      attack: 'T1489',
      target: /(?:pgrep|pidof)(?:␣-\S+)*␣["']?(\w+)/,
      reason: 'Kills the server {target} while it may be writing.',
    },
  ),
  off(
    'taskkill',
    /\/im ["']?(?:sqlservr|mysqld|mariadbd|postgres|mongod|oracle|redis-server|w3wp|dockerd|elasticsearch-service-x64|lsass|winlogon|csrss|svchost|explorer)\.exe/i,
    'server',
    'data-store',
    {
      verb: 'kill',
      attack: 'T1489',
      reason: 'Kills {target} while it may be writing.',
    },
  ),
  lost('scp', / \/dev\/null \S+:\S+/, 'remote file', 'files', {
    verb: 'truncate',
    scope: 'remote',
    reason: 'Empties {target} on the other machine.',
  }),
];
