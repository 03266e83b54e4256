import type { Case } from '../judging.ts';

export const systemCases: readonly Case[] = [
  {
    rule: 'system/directory-delete',
    stops: [
      'smbpasswd -x anna',
      'samba-tool user delete anna',
      'ipa user-del anna',
      'kadmin.local -q "delprinc anna"',
      'pveum user delete anna@pve',
      'ldapdelete -x cn=anna',
    ],
    passes: ['samba-tool user list', 'ipa user-find anna', 'smbpasswd -a anna'],
  },
  {
    rule: 'system/password-remove',
    stops: ['sudo passwd -d root', 'passwd -l anna'],
    passes: ['passwd', 'passwd -S anna'],
  },
  {
    rule: 'system/session-end',
    stops: [
      'loginctl terminate-session 2',
      'loginctl kill-session 1 --signal=STOP',
      'sudo loginctl terminate-user dev',
    ],
    passes: ['loginctl list-sessions', 'loginctl show-session 1', 'loginctl lock-session'],
  },
  {
    rule: 'system/kill-everything',
    stops: ['pkill -9 -u dev', 'killall -u anna'],
    passes: ['pkill -u dev -f vite', 'pgrep -u dev', 'pkill vite'],
  },
  {
    rule: 'system/service-stop',
    stops: [
      'sudo systemctl stop postgresql',
      'systemctl disable --now sshd',
      'sudo systemctl mask docker.service',
      'systemctl stop nginx mysql',
      'ssh web1 sudo systemctl stop nginx',
      'sudo service mysql stop',
    ],
    passes: [
      'systemctl status postgresql',
      'sudo systemctl restart postgresql',
      'systemctl --user stop docker',
      'sudo systemctl reload nginx',
      'systemctl stop my-dev-app',
      'service nginx status',
      'systemctl list-units | grep stop',
    ],
  },
  {
    rule: 'system/database-kill',
    stops: ['pkill -9 postgres', 'killall mysqld', 'sudo pkill -f mongod', 'killall -KILL redis-server'],
    passes: ['pkill -f vite', 'pkill -0 postgres', 'pkill -f "my postgres test"', 'pgrep postgres', 'killall -l'],
  },
  {
    rule: 'system/machine-stop',
    stops: ['sudo reboot', 'shutdown -h now', 'sudo poweroff', 'systemctl reboot', 'init 0'],
    passes: ['shutdown -c', 'shutdown --help', 'init dev', 'systemctl is-system-running', 'npm init 0'],
  },
  {
    rule: 'system/user-delete',
    stops: ['sudo userdel -r anna', 'deluser anna', 'groupdel devs', 'sudo dscl . -delete /Users/anna'],
    passes: ['useradd anna', 'id anna', 'docker run --rm alpine deluser node', 'dscl . -read /Users/anna'],
  },
  {
    rule: 'system/firewall-flush',
    stops: [
      'sudo iptables -F',
      'iptables -t nat -F',
      'iptables -P INPUT DROP',
      'nft flush ruleset',
      'sudo ufw --force reset',
      'ufw disable',
      'sudo pfctl -F all',
    ],
    passes: [
      'sudo iptables -L -n',
      'iptables -A INPUT -p tcp -j ACCEPT',
      'iptables -P INPUT ACCEPT',
      'nft list ruleset',
      'ufw status',
      'ufw allow 22',
    ],
  },
  {
    rule: 'system/network-down',
    stops: ['sudo ip link set eth0 down', 'ip addr flush dev eth0', 'ip route del default'],
    passes: ['ip addr show', 'ip route', 'ip link set eth0 up', 'sudo ip link delete veth0'],
  },
  {
    rule: 'system/crontab-remove',
    stops: ['crontab -r', 'sudo crontab -u www-data -r', 'crontab -ir'],
    passes: ['crontab -l', 'crontab -e', 'crontab -u bob -l'],
  },
  {
    rule: 'system/launchd-remove',
    stops: [
      'sudo launchctl unload -w /Library/LaunchDaemons/com.acme.db.plist',
      'sudo launchctl bootout system/com.acme.db',
    ],
    passes: [
      'launchctl list',
      'launchctl unload ~/Library/LaunchAgents/com.acme.x.plist',
      'launchctl bootout gui/501/com.acme.x',
    ],
  },
  {
    rule: 'system/package-purge',
    stops: [
      'sudo apt-get purge -y postgresql-16',
      'apt remove --purge mysql-server',
      'apt-get autoremove --purge -y',
      'dpkg -P mysql-server',
      'brew uninstall --zap docker',
      'snap remove --purge lxd',
    ],
    passes: [
      'sudo apt-get remove -y vim',
      'apt-get -s purge mysql-server',
      'apt-get install -y postgresql',
      'brew uninstall jq',
      'docker run --rm debian apt-get purge -y vim',
      'snap remove lxd',
      'dpkg -l',
    ],
  },
  {
    rule: 'system/journal-vacuum',
    stops: ['sudo journalctl --vacuum-time=1s', 'journalctl --vacuum-size=10M'],
    passes: ['journalctl -u app -n 50', 'journalctl --disk-usage'],
  },
  { rule: 'system/audit-rules-delete', stops: ['auditctl -D'], passes: ['auditctl -l'] },
  { rule: 'system/mail-queue-delete', stops: ['postsuper -d ALL'], passes: ['postqueue -p'] },
  {
    rule: 'system/preferences-delete',
    stops: ['defaults delete com.apple.dock'],
    passes: ['defaults read com.apple.dock', 'defaults write com.apple.dock x 1'],
  },
];

export const storageCases: readonly Case[] = [
  {
    rule: 'storage/drive-wipe',
    stops: [
      'sudo nwipe --autonuke /dev/sdb',
      'dcfldd if=/dev/zero of=/dev/sda',
      'ddrescue /dev/sda /dev/sdb x.log',
      'badblocks -w /dev/sdb',
    ],
    passes: ['badblocks /dev/sdb', 'ddrescue /dev/sda a.img x.log'],
  },
  { rule: 'storage/secure-delete', stops: ['sdelete -s notes', 'wipe -rf notes'], passes: ['which wipe'] },
  {
    rule: 'storage/local-site-delete',
    stops: ['lando destroy -y', 'ddev delete -O -y'],
    passes: ['lando start', 'ddev delete shop', 'ddev restart', 'ddev drush cr'],
  },
  {
    rule: 'storage/container-destroy',
    stops: ['lxc-destroy -n web', 'machinectl remove web'],
    passes: ['machinectl list', 'lxc-destroy --help'],
  },
  {
    rule: 'storage/token-reset',
    stops: ['ykman piv reset', 'gpg-card factory-reset'],
    passes: ['ykman info', 'ykman list'],
  },
  {
    rule: 'storage/trash-empty',
    stops: ['trash-empty', 'gio trash --empty'],
    passes: ['trash-list', 'gio trash a.txt', 'gio open a.txt'],
  },
  {
    rule: 'storage/zfs-destroy',
    stops: [
      'zfs destroy -r tank/home',
      'zfs rollback tank/home@1',
      'zpool destroy tank',
      'sudo zpool labelclear -f /dev/sdb',
    ],
    passes: ['zfs list', 'zfs destroy -nv tank/home', 'zfs snapshot tank/home@1', 'zpool status'],
  },
  {
    rule: 'storage/btrfs-delete',
    stops: ['btrfs subvolume delete /data'],
    passes: ['btrfs subvolume list /', 'btrfs filesystem usage /'],
  },
  {
    rule: 'storage/lvm-remove',
    stops: ['lvremove -f vg0/data', 'vgremove vg0', 'lvreduce -L 5G vg0/data'],
    passes: ['lvs', 'lvremove --test vg0/data', 'lvextend -L +5G vg0/data'],
  },
  {
    rule: 'storage/raid-destroy',
    stops: ['mdadm --zero-superblock /dev/sdb'],
    passes: ['mdadm --detail /dev/md0', 'cat /proc/mdstat'],
  },
  {
    rule: 'storage/drive-erase',
    stops: ['nvme format /dev/nvme0n1', 'hdparm --security-erase x /dev/sda'],
    passes: ['nvme list', 'hdparm -I /dev/sda'],
  },
  {
    rule: 'storage/partition-overwrite',
    stops: ['sfdisk --delete /dev/sda', 'mkfs.exfat /dev/sdb1'],
    passes: ['sfdisk -l /dev/sda', 'sfdisk --dump /dev/sda'],
  },
  {
    rule: 'storage/time-machine-delete',
    stops: ['tmutil deletelocalsnapshots /', 'sudo tmutil delete /Volumes/B/x'],
    passes: ['tmutil listbackups', 'tmutil startbackup'],
  },
  {
    rule: 'storage/libvirt-delete',
    stops: ['virsh undefine web --remove-all-storage', 'virsh vol-delete disk.qcow2 default'],
    passes: ['virsh list --all', 'virsh destroy web', 'virsh dumpxml web'],
  },
  {
    rule: 'storage/virtualbox-delete',
    stops: ['VBoxManage unregistervm web --delete'],
    passes: ['VBoxManage list vms', 'VBoxManage controlvm web poweroff'],
  },
  {
    rule: 'storage/vagrant-destroy',
    stops: ['vagrant destroy -f', 'vagrant destroy web --force'],
    passes: ['vagrant halt', 'vagrant up', 'vagrant status'],
  },
  {
    rule: 'storage/local-vm-delete',
    stops: ['multipass delete web --purge', 'limactl delete default', 'colima delete -f'],
    passes: ['multipass list', 'colima stop', 'limactl shell default ls'],
  },
  {
    rule: 'storage/lxc-delete',
    stops: ['lxc delete web --force', 'incus storage volume delete pool v'],
    passes: ['lxc list', 'lxc stop web'],
  },
  {
    rule: 'storage/proxmox-destroy',
    stops: ['qm destroy 101 --purge', 'pct destroy 102'],
    passes: ['qm list', 'pct start 102'],
  },
  {
    rule: 'storage/secret-key-delete',
    stops: ['gpg --batch --yes --delete-secret-keys ABCD'],
    passes: ['gpg --list-keys', 'gpg --delete-keys ABCD', 'gpg -d a.gpg'],
  },
  {
    rule: 'storage/keychain-delete',
    stops: ['security delete-keychain login.keychain'],
    passes: ['security find-generic-password -s x', 'security list-keychains'],
  },
  {
    rule: 'storage/keystore-delete',
    stops: ['keytool -delete -alias site -keystore k.jks'],
    passes: ['keytool -list -keystore k.jks'],
  },
  {
    rule: 'storage/certificate-delete',
    stops: ['sudo certbot delete --cert-name example.com', 'certbot revoke --cert-path c.pem'],
    passes: ['certbot certificates', 'certbot renew --dry-run'],
  },
];

export const backupsCases: readonly Case[] = [
  {
    rule: 'backups/restic-forget',
    stops: ['restic -r s3:b forget --keep-last 3 --prune', 'restic prune', 'restic key remove ab12'],
    passes: [
      'restic snapshots',
      'restic forget --keep-last 3 --dry-run',
      'restic backup ~/work',
      'restic unlock',
      'restic check',
    ],
  },
  {
    rule: 'backups/borg-delete',
    stops: ['borg delete /backup::monday', 'borg prune --keep-daily 7 /backup', 'borg --lock-wait 5 delete /backup::a'],
    passes: [
      'borg list /backup',
      'borg prune -n --keep-daily 7 /backup',
      'borg create /backup::x ~',
      'borg break-lock /backup',
    ],
  },
  {
    rule: 'backups/kopia-delete',
    stops: ['kopia snapshot delete abc --delete'],
    passes: ['kopia snapshot list', 'kopia snapshot expire --all'],
  },
  {
    rule: 'backups/duplicity-remove',
    stops: ['duplicity remove-older-than 30D --force s3://b'],
    passes: ['duplicity remove-older-than 30D s3://b', 'duplicity collection-status s3://b'],
  },
  {
    rule: 'backups/duplicacy-prune',
    stops: ['duplicacy prune -keep 0:30'],
    passes: ['duplicacy list', 'duplicacy prune -dry-run'],
  },
  {
    rule: 'backups/rdiff-remove',
    stops: ['rdiff-backup --remove-older-than 2W /backup'],
    passes: ['rdiff-backup /src /backup'],
  },
  {
    rule: 'backups/archive-delete',
    stops: ['tarsnap -d -f monday', 'snapper delete 5', 'timeshift --delete-all'],
    passes: ['tarsnap --list-archives', 'snapper list', 'timeshift --create'],
  },
  {
    rule: 'backups/database-backup-delete',
    stops: [
      'pgbackrest --stanza=main expire',
      'wal-g delete before FIND_FULL x --confirm',
      'barman delete main oldest',
    ],
    passes: ['pgbackrest info', 'barman list-backups main', 'wal-g backup-list'],
  },
  {
    rule: 'backups/velero-delete',
    stops: ['velero backup delete nightly --confirm'],
    passes: ['velero backup get', 'velero restore create --from-backup nightly'],
  },
  {
    rule: 'backups/proxmox-backup-forget',
    stops: ['proxmox-backup-client snapshot forget vm/101/2025-01-01T00:00:00Z'],
    passes: ['proxmox-backup-client list'],
  },
  {
    rule: 'backups/rclone-delete',
    stops: [
      'rclone purge remote:photos',
      'rclone delete --min-age 30d b2:backups',
      'rclone sync ./site remote:site',
      'rclone -v sync /data gdrive:data',
      'rclone --config r.conf delete s3:b/p',
    ],
    passes: [
      'rclone ls remote:',
      'rclone copy ./site remote:site',
      'rclone sync --dry-run ./site remote:site',
      'rclone sync /src /tmp/dst',
      'rclone rmdirs /tmp/x',
      'rclone copy delete remote:sync',
    ],
  },
  {
    rule: 'backups/object-delete',
    stops: [
      's3cmd del --recursive s3://b',
      'mc rb --force play/b',
      's5cmd rm "s3://b/*"',
      'mc mirror --remove ./a play/b',
      'b2 rm --recursive b',
      's3cmd sync --delete-removed . s3://b',
    ],
    passes: ['s3cmd ls s3://b', 'mc cp a play/b', 's5cmd --dry-run rm "s3://b/*"', 'mc mirror ./a play/b'],
  },
  {
    rule: 'backups/ftp-mirror-delete',
    stops: ['lftp -e "mirror -R --delete ./public /www; quit" ftp://h'],
    passes: ['lftp -e "mirror -R ./public /www; quit" ftp://h'],
  },
];
