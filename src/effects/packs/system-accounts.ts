import type { CallRow } from '../call-table.ts';

const man = 'https://man7.org/linux/man-pages/man8/';

const account = {
  verb: 'delete',
  asset: 'access',
  reversibility: 'irreversible',
  attack: 'T1531',
  notInContainers: true,
} as const;

/** Accounts of a machine and of a directory. */
export const accountRows: readonly CallRow[] = [
  {
    ...account,
    programs: 'userdel deluser',
    name: 'user-delete',
    resource: 'user',
    reason: 'Deletes the user {target}, with -r also the home directory.',
    safer: 'id {target}',
    source: `${man}userdel.8.html`,
  },
  {
    ...account,
    programs: 'groupdel delgroup',
    name: 'group-delete',
    resource: 'group',
    reason: 'Deletes the group {target}; files it owned belong to nobody.',
    safer: 'getent group {target}',
    source: `${man}groupdel.8.html`,
  },
  {
    ...account,
    programs: 'dscl sysadminctl',
    name: 'mac-user-delete',
    when: / -(?:delete|deleteUser)(?: |$)/,
    resource: 'user',
    reason: 'Deletes {target} from this Mac’s directory.',
    safer: 'dscl . -list /Users',
    source: 'https://keith.github.io/xcode-man-pages/dscl.1.html',
  },
  {
    ...account,
    programs: 'smbpasswd pdbedit samba-tool ipa kadmin kadmin.local prosodyctl pveum realm adcli',
    name: 'directory-delete',
    when: /^ (?:-x \S+$|.*-x -u|(?:user|group|computer|contact|ou|dns|gpo) (?:delete|del) |domain demote|(?:user|group|host|service)-del |.*(?:delprinc|delete_principal)|deluser |leave|delete-(?:user|computer|group) )/,
    resource: 'account',
    // A preserved account is brought back by `ipa user-undel`.
    unless: / --preserve(?:=true)?(?: |$)/i,
    reason: 'Deletes the account {target} from the directory.',
    safer: 'getent passwd {target}',
    source: 'https://www.openldap.org/software/man.cgi?query=ldapdelete',
  },
  {
    ...account,
    programs: 'ipa',
    name: 'ipa-delete',
    when: /^ (?!(?:user|group|host|service)-)[a-z0-9_]+-del /,
    resource: 'directory entry',
    reason: 'Deletes {target} from the directory, with what stands below it.',
    safer: 'ipa env',
    source: 'https://freeipa.readthedocs.io/en/latest/api/commands.html',
  },
  {
    ...account,
    programs: 'ldapdelete',
    name: 'ldap-delete',
    unless: / -[vrxcMZ]*n[vrxcMZ]*(?: |$)/,
    resource: 'directory entry',
    reason: 'Deletes {target} from the directory.',
    safer: 'ldapsearch -x',
    source: 'https://www.openldap.org/software/man.cgi?query=ldapdelete',
  },
  {
    ...account,
    programs: 'passwd',
    name: 'password-remove',
    when: / (?:-d|--delete|-l|--lock|-e|--expire)(?: |$)/,
    reversibility: 'recoverable',
    wayBack: 'passwd {target}',
    resource: 'password',
    reason: 'Takes away or locks the password of {target}.',
    safer: 'passwd -S {target}',
    source: 'https://man7.org/linux/man-pages/man1/passwd.1.html',
  },
  {
    ...account,
    programs: 'usermod chsh',
    name: 'account-lock',
    when: / (?:-L|--lock)(?: |$)| (?:-s|--shell)[ =]\S*\/(?:nologin|false)(?: |$)/,
    reversibility: 'recoverable',
    wayBack: 'usermod -U {target}, or give it a shell again.',
    resource: 'account',
    reason: 'Locks {target} out of this machine.',
    safer: 'getent passwd {target}',
    source: 'https://man7.org/linux/man-pages/man8/usermod.8.html',
  },
];
