import type { CallRow } from '../call-table.ts';

const man = 'https://man7.org/linux/man-pages/man8/';

const firewall = {
  verb: 'flush',
  resource: 'firewall',
  asset: 'access',
  reversibility: 'recoverable',
  wayBack: 'Load the saved rules again, if there are any.',
  attack: 'T1562.004',
  otherwise: 'the firewall rules',
  target: /(?!)/,
  notInContainers: true,
} as const;

/** Firewalls and interfaces: who gets in, and whether anybody still does. */
export const networkRows: readonly CallRow[] = [
  {
    ...firewall,
    programs: 'iptables ip6tables ebtables arptables',
    name: 'firewall-flush',
    when: / (?:-F|--flush|-X|--delete-chain|-D|--delete|-P|--policy|-Z)(?: |$)/,
    unless: / (?:-P|--policy) \S+ ACCEPT$/,
    reason: 'Takes rules off the firewall or closes a chain: who gets in, or the way in itself, may be lost.',
    safer: 'iptables -S',
    source: `${man}iptables.8.html`,
  },
  {
    ...firewall,
    programs: 'nft',
    name: 'nft-flush',
    when: / (?:flush|delete|destroy) (?:ruleset|table|chain|rule|set|map)(?: |$)/,
    reason: 'Takes rules off the firewall: who gets in, or the way in itself, may be lost.',
    safer: 'nft list ruleset',
    source: 'https://www.netfilter.org/projects/nftables/manpage.html',
  },
  {
    ...firewall,
    programs: 'ufw',
    name: 'ufw-reset',
    when: / (?:reset|disable|delete)(?: |$)/,
    unless: / --dry-run(?: |$)/,
    reason: 'Resets, switches off or thins the firewall of this machine.',
    safer: 'ufw status numbered',
    source: 'https://manpages.ubuntu.com/manpages/noble/en/man8/ufw.8.html',
  },
  {
    ...firewall,
    programs: 'pfctl',
    name: 'pf-flush',
    when: / (?:-F|-d)(?: |$)/,
    reason: 'Flushes or switches off the packet filter.',
    safer: 'pfctl -s rules',
    source: 'https://man.openbsd.org/pfctl',
  },
  {
    ...firewall,
    programs: 'ip',
    name: 'network-down',
    when: / (?:link set (?:dev )?\S+ down|addr(?:ess)? (?:flush|del)|route (?:flush|del)|link del(?:ete)?)(?: |$)/,
    unless: / (?:netns|docker0|br-|veth|dummy|tun\d|tap\d)/,
    verb: 'disconnect',
    resource: 'network',
    otherwise: 'the network',
    reason: 'Takes an interface, address or route away: this machine may no longer be reached.',
    safer: 'ip -br addr',
    attack: 'T1489',
    source: `${man}ip.8.html`,
  },
];
