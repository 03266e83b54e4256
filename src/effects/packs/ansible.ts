import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import { isHarmless } from '../command-words.ts';
import { environmentOfName } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { type Arguments, literalOf, optionValue, readArguments, shown } from '../words.ts';

const base = {
  provider: 'ansible',
  scope: 'remote',
  resource: 'host',
  asset: 'files',
  reversibility: 'irreversible',
  attack: 'T1485',
} as const;

const rules = {
  module: {
    ...base,
    id: 'ansible/state-absent',
    verb: 'delete',
    reason: 'Deletes on every host of the group by Ansible: {target}.',
    safer: 'ansible all -m ping',
    source: 'https://docs.ansible.com/ansible/latest/collections/ansible/builtin/file_module.html',
  },
  stop: {
    ...base,
    id: 'ansible/stop',
    verb: 'stop',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Start it again by the same module.',
    attack: 'T1489',
    reason: 'Stops or takes off every host of the group by Ansible: {target}.',
    safer: 'ansible all -m ping',
    source: 'https://docs.ansible.com/ansible/latest/collections/ansible/builtin/service_module.html',
  },
  command: {
    ...base,
    id: 'ansible/destructive-command',
    verb: 'run',
    reason: 'Runs a destructive command on every host of the group by Ansible: {target}.',
    safer: 'ansible all -m ping',
    source: 'https://docs.ansible.com/ansible/latest/collections/ansible/builtin/shell_module.html',
  },
  unread: {
    ...base,
    id: 'ansible/unresolved',
    verb: 'run',
    reversibility: 'unknown',
    reason: 'Runs {target} on every host of the group by Ansible; what it does could not be worked out.',
    safer: 'ansible all -m ping',
    source: 'https://docs.ansible.com/ansible/latest/command_guide/intro_adhoc.html',
  },
  playbook: {
    ...base,
    id: 'ansible/destructive-playbook',
    verb: 'run',
    resource: 'playbook',
    reason: 'Runs the playbook {target}, which by its name or its tasks takes things away for good.',
    safer: 'ansible-playbook {target} --check',
    source: 'https://docs.ansible.com/ansible/latest/cli/ansible-playbook.html',
  },
} as const satisfies Record<string, Rule>;

const valuedText =
  '-i --inventory -m --module-name -a --args -u --user -l --limit -e --extra-vars -f --forks -t --tags --skip-tags -b-user --become-user --become-method --vault-password-file --vault-id --private-key --key-file -c --connection -T --timeout --start-at-task -M --module-path -o-tree --ssh-common-args --ssh-extra-args';
const valued: ReadonlySet<string> = new Set(valuedText.split(' '));

const destructiveText =
  /\b(?:rm\s+(?:-\w*[rf]|--recursive)|mkfs\S*|wipefs|shred|dd\s+\S*\s*of=\/dev|truncate\s+-s\s*0|lvremove|vgremove|zfs\s+destroy|userdel|drop\s+(?:table|database|schema)|dropdb|flushall|docker\s+(?:volume\s+rm|system\s+prune)|kubectl\s+delete|find\s.*-delete|shutdown|poweroff|halt)\b/i;
const harmlessText =
  /^\s*(?:uptime|hostname|date|whoami|id|ls|df|free|cat|uname|ping|echo|systemctl\s+status|ps|w|who|grep|head|tail|du|ip|ss|netstat|journalctl)\b/;

function ansibleEffects(call: Call): Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, valued);
  if (
    isHarmless(read, {
      valued: valuedText,
      harmless: ['--check', '-C', '--list-hosts', '--list-tasks', '--syntax-check', '--list-tags'],
    })
  )
    return [];
  if (invocation.program === 'ansible') return moduleEffects(call, read);
  const given = shown(optionValue(read.options, '-e', '--extra-vars') ?? null);
  if (
    /\bstate"?\s*[=:]\s*["']?(?:absent|deleted|terminated|destroyed)\b|\b(?:destroy|wipe|purge|delete|teardown)\w*"?\s*[=:]\s*["']?(?:true|yes|1)\b/i.test(
      given,
    )
  )
    return [at(call, read, rules.playbook, `${read.operands.map(shown).join(' ')} (${given})`)];
  return playbookEffects(call, read);
}

function at(call: Call, read: Arguments, rule: Rule, target: string): Effect {
  const names = ['-i', '--inventory', '-l', '--limit', '-e', '--extra-vars'].map((name) =>
    shown(read.options.get(name) ?? null),
  );
  const found = [...names, ...read.operands.map(shown)].map(environmentOfName).filter((said) => said !== 'unknown');
  const environment = found.find((said) => said === 'production') ?? found[0] ?? 'unknown';
  return effectOf(rule, { target, span: call.invocation.span, environment });
}

function moduleEffects(call: Call, read: Arguments): Effect[] {
  const module = (literalOf(optionValue(read.options, '-m', '--module-name')) ?? 'command').replace(/^.*\./, '');
  const word = optionValue(read.options, '-a', '--args');
  const text = word ? shown(word) : '';
  const hosts = shown(read.operands[0] ?? null);
  const target = `${text === '' ? module : text} (${hosts})`;
  if (/^(?:shell|command|raw|win_shell|win_command|script)$/.test(module)) {
    if (destructiveText.test(text)) return [at(call, read, rules.command, target)];
    return word?.kind === 'unknown' && !harmlessText.test(text) ? [at(call, read, rules.unread, target)] : [];
  }
  if (/\bstate\s*[=:]\s*["']?(?:absent|deleted|terminated)\b/.test(text)) {
    const packaged =
      /^(?:apt|yum|dnf|package|pip|npm|homebrew|apk|zypper|pacman|win_package|cron|lineinfile|service|iptables|ufw)$/.test(
        module,
      );
    return [at(call, read, packaged ? rules.stop : rules.module, target)];
  }
  if (/\bstate\s*[=:]\s*["']?stopped\b/.test(text) || /^(?:reboot|shutdown)$/.test(module))
    return [at(call, read, rules.stop, target)];
  return [];
}

/** What a playbook does shows in its file; where that is not at hand its name has to do. */
function playbookEffects(call: Call, read: Arguments): Effect[] {
  return read.operands.flatMap((word) => {
    const name = literalOf(word);
    const path = name === null ? null : absolutePath(name, call.invocation.cwd, call.inquiry.facts.place);
    const text = path === null ? null : look(call.inquiry, { kind: 'file-text', path });
    const byName =
      /(?:^|[/_.-])(?:destroy|teardown|tear-down|wipe|purge|reset|nuke|decommission|delete|remove|uninstall|cleanup)(?=[/_.-]|$)/i.test(
        shown(word),
      );
    const byText = text?.known ? destructiveText.test(text.value.text) : false;
    return byName || byText ? [at(call, read, rules.playbook, shown(word))] : [];
  });
}

/** Ansible: one module on many hosts, and playbooks. */
export const ansiblePack: Pack = {
  id: 'ansible',
  programs: ['ansible', 'ansible-playbook'],
  rules: Object.values(rules),
  effects: ansibleEffects,
};
