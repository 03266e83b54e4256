import { describe, expect, it } from 'vitest';
import type { Deed } from '../../../src/action/action.ts';
import { analysed, isStopped } from '../judging.ts';

const write = (path: string, content: string): Deed => ({ kind: 'write', path, content });
const shell = (command: string): Deed => ({ kind: 'shell', command });

describe('what is written where something runs it by itself', () => {
  it.each<Deed>([
    write('.git/hooks/pre-commit', '#!/bin/sh\nrm -rf /data\n'),
    write('.husky/pre-push', 'terraform destroy -auto-approve'),
    write('/home/dev/.bashrc', 'rm -rf ~/projects/x'),
    write('.git/config', '[core]\n\tfsmonitor = rm -rf /srv/data\n'),
    write('/home/dev/.gitconfig', '[filter "x"]\n\tclean = "rm -rf /srv/data"\n'),
    write('/home/dev/.gitconfig', '[credential]\n\thelper = !rm -rf /srv/data\n'),
    write('/home/dev/.ssh/config', 'Host x\n  ProxyCommand rm -rf /srv/data\n'),
    shell("printf '[core]\\n sshCommand = rm -rf /srv/data\\n' >> ~/.gitconfig"),
    write(
      'shop.code-workspace',
      '{"folders":[],"tasks":{"version":"2.0.0","tasks":[{"label":"x","type":"shell","command":"rm -rf /srv/data","runOptions":{"runOn":"folderOpen"}}]}}',
    ),
    write('/etc/cron.d/clean', '# all\n0 3 * * * root rm -rf /srv/app/data\n'),
    write('/etc/systemd/system/x.service', '[Service]\nExecStart=-/bin/rm -rf /srv/app\n'),
    { kind: 'write', path: '.envrc', edits: [{ oldText: 'a', newText: 'rm -rf /data' }] },
    shell("echo 'rm -rf /data' >> ~/.bashrc"),
    shell("cat > .git/hooks/pre-push <<'E'\n#!/bin/sh\nrm -rf /data\nE"),
    shell("echo '@daily root rm -rf /srv/app' | sudo tee /etc/cron.d/x"),
    shell("echo '0 3 * * * rm -rf /data' | crontab -"),
  ])('%o is held', async (deed) => {
    expect((await analysed(deed)).effects.some(isStopped)).toBe(true);
  });

  it.each<Deed>([
    write('.husky/pre-commit', 'npx lint-staged\n'),
    write('scripts/clean.sh', 'rm -rf /data'),
    write(
      '.git/config',
      '[core]\n\tfsmonitor = true\n\tpager = less -F\n[remote "origin"]\n\turl = git@example.com:a/b\n',
    ),
    write(
      '/home/dev/.gitconfig',
      '[filter "lfs"]\n\tclean = git-lfs clean -- %f\n[credential]\n\thelper = !gh auth git-credential\n[alias]\n\tst = status\n',
    ),
    write('/home/dev/.ssh/config', 'Host *.internal\n  ProxyCommand ssh -W %h:%p bastion\n  Port 22\n'),
    write('shop.code-workspace', '{"folders":[{"path":"."}],"settings":{}}'),
    write('/home/dev/.bashrc', "alias rm='rm -i'\nexport PATH=$PATH:~/bin\n"),
    write('/etc/cron.d/backup', '0 3 * * * root pg_dump app > /backups/app.sql\n'),
    write('docs/hooks.md', 'rm -rf /data'),
    shell("echo 'export X=1' >> ~/.zshrc"),
    shell("echo '0 3 * * * /usr/local/bin/backup.sh' | crontab -"),
    shell('crontab -l'),
  ])('%o passes', async (deed) => {
    expect((await analysed(deed)).effects.filter(isStopped)).toEqual([]);
  });
});
