import { describe, expect, test } from 'vitest';
import { wrapperRules } from '../../src/parse/wrappers.ts';
import { brief, lines, read } from './reading.ts';

describe('programs that run another program', () => {
  test.each([
    ['sudo -u bob -n rm -rf /', 'sudo> rm -rf /'],
    ['sudo -uroot A=1 rm x', 'sudo> rm x'],
    ['sudo -l', 'sudo -l'],
    ['sudo $OPTIONS rm x', 'sudo> (unknown) rm x'],
    ['doas rm x', 'doas> rm x'],
    ["su - bob -c 'rm x'", 'su> rm x'],
    ['sudo -n env -i A=1 timeout -k 5 10 nice -n 5 rm x', 'sudo> env> timeout> nice> rm x'],
    ['env -S "rm -rf x"', 'env> rm -rf x'],
    ['env -S "A=b rm -rf" x', 'env> rm -rf x'],
    ["gdb -batch -ex 'shell rm x' -ex run ./a.out", 'gdb -batch -ex shell rm x -ex run ./a.out', 'gdb> rm x'],
    ['gdb -batch -ex run ./a.out', 'gdb -batch -ex run ./a.out'],
    // What is worked out may be assignments, and the program what stands behind it: both readings count.
    ['env $(sort .env) rm x', 'sort .env', 'env> (unknown) rm x', 'env> rm x'],
    ['env $PROGRAM x', 'env> (unknown) x'],
    // Whether an unlisted option takes a value is not known: both readings count.
    ['timeout --unlisted 5 rm x', 'timeout> rm x', 'timeout> x'],
    ['nohup setsid -f stdbuf -oL rm x', 'nohup> setsid> stdbuf> rm x'],
    ['/usr/bin/time -f %e rm x', 'time> rm x'],
    ['exec -a n rm x', 'exec> rm x'],
    ['flock /tmp/l -c "rm x"', 'flock> rm x'],
    ['flock -n /tmp/l rm x', 'flock> rm x'],
    ['watch -n1 "rm x; ls"', 'watch> rm x', 'watch> ls'],
    ["ls | entr -n -s 'rm x; ls'", 'ls', 'entr> rm x', 'entr> ls'],
    ['busybox rm x', 'busybox> rm x'],
    ['xargs rm -rf < list', 'xargs> rm -rf ?(xargs input)?'],
    ['echo / | xargs rm -rf', 'echo /', 'xargs> rm -rf /'],
    ['printf "a\\nb c\\n" | xargs -I{} rm x/{}', String.raw`printf a\nb c\n`, 'xargs> rm x/a', 'xargs> rm x/b c'],
    [`echo "a 'b c'" | xargs rm`, "echo a 'b c'", 'xargs> rm a b c'],
    ["echo / | xargs sh -c 'rm $1' _", 'echo /', 'xargs> rm /'],
    ['parallel rm -rf ::: a b', 'parallel> rm -rf a', 'parallel> rm -rf b'],
    ["parallel 'rm x/{}' ::: a", 'parallel> rm x/a'],
    ['op run --env-file=.env -- rm x', 'op> rm x'],
    ['doppler run -p a -c b -- rm x', 'doppler> rm x'],
    ['doppler run --command "rm x; ls"', 'doppler> rm x', 'doppler> ls'],
    ['dotenv -e .env -- rm x', 'dotenv> rm x'],
    ['holdpoint run -- rm x', 'holdpoint run -- rm x', 'holdpoint> rm x'],
    ['holdpoint run --credential RAILWAY -- rm x', 'holdpoint run --credential RAILWAY -- rm x', 'holdpoint> rm x'],
    ['aws-vault exec prod -- rm x', 'aws-vault> rm x'],
    ['poetry run rm x', 'poetry> rm x'],
    ['runuser -u bob -- rm x', 'runuser> rm x'],
    ['runuser -u bob rm x', 'runuser> rm x'],
    ['setpriv --reuid=1000 --clear-groups rm x', 'setpriv> rm x'],
    ['taskset -c 0,1 rm x', 'taskset> rm x'],
    ['chrt -i 0 rm x', 'chrt> rm x'],
    ["script -qc 'rm x' /dev/null", 'script> rm x'],
    ['script -q /dev/null rm x', 'script> rm x'],
    ["faketime '2020-01-01' rm x", 'faketime> rm x'],
    ['/lib64/ld-linux-x86-64.so.2 /bin/rm x', 'ld-linux-x86-64.so.2> rm x'],
    ["tmux new -d -s a 'rm x; ls'", 'tmux> rm x', 'tmux> ls'],
    ["tmux send-keys -t a 'rm x' Enter 'ls' C-m", 'tmux> rm x', 'tmux> ls'],
    ['screen -dmS a rm x', 'screen> rm x'],
    [String.raw`screen -S a -X stuff 'rm x\n'`, 'screen> rm x'],
    ['wsl -d Ubuntu -- rm x', 'wsl> rm x'],
    ["xterm -hold -e 'rm x; ls'", 'xterm> rm x', 'xterm> ls'],
    ["gnome-terminal --tab -- bash -c 'rm x'", 'gnome-terminal> rm x'],
    ['konsole --noclose -e rm x', 'konsole> rm x'],
    ['alacritty --working-directory /tmp -e rm x', 'alacritty> rm x'],
    ['kitty --hold rm x', 'kitty> rm x'],
    ['kitty @ ls', 'kitty @ ls'],
    [String.raw`kitty @ send-text 'rm x\n'`, 'kitty> rm x'],
    ['xterm', 'xterm'],
    ['wezterm start --cwd /tmp -- rm x', 'wezterm> rm x'],
    ['wezterm ls-fonts', 'wezterm ls-fonts'],
    ['zellij run -f -- rm x', 'zellij> rm x'],
    ["zellij action write-chars 'rm x'", 'zellij> rm x'],
    ['zellij attach x', 'zellij attach x'],
    ['launchctl submit -l x -- rm x', 'launchctl> rm x'],
    ["man -P 'rm x' ls", 'man -P rm x ls', 'man> rm x'],
    ['man ls', 'man ls'],
    ['at -f x.sh now', 'at -f x.sh now', 'at> sh x.sh'],
    ["nvim --server /tmp/s --remote-send ':!rm x'", 'nvim --server /tmp/s --remote-send :!rm x', 'nvim> rm x'],
    ["salt 'web*' cmd.run 'rm x'", 'salt web* cmd.run rm x', 'salt> rm x'],
    ['pdsh -w web1 rm x', 'pdsh> rm x'],
    ['shx rm x', 'shx> rm x'],
  ])('%s', (text, ...runs) => {
    expect(lines(text)).toEqual(runs);
  });
});

describe('wrappers that are judged themselves as well', () => {
  test.each([
    ['ssh -p 22 -i k me@h "rm -rf /x; ls"', 'ssh> rm -rf /x', 'ssh> ls'],
    ['ssh h -p 22 rm x', 'ssh> rm x'],
    ['ssh h <<E\nrm x\nE', 'ssh> rm x'],
    ["ssh h 'rm ~/x'", 'ssh> rm ?~/x?'],
    ['docker exec -it -u root c sh -c "rm -rf /d"', 'docker> rm -rf /d'],
    ['docker run --rm -v /:/h alpine rm -rf /h', 'docker> rm -rf /h'],
    ['docker run --entrypoint sh i -c "rm x"', 'docker> rm x'],
    ['docker --context p compose -f a.yml exec -T db psql -c "DROP TABLE x"', 'docker> psql -c DROP TABLE x'],
    ['docker-compose run --rm web rm x', 'docker-compose> rm x'],
    ['kubectl -n p exec -it pod -c c -- rm -rf /d', 'kubectl> rm -rf /d'],
    ['kubectl exec pod -n p -- sh -c "rm x"', 'kubectl> rm x'],
    ['railway run -s db rm x', 'railway> rm x'],
    ['fly ssh console -a app -C "rm x"', 'fly> rm x'],
    ['npx -y prisma@5 migrate reset', 'npx> prisma migrate reset'],
    ['npx @railway/cli volume delete', 'npx> railway volume delete'],
    ['pnpm prisma migrate reset --force', 'pnpm> prisma migrate reset --force'],
    ['pnpm --filter web exec rm x', 'pnpm> rm x'],
    ['yarn dlx prisma db push', 'yarn> prisma db push'],
    ['npm exec -c "rm x"', 'npm> rm x'],
    ['docker run --rm -v $PWD:/w hashicorp/terraform:1.5 destroy', 'docker> terraform destroy'],
    ['docker run --rm docker.io/hashicorp/terraform -chdir=/w destroy', 'docker> terraform -chdir=/w destroy'],
    ["ssh -o ProxyCommand='rm x' h", 'ssh> rm x'],
    ["ssh -oProxyCommand='rm x' h", 'ssh> rm x'],
    ["vagrant ssh web -c 'rm x'", 'vagrant> rm x'],
    ["git submodule foreach --recursive 'rm x'", 'git> rm x'],
    ['git -C /a bisect run rm x', 'git> rm x'],
    ["git rebase -x 'rm x' HEAD~2", 'git> rm x'],
    ["git rebase --exec='rm x' HEAD~2", 'git> rm x'],
    ["git fetch --upload-pack='rm x' o", 'git> rm x'],
    ["git filter-branch --tree-filter 'rm x' HEAD", 'git> rm x'],
    ["tar --checkpoint=1 --checkpoint-action=exec='rm x' -cf a b", 'tar> rm x'],
    ["tar xf a --to-command='rm x'", 'tar> rm x'],
    ["tar -I 'rm x' -xf a", 'tar> rm x'],
    ["rsync -e 'rm x' a b:c", 'rsync> rm x'],
    ["vim -es -c '!rm x' -c q", 'vim> rm x'],
    ["split --filter='rm x' a", 'split> rm x'],
  ])('%s', (text, ...runs) => {
    const [own, ...rest] = lines(text);
    expect(own).not.toContain('>');
    expect(rest).toEqual(runs);
  });

  test.each([
    'git rebase -i HEAD~3',
    'git push -u origin x',
    'git fetch -p',
    'git submodule update --init --recursive',
    'tar --checkpoint-action=dot -cf a b',
    'rsync -e ssh a b:c',
    "rsync -e 'ssh -p 22' a b:c",
    'ssh -o StrictHostKeyChecking=no h',
    "vim -c 'set nu' a",
  ])('%s runs nothing else', (text) => {
    expect(lines(text)).toHaveLength(1);
  });

  test.each(['docker ps', 'docker compose up', 'kubectl get pods', 'pnpm test', 'yarn add x', 'railway up', 'ssh h'])(
    '%s runs nothing else',
    (text) => {
      expect(lines(text)).toEqual([text]);
    },
  );
});

describe('find and fd', () => {
  test.each([
    ['find . -name "*.pyc" -delete', 'rm -r ~./**/*.pyc~'],
    ['find / -delete', 'rm -r ~//**~'],
    ['find a b -type f -exec rm {} +', 'rm ~a/**~ ~b/**~'],
    [`find . -exec sh -c 'rm -rf "$1"' _ {} \\;`, 'rm -rf ~./**~'],
    ['find . ! -name keep -exec rm -rf {} +', 'rm -rf ~./**/*~'],
    ["find . \\( -name '*.a' -o -name '*.b' \\) -path './x/*' -delete", 'rm -r ~./x/**/*.a~ ~./x/**/*.b~'],
    ['find . -delete -name "*.pyc"', 'rm -r ~./**~'],
    ['find . -path ./x -prune -o -name "*.pyc" -print | xargs rm', 'rm ~./**/*.pyc~'],
    ['find . -path ./x -prune -o -name "*.pyc" | xargs rm', 'rm ~./x~ ~./**/*.pyc~'],
    ['find src / -name x | xargs rm', 'rm ~src/**/x~ ~//**/x~'],
    ['find . -maxdepth 1 -name "*.tmp" -exec rm {} +', 'rm ~./*.tmp~'],
    ['find . -type d -empty -delete', 'rm -r ~./**/*~'],
    ["find . -path '*/migrations/*.py' -delete", 'rm -r ~./**/migrations/**/*.py~'],
    ["find . -regex '.*\\.\\(pyc\\|pyo\\)' -delete", 'rm -r ~./**/*.pyc~ ~./**/*.pyo~'],
    ['find $D -delete', 'rm -r ?$D/**?'],
    ['find . -name x | xargs rm', 'rm ~./**/x~'],
    ['fd -e log -x rm', 'rm ~**/*.log~'],
    ['fd -t f -H . ~/x -x rm', 'rm ~/home/me/x/**~'],
  ])('%s', (text, run) => {
    const last = read(text).invocations.at(-1);
    expect([last?.program, ...(last?.args.map(brief) ?? [])].join(' ')).toBe(run);
  });
});

test('place, target and rights of each wrapper are kept, from the outside in', () => {
  const [, , last] = read('sudo ssh me@host docker exec c rm x').invocations;
  expect(last?.wrappers).toEqual([
    { program: 'sudo', place: 'here', privileged: true },
    { program: 'ssh', place: 'remote', privileged: false, target: 'me@host' },
    { program: 'docker', place: 'container', privileged: false, target: 'c' },
  ]);
});

test.each(wrapperRules.flatMap((rule) => rule.programs.map((program) => [program, rule] as const)))(
  '%s lists no option both with and without a value',
  (_, rule) => {
    const valued = new Set((rule.valued ?? '').split(' '));
    expect((rule.flags ?? '').split(' ').filter((flag) => flag !== '' && valued.has(flag))).toEqual([]);
  },
);
