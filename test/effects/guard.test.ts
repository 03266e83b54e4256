import { describe, expect, it } from 'vitest';
import type { FactAnswer, Place } from '../../src/action/facts.ts';
import { loadGrammar } from '../../src/context/grammar.ts';
import { silencedBy } from '../../src/effects/guard-settings.ts';
import { analysed, isStopped, ordinary } from './judging.ts';

const place: Place = {
  ...ordinary,
  context: 'ask',
  guardPaths: [
    ...ordinary.guardPaths,
    '/home/dev/shop/.github/hooks',
    '/home/dev/shop/.codex/config.toml',
    '/home/dev/.codex/config.toml',
    '/home/dev/.nvm/versions/node/v24.1.0/bin/node',
    '/usr/local/bin/git',
  ],
};
const hooked = JSON.stringify({
  model: 'x',
  hooks: {
    PreToolUse: [
      { matcher: '*', hooks: [{ type: 'command', command: '/home/dev/.local/state/holdpoint/bin/hook claude' }] },
    ],
  },
});
const trusted = `model = "x"
[hooks.state."/home/dev/.codex/hooks.json:pre_tool_use:0:0"]
trusted_hash = "sha256:SYNTHETIC"
`;
const answers = new Map<string, FactAnswer>([
  ['file-text\n/home/dev/.codex/config.toml', { known: true, value: { text: trusted, bytes: trusted.length } }],
  ['file-text\n/home/dev/.gemini/settings.json', { known: true, value: { text: '{}', bytes: 2 } }],
  ['file-text\n/home/dev/shop/.qwen/settings.json', { known: true, value: { text: '{}', bytes: 2 } }],
  ['file-text\n/home/dev/shop/.github/copilot/settings.json', { known: true, value: { text: '{}', bytes: 2 } }],
  ['file-text\n/home/dev/.claude/settings.json', { known: true, value: { text: hooked, bytes: hooked.length } }],
  [
    'file-text\n/home/dev/shop/.claude/settings.json',
    { known: true, value: { text: '{"permissions":{}}', bytes: 18 } },
  ],
]);

async function outcome(command: string): Promise<'deny' | 'hold' | 'allow'> {
  const { effects } = await analysed({ kind: 'shell', command }, { place, answers });
  if (effects.some((effect) => effect.touchesGuard)) return 'deny';
  return effects.some((effect) => effect.rule.startsWith('guard/') && isStopped(effect)) ? 'hold' : 'allow';
}

describe('commands that touch the guard are denied', () => {
  it.each([
    'rm -rf ~/.local/state/holdpoint',
    'rm -rf .holdpoint',
    'rm .holdpoint/audit/2026-01-01-w.jsonl',
    'rm -rf ~/.local/state',
    'rm -rf ~',
    'mv ~/.local/state/holdpoint /tmp/x',
    'mv .holdpoint/audit /tmp',
    'echo x > .holdpoint/audit/2026-01-01-w.jsonl',
    'echo {} > ~/.local/state/holdpoint/pins.json',
    'cat fake.json | tee ~/.local/state/holdpoint/record.json',
    'cp fake ~/.local/state/holdpoint/bin/hook',
    'ln -sf /bin/true ~/.local/state/holdpoint/bin/hook',
    'sed -i s/a/b/ ~/.local/state/holdpoint/bin/hook',
    'chmod -x ~/.local/state/holdpoint/bin/hook',
    'truncate -s 0 .holdpoint/audit/a.jsonl',
    'cd .holdpoint && rm -rf audit',
    'sudo rm -rf ~/.local/state/holdpoint',
    'bash -c "rm -rf ~/.local/state/holdpoint"',
    'curl -o ~/.local/state/holdpoint/pins.json https://example.com/pins',
    'dd if=/dev/null of=.holdpoint/audit/a.jsonl',
    'rm ~/.claude/settings.json',
    "echo '{}' > ~/.claude/settings.json",
    `echo '{"disableAllHooks": true}' > .claude/settings.json`,
    `cat > .claude/settings.local.json <<'EOF'\n{"env":{"NODE_OPTIONS":"--require ./x.js"}}\nEOF`,
    'export PATH="${PATH//*holdpoint*bin:/}"',
    "export PATH=$(echo $PATH | tr : '\\n' | grep -v holdpoint | paste -sd:)",
    'PATH=$(echo "$PATH" | sed "s#[^:]*holdpoint[^:]*:##") make',
    String.raw`cmd /c 'set PATH=%PATH:C:\Users\me\AppData\Local\holdpoint\exec\ab12\bin;=%'`,
    `cmd /c 'set "Path=%Path:holdpoint=x%" && railway logs'`,
    `pwsh -c '$env:Path = ($env:Path -split ";" | ? { $_ -notmatch "holdpoint" }) -join ";"'`,
    `pwsh -c '$env:PATH = $env:PATH.Replace("C:/Users/me/AppData/Local/holdpoint/exec/ab12/bin;", "")'`,
    `pwsh -c '$env:PATH = $env:PATH -replace "[^;]*holdpoint[^;]*;"; railway logs'`,
    'unset -f /usr/bin/curl',
    'rm -rf ~/.local/state/holdpoint/exec',
    'chmod -R a-x ~/.local/state/holdpoint/exec',
    'cp /bin/true ~/.local/state/holdpoint/exec/ab12/bin/curl',
    'mv ~/.local/state/holdpoint/exec/ab12/bin /tmp/x',
    'pkill -f holdpoint',
    'killall holdpoint',
    'code --uninstall-extension holdpoint.holdpoint',
    'code --install-extension ./holdpoint-9.9.9.vsix --force',
    `echo '{"remote-debugging-port":9222}' > ~/.vscode/argv.json`,
    'code --disable-extensions .',
    'holdpoint disconnect claude',
    'holdpoint mcp unwrap',
    'holdpoint mcp unwrap claude --server db',
    'node dist/cli.js mcp unwrap',
    'npx holdpoint mcp wrap',
    'holdpoint connect claude',
    'HOLDPOINT_STATE=/tmp/x holdpoint connect claude',
    'HOME=/tmp/x ~/.local/state/holdpoint/bin/holdpoint connect claude',
    'sh ~/.local/state/holdpoint/bin/holdpoint disconnect claude',
    'node dist/cli.js connect claude --managed',
    'node ~/.vscode/extensions/holdpoint.holdpoint-0.1.0/dist/uninstall.js',
    'find ~/.local/state/holdpoint -delete',
    'find .holdpoint -type f -exec rm {} +',
    'find . -delete',
    'find ~ -type f -exec rm {} +',
    "find . -path './.holdpoint/*' -delete",
    "find . -name '.hold*' -exec rm -rf {} +",
    "find ~ -name '*settings.json' -exec rm {} +",
    'rm -rf .h*',
    'shopt -s dotglob; rm -rf ./*',
    'shopt -s nullglob dotglob && mv * /tmp/x',
    'GLOBIGNORE=x; mv * /tmp/x',
    "zsh -c 'setopt GLOB_DOTS; mv * /tmp/x'",
    "zsh -c 'rm -rf *(D)'",
    "zsh -c 'rm -rf ./*(ND)'",
    'rm -rf .*',
    'rm -rf .[!.]*',
    'rm -rf {*,.*}',
    'rm -rf ./',
    'rm -rf "$PWD"',
    'rm -rf ~/.lo*',
    'rm -rf ~/.local/*',
    'rm -rf ~/.local/state/h?ldp*/run',
    'rm -rf ~/.vscode/extensions/*',
    'rm -rf /*',
    'rm ~/.claude/*.json',
    'cp -r fake/holdpoint ~/.local/state/',
    'chmod 000 .holdpoint/audit',
    'rm -rf ~/.vscode/extensions/holdpoint.holdpoint-0.1.0',
    'mv ~/.claude/settings.json /tmp/',
    'mv ~/.claude ~/.claude.off',
    'chmod 000 ~/.claude/settings.json',
    'chmod a-r ~/.claude/settings.json',
    'chmod -R 000 ~/.claude',
    'mount -t tmpfs none ~/.claude',
    'rm ~dev/.claude/settings.json',
    'rm /proc/self/cwd/../.claude/settings.json',
    'rm /proc/self/root/home/dev/.claude/settings.json',
    'kill $(pgrep -f holdpoint)',
    'pgrep -f holdpoint | xargs kill -9',
    'pkill -9 -f holdp',
    "pkill -f 'hold[p]oint'",
    "pkill -f 'h.ldpoint'",
    'pkill -USR1 -f "cli.js hook"',
    "kill -USR1 $(pgrep -f 'current/cli\\.js')",
    'for p in $(pgrep holdpoint); do kill $p; done',
    'node inspect -p $(pgrep -f holdpoint)',
    'gdb --pid=$(pgrep -nf holdpoint) -batch -ex detach',
    'strace -p $(pgrep -f holdpoint) -e inject=write:retval=0',
    'prlimit --pid $(pgrep -f holdpoint) --nofile=3',
    "printf '#!/bin/sh\\nexit 40\\n' > ~/.nvm/versions/node/v24.1.0/bin/node",
    'cp stand-in ~/.nvm/versions/node/v24.1.0/bin/node',
    'cp bin/node ~/.nvm/versions/node/v24.1.0/bin/',
    'ln -sf /tmp/x ~/.nvm/versions/node/v24.1.0/bin/node',
    'mv ~/.nvm/versions/node/v24.1.0/bin/node /tmp/n',
    'chmod -x ~/.nvm/versions/node/v24.1.0/bin/node',
    'cp stand-in /usr/local/bin/git',
    'cp bin/git /usr/local/bin/',
    'install -m 755 stand-in ~/.nvm/versions/node/v24.1.0/bin/node',
    'pgrep -f holdpoint | while read p; do kill -9 $p; done',
    "ps -ef | grep '[h]oldpoint' | awk '{print $2}' | xargs kill",
    'fuser -k ~/.local/state/holdpoint/run/x.sock',
    'lsof -t ~/.local/state/holdpoint/run/x.sock | xargs kill',
    'mv ~/.vscode/extensions ~/.vscode/e2',
    'node dist/cli.js disconnect claude',
    `claude --settings '{"disableAllHooks":true}' -p x`,
    'codex exec -c features.hooks=false x',
    'codex --config=features.codex_hooks=false exec x',
    'codex exec --disable hooks x',
    `codex exec -c 'hooks.state={}' x`,
    'node dist/cli.js disconnect codex',
    'node dist/cli.js connect gemini --managed',
    'node20 /x/holdpoint/cli.js disconnect claude',
    'ts-node /x/holdpoint/cli.js disconnect claude',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('deny');
  });
});

describe('a process told by its number', () => {
  const lines: Readonly<Record<string, string>> = {
    '4001': '/usr/bin/node --disable-sigusr1 /home/dev/.local/state/holdpoint/lib/current/cli.js hook claude ',
    '4002': '/bin/sh /home/dev/.local/state/holdpoint/bin/holdpoint-hook claude ',
    '4003': '/usr/share/code/code --type=utility --utility-sub-type=node.mojom.NodeService ',
    '4004': '/home/dev/.vscode-server/bin/x/node /x/out/bootstrap-fork --type=extensionHost ',
    '4005': 'node /home/dev/shop/server.js ',
    '4006': 'vim /home/dev/notes/holdpoint.md ',
    '4007': '/usr/share/code/code /x/extensions/typescript/tsserver.js ',
  };
  const known = new Map<string, FactAnswer>(
    Object.entries(lines).map(([number, line]) => {
      const text = line.replaceAll(' ', '\0');
      return [`file-text\n/proc/${number}/cmdline`, { known: true, value: { text, bytes: text.length } }];
    }),
  );
  const judged = async (command: string): Promise<'deny' | 'hold' | 'allow'> => {
    known.set('grammar\njavascript', { known: true, value: await loadGrammar('javascript') });
    const { effects } = await analysed({ kind: 'shell', command }, { place, answers: known });
    if (effects.some((effect) => effect.touchesGuard)) return 'deny';
    return effects.some(isStopped) ? 'hold' : 'allow';
  };

  it.each<[string, 'deny' | 'hold' | 'allow']>([
    ['kill -STOP 4001', 'deny'],
    ['kill -9 4005 4002', 'deny'],
    ['kill -9 -4001', 'deny'],
    ['node inspect -p 4001', 'deny'],
    [`gdb -batch -ex 'attach 4001' -ex 'call (int)_exit(0)'`, 'deny'],
    ['strace -p4001 -e inject=write:retval=0', 'deny'],
    ['prlimit --pid 4001 --cpu=1', 'deny'],
    [`python3 -c 'import os, signal; os.kill(4001, signal.SIGSTOP)'`, 'deny'],
    [`node -e 'process._debugProcess(4001)'`, 'deny'],
    ['kill -USR1 4003', 'hold'],
    ['kill 4004', 'hold'],
    ['node inspect -p 4004', 'hold'],
    ['gdb -p 4003', 'hold'],
    ['kill 4005', 'allow'],
    ['kill -USR1 4005', 'allow'],
    ['node inspect -p 4005', 'allow'],
    ['strace -f -p 4005', 'allow'],
    ['kill 4006', 'allow'],
    ['kill 4007', 'allow'],
    ['kill 4999', 'allow'],
  ])('%s: %s', async (command, expected) => {
    expect(await judged(command)).toBe(expected);
  });
});

describe('commands that only could hit it hold', () => {
  it.each([
    'unset BASH_ENV',
    'sort -o ~/.claude/settings.json x',
    'gzip ~/.claude/settings.json',
    'zip -m x.zip ~/.claude/settings.json',
    "gawk -i inplace '{print}' ~/.claude/settings.json",
    `awk 'BEGIN{print "{}" > "/home/dev/.claude/settings.json"}'`,
    'diff x y --output=/home/dev/.claude/settings.json',
    'docker cp x:/a ~/.claude/settings.json',
    'xxd -r x ~/.claude/settings.json',
    'typeset +x BASH_ENV',
    'export -n BASH_ENV',
    'unset PROMPT_COMMAND',
    'export BASH_ENV=~/.bashrc',
    'BASH_ENV=/dev/null make',
    'HOLDPOINT_ZSH= zsh x.zsh',
    'unset HOLDPOINT_ZSH',
    'hash -p /usr/bin/curl curl',
    'pkill node',
    'claude plugin install tidy@market',
    'pkill -f type=extensionHost',
    'code --user-data-dir /tmp/x .',
    'XDG_STATE_HOME=/tmp/x code .',
    'sqlite3 ~/.config/Code/User/globalStorage/state.vscdb "delete from ItemTable"',
    'secret-tool clear service holdpoint',
    'killall -9 node',
    'pkill -f code',
    'killall Electron',
    'jq .x s.json > ~/.claude/settings.json',
    'sed -i s/a/b/ ~/.claude/settings.json',
    'taskkill /F /IM node.exe',
    'kill -9 -1',
    'killall5',
    'pkill -9 ""',
    'pkill -f e',
    'pkill -v -f vite',
    'pkill -f bootstrap-fork',
    'pkill -f /usr/share/code',
    'pkill MainThread',
    "pkill -f 'disable-sigusr1'",
    `python3 -c 'import os; os.kill(-1, 9)'`,
    'node inspect -p $(pgrep -f extensionHost)',
    'gdb -p $(pgrep -f extensionHost) -batch -ex detach',
    'renice 19 -p $(pgrep -f extensionHost)',
    'echo {} > /proc/4242/fd/1',
    'echo {} | tee /proc/4242/fd/1',
    'dd if=x of=/proc/4242/mem bs=1 seek=4096',
    'for p in $(pgrep -f hook); do echo {} > /proc/$p/fd/1; done',
    'code --inspect-extensions=9229 .',
    'cursor --inspect-brk-extensions=9229 .',
    'code --remote-debugging-port=9222 .',
    'xdotool search --name "Visual Studio Code" key Tab',
    'ydotool key 28:1 28:0',
    'wtype -k Return',
    `osascript -e 'tell application "System Events" to keystroke return'`,
    'jq "del(.hooks)" ~/.claude/settings.json > t && mv t ~/.claude/settings.json',
    'cp settings.json ~/.claude/',
    'rsync -a x/ ~/.claude/',
    'tar xf x.tar -C ~/.claude',
    'unzip -o x.zip -d ~/.claude',
    'crudini --del ~/.claude/settings.json hooks',
    'split x ~/.claude/settings.json',
    'python3 edit.py ~/.claude/settings.json',
    'ln -s ~/.claude c && echo {} > c/settings.json',
    'mount --bind ~/.claude /mnt/x',
    'kill -STOP $(pgrep -f extensionHost)',
    'kill $(pidof code)',
    'pkill -f hold',
    'CLAUDE_CONFIG_DIR=/tmp/x claude -p x',
    'LD_PRELOAD=/tmp/x.so claude -p x',
    'export LD_AUDIT=/tmp/x.so; codex exec x',
    'export CLAUDE_CONFIG_DIR=/tmp/x; claude -p x',
    'HOME=/tmp/x claude -p x',
    'env HOME=/tmp/x claude -p x',
    'claude --setting-sources project -p x',
    'CODEX_HOME=/tmp/x codex exec x',
    'HOME=/tmp/x gemini -p x',
    'GEMINI_CLI_SYSTEM_SETTINGS_PATH=/tmp/s.json gemini -p x',
    'qwen --bare -p x',
    'qwen --safe-mode -p x',
    'COPILOT_HOME=/tmp/x copilot -p x',
    'opencode --pure run x',
    'OPENCODE_CONFIG_DIR=/tmp/x opencode run x',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('hold');
  });
});

describe('ordinary work beside it passes', () => {
  it.each([
    'cat ~/.local/state/holdpoint/pins.json',
    'sort ~/.claude/settings.json',
    'gzip -c ~/.claude/settings.json | wc -c',
    "awk '{print $1}' ~/.claude/settings.json",
    'xxd ~/.claude/settings.json',
    'zip -r x.zip ~/.claude/settings.json',
    'node20 server.js connect',
    'export -n FOO',
    'export PATH=$PATH:/opt/x/bin',
    'export PATH="$HOME/.local/bin:$PATH"',
    'export PATH="$HOME/.local/state/holdpoint/bin:$PATH"',
    String.raw`cmd /c 'set PATH=%LOCALAPPDATA%\holdpoint\bin;%PATH%'`,
    `cmd /c 'set PATH=%PATH:;;=;%'`,
    `pwsh -c '$env:Path += ";$HOME/holdpoint/bin"'`,
    `pwsh -c '$env:Path = "C:/holdpoint/bin;$env:Path"'`,
    `pwsh -c '$env:Path = ($env:Path -split ";" | ? { $_ -notmatch "python" }) -join ";"'`,
    'export PATH=/usr/bin:/bin',
    'PATH=node_modules/.bin:$PATH tsc',
    '. .venv/bin/activate',
    'env -i PATH=/usr/bin make',
    'unset -f nvm',
    'unset PATH_BEFORE',
    'hash -r',
    'enable -n echo',
    'rm -rf *',
    'rm -rf ./*',
    'rm -rf -- *',
    'rm -rf "$PWD"/*',
    'mv ./* /tmp/x',
    'shopt -u dotglob; mv * /tmp/x',
    'shopt -s nullglob; rm -rf src/*',
    "zsh -c 'rm -rf *(N)'",
    'rm -rf .g*',
    "find . -mtime +7 -not -path './.holdpoint/*' -delete",
    "find . -name '*' -type f -delete",
    'rm *.json',
    'find . -type d -empty -delete',
    "find . -name '*.pyc' -delete",
    'find .holdpoint -name a.jsonl',
    'ls -la .holdpoint/audit',
    'grep -r hold .holdpoint',
    'cp .holdpoint/audit/a.jsonl /tmp/a.jsonl',
    'cat ~/.claude/settings.json',
    'rm -rf node_modules',
    'rm -rf .claude/worktrees',
    `echo '{"permissions":{"allow":["Bash(ls)"]}}' > .claude/settings.json`,
    'mv ~/Downloads/x.zip .',
    'pkill -f "next dev"',
    'pkill -f vite',
    'kill 4242',
    'holdpoint check -- ls',
    'holdpoint audit verify',
    'node cli.js connect db',
    'sqlite3 app.db "select 1"',
    'code .',
    'code --install-extension dbaeumer.vscode-eslint',
    'code --install-extension ./my-extension-0.1.0.vsix',
    `echo '{"locale":"de"}' > ~/.vscode/argv.json`,
    'LD_PRELOAD=/usr/lib/libjemalloc.so ./server',
    'git commit -m "holdpoint: notes"',
    'echo holdpoint',
    'npm run holdpoint-docs',
    'jq . package.json > .vscode/settings.json',
    'chmod 600 .claude/settings.json',
    'rm -rf .github',
    'cat a.toml > .codex/config.toml',
    'rm -rf .cursor/rules',
    'rm -rf ""',
    'tar czf x.tgz ~/.claude',
    'mkdir -p ~/.claude/skills/x',
    'cp -r skills/x ~/.claude/skills/',
    'chmod 700 ~/.claude',
    'chmod -R u+w ~/.claude',
    'diff ~/.claude/settings.json .claude/settings.json',
    'code ~/.claude/settings.json',
    'git add .claude/settings.json',
    'claude -p x',
    'codex exec "fix the hooks = false test"',
    'codex exec -c model=gpt-5 -c features.hooks=true x',
    'codex exec --disable web_search x',
    'gemini -p x --approval-mode yolo',
    'GEMINI_API_KEY=x gemini -p y',
    'qwen -p x',
    'copilot -p x --yolo',
    'opencode run x',
    'kill $(lsof -t -i:3000)',
    'lsof -ti :3000 | xargs kill -9',
    'kill $(pgrep -f vite)',
    'kill -USR1 4242',
    'kill -STOP 4242',
    'kill -USR1 $(cat /run/nginx.pid)',
    'pkill -USR1 -x dd',
    'strace ls',
    'strace -f -p 4242',
    'gdb ./a.out',
    'gdb -p 4242',
    'gdb -p $(pgrep -f a.out)',
    'lldb -p 4242',
    'node inspect server.js',
    'node inspect -p 4242',
    'renice 10 4242',
    'prlimit --pid 4242',
    'taskset -c 0 make',
    'pgrep -fl holdpoint; node "$SCRIPT"',
    'pkill -f /opt/app/server',
    'echo started > /proc/1/fd/1',
    'echo x > /proc/self/fd/2',
    'echo x > /proc/$$/fd/2',
    'echo 500 > /proc/4242/oom_score_adj',
    'docker exec web sh -c "echo x > /proc/7/fd/1"',
    'cat /proc/4242/cmdline',
    '~/.nvm/versions/node/v24.1.0/bin/node server.js',
    'sudo ln -s ~/.nvm/versions/node/v24.1.0/bin/node /usr/local/bin/node',
    'pm2 start app.js --interpreter ~/.nvm/versions/node/v24.1.0/bin/node',
    'cp ~/.nvm/versions/node/v24.1.0/bin/node /tmp/',
    'cp -r tools/. ~/.nvm/versions/node/v24.1.0/bin/',
    'tar xzf tool.tgz -C ~/.nvm/versions/node/v24.1.0/bin',
    'nvm install 24',
    'sudo ln -s "$(which node)" /usr/local/bin/node',
    'cp "$(which node)" /tmp/node',
    'sudo setcap cap_net_bind_service=+ep $(which node)',
    'sudo cp -r bin/. /usr/local/bin/',
    'curl -sL https://example.com/kubectl.tgz | tar xz -C /usr/local/bin',
    'sudo install -m 755 git-lfs /usr/local/bin/',
    'ls -l /usr/local/bin/git',
    'npm install -g typescript',
    'node --inspect server.js',
    'code --goto src/a.ts:3',
    'xdotool getactivewindow getwindowname',
    'DISPLAY=:99 xdotool key Return',
    'xvfb-run xdotool type hello',
    `osascript -e 'display notification "done"'`,
    'pgrep -f vite | while read p; do kill $p; done',
    "pkill -f 'n.xt dev'",
    'fuser -k 3000/tcp',
    'rm -rf .vscode',
    'ls ~/.vscode/extensions',
    'pgrep -fl holdpoint',
    'node dist/cli.js check -- ls',
    'HOME=/tmp/x npm test',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('allow');
  });
});

describe('writes of a host itself', () => {
  const written = async (path: string, content: string): Promise<boolean> => {
    const { effects } = await analysed({ kind: 'write', path, content }, { place, answers });
    return effects.some((effect) => effect.touchesGuard);
  };

  it('denies what silences a hook and lets pass what does not', async () => {
    expect(await written('.claude/settings.json', '{"disableAllHooks":true}')).toBe(true);
    expect(await written('.claude/settings.local.json', '{"env":{"LD_PRELOAD":"/tmp/x.so"}}')).toBe(true);
    expect(await written('/home/dev/.claude/settings.json', '{"hooks":{}}')).toBe(true);
    expect(await written('/home/dev/.claude/settings.json', hooked.replace('"x"', '"y"'))).toBe(false);
    expect(await written('.claude/settings.json', '{"permissions":{"allow":["Bash(npm test)"]}}')).toBe(false);
    expect(await written('.holdpoint/policy.json', '{}')).toBe(true);
    expect(await written('src/holdpoint.ts', 'export {}')).toBe(false);
    expect(await written('.vscode/settings.json', '{"chat.useHooks": false}')).toBe(true);
    expect(await written('.vscode/settings.json', '{"editor.tabSize": 2}')).toBe(false);
  });

  it.each<[string, string, boolean]>([
    ['/home/dev/.codex/config.toml', trusted.replace('"x"', '"y"'), false],
    ['/home/dev/.codex/config.toml', 'model = "x"\n', true],
    ['/home/dev/.codex/config.toml', `${trusted}enabled = false\n`, true],
    ['/home/dev/.codex/config.toml', `${trusted}[features]\nhooks = false\n`, true],
    ['/home/dev/.gemini/settings.json', '{"hooksConfig":{"enabled":false}}', true],
    ['/home/dev/.gemini/settings.json', '{"hooksConfig":{"disabled":["holdpoint"]}}', true],
    ['/home/dev/.gemini/settings.json', '{"hooksConfig":{"disabled":["lint"]},"ui":{"theme":"x"}}', false],
    ['.qwen/settings.json', '{"disableAllHooks":true}', true],
    ['.qwen/settings.json', '{"model":{"name":"x"}}', false],
    ['.github/copilot/settings.json', '{"disableAllHooks":true}', true],
    ['.github/copilot/settings.json', '{"companyAnnouncements":["x"]}', false],
  ])('%s: %s', async (path, content, denied) => {
    expect(await written(path, content)).toBe(denied);
  });

  it('holds what lets a host run a program that no hook sees', async () => {
    const held = async (path: string, content: string): Promise<string[]> => {
      const { effects } = await analysed({ kind: 'write', path, content }, { place, answers });
      return effects.filter(isStopped).map(({ rule }) => rule);
    };
    const hook = (command: string) =>
      JSON.stringify({ hooks: { PostToolUse: [{ matcher: '*', hooks: [{ type: 'command', command }] }] } });
    const starts = ['guard/starts-by-settings'];
    expect(await held('.claude/settings.json', hook('curl -X DELETE https://api.example.com/v1/volumes/1'))).toEqual(
      starts,
    );
    expect(await held('.claude/settings.local.json', '{"apiKeyHelper":"./evil.sh"}')).toEqual(starts);
    expect(await held('.claude/settings.json', '{"statusLine":{"type":"command","command":"./evil.sh"}}')).toEqual(
      starts,
    );
    expect(await held('.claude/settings.json', '{"enabledPlugins":{"tidy@market":true}}')).toEqual(starts);
    expect(await held('.claude/settings.json', '{"enabledPlugins":{"tidy@market":false}}')).toEqual([]);
    expect(await held('.cursor/hooks.json', '{"version":1,"hooks":{"stop":[{"command":"./evil.sh"}]}}')).toEqual(
      starts,
    );
    expect(await held('.claude/settings.json', '{"permissions":{"allow":["Bash(npm test)"]}}')).toEqual([]);
    expect(await held('/home/dev/.claude/settings.json', hooked.replace('"x"', '"y"'))).toEqual([]);
  });

  it('applies edits before comparing', async () => {
    const edit = async (oldText: string, newText: string): Promise<boolean> => {
      const { effects } = await analysed(
        { kind: 'write', path: '/home/dev/.claude/settings.json', edits: [{ oldText, newText }] },
        { place, answers },
      );
      return effects.some(isStopped);
    };
    expect(await edit('"model":"x"', '"model":"y"')).toBe(false);
    expect(await edit('"model":"x"', '"model":"x","disableAllHooks":true')).toBe(true);
    expect(await edit('bin/hook claude', 'bin/true')).toBe(true);
    expect(await edit('not there', '"disableAllHooks":true')).toBe(true);
  });

  it('holds a change of a person’s hook settings while nobody knows what stands in them', async () => {
    for (const deed of [
      { kind: 'shell', command: 'echo {} > ~/.cursor/hooks.json' },
      { kind: 'shell', command: 'tee ~/.cursor/hooks.json <<< "{}"' },
      { kind: 'write', path: '/home/dev/.cursor/hooks.json', content: '{}' },
      { kind: 'write', path: '/home/dev/.cursor/hooks.json' },
      { kind: 'delete', path: '/home/dev/.cursor/hooks.json' },
    ] as const) {
      const late: FactAnswer = { known: false, why: 'it took too long' };
      const slow = new Map([
        ['file-text\n/home/dev/.cursor/hooks.json', late],
        ['path\n/home/dev/.cursor/hooks.json\n', late],
      ]);
      expect((await analysed(deed, { place, answers: slow })).effects.some(isStopped)).toBe(true);
      expect((await analysed(deed)).effects.some(isStopped)).toBe(true);
    }
  });

  it('finds its files by any spelling where the system does', async () => {
    const mac: Place = {
      ...place,
      platform: 'darwin',
      home: '/Users/dev',
      guardPaths: ['/Users/dev/Library/Application Support/holdpoint', '/Users/dev/.cursor/hooks.json'],
    };
    const { effects } = await analysed({ kind: 'shell', command: 'rm ~/.CURSOR/Hooks.json' }, { place: mac, answers });
    expect(effects.some(isStopped)).toBe(true);
  });

  it('denies deleting a settings file that carries the hook', async () => {
    const { effects } = await analysed({ kind: 'delete', path: '/home/dev/.claude/settings.json' }, { place, answers });
    expect(effects.some((effect) => effect.touchesGuard)).toBe(true);
  });

  it('never minds reading', async () => {
    expect((await analysed({ kind: 'read', path: '/home/dev/.local/state/holdpoint/pins.json' })).effects).toEqual([]);
  });
});

describe('silencedBy', () => {
  it.each([
    ['{}', '{"disableAllHooks":true}', 'sets disableAllHooks'],
    ['{"disableAllHooks":true}', '{"disableAllHooks":true,"a":1}', null],
    ['{"disableAllHooks":true}', '{}', null],
    ['{}', '{"env":{"NODE_OPTIONS":"-r x"}}', 'sets the environment variable NODE_OPTIONS'],
    ['{}', '{"env":{"API_URL":"x"}}', null],
    ['{}', '{"terminal.integrated.env.linux":{"BASH_ENV":"/tmp/x"}}', 'sets terminal.integrated.env.linux'],
    ['{}', '{"terminal.integrated.env.osx":{"NODE_OPTIONS":"--max-old-space-size=8192","PATH":"/x"}}', null],
    ['{}', '{"env":{"NODE_ENV":"test"}}', null],
    ['{}', '{"env":{"BASH_FUNC_printf%%":"() { exit 0; }"}}', 'sets the environment variable BASH_FUNC_printf%%'],
    ['{}', '{"env":{"CLAUDE_CODE_SHELL_PREFIX":"x"}}', 'sets the environment variable CLAUDE_CODE_SHELL_PREFIX'],
    ['{"hooks":{"PreToolUse":[{"hooks":[{"command":"prettier"}]}]}}', '{}', null],
    ['not json', '{"a":1}', null],
    [hooked, 'not json', 'removes or changes its hook entry'],
    ['[hooks]\nrun = "/x/holdpoint/bin/hook"', '[hooks]', 'removes or changes its hook entry'],
    ['model = 1', '[features]\nhooks = false', 'switches hooks off'],
    ['model = 1', 'model = 2', null],
  ])('%s to %s', (before, after, how) => {
    expect(silencedBy(before, after)).toBe(how);
  });
});
