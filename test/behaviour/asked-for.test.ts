import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/action/invocation.ts';
import { requestedSecrets } from '../../src/behaviour/stores.ts';
import { act, last, names, play, shell } from './acting.ts';

/** Ways to be handed a secret, each in the spelling of its own place. */
const asked: readonly string[] = [
  `python3 -c "import keyring; print(keyring.get_password('acme','deploy'))"`,
  'keyring get acme deploy',
  '$v = [Windows.Security.Credentials.PasswordVault,Windows.Security.Credentials,ContentType=WindowsRuntime]::new(); $v.RetrieveAll()',
  'git-credential-osxkeychain get',
  'docker-credential-desktop list',
  'echo https://registry.acme.example | docker-credential-pass get',
  'dbus-send --session --dest=org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.GetSecrets',
  'dcli password hetzner',
  'chamber export prod',
  'teller env',
  'akeyless get-secret-value --name x',
  'berglas access x/y',
  'conjur variable get -i prod/db',
  'envchain aws env',
  'age -d -i key.txt secrets.age',
  'gpg -d secrets.gpg',
  'ec2-metadata --user-data',
  'cloud-init query userdata',
  'cat /var/lib/cloud/instance/user-data.txt',
  'aws ec2 describe-instance-attribute --attribute userData --instance-id i-1',
  'podman secret inspect --showsecret db',
  'docker swarm unlock-key',
  'helm get values api -a',
  'nomad var get nomad/jobs/api',
  'etcdctl get /registry/secrets/default/db',
  'crictl exec abc env',
  'atuin history list',
  'fc -l 1 | grep TOKEN',
  'cat ~/.local/share/fish/fish_history',
  'doskey /history',
  'sqlite3 ~/.local/share/atuin/history.db "select command from history"',
  'journalctl _COMM=sudo | grep -i token',
  'gh run view 123 --log | grep -i token',
  'az pipelines variable-group list',
  'java -jar jenkins-cli.jar -s http://ci get-credentials-as-xml system::system::jenkins _',
  'scalingo -a shop env',
  'dokku config:show api',
  'cf env api',
  'ps auxe',
  'systemctl show api -p Environment',
  'systemctl show-environment',
  'launchctl getenv DEPLOY_TOKEN',
  'pm2 env 0',
  'node -p process.env',
  '[Environment]::GetEnvironmentVariables("User")',
  '(Get-Process -Id 1234).StartInfo.EnvironmentVariables',
  'reg query "HKCU\\Environment"',
  'Get-ItemProperty HKCU:\\Environment',
  'pargs -e 1234',
  'wmic process get commandline',
  "git log --all --diff-filter=D --name-only | grep -E '\\.env|secret'",
  'git archive HEAD~10 .env | tar -xO',
  'rclone config dump',
  'mysql_config_editor print --all',
  'wg showconf wg0',
  'nmcli -s connection show Home',
  'netsh wlan show profile name=Home key=clear',
  'databricks auth token',
  'argocd account generate-token',
  'consul acl token list',
  'compgen -v | grep TOKEN',
];

/** The same programs at their ordinary work. */
const ordinary: readonly string[] = [
  'gh secret list',
  'gh variable list',
  'vercel env ls',
  'git remote -v',
  'git reflog',
  'git log --oneline --all',
  'git log --name-only -3',
  'git blame src/app.ts',
  'git archive HEAD -o dist/src.tgz',
  'helm list',
  'helm upgrade api charts/api',
  'nomad job status',
  'etcdctl endpoint health',
  'age -r age1abc -o out.age notes.txt',
  'gpg --verify dist.tgz.asc',
  'systemctl status api',
  'systemctl show api -p ActiveState',
  'pm2 restart api',
  'ps aux',
  'ps -ef',
  'node -p process.version',
  'java -jar build/app.jar',
  'aws ec2 describe-instances',
  'docker config ls',
  'doskey ls=dir',
  'journalctl -u api --since today',
  'reg query HKLM\\Software\\Microsoft\\Windows /v ProgramFilesDir',
  'rclone lsd remote:',
  'wg show',
  'nmcli connection show',
  'composer config platform.php 8.3',
  'convex dev',
  'turso db list',
  'cf apps',
  'keyring --help',
];

describe('asking for secrets', () => {
  it.each(asked)('%s', (command) => {
    const { observation } = last(play([{ action: shell(command) }]));
    expect(names(observation.signals).filter((name) => /^(?:credential-search|secret-read)$/.test(name))).not.toEqual(
      [],
    );
  });

  it.each(ordinary)('is not done by %s', (command) => {
    expect(names(last(play([{ action: shell(command) }])).observation.signals)).toEqual([]);
  });

  it('is seen in a server’s tool as well', () => {
    for (const [server, tool, input] of [
      ['keychain', 'get_password', { service: 'acme' }],
      ['vault', 'read_secret', { path: 'secret/prod' }],
      ['filesystem', 'read_text_file', { path: '/home/dev/.local/share/fish/fish_history' }],
    ] as const) {
      const action = act({ kind: 'mcp', server, tool, input });
      expect([tool, names(last(play([{ action }])).observation.signals).length]).toEqual([tool, 1]);
    }
  });

  it.each([
    ['https://gitlab.acme.example/api/v4/projects/3/variables', 1],
    ['https://api.heroku.com/apps/shop/config-vars', 1],
    ['https://api.render.com/v1/services/srv-1/env-vars', 1],
    ['https://api.vercel.com/v10/projects/shop/env?decrypt=true', 1],
    ['https://gitlab.acme.example/api/v4/projects/3/pipelines', 0],
    ['https://api.vercel.com/v10/projects/shop/domains', 0],
  ])('by an address: %s', (url, count) => {
    const request: HttpRequest = { method: 'GET', url, headers: {}, body: { kind: 'none' }, span: [0, 1] };
    expect(requestedSecrets([request])).toHaveLength(count);
  });
});
