/**
 * Programs that run another program. Data: where the other program's words begin, where it runs, with whose rights.
 * Options are written as in the program's manual, names apart by spaces.
 */
export interface WrapperRule {
  readonly programs: readonly string[];
  /** Words that must follow the name, each of which may have options before it: `compose exec`. Alternatives by `|`. */
  readonly subcommand?: readonly string[];
  readonly place: 'here' | 'remote' | 'container';
  readonly privileged?: boolean;
  readonly flags?: string;
  readonly valued?: string;
  /** `go`: no clusters of short options behind one dash, `-name` is one option. */
  readonly style?: 'getopt' | 'go';
  /** Operands in front of the program's words: the duration of `timeout`, the host of `ssh`. */
  readonly skip?: number;
  /** Options that name what would be skipped: with one of them the program's words come first. */
  readonly skipUnless?: string;
  /** Which of the skipped operands names the host or container. */
  readonly target?: number;
  /** An option that names the host or container. */
  readonly targetOption?: string;
  /**
   * `words`: run as they are. `text`: joined by spaces and read by a shell again. `quoted`: the same, with each of
   * several words in quotes of its own where it needs them. `keys`: typed into a shell, names of keys among them.
   */
  readonly takes: 'words' | 'text' | 'quoted' | 'keys';
  /** `NAME=value` words in front of the program. */
  readonly assignments?: boolean;
  /** Options whose value is shell text that is run: `su -c`. */
  readonly text?: string;
  /** Words behind such a text are further arguments of its program: `env -S`. */
  readonly splits?: true;
  /** What stands in front of the text in such a value (`ProxyCommand=`); a value it does not fit runs nothing. */
  readonly textBehind?: RegExp;
  /** Options with which nothing is run: `command -v`, `sudo -l`. */
  readonly informs?: string;
  /** Options that name the directory it runs in. */
  readonly directory?: string;
  /** The program's words stand behind `--`, wherever that is. */
  readonly separated?: boolean;
  /** Words read from standard input or elsewhere are appended, or put in place of `{}`. */
  readonly appends?: 'stdin';
  /** True where the wrapper is itself a program that packs judge. */
  readonly self?: boolean;
  /** What runs a script that stands where the program would (`uv run clean.py`). */
  readonly scripts?: 'python3';
  /** First words that are the program's own commands; any other word is a program (`pnpm prisma …`). */
  readonly own?: string;
  /** The first word is a package: its version and scope are dropped. */
  readonly package?: boolean;
  /** Accounts whose login is one program, whatever is asked (`ssh dokku@host apps:destroy x`). */
  readonly accounts?: Readonly<Record<string, string>>;
  /** The subcommand that makes the container it runs in. */
  readonly makes?: string;
  /** Without a program a shell starts, which reads its standard input. */
  readonly shell?: boolean;
}

const containerValued =
  '-a -e -u -w -v -p -l -h -m -c --attach --add-host --annotation --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpus --cpu-shares --cpuset-cpus --device --dns --dns-search --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --hostname --ip --ipc --isolation --label --label-file --link --log-driver --log-opt --mac-address --memory --memory-swap --mount --name --net --network --network-alias --pid --platform --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume --volume-driver --volumes-from --workdir --detach-keys -H --host --context --config --log-level --tlscacert --tlscert --tlskey --index --project-name --file --profile --project-directory --ansi --progress --parallel';
const containerFlags =
  '-d -i -t -q -P -T -D --detach --interactive --tty --rm --init --privileged --read-only --publish-all --quiet --no-healthcheck --oom-kill-disable --sig-proxy --debug --tls --tlsverify --no-deps --service-ports --use-aliases --build --remove-orphans --no-TTY --quiet-pull --dry-run --compatibility --all-resources';
const composeValued = `-f ${containerValued}`;
const kubeValued =
  '-n -c -f --namespace --container --filename --context --cluster --kubeconfig --user -s --server --token --as --as-group --request-timeout --pod-running-timeout --image --target --profile --env --field-manager --limits --requests --overrides --labels -l --port --restart --serviceaccount --copy-to --set-image --custom --retries --cache-dir --certificate-authority --client-certificate --client-key --tls-server-name -v --v --password --username';
const kubeFlags =
  '-i -t -q -it -ti --stdin --tty --quiet --rm --attach --share-processes --same-node --replace --insecure-skip-tls-verify --match-server-version --warnings-as-errors --expose --wait';
const npmFlags =
  '-y --yes -q --quiet -s --silent --no-install --no --prefer-offline --prefer-online --ignore-existing --offline --bun --verbose --reporter';

/** `su` and `runuser` of util-linux. */
const accountShell = {
  shell: true,
  place: 'here',
  privileged: true,
  takes: 'words',
  flags: '- -l -m -p -f -P --login --preserve-environment --fast --pty',
  valued:
    '-c -g -G -s -u -w -T -C --command --session-command --group --supp-group --shell --user --whitelist-environment',
  text: '-c --command --session-command',
} as const satisfies Omit<WrapperRule, 'programs'>;

/** Every wrapper known. A program may have several entries; the first whose subcommand fits is taken. */
export const wrapperRules: readonly WrapperRule[] = [
  {
    programs: ['sudo'],
    shell: true,
    place: 'here',
    privileged: true,
    takes: 'words',
    assignments: true,
    flags:
      '-A -b -E -e -H -i -K -k -l -n -N -P -S -s -V -v -B --askpass --background --preserve-env --edit --set-home --login --remove-timestamp --reset-timestamp --list --non-interactive --preserve-groups --stdin --shell --version --validate --bell --no-update',
    valued:
      '-C -c -D -g -h -p -R -r -T -t -U -u --close-from --chdir --group --host --prompt --chroot --role --command-timeout --type --other-user --user',
    informs: '-l -v -V -k -K --list --validate --version --reset-timestamp --remove-timestamp',
    directory: '-D --chdir',
  },
  {
    programs: ['doas'],
    place: 'here',
    privileged: true,
    takes: 'words',
    flags: '-L -n -s',
    valued: '-a -C -u',
    informs: '-L -C',
  },
  {
    programs: ['pkexec'],
    place: 'here',
    privileged: true,
    takes: 'words',
    flags: '--disable-internal-agent --keep-cwd',
    valued: '--user',
  },
  {
    programs: ['run0'],
    place: 'here',
    privileged: true,
    takes: 'words',
    flags: '--no-ask-password --pty --pipe',
    valued: '-u -g -D --user --group --nice --chdir --setenv --property --background',
    directory: '-D --chdir',
  },
  // `runuser -l mysql -c …`, but `runuser -u mysql psql …`.
  { ...accountShell, programs: ['runuser'], skip: 1, skipUnless: '-u --user' },
  {
    programs: ['setpriv'],
    place: 'here',
    takes: 'words',
    flags: '-d --dump --nnp --no-new-privs --clear-groups --keep-groups --init-groups --reset-env --list-caps',
    valued:
      '--reuid --regid --ruid --rgid --euid --egid --groups --inh-caps --ambient-caps --bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile',
    informs: '-d --dump --list-caps',
  },
  {
    programs: ['taskset'],
    place: 'here',
    takes: 'words',
    flags: '-a -c -p --all-tasks --cpu-list --pid',
    skip: 1,
    informs: '-p --pid',
  },
  {
    programs: ['chrt'],
    place: 'here',
    takes: 'words',
    flags: '-a -b -d -f -i -m -o -p -r -R -v --batch --fifo --idle --other --rr --deadline --reset-on-fork --verbose',
    valued: '-T -P -D --sched-runtime --sched-period --sched-deadline',
    skip: 1,
    informs: '-p -m --pid --max',
  },
  { ...accountShell, programs: ['su'], skip: 99 },
  {
    programs: ['env'],
    place: 'here',
    takes: 'words',
    assignments: true,
    flags: '-i -0 -v - --ignore-environment --null --debug --list-signal-handling',
    valued: '-u -C -P -a --unset --chdir --argv0',
    text: '-S --split-string',
    splits: true,
    directory: '-C --chdir',
  },
  {
    programs: ['gdb'],
    place: 'here',
    takes: 'words',
    flags: '-batch --batch -q -quiet --quiet -nx -n',
    text: '-ex -iex --eval-command -eval-command',
    textBehind: /^\s*(?:shell|!)\s*/,
    self: true,
    skip: 99,
  },
  { programs: ['nice'], place: 'here', takes: 'words', valued: '-n --adjustment', flags: '' },
  {
    programs: ['ionice'],
    place: 'here',
    takes: 'words',
    valued: '-c -n -P -u --class --classdata',
    flags: '-t --ignore',
    informs: '-p --pid',
  },
  {
    programs: ['timeout', 'gtimeout'],
    place: 'here',
    takes: 'words',
    valued: '-k -s --kill-after --signal',
    flags: '-f -p -v --foreground --preserve-status --verbose',
    skip: 1,
  },
  {
    programs: ['time', 'gtime'],
    place: 'here',
    takes: 'words',
    valued: '-f -o --format --output',
    flags: '-a -p -v -l -h -q --append --portability --verbose --quiet',
  },
  { programs: ['nohup'], place: 'here', takes: 'words' },
  { programs: ['setsid'], place: 'here', takes: 'words', flags: '-c -f -w --ctty --fork --wait' },
  { programs: ['stdbuf'], place: 'here', takes: 'words', valued: '-i -o -e --input --output --error' },
  { programs: ['unbuffer'], place: 'here', takes: 'words', flags: '-p' },
  {
    programs: [
      'chronic',
      'caffeinate',
      'proxychains',
      'proxychains4',
      'torsocks',
      'catchsegv',
      'linux32',
      'linux64',
      'prlimit',
      'cpulimit',
      'dbus-run-session',
      'xvfb-run',
      'wine',
      'rlwrap',
      'winpty',
      'fakeroot',
      'eatmydata',
    ],
    place: 'here',
    takes: 'words',
    flags: '-d -i -m -s -u -q -a',
    valued: '-f -t -w -e -n -l -p -z',
  },
  { programs: ['faketime'], place: 'here', takes: 'words', flags: '-m -f', valued: '-p --exclude-monotonic', skip: 1 },
  {
    programs: ['proot', 'firejail'],
    place: 'here',
    takes: 'words',
    flags: '-0 -q --quiet --private --net=none --noprofile',
    valued: '-r -b -m -w -R -S --rootfs --bind --mount --cwd',
  },
  {
    // The dynamic loader runs what it is given (ld.so(8)).
    programs: [
      'ld.so',
      'ld-linux.so.2',
      'ld-linux-x86-64.so.2',
      'ld-linux-aarch64.so.1',
      'ld-linux-armhf.so.3',
      'ld-musl-x86_64.so.1',
      'ld-musl-aarch64.so.1',
    ],
    place: 'here',
    takes: 'words',
    flags: '--inhibit-cache',
    valued: '--library-path --preload --audit --inhibit-rpath --argv0 --glibc-hwcaps-prepend --glibc-hwcaps-mask',
    informs: '--list --verify --help --version --list-tunables --list-diagnostics',
  },
  {
    programs: ['script'],
    place: 'here',
    takes: 'words',
    flags: '-a -e -f -q -r -d -p --append --return --flush --force --quiet',
    valued:
      '-c -E -I -O -B -T -m -o -t --command --echo --log-in --log-out --log-io --log-timing --logging-format --output-limit',
    text: '-c --command',
    skip: 1,
  },
  {
    programs: ['tmux'],
    subcommand: ['send-keys|send'],
    place: 'here',
    takes: 'keys',
    flags: '-F -H -K -l -M -R -X',
    valued: '-L -S -t -N -c',
  },
  {
    programs: ['tmux'],
    subcommand: [
      'new-session|new|new-window|neww|split-window|splitw|respawn-pane|respawnp|respawn-window|respawnw|run-shell|run|display-popup|popup|pipe-pane|pipep',
    ],
    place: 'here',
    takes: 'text',
    flags: '-A -d -D -P -E -X -b -B -C -h -v -f -k -a -I -O -Z',
    valued: '-L -S -c -e -F -n -s -t -x -y -l -w -p -T',
  },
  {
    programs: ['screen'],
    subcommand: ['stuff'],
    place: 'here',
    takes: 'keys',
    flags: '-X -Q',
    valued: '-S -p -c',
  },
  {
    programs: ['screen'],
    place: 'here',
    takes: 'words',
    flags: '-d -D -m -A -a -i -l -L -O -q -U',
    valued: '-S -c -s -t -T -e -h -p -Logfile',
    informs: '-ls -list -r -R -x -X -wipe -v -Q',
  },
  {
    programs: ['wsl'],
    place: 'here',
    takes: 'words',
    flags: '-e --exec --system --',
    valued: '-d -u --distribution --user --cd --shell-type',
    informs:
      '-l --list --shutdown -t --terminate --unregister --export --import --import-in-place --install --update --status -v --version --set-default -s --set-version --mount --unmount --manage --help',
  },
  { programs: ['shx'], place: 'here', takes: 'words' },
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
    // Options of git's own that name programs it runs; `submodule foreach` and `bisect run` take them as words.
    programs: ['git'],
    subcommand: ['submodule', 'foreach'],
    place: 'here',
    takes: 'text',
    flags: '-q --quiet --recursive',
    valued: '-C -c --git-dir --work-tree --namespace',
    directory: '-C',
    self: true,
  },
  {
    programs: ['git'],
    subcommand: ['bisect', 'run'],
    place: 'here',
    takes: 'words',
    valued: '-C -c --git-dir --work-tree --namespace',
    directory: '-C',
    self: true,
  },
  {
    programs: ['git'],
    subcommand: ['rebase|difftool|fetch|pull|clone|push|ls-remote|archive|filter-branch'],
    place: 'here',
    takes: 'words',
    valued: '-C -c --git-dir --work-tree --namespace',
    text: '-x --exec --extcmd --upload-pack --receive-pack --tree-filter --index-filter --env-filter --msg-filter --commit-filter --parent-filter --tag-name-filter --setup',
    directory: '-C',
    skip: 99,
    self: true,
  },
  {
    programs: ['tar', 'gtar', 'bsdtar'],
    place: 'here',
    takes: 'words',
    valued: '-f -C -T -X -b -g --file --directory --files-from --exclude --exclude-from',
    text: '--to-command --checkpoint-action -I --use-compress-program --info-script --new-volume-script --rsh-command --rmt-command',
    textBehind: /^(?:exec=)?(?!\w+=|(?:dot|echo|bell|ttyout|totals)\b)/,
    skip: 99,
    self: true,
  },
  {
    programs: ['rsync'],
    place: 'here',
    takes: 'words',
    text: '-e --rsh',
    textBehind: /^(?!(?:\S*\/)?(?:ssh|rsh|sshpass)\b)/,
    skip: 99,
    self: true,
  },
  {
    programs: ['vim', 'vi', 'nvim', 'view', 'ex', 'gvim'],
    place: 'here',
    takes: 'words',
    valued: '-u -U -i -S -T -w -W',
    text: '-c --cmd',
    textBehind: /^:?(?:silent!?\s+)?!/,
    skip: 99,
    self: true,
  },
  {
    programs: ['split', 'gsplit'],
    place: 'here',
    takes: 'words',
    text: '--filter',
    valued: '-a -b -C -l -n -t',
    skip: 99,
    self: true,
  },
  { programs: ['command', 'builtin'], place: 'here', takes: 'words', flags: '-p -v -V', informs: '-v -V' },
  { programs: ['busybox', 'toybox'], place: 'here', takes: 'words' },
  {
    programs: ['at', 'batch'],
    shell: true,
    place: 'here',
    takes: 'words',
    valued: '-f -q -t',
    flags: '-m -M -v -l -d -c -r -V',
    informs: '-l -d -c -r -V',
    skip: 99,
  },
  // zsh's own words in front of a command.
  { programs: ['noglob', 'nocorrect', '-'], place: 'here', takes: 'words' },
  { programs: ['repeat'], place: 'here', takes: 'words', skip: 1 },
  { programs: ['exec'], place: 'here', takes: 'words', flags: '-c -l', valued: '-a' },
  {
    programs: ['strace', 'ltrace', 'dtruss'],
    place: 'here',
    takes: 'words',
    flags: '-c -C -d -D -f -F -h -i -k -n -N -q -qq -r -t -tt -ttt -T -v -V -w -x -xx -y -yy -z -Z',
    valued: '-a -A -b -e -E -I -o -O -p -P -s -S -u -U -X',
    style: 'go',
  },
  {
    programs: ['flock'],
    place: 'here',
    takes: 'words',
    flags: '-e -n -o -s -u -x -F --exclusive --nonblock --nb --close --shared --unlock --no-fork --verbose',
    valued: '-E -w --conflict-exit-code --timeout --wait',
    text: '-c --command',
    skip: 1,
  },
  {
    programs: ['watch', 'viddy', 'hwatch'],
    place: 'here',
    takes: 'text',
    flags:
      '-b -c -C -e -g -p -r -t -w -x -d --beep --color --differences --errexit --chgexit --precise --no-title --no-wrap --exec',
    valued: '-n -q --interval --equexit',
  },
  {
    programs: ['chroot'],
    shell: true,
    place: 'here',
    privileged: true,
    takes: 'words',
    flags: '--skip-chdir',
    valued: '--groups --userspec',
    skip: 1,
    self: true,
  },
  {
    programs: ['unshare'],
    shell: true,
    place: 'here',
    takes: 'words',
    flags:
      '-m -u -i -n -p -U -C -T -f -r -c --mount --uts --ipc --net --pid --user --cgroup --time --fork --map-root-user --map-current-user --mount-proc --keep-caps',
    valued: '-R -w -S -G --root --wd --setuid --setgid --propagation --setgroups',
  },
  {
    programs: ['nsenter'],
    shell: true,
    place: 'here',
    privileged: true,
    takes: 'words',
    flags:
      '-a -m -u -i -n -p -U -C -T -r -w -F -e --all --mount --uts --ipc --net --pid --user --cgroup --time --root --wd --no-fork',
    valued: '-t -S -G --target --setuid --setgid',
  },
  {
    programs: ['systemd-run'],
    place: 'here',
    takes: 'words',
    flags:
      '-t -P -q -G -r -S -d --user --system --scope --pty --pipe --quiet --collect --wait --no-block --shell --same-dir',
    valued:
      '-u -p -E -H -M --unit --property --setenv --uid --gid --nice --working-directory --slice --service-type --on-active --on-boot --on-calendar --on-unit-active --description',
    self: true,
  },
  {
    programs: ['xargs', 'gxargs'],
    place: 'here',
    takes: 'words',
    flags: '-0 -o -p -r -t -x --null --no-run-if-empty --interactive --verbose --exit --open-tty --show-limits',
    valued:
      '-a -d -E -I -J -L -n -P -R -S -s --arg-file --delimiter --max-args --max-procs --max-chars --max-lines --replace --process-slot-var',
    appends: 'stdin',
  },
  {
    programs: ['parallel', 'sem'],
    place: 'here',
    takes: 'text',
    flags:
      '-0 -k -m -q -u -X -v -t --null --keep-order --ungroup --verbose --dry-run --bar --eta --line-buffer --progress --will-cite --no-notice --no-run-if-empty -r --tag --quote --pipe --xargs --bg --fg --wait',
    valued:
      '-a -C -d -E -I -j -J -L -l -n -N -P -S -s --arg-file --colsep --delimiter --jobs --joblog --max-args --max-procs --results --retries --sshlogin --timeout --delay --halt --tagstring --shuf --memfree --load --nice --semaphorename --id --workdir --wd --tmpdir --env',
    appends: 'stdin',
  },
  { programs: ['entr'], place: 'here', takes: 'words', flags: '-a -c -cc -d -n -p -r -x -z', text: '-s' },
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
  {
    programs: ['docker', 'podman', 'nerdctl'],
    subcommand: ['compose', 'exec|run'],
    place: 'container',
    takes: 'words',
    flags: containerFlags,
    valued: composeValued,
    skip: 1,
    target: 0,
    self: true,
  },
  {
    programs: ['docker-compose', 'podman-compose'],
    subcommand: ['exec|run'],
    place: 'container',
    takes: 'words',
    flags: containerFlags,
    valued: composeValued,
    skip: 1,
    target: 0,
    self: true,
  },
  {
    programs: ['docker', 'podman', 'nerdctl'],
    subcommand: ['container', 'exec|run'],
    place: 'container',
    makes: 'run',
    takes: 'words',
    flags: containerFlags,
    valued: containerValued,
    skip: 1,
    target: 0,
    self: true,
  },
  {
    programs: ['docker', 'podman', 'nerdctl'],
    subcommand: ['exec|run'],
    place: 'container',
    makes: 'run',
    takes: 'words',
    flags: containerFlags,
    valued: containerValued,
    skip: 1,
    target: 0,
    self: true,
  },
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
    programs: ['terramate'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    separated: true,
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
    programs: ['op'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    flags: '--no-masking',
    valued: '--env-file --account --session',
    separated: true,
  },
  {
    programs: ['doppler'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    flags:
      '--preserve-env --fallback-readonly --fallback-only --no-fallback --no-exit-on-write-failure --mount-template --forward-signals',
    valued:
      '-p -c -t --project --config --token --command --mount --mount-format --name-transformer --scope --fallback --passphrase --only-secrets',
    text: '--command',
  },
  {
    programs: ['infisical'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    flags: '--expand --include-imports --watch --recursive',
    valued: '--env --path --projectId --token --tags --command --secret-overriding',
    text: '--command',
  },
  // It judges what it runs itself; what it will ask about is seen here already.
  {
    programs: ['holdpoint'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    valued: '--credential',
    separated: true,
    self: true,
  },
  { programs: ['chamber'], subcommand: ['exec'], place: 'here', takes: 'words', separated: true },
  {
    programs: ['aws-vault'],
    subcommand: ['exec'],
    place: 'here',
    takes: 'words',
    valued: '-d -t -r --duration --mfa-token --region --backend --prompt',
    flags: '-n -s -j -b --no-session --server --ecs-server --ec2-server --json --lazy --stdout --debug',
    skip: 1,
  },
  {
    programs: ['vault-env', 'envconsul', 'summon', 'teller', 'berglas', 'sops', 'dotenvx'],
    subcommand: ['run|exec|exec-env'],
    place: 'here',
    takes: 'words',
    separated: true,
  },
  {
    programs: ['dotenv', 'dotenvx', 'env-cmd', 'godotenv', 'cross-env', 'cross-env-shell', 'envdir', 'with-env'],
    place: 'here',
    takes: 'words',
    assignments: true,
    flags: '-o -c --override --no-override --silent --fallback --expand-envs -q --quiet',
    valued: '-e -f -p -v -x -r --file --environments --cascade --rc-file',
  },
  {
    programs: ['foreman', 'honcho'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    valued: '-e -f -d --env --procfile --root',
  },
  { programs: ['lerna', 'nx', 'rush'], subcommand: ['exec'], place: 'here', takes: 'words', separated: true },
  { programs: ['direnv'], subcommand: ['exec'], place: 'here', takes: 'words', skip: 1, self: true },
  { programs: ['mise', 'asdf', 'rtx'], subcommand: ['exec|x'], place: 'here', takes: 'words', separated: true },
  {
    programs: ['nix-shell', 'nix', 'devbox', 'flox'],
    subcommand: [],
    place: 'here',
    takes: 'words',
    text: '--run --command -c',
    skip: 99,
    valued: '-p --packages -I -E --expr --attr -A',
    flags: '--pure --impure',
  },
  {
    programs: ['conda', 'mamba', 'micromamba'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    valued: '-n -p --name --prefix --cwd',
    flags: '-v --verbose --no-capture-output --live-stream --dev',
    directory: '--cwd',
  },
  {
    programs: ['poetry', 'pipenv', 'uv', 'hatch', 'pdm', 'rye'],
    subcommand: ['run'],
    place: 'here',
    takes: 'words',
    flags: '-q -v --quiet --verbose --frozen --locked --no-sync --isolated --no-project --active --offline',
    valued:
      '-C -P -p --directory --project --with --extra --group --python --env-file --package --with-requirements --index',
    directory: '--directory',
    scripts: 'python3',
  },
  {
    programs: ['bundle'],
    subcommand: ['exec'],
    place: 'here',
    takes: 'words',
    flags: '--keep-file-descriptors',
    valued: '--gemfile',
  },
  { programs: ['rbenv', 'pyenv', 'nodenv'], subcommand: ['exec'], place: 'here', takes: 'words' },
  {
    programs: ['nvm', 'fnm'],
    subcommand: ['exec'],
    place: 'here',
    takes: 'words',
    valued: '--using',
    flags: '--silent',
    skip: 0,
  },
  {
    programs: ['npx', 'bunx', 'pnpx'],
    place: 'here',
    takes: 'words',
    package: true,
    flags: npmFlags,
    valued: '-p --package --registry --userconfig --cache --node-options -n --workspace',
    text: '-c --call',
    self: true,
  },
  {
    programs: ['uvx', 'pipx'],
    place: 'here',
    takes: 'words',
    package: true,
    subcommand: [],
    flags: '-q -v --quiet --verbose --isolated --offline --no-cache',
    valued: '--from --with --python -p --spec --index-url --pip-args',
    self: true,
    own: 'install uninstall list upgrade inject ensurepath environment reinstall reinstall-all upgrade-all',
  },
  {
    programs: ['npm'],
    subcommand: ['exec|x'],
    place: 'here',
    takes: 'words',
    package: true,
    flags: npmFlags,
    valued: '-p --package --registry --prefix -C -w --workspace',
    text: '-c --call',
    self: true,
  },
  {
    programs: ['pnpm', 'yarn', 'bun'],
    subcommand: ['dlx|exec|x'],
    place: 'here',
    takes: 'words',
    package: true,
    flags: `${npmFlags} -w -r --recursive -c --shell-mode --parallel --bun`,
    valued: '-p --package -C --dir --filter -F --cwd',
    directory: '-C --dir --cwd',
    self: true,
  },
  { programs: ['yarn'], subcommand: ['workspace'], place: 'here', takes: 'words', skip: 1 },
  {
    programs: ['podman', 'buildah'],
    subcommand: ['unshare'],
    place: 'here',
    takes: 'words',
    flags: '--rootless-netns --rootless-cni',
    valued: '--mount -m',
    self: true,
  },
  {
    programs: ['pnpm', 'yarn'],
    place: 'here',
    takes: 'words',
    flags: '-r -s -w --recursive --silent --workspace-root',
    valued: '-C -F --dir --filter --cwd',
    directory: '-C --dir --cwd',
    self: true,
    own: 'add install i ci remove rm uninstall un update up upgrade run run-script test t start stop restart link unlink publish pack audit outdated why list ls ll la init create config get set store env import rebuild rb prune fetch server root bin setup login logout whoami view info show search owner deprecate dist-tag team token access approve-builds ignored-builds patch patch-commit patch-remove deploy doctor licenses dedupe self-update cache help version global workspace workspaces autoclean policies set-version plugin constraints node npm stage unplug tag versions generate-lock-entry install-test it cat-file cat-index find-hash completion c catalog',
  },
];

/** Programs that read shell text: by `-c`, from a file, or from their standard input. */
export const shellPrograms: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'ash',
  'zsh',
  'ksh',
  'mksh',
  'yash',
  'rbash',
  'fish',
  // Its calls of programs read as a shell's; what is its own does not.
  'nu',
]);
