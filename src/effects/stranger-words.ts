import { recorded } from './verb-words.ts';
import { wordsOf } from './words.ts';

/** Verbs that destroy whatever they are said of, on any command line. */
const strong = new Set(
  (
    'delete destroy purge wipe terminate deprovision decommission drop obliterate nuke erase truncate deregister expunge ' +
    'teardown undeploy unprovision zeroize deleteall destroyall purgeall forcedelete'
  ).split(' '),
);
/** Verbs that everyday tools use of what they can fetch or make again: they count only of what a server holds. */
const weak = new Set(
  'remove rm rmi rb del detach cancel reset clear flush revoke deactivate disable suspend archive empty evict uninstall reinstall rebuild reimage shutdown poweroff unregister rollback kill stop down'.split(
    ' ',
  ),
);
/** Verbs said of one thing that is not made again by a command: `acme destroy`, `acme terminate web`. */
const final = new Set('destroy terminate deprovision decommission obliterate nuke zeroize teardown'.split(' '));

/** Things that live on a server and hold data or serve somebody, whoever runs it. */
const held = plurals(
  'app application data database db cluster project instance server volume disk bucket backup snapshot domain zone store deployment ' +
    'organization organisation org tenant account keyspace topic queue collection dataset namespace filesystem fs vm machine ' +
    'node droplet scope secret environment tablespace schema stack pool share datastore datacenter realm warehouse site host ' +
    'controller space repository fleet broker shard replica resource addon datasource state filespace backupset target runner lun storage vdisk subscription customer dns vpc',
);
/** Things of services that people work in; a strong verb takes them away for everybody. */
const shared = plurals(
  'env service user member role team group board ticket issue page flag segment contact channel message webhook pipeline job ' +
    'workflow run schedule dashboard monitor alert incident policy gateway network subnet record certificate cert key token ' +
    'template image artifact repo release device list campaign product order invoice drive safe vault credential container ' +
    'function endpoint tunnel stream index table item object document customer lead deal form survey event trigger rule ' +
    'firewall loadbalancer lb ip address peer interface partition reservation allocation license feature catalog entity ' +
    'department employee payment space folder article post comment asset media video photo course class playlist model ' +
    'experiment artifact target check probe slo silence ruleset source destination connection connector sink integration ' +
    'system package distribution workspace branch region quota offer bot agent',
);
/** What a tool keeps for itself or makes again: its loss is nobody's grief, whatever the verb. */
const slight = plurals(
  'cache label tag annotation context alias completion extension plugin addon session view bookmark worktree stash config ' +
    'configuration profile tab window pane theme font hook dependency module component line character char word todo task note ' +
    'pkg news property prop album versionlock capability snippet history kernel kernelspec emulator avd simulator simruntime runtime toolchain version sdk layer panel widget ' +
    'duplicate orphan temp tmp build output lock pid port breakpoint watch mark favorite reminder alarm filter migration ' +
    'generator scaffold test mock fixture icon color keyword option setting preference shortcut command ' +
    'variable var symbol import method class property field prop frame slide cell row column track playlist subtitle metadata ' +
    'attribute attr remote submodule patch changeset bookmark comment reaction notification',
);

function plurals(words: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of words.split(' ')) {
    found.add(word);
    found.add(
      /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /(?:s|x|ch)$/.test(word) ? `${word}es` : `${word}s`,
    );
  }
  return found;
}

/** How sure a verb is, apart from what it is said of; undefined for what is none. */
export function verbStrength(word: string): 'strong' | 'weak' | undefined {
  return strong.has(word) ? 'strong' : weak.has(word) ? 'weak' : undefined;
}

/** True for a verb that says by itself that something is gone for good. */
export function isFinal(verb: string): boolean {
  return final.has(verb);
}

const heldAtEnd =
  /^(?!time|work)[a-z]{2,}(?:instance|server|volume|bucket|backup|snapshot|domain|zone|database|cluster|collection|tenant|dataset|account|project|keyspace|namespace|filesystem|repository|disk|pool|db)s?$/;

/** What a noun's words say about what is lost: held by a server, shared by people, slight, or nothing known. */
export function nounKind(noun: string): 'held' | 'shared' | 'slight' | 'other' {
  const words = wordsOf(noun);
  const head = words.at(-1) ?? '';
  if (held.has(head)) return 'held';
  // An agent on this machine keeps its sessions for itself.
  if (
    /^sessions?$/.test(head) &&
    words.some((word) => recorded.test(word) && !/^(?:agent|assistant|bot|test)s?$/.test(word))
  )
    return 'shared';
  if (slight.has(head)) return 'slight';
  if (shared.has(head)) return 'shared';
  // `dnszone`, `dbinstance`, `cloudserver`
  if (heldAtEnd.test(head)) return 'held';
  return words.some((word) => held.has(word)) ? 'held' : 'other';
}

/** Programs that write, show, compare or send on the words they are given, and never act on them. */
const speaking =
  /^(?:echo|printf|print|test|true|false|function|alias|type|which|whereis|command|builtin|man|tldr|e?grep|fgrep|rg|ag|ack|awk|sed|tr|cut|sort|uniq|jq|yq|fx|tee|cat|bat|less|more|head|tail|wc|logger|say|wall|notify-send|[px]clip|pbcopy|wl-copy|xsel|claude|codex|gemini|aider|llm|ollama|cursor-agent|opencode|amp|goose|mods|sgpt|fzf|expr|let|read|export|declare|local|set|unset|return|exit|trap|sqlfluff|sqlformat|pgformatter|sqlfmt|vale|cspell|codespell|diff|comm|column|fold|base64|md5sum|sha256sum|basename|dirname|realpath|seq|date|sleep|code|cursor|vim?|nvim|nano|emacs|tmux|screen|tig|delta|figlet|cowsay|jest|vitest|pytest|mocha|phpunit|rspec|cypress|playwright)$/;
/** Programs that run or fetch what stands behind them, which is judged for itself. */
const handing =
  /^(?:curl|wget|invoke-(?:restmethod|webrequest)|irm|iwr|https?|xh|xhs|curlie|hurl|grpcurl|sudo|doas|su|runuser|env|nice|timeout|time|nohup|xargs|parallel|watch|entr|strace|flock|ssh|sshpass|mosh|chroot|unshare|nsenter|(?:ba|z|da|k|fi|a)?sh|pwsh|powershell|cmd|npx|pnpx|bunx|uvx?|pipx|bundle|poetry|pipenv|pdm|rye|hatch|make|just|rake|invoke|nox|tox|composer|php|python[\d.]*|pypy|node|deno|bun|ruby|perl|rscript|lua|dotnet|go|cargo|gradlew?|mvnw?|ant|bazel|nx|turbo|lerna|expect|(?:osa)?script|op|doppler|dotenv|direnv|aws-vault|chamber|infisical)$/;
/** Tools of one person's machine, whose deletions take what they fetch or make again. */
const personal =
  /^(?:(?:tf|cdk|sam|pulumi)local|xcrun|simctl|avdmanager|task|todo|todo\.sh|scoop|fvm|omf|ya|dnf|eselect|tlmgr|phar|uci|cliphist|settings|adb|emulator|ng|hygen|plop|rails|stack|opam|elm|conda|mamba|micromamba|asdf|mise|nvm|pyenv|rbenv|sdk|rustup|flatpak|gsettings|dconf|defaults|qdbus|dbus-send|gdbus|tmuxinator|chezmoi|yadm|stow|nb|jrnl|zk|watson|timew|buku|newsboat|mpc|playerctl|bluetoothctl|wpctl|pactl|pueue|ddev|lando|transmission-\w+|nix[\w-]*)$/;

/** PowerShell's own verbs that take nothing away, by which its commands are named. */
const cmdlet =
  /^(?:add|get|set|new|convert(?:to|from)?|write|out|select|where|foreach|test|import|export|measure|sort|join|split|format|read|copy|compare|resolve|update|start|use|tee|group|show|find|save)-[a-z]+$/;

/** True for a program whose words say nothing of what a server loses. */
export function isBystander(program: string): boolean {
  return (
    cmdlet.test(program.toLowerCase()) ||
    speaking.test(program) ||
    handing.test(program.toLowerCase()) ||
    personal.test(program)
  );
}
