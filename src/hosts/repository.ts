import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { AdaptedHost } from './adapter.ts';
import type { PlannedEdit } from './connection.ts';
import { inFile } from './entries.ts';
import { withHooks, withoutHooks } from './hook-settings.ts';
import { copyBundle, writeProgram } from './launcher.ts';
import { adapters } from './registry.ts';
import { isRepositoryCommand, repositoryCommand, repositoryHook, repositoryScript } from './repository-script.ts';
import { readSettings, writeSettings } from './settings-file.ts';
import { SettingsProblem } from './settings-text.ts';

/** Where a repository's own hooks stand, for hosts that read them there: relative to its root. */
const repositoryFiles: Readonly<Partial<Record<AdaptedHost, string>>> = {
  claude: '.claude/settings.json',
  cursor: '.cursor/hooks.json',
  codex: '.codex/hooks.json',
  gemini: '.gemini/settings.json',
  qwen: '.qwen/settings.json',
  copilot: '.github/hooks/holdpoint.json',
  vscode: '.github/hooks/holdpoint.json',
  windsurf: '.windsurf/hooks.json',
  kiro: '.kiro/hooks/holdpoint.json',
  opencode: '.opencode/plugins/holdpoint.js',
  cline: '.clinerules/hooks/PreToolUse',
};

/** What stands between the file and its effect, where the host asks a person first; one plain sentence. */
const repositorySteps: Readonly<Partial<Record<AdaptedHost, string>>> = {
  codex: 'Codex runs it once a person has trusted the project and the hook (codex, then /hooks).',
  gemini: 'Gemini CLI runs it in folders that are trusted.',
  copilot: 'Copilot CLI runs it in folders that are trusted; the cloud agent runs it always.',
};

/** What connecting a repository did. */
export interface RepositoryChange {
  readonly written: readonly string[];
  readonly steps: readonly string[];
}

/**
 * Puts the hook into the repository itself, program and all, for where no person can be asked: what cannot be undone is
 * denied there. Where a window of this person is open it asks them as ever. Throws {@link SettingsProblem}.
 */
export function connectRepository(hosts: readonly AdaptedHost[], root: string, bundle: string): RepositoryChange {
  // Every file is read before the first is written.
  const edits = hosts.flatMap((host) => planRepository(host, root, 'connect'));
  const folder = path.join(root, repositoryHook);
  rmSync(folder, { recursive: true, force: true });
  copyBundle(bundle, folder);
  writeProgram(path.join(folder, 'run'), repositoryScript());
  for (const { file, after, before } of edits) writeSettings(file, after, before, modeOf(file));
  return {
    written: [folder, ...edits.map(({ file }) => file)],
    steps: hosts.flatMap((host) => repositorySteps[host] ?? []),
  };
}

/** Takes the entries out again, and the program once no host's entries are left. Throws {@link SettingsProblem}. */
export function disconnectRepository(hosts: readonly AdaptedHost[], root: string): readonly string[] {
  const edits = hosts.flatMap((host) => planRepository(host, root, 'disconnect'));
  for (const { file, after, before } of edits) writeSettings(file, after, before);
  const isUsed = Object.values(repositoryFiles).some((name) => isRepositoryCommand(readOr(path.join(root, name))));
  const folder = path.join(root, repositoryHook);
  if (isUsed || !existsSync(folder)) return edits.map(({ file }) => file);
  rmSync(folder, { recursive: true, force: true });
  return [...edits.map(({ file }) => file), folder];
}

function planRepository(host: AdaptedHost, root: string, what: 'connect' | 'disconnect'): PlannedEdit[] {
  const name = repositoryFiles[host];
  if (name === undefined) throw new SettingsProblem(`${adapters[host].title} reads no hooks from a repository.`);
  const file = path.join(root, name);
  const before = readSettings(file);
  const after = inFile(file, () => changed(before, host, what));
  return after === before ? [] : [{ file, before, after }];
}

function changed(text: string | null, host: AdaptedHost, what: 'connect' | 'disconnect'): string | null {
  const { installation } = adapters[host];
  const command = repositoryCommand(host);
  if (installation.kind === 'entries') {
    const { preamble } = installation;
    const settings = { entries: installation.entries(command), preamble, isOurs: isRepositoryCommand };
    if (what === 'connect') return withHooks(text, settings);
    return text === null ? null : withoutHooks(text, settings);
  }
  if (text !== null && !isRepositoryCommand(text)) {
    throw new SettingsProblem('The file is not Holdpoint’s. Move it away, then try again; it was left as it is.');
  }
  return what === 'connect' ? installation.text(command) : null;
}

/** A script is started; the rest is read by everybody who clones. */
function modeOf(file: string): number {
  return path.extname(file) === '' ? 0o755 : 0o644;
}

function readOr(file: string): string {
  try {
    return readSettings(file) ?? '';
  } catch {
    return '';
  }
}
