import path from 'node:path';
import type { Place } from '../../action/facts.ts';
import { isWithin } from '../paths.ts';
import { type LaterText, scriptText } from './later-text.ts';
import { pipelineTexts, yamlTexts } from './pipelines.ts';
import { containerTexts, folderTasks, packageTexts } from './project-files.ts';
import { crontabTexts, desktopTexts, launchTexts, settingTexts, unitTexts } from './schedules.ts';

/** A file that something else runs, without the agent running it again. */
export interface RunLater {
  /** `This happens when …`. */
  readonly when: string;
  /**
   * Where it runs: `pipeline`, a build service's throw-away machine; `here`, this machine, unasked; `install`, the
   * project's own life cycle in its own folder.
   */
  readonly runs: 'pipeline' | 'here' | 'install';
  /** Absolute directory it runs in. */
  readonly cwd: string;
  /** `fragment`: the text is a piece of the file. */
  read(text: string, fragment: boolean): LaterText[];
}

/** A quick look at a path's text: nearly every write ends here. */
const mayRunLater =
  /hook|husky|\.github|\.gitea|\.forgejo|gitlab|pipelines|azuredevops|circleci|\.drone|woodpecker|buildkite|travis|buildspec|cloudbuild|jenkinsfile|cron|systemd|\.service$|launch(?:agents|daemons)|autostart|startup|(?:^|[/.~])(?:bash|zsh|z|ksh|tcsh|csh|x|xinit|xsession)?(?:rc|_?profile|_?login|_?logout|env|_?aliases)(?:\.local)?$|rc\.d|init\.d|dispatcher\.d|conf\.d|oh-my-zsh|profile|\.envrc|config\.fish|tasks\.json|package\.json|devcontainer|lefthook|pre-commit|git\/config$|\.gitconfig$|ssh\/config|\.code-workspace$/i;

/** By the names git knows: https://git-scm.com/docs/githooks. */
const gitHook =
  /(?:^|\/)(?:\.git(?:\/modules\/.+|\/worktrees\/[^/]+)?\/hooks|\.husky|\.githooks|git-?hooks)\/(?:(?:pre|post)-[a-z-]+|(?:prepare-)?commit-msg|applypatch-msg|sendemail-validate|fsmonitor-watchman|proc-receive|push-to-checkout|reference-transaction|update)(?:\.sh)?$/;
const shellStart =
  /\/(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin|zlogout|kshrc|cshrc|tcshrc|xprofile|xinitrc|xsessionrc)(?:\.local)?|\.config\/fish\/(?:config\.fish|conf\.d\/[^/]+\.fish)|\.(?:bashrc|zshrc)\.d\/[^/]+|\.oh-my-zsh\/custom\/[^/]+\.zsh)$/;
const systemStart =
  /^\/etc\/(?:profile(?:\.d\/.+)?|bash\.bashrc|bashrc|zsh\/.+|zshrc|zshenv|rc\.local|init\.d\/[^/]+|NetworkManager\/dispatcher\.d\/.+)$/;

/** What runs the file at an absolute path later on, or null for an ordinary file. */
export function runLater(absolute: string, place: Place): RunLater | null {
  if (!mayRunLater.test(absolute)) return null;
  const directory = path.posix.dirname(absolute);
  const root = isWithin(absolute, place.workspaceRoot) ? place.workspaceRoot : directory;
  // Windows and macOS find a file by any spelling of its name.
  const spelt = place.platform === 'linux' ? absolute : absolute.toLowerCase();
  const name = path.posix.basename(spelt);
  const here = { runs: 'here', cwd: place.home } as const;
  if (gitHook.test(spelt)) return { when: `git runs the hook ${name}`, runs: 'here', cwd: root, read: scriptText };
  const pipeline = pipelineTexts(absolute, '', false);
  if (pipeline) {
    const read = (text: string, fragment: boolean): LaterText[] => pipelineTexts(absolute, text, fragment) ?? [];
    return { when: `the pipeline in ${name} runs`, runs: 'pipeline', cwd: root, read };
  }
  if (name === 'package.json') {
    const when = 'npm installs, packs or publishes this package';
    return {
      when,
      runs: 'install',
      cwd: directory,
      read: (text, fragment) => packageTexts(fragment ? braced(text) : text),
    };
  }
  if (/(?:^|\/)(?:\.?git\/config|\.gitconfig|\.ssh\/config(?:\.d\/.+)?)$/.test(absolute)) {
    const when = `${absolute.includes('ssh') ? 'ssh' : 'git'} reads its settings`;
    return { when, runs: 'here', cwd: root, read: settingTexts };
  }
  if (/(?:^|\/)(?:\.vscode|User)\/tasks\.json$|\.code-workspace$/i.test(spelt)) {
    return {
      when: 'the folder is opened in the editor',
      runs: 'here',
      cwd: root,
      read: (text, fragment) => folderTasks(fragment ? tasked(text) : text),
    };
  }
  if (/(?:^|\/)\.?devcontainer(?:\/.*)?\.json$/.test(absolute)) {
    const read = (text: string, fragment: boolean): LaterText[] => containerTexts(fragment ? braced(text) : text);
    return { when: 'the folder is opened in a dev container', runs: 'here', cwd: root, read };
  }
  if (/^\.?lefthook(?:-local)?\.ya?ml$/.test(name) || /^\.pre-commit-config\.ya?ml$/.test(name)) {
    return { when: 'git runs its hooks', runs: 'here', cwd: root, read: (text) => yamlTexts(text, /^(?:run|entry)$/) };
  }
  if (/^\/etc\/(?:crontab|cron\.d\/.+|anacrontab)$/.test(absolute)) {
    return { ...here, when: 'cron runs it', read: (text) => crontabTexts(text, true) };
  }
  if (/^\/etc\/cron\.(?:hourly|daily|weekly|monthly)\//.test(absolute))
    return { ...here, when: 'cron runs it', read: scriptText };
  if (
    /\/cron(?:\/crontabs|\/tabs)?\/[^/]+$|(?:^|\/)[\w.-]*crontab[\w.-]*$|\.cron$/.test(absolute) &&
    !/\.(?!txt$|cron$)[a-z]+$/.test(name)
  ) {
    return { ...here, when: 'cron runs it', read: (text) => crontabTexts(text, false) };
  }
  if (/\.service$/.test(name)) return { ...here, when: `systemd starts ${name}`, read: unitTexts };
  if (/\/Launch(?:Agents|Daemons)\/[^/]+\.plist$/.test(absolute))
    return { ...here, when: 'launchd starts it', read: launchTexts };
  if (/\/autostart\/[^/]+\.desktop$/.test(absolute)) return { ...here, when: 'somebody logs in', read: desktopTexts };
  if (name === '.envrc')
    return { when: 'somebody enters the folder (direnv)', runs: 'here', cwd: directory, read: scriptText };
  if (shellStart.test(spelt) || systemStart.test(absolute))
    return { ...here, when: 'a shell starts', read: scriptText };
  if (/\/(?:Microsoft\.\w+_)?profile\.ps1$|\/Startup\/[^/]+\.(?:ps1|bat|cmd)$/i.test(absolute)) {
    return { ...here, when: 'somebody logs in', read: (text) => [{ text, line: 1, dialect: 'pwsh' }] };
  }
  return null;
}

/** A piece of `"name": "text"` pairs as the object they stand in. */
function braced(text: string): string {
  if (text.includes('{')) return text;
  const pairs = `{${text.replace(/^[\s,{]+|[\s,}]+$/g, '')}}`;
  return `{"scripts":${pairs},${pairs.slice(1)}`;
}

/** A piece of tasks.json: one task, or the list's inside. */
function tasked(text: string): string {
  return /"tasks"\s*:/.test(text) ? text : `{"tasks":[${text.replace(/^[\s,]+|[\s,]+$/g, '')}]}`;
}

/** True for a SQL file that a migration tool runs: dropping tables there is its ordinary work. */
export function isMigration(absolute: string): boolean {
  return /\/(?:[\w-]*migrations?|migrate|versions|changelogs?)\/(?:.+\/)?[^/]+\.sql$|\/[VUR]\d[\w.]*__[^/]*\.sql$/i.test(
    absolute,
  );
}
