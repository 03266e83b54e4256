import type { WrapperRule } from './wrappers.ts';

/** Options that mean a place, a login or a form of output wherever they stand, and take a value. */
const valued =
  '-a -e -g -i -n -p -r -s -t -u -l -m -x -z --app --env --environment --resource-group --name --project --profile --region --zone --user --identity-file --key --service --stage --cluster --task --container --context --namespace --size --type --port --command-id --targets --hosts --config --target-id -target-id --interval --tunnel-through-iap-zone --ssh-key-file --workspace --account --machine --instance --unit --application --timeout --output --format --exec-id --org --site --token --template-filter --codespace --cwd --working-directory --image';
const flags =
  '-q -T -d -f -v -y --quiet --tty --interactive --pty --no-tty --yes --force --tunnel-through-iap --internal-ip --no-prompt --detach --wait --stdin -it -ti';

/**
 * Command lines that carry another command to a machine, container or site: program, the words that say so (alternatives
 * by `|`), operands in front of the command, options that hold it as text. `--` comes before the command where it stands.
 */
const table: readonly (readonly [programs: string, words: string, skip: number, text?: string])[] = [
  ['gcloud', 'compute ssh', 1, '--command'],
  ['gcloud', 'app instances ssh', 1],
  ['gcloud', 'compute tpus tpu-vm ssh', 1, '--command'],
  ['gcloud', 'workstations ssh', 1, '--command'],
  ['az', 'vm|vmss run-command invoke|create', 9, '--scripts --script'],
  ['az', 'ssh vm|arc', 9],
  ['az', 'container|containerapp exec', 9, '--exec-command --command'],
  ['aws', 'ecs execute-command', 9, '--command'],
  ['doctl', 'compute ssh', 1, '--ssh-command'],
  ['hcloud', 'server ssh', 1],
  ['scw', 'instance server ssh', 1, 'command'],
  ['exo', 'compute instance ssh', 1],
  ['linode-cli', 'ssh', 1],
  ['heroku', 'ps:exec|ps:ssh', 0, '-c --command --ssh'],
  ['scalingo', 'run|one-off', 0, '-c'],
  ['dokku', 'run|run:detached', 1],
  ['dokku', 'enter', 2],
  ['cf', 'ssh', 1, '-c --command'],
  ['cf', 'run-task', 1, '-c --command'],
  ['eb', 'ssh', 1, '-c --command'],
  ['copilot', 'svc|task|job exec', 0, '-c --command'],
  ['render', 'ssh|run', 1],
  ['platform upsun', 'ssh|environment:ssh', 0],
  ['fly flyctl', 'machine exec', 1],
  ['fly flyctl', 'machine run', 1],
  ['koyeb', 'services|service|instances exec', 1],
  ['northflank', 'exec service|job|addon', 9, '--cmd --command'],
  ['porter', 'run|app', 1],
  ['gigalixir', 'ps:run|run', 0],
  ['clever', 'ssh', 0, '-c --command'],
  ['modal', 'shell', 1, '-c --cmd'],
  ['runpodctl', 'exec', 1],
  ['sky', 'exec|launch', 1],
  ['ray', 'exec', 1],
  ['juju', 'ssh|exec|run', 1],
  ['knife', 'ssh', 1],
  ['bolt', 'command run', 0],
  ['mco', 'shell run|start', 0],
  ['fab', '', 0],
  ['salt-ssh', '', 1, '-r --raw --raw-shell'],
  [
    'docker-machine balena tsh limactl minikube colima vagrant lima hatchery devbox-cloud',
    'ssh|shell|exec|device-ssh',
    1,
    '-c --command',
  ],
  ['balena', 'device ssh', 1],
  ['tsh', 'kube exec', 1],
  ['multipass', 'exec', 1],
  ['nomad', 'alloc exec', 1],
  ['nomad', 'exec', 1],
  ['waypoint', 'exec', 0],
  ['crictl nerdctl', 'exec', 1],
  ['ctr', 'task|tasks|t exec', 1],
  ['qm', 'guest exec', 1],
  ['pct', 'exec', 1],
  ['virt-customize virt-sysprep', '', 9, '--run-command --firstboot-command'],
  ['machinectl', 'shell', 1],
  ['systemd-nspawn', '', 0],
  ['boundary', 'connect ssh', 9],
  ['coder daytona devpod okteto devspace telepresence', 'ssh|exec|enter', 1, '--command -c'],
  ['gh', 'codespace|cs ssh', 0],
  ['gitpod', 'environment|workspace ssh', 1],
  ['lando ddev', 'ssh|exec', 0, '-c --command'],
  ['kubectl oc', 'node-shell|iexec|ssh', 1],
  ['werf', 'kube-run', 0],
  ['docker', 'sandbox exec', 1],
  ['bosh', 'ssh', 1, '-c --command'],
  ['oci', 'compute-container|instance-agent command create', 9, '--command'],
  ['wezterm kitty', 'ssh', 1],
  ['sft sft-ssh opkssh', 'ssh', 1],
  ['ignite footloose krunvm', 'exec|ssh|start', 1],
  ['arkade inlets k3sup', 'ssh', 1],
];

/** The wrappers that reach another place by a provider's own command line. */
export const remoteWrappers: readonly WrapperRule[] = table.map(
  ([programs, words, skip, text]): WrapperRule => ({
    programs: programs.split(' '),
    ...(words === '' ? {} : { subcommand: words.split(' ') }),
    place: 'remote',
    takes: 'text',
    flags,
    valued,
    skip,
    ...(skip > 0 ? { target: 0 } : {}),
    ...(text ? { text } : {}),
    separated: true,
    self: true,
  }),
);
