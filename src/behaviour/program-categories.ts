import type { Invocation } from '../action/invocation.ts';
import { packFor } from '../effects/packs/registry.ts';
import type { Category } from './categories.ts';
import { textOf } from './places.ts';

const table: readonly (readonly [Category, string])[] = [
  [
    'look',
    'ls sed cat head tail wc pwd echo printf which type file stat du df tree nl less more bat date env printenv uname id test [ [[ true false cd pushd popd read export set source . jq yq sort uniq cut tr awk column diff cmp comm basename dirname realpath readlink sha256sum md5sum xxd od hexdump seq tee get-childitem get-content select-object where-object foreach-object format-table measure-object sort-object write-output write-host test-path get-item get-location select-string convertfrom-json',
  ],
  ['search', 'grep egrep fgrep rg ag ack find fd fdfind locate ast-grep sg'],
  ['shell', 'sleep wait exit time timeout watch xargs perl nohup command'],
  ['files', 'mkdir touch cp mv ln chmod tar zip unzip gzip gunzip rsync patch install new-item copy-item move-item'],
  [
    'build',
    'make cmake ninja tsc tsgo eslint biome prettier esbuild vite webpack rollup turbo nx gradle gradlew mvn mvnw javac rustc clippy rustfmt gofmt golangci-lint ruff black mypy pyright flake8 isort swift swiftc xcodebuild msbuild clang gcc g++ stylua shellcheck buf protoc next astro vue-tsc svelte-check knip oxlint bazel buck2 just task',
  ],
  ['test', 'pytest vitest jest mocha playwright cypress phpunit rspec ctest tox nox ava karma nextest gotestsum'],
  [
    'run',
    'node python python3 python2 ruby perl6 php bash sh zsh pwsh powershell java lua deno tsx ts-node Rscript julia',
  ],
  [
    'packages',
    'pip pip3 pipx poetry uv conda gem bundle composer brew apt apt-get dnf yum pacman choco winget corepack',
  ],
  [
    'process',
    'ps top htop lsof pgrep jobs fg bg disown kill pkill killall systemctl service pm2 journalctl tmux screen get-process stop-process start-process ss netstat',
  ],
  [
    'http',
    'curl wget http https xh httpie invoke-webrequest invoke-restmethod iwr irm nc ncat telnet ping dig nslookup host',
  ],
  ['cloud', 'ssh scp sftp mosh'],
  [
    'system',
    'sudo doas su mount umount useradd usermod passwd visudo sysctl modprobe iptables ufw launchctl defaults setx reg',
  ],
];

const byProgram = new Map(
  table.flatMap(([category, names]) => names.split(' ').map((name) => [name, category] as const)),
);

/** Packs by what their programs work on. */
const byPack: Readonly<Record<string, Category>> = {
  files: 'files',
  'sql-clients': 'database',
  prisma: 'database',
  'database-tools': 'database',
  redis: 'database',
  mongodb: 'database',
  'analytics-clients': 'database',
  orm: 'database',
  containers: 'container',
  'code-hosts': 'forge',
  registries: 'packages',
  system: 'process',
  'version-control': 'git-local',
  windows: 'system',
  railway: 'cloud',
  terraform: 'cloud',
  aws: 'cloud',
  google: 'cloud',
  azure: 'cloud',
  'app-platforms': 'cloud',
  'web-platforms': 'cloud',
  wrangler: 'cloud',
  firebase: 'cloud',
  supabase: 'cloud',
  'hosted-databases': 'cloud',
  clouds: 'cloud',
  kubernetes: 'cloud',
  'kubernetes-tools': 'cloud',
  infrastructure: 'cloud',
  ansible: 'cloud',
  'secret-stores': 'cloud',
  saas: 'cloud',
  brokers: 'cloud',
  storage: 'system',
  backups: 'system',
  services: 'cloud',
  edge: 'cloud',
  fleet: 'cloud',
};

const gitLook = new Set(
  'status log diff show blame branch remote rev-parse ls-files ls-tree describe shortlog reflog grep config cat-file merge-base rev-list name-rev for-each-ref symbolic-ref check-ignore whatchanged show-ref help version'.split(
    ' ',
  ),
);
const gitRemote = new Set('push pull fetch clone ls-remote submodule'.split(' '));

const testWord = /^(?:test|tests|t|spec|e2e|unit|check|coverage)(?::|$)|^(?:vitest|jest|pytest|playwright|mocha)$/;
const buildWord =
  /^(?:build|lint|format|fmt|typecheck|type-check|types|tsc|compile|vet|clippy|generate|codegen|bundle)(?::|$)/;
const installWord =
  /^(?:i|ci|install|add|remove|rm|uninstall|update|upgrade|up|get|mod|dedupe|audit|outdated|sync|lock|tidy)$/;
const taskRunners = new Set(
  'npm pnpm yarn bun npx bunx pnpx yarnpkg cargo go dotnet make just task turbo nx gradle gradlew mvn mvnw uv poetry mix rake flutter dart deno swift composer bundle'.split(
    ' ',
  ),
);

/** The category of one program call, by its name and first words; undefined where the name is computed. */
export function categoryOfProgram(invocation: Invocation): Category | undefined {
  const { program } = invocation;
  if (program === null) return 'run';
  const name = program.toLowerCase();
  if (name === 'git') return gitCategory(invocation);
  if (
    (name === 'sed' || name === 'perl') &&
    invocation.args.some((arg) => /^-[a-zA-Z]*i|^--in-place/.test(textOf(arg)))
  )
    return 'files';
  if (taskRunners.has(name)) return taskCategory(name, invocation);
  if ((name === 'node' || name.startsWith('python')) && wordsOf(invocation).some((word) => testWord.test(word)))
    return 'test';
  const known = byProgram.get(name);
  if (known !== undefined) return known;
  const pack = packFor(program)?.id;
  return (pack === undefined ? undefined : byPack[pack]) ?? 'run';
}

function gitCategory(invocation: Invocation): Category {
  const [verb = 'status'] = wordsOf(invocation);
  if (gitRemote.has(verb)) return 'git-remote';
  return gitLook.has(verb) ? 'git-look' : 'git-local';
}

function taskCategory(name: string, invocation: Invocation): Category {
  const words = wordsOf(invocation);
  if (words.some((word) => testWord.test(word))) return 'test';
  if (words.some((word) => buildWord.test(word))) return 'build';
  if (words[0] !== undefined && installWord.test(words[0])) return 'packages';
  return byProgram.get(name) === 'build' ? 'build' : 'run';
}

/** The first few arguments that are no options. */
function wordsOf(invocation: Invocation): string[] {
  const words: string[] = [];
  for (const arg of invocation.args) {
    if (words.length === 3) break;
    const text = textOf(arg);
    if (text !== '' && !text.startsWith('-') && text.length < 60) words.push(text);
  }
  return words;
}
