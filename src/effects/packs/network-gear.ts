import { type CallRow, callPack } from '../call-table.ts';
import { data, line, member, network, power } from './gear-lines.ts';

const rows: readonly CallRow[] = [
  // Network
  line(
    'vtysh cli nsxcli clish fswcli onecli junos-cli',
    'device-change',
    /(?:no␣(?:router|interface|vlan|ip|neighbor|bgp)|clear␣(?:ip␣)?(?:bgp|ospf|config)|delete␣|del␣|zeroize|write␣erase|factory|request␣system␣(?:reboot|halt|power))/i,
    network,
    'Changes a network device so that it may no longer be reached ({target}).',
    'docs.frrouting.org/en/latest/vtysh.html',
  ),
  line(
    'tmsh bigpipe',
    'balancer-delete',
    / (?:delete |load sys config default|reset-stats all|modify ltm \S+ \S+ (?:disabled|user-down)|run util bash)/,
    network,
    'Deletes or resets what the load balancer serves ({target}).',
    'clouddocs.f5.com/cli/tmsh-reference/latest/',
  ),
  line(
    'ovs-vsctl ovs-ofctl ovn-nbctl ovn-sbctl',
    'switch-delete',
    / (?:del-br|del-port|emer-reset|del-flows|del-ssl|del-controller|ls-del|lr-del|lsp-del|lrp-del|destroy|lb-del|acl-del)(?: |$)/,
    { ...network, scope: 'machine' },
    'Deletes a virtual switch, port or its flows ({target}).',
    'man7.org/linux/man-pages/man8/ovs-vsctl.8.html',
  ),
  line(
    'tc',
    'traffic-delete',
    / (?:qdisc|class|filter) (?:del|delete)(?: |$)/,
    { ...network, scope: 'machine', reversibility: 'recoverable', wayBack: 'Set the rules again.' },
    'Deletes traffic rules of {target}.',
    'man7.org/linux/man-pages/man8/tc.8.html',
  ),
  line(
    'wg-quick',
    'tunnel-down',
    / down(?: |$)/,
    { ...power, scope: 'machine', resource: 'tunnel', wayBack: 'wg-quick up {target}' },
    'Takes the tunnel {target} down; who came in by it is cut off.',
    'man7.org/linux/man-pages/man8/wg-quick.8.html',
  ),
  line(
    'zerotier-cli tailscale netbird headscale nebula twingate',
    'network-leave',
    / (?:leave|logout|lock disable|nodes? (?:expire|delete)|set-id|deregister)(?: |$)/,
    { ...member, scope: 'machine', resource: 'device' },
    'Takes this machine out of its network: who came in by it is cut off ({target}).',
    'docs.zerotier.com/cli/',
  ),
  // Names, identities, certificates
  line(
    'ldapmodify ldapadd',
    'entry-delete',
    / (?:-r|--delete)(?: |$)/,
    { ...data, asset: 'access', resource: 'entry' },
    'Deletes entries of a directory ({target}).',
    'www.openldap.org/software/man.cgi?query=ldapmodify',
  ),
  line(
    'kadmin kadmin.local kdb5_util',
    'principal-delete',
    /(?:delprinc|delete_principal|delpol|ktremove|change_password|cpw|destroy|load -|purgekeys)/,
    { ...data, asset: 'access', resource: 'principal' },
    'Deletes or changes principals of a realm ({target}).',
    'web.mit.edu/kerberos/krb5-latest/doc/admin/admin_commands/kadmin_local.html',
  ),
  line(
    'dsrm',
    'directory-delete',
    /(?:)/,
    { ...data, asset: 'access', resource: 'entry' },
    'Deletes {target} from Active Directory.',
    'learn.microsoft.com/windows-server/administration/windows-commands/dsrm',
  ),
  line(
    'openssl pki acme.sh cfssl easyrsa easy-rsa vault-pki ejbca',
    'certificate-revoke',
    / (?:--revoke|--remove|revoke|revoke-issued|--deactivate-account|--deactivate|-revoke)(?: |$)/,
    { ...data, verb: 'revoke', asset: 'key', resource: 'certificate' },
    'Revokes a certificate ({target}); it never becomes valid again.',
    'github.com/acmesh-official/acme.sh/wiki',
  ),
  line(
    'puppetserver puppet hammer katello chef-server-ctl',
    'fleet-remove',
    / (?:ca (?:clean|revoke|prune)|cert (?:clean|revoke)|node (?:purge|clean|deactivate)|cleanse|org-delete|user-delete|reconfigure-reset)(?: |$)/,
    { ...data, asset: 'access', resource: 'node' },
    'Takes nodes or certificates of the fleet away ({target}).',
    'www.puppet.com/docs/puppet/latest/',
  ),
  // Package archives that others install from
  line(
    'aptly reprepro createrepo_mod packagecloud package_cloud deb-s3 gemfury fury cloudsmith',
    'archive-delete',
    / (?:(?:repo|snapshot|mirror|publish) (?:remove|drop)|remove|removesrc|removefilter|clearvanished|delete|yank|db cleanup)(?: |$)/,
    { ...data, resource: 'package' },
    'Takes packages out of an archive that others install from ({target}).',
    'www.aptly.info/doc/commands/',
  ),
  line(
    'puppet',
    'resource-absent',
    / resource .*ensure=(?:stopped|absent|purged)(?: |$)/,
    { ...power, resource: 'resource', wayBack: 'Ensure it again.' },
    'Stops or removes {target} by Puppet.',
    'www.puppet.com/docs/puppet/latest/man/resource.html',
    { target: / resource (\S+ \S+)/ },
  ),
  line(
    'awx tower controller',
    'template-launch',
    /"?state"?\W{1,4}(?:absent|deleted|terminated)/,
    { ...data, verb: 'run', resource: 'job' },
    'Launches {target} with state=absent: what the job manages goes.',
    'docs.ansible.com/projects/awx-cli/',
    { target: / (?:launch|start) (\S+)/ },
  ),
  line(
    'falconctl sentinelctl wazuh-control ossec-control osqueryctl mdatp sophosctl cbagentd traps-ctl',
    'defence-stop',
    / (?:uninstall|unload|stop|disable|unprotect|config real-time-protection --value disabled|-d)(?: |$)/,
    { ...power, scope: 'machine', asset: 'log', verb: 'stop', resource: 'defence' },
    'Switches off what watches over this machine ({target}).',
    'attack.mitre.org/techniques/T1562/001/',
    { attack: 'T1562.001' },
  ),
];

/** Network devices, directories, certificates and package archives that others install from. */
export const networkGearPack = callPack('network-gear', rows);
