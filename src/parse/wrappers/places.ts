import type { WrapperRule } from './rule.ts';

const containerValued =
  '-a -e -u -w -v -p -l -h -m -c --attach --add-host --annotation --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpus --cpu-shares --cpuset-cpus --device --dns --dns-search --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --hostname --ip --ipc --isolation --label --label-file --link --log-driver --log-opt --mac-address --memory --memory-swap --mount --name --net --network --network-alias --pid --platform --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume --volume-driver --volumes-from --workdir --detach-keys -H --host --context --config --log-level --tlscacert --tlscert --tlskey --index --project-name --file --profile --project-directory --ansi --progress --parallel';
const containerFlags =
  '-d -i -t -q -P -T -D --detach --interactive --tty --rm --init --privileged --read-only --publish-all --quiet --no-healthcheck --oom-kill-disable --sig-proxy --debug --tls --tlsverify --no-deps --service-ports --use-aliases --build --remove-orphans --no-TTY --quiet-pull --dry-run --compatibility --all-resources';
const composeValued = `-f ${containerValued}`;
const kubeValued =
  '-n -c -f --namespace --container --filename --context --cluster --kubeconfig --user -s --server --token --as --as-group --request-timeout --pod-running-timeout --image --target --profile --env --field-manager --limits --requests --overrides --labels -l --port --restart --serviceaccount --copy-to --set-image --custom --retries --cache-dir --certificate-authority --client-certificate --client-key --tls-server-name -v --v --password --username';
const kubeFlags =
  '-i -t -q -it -ti --stdin --tty --quiet --rm --attach --share-processes --same-node --replace --insecure-skip-tls-verify --match-server-version --warnings-as-errors --expose --wait';

/** Runs a command in a service of a project. */
const composeCommand = {
  place: 'container',
  takes: 'words',
  flags: containerFlags,
  valued: composeValued,
  skip: 1,
  target: 0,
  self: true,
} as const;

/** `docker run`, `docker container run`. */
const containerCommand = {
  programs: ['docker', 'podman', 'nerdctl'],
  place: 'container',
  makes: 'run',
  takes: 'words',
  flags: containerFlags,
  valued: containerValued,
  skip: 1,
  target: 0,
  self: true,
} as const satisfies WrapperRule;

/** Programs that run another one in a container, a machine or a site. Those with a table row alone are in remote.ts. */
export const placeWrappers: readonly WrapperRule[] = [
  {
    programs: ['vagrant'],
    subcommand: ['ssh'],
    place: 'container',
    takes: 'words',
    text: '-c --command',
    flags: '-p -t -T --plain --tty --no-tty',
    skip: 99,
    target: 0,
    self: true,
  },
  {
    programs: ['ssh', 'autossh', 'mosh', 'dbclient'],
    shell: true,
    place: 'remote',
    takes: 'text',
    flags: '-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -tt -V -v -vv -vvv -X -x -Y -y',
    valued: '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w',
    text: '-o',
    textBehind: /^\s*(?:ProxyCommand|LocalCommand|KnownHostsCommand)\s*[=\s]\s*/i,
    skip: 1,
    target: 0,
    // https://dokku.com/docs/deployment/remote-commands/
    accounts: { dokku: 'dokku' },
    self: true,
    informs: '-V -Q',
  },
  {
    programs: ['adb'],
    subcommand: ['shell'],
    place: 'remote',
    takes: 'text',
    flags: '-d -e -a -n -T -x',
    valued: '-s -t -H -P -L',
    targetOption: '-s',
    self: true,
  },
  {
    programs: ['salt', 'salt-ssh'],
    place: 'remote',
    takes: 'text',
    self: true,
    skip: 2,
    target: 0,
    flags: '-v --async',
    valued: '-b -t --timeout --out -C -E -L -G -N',
  },
  {
    programs: ['pdsh', 'clush', 'pssh', 'parallel-ssh', 'dsh', 'mssh'],
    place: 'remote',
    takes: 'text',
    flags: '-b -B -N -S -i -v -q -M -c',
    valued: '-w -x -l -f -u -h -H -g -X -R -t -p -o -e -O -m -r --host --hosts --user --par',
    targetOption: '-w',
  },
  { programs: ['sshpass'], place: 'here', takes: 'words', flags: '-e -v', valued: '-p -f -d -P' },
  { ...composeCommand, programs: ['docker', 'podman', 'nerdctl'], subcommand: ['compose', 'exec|run'] },
  { ...composeCommand, programs: ['docker-compose', 'podman-compose'], subcommand: ['exec|run'] },
  { ...containerCommand, subcommand: ['container', 'exec|run'] },
  { ...containerCommand, subcommand: ['exec|run'] },
  {
    programs: ['lxc', 'incus'],
    subcommand: ['exec'],
    place: 'container',
    takes: 'words',
    flags: '-T -t -n -q --force-interactive --force-noninteractive --disable-stdin',
    valued: '--cwd --env --group --user --mode',
    skip: 1,
    target: 0,
    self: true,
  },
  {
    programs: ['kubectl', 'oc', 'k3s'],
    subcommand: ['exec|debug|run|rsh'],
    place: 'container',
    takes: 'words',
    flags: kubeFlags,
    valued: kubeValued,
    skip: 1,
    target: 0,
    separated: true,
    self: true,
  },
  {
    programs: ['heroku'],
    subcommand: ['run|run:detached'],
    place: 'remote',
    // https://github.com/heroku/cli/blob/main/packages/cli/src/lib/run/helpers.ts: buildCommand quotes words with blanks.
    takes: 'quoted',
    flags: '-x --exit-code --no-tty --no-notify --no-launcher',
    valued: '-a -r -s -e --app --remote --size --env --type',
    targetOption: '-a --app',
    self: true,
  },
  {
    programs: ['kamal'],
    subcommand: ['app|server', 'exec'],
    place: 'remote',
    takes: 'text',
    flags: '-i -p --interactive --reuse --detach --primary --no-interactive',
    valued: '-d -c -h -r -e --destination --config-file --hosts --roles --version --env',
    targetOption: '-d --destination',
    self: true,
  },
  {
    programs: ['kamal'],
    subcommand: ['accessory', 'exec'],
    place: 'remote',
    takes: 'text',
    skip: 1,
    flags: '-i -p --interactive --reuse --detach --primary',
    valued: '-d -c -h -r -e --destination --config-file --hosts --roles --version --env',
    targetOption: '-d --destination',
    self: true,
  },
  {
    programs: ['railway'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    flags: '--no-local',
    valued: '-s -e -p --service --environment --project',
    self: true,
  },
  {
    programs: ['railway'],
    subcommand: ['ssh'],
    place: 'remote',
    takes: 'text',
    valued: '-s -e -p -d -i --service --environment --project --deployment-instance --session',
    flags: '--native',
    self: true,
  },
  {
    programs: ['fly', 'flyctl'],
    subcommand: ['ssh', 'console'],
    place: 'remote',
    takes: 'words',
    text: '-C --command',
    valued: '-a -c -r -u -o --app --config --region --user --org --address --container',
    flags: '-s -A -q --select --pty --quiet --anycast',
    targetOption: '-a --app',
    self: true,
  },
  {
    programs: ['podman', 'buildah'],
    subcommand: ['unshare'],
    place: 'here',
    takes: 'words',
    flags: '--rootless-netns --rootless-cni',
    valued: '--mount -m',
    self: true,
  },
];
