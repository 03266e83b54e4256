import type { AdaptedHost, Machine } from './adapter.ts';
import { isManaged } from './entries.ts';
import { type SwitchFile, switchFiles } from './host-files.ts';
import { isRecord } from './payload.ts';
import { adapters } from './registry.ts';
import { isLink, readSettings, writeSettings } from './settings-file.ts';
import { SettingsProblem, settingsValue, withoutProperty } from './settings-text.ts';

export { guardPaths, watchedFiles } from './host-files.ts';

/** A setting that silences a host's hook. */
export interface OffSwitch {
  readonly host: AdaptedHost;
  readonly file: string;
  /** Path of the key in the file; empty for the file itself. */
  readonly key: readonly string[];
  /** One plain sentence: what it does. */
  readonly problem: string;
  /** One plain sentence: what repairing will change; null where only the person can repair it. */
  readonly repair: string | null;
}

/** What a repair changed: write `before` back (or remove the file where null) to undo it. */
export interface RepairUndo {
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One key that silences a host, wherever it stands in one of its files. */
interface SwitchRule {
  readonly host: AdaptedHost;
  /** Parts are exact; `*` stands for any key. */
  readonly key: readonly string[];
  /** Whether this value of the key silences the hook. `name` is what `*` stood for. */
  silences(value: unknown, name: string): boolean;
  /** What it does, after "file: key". */
  readonly what: string;
  readonly source: string;
}

const measured = 'measured on Claude Code 2.1.328 (reference/agent-behaviour.md, DESIGN section 3)';

/** Variables that put foreign code into the shell or the host that starts the hook, whatever their value. */
const hijacking =
  /^(LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_\w+|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|IFS|PS4|NODE_PATH|CLAUDE_CODE_SHELL_PREFIX|CLAUDE_CODE_GIT_BASH_PATH|CLAUDE_CODE_SIMPLE|CLAUDE_CONFIG_DIR|COMSPEC|PSModulePath)$/i;

/** `NODE_OPTIONS` that only set memory or warnings load nothing and are left alone. */
const harmlessNodeOptions =
  /^(\s*--(max[-_]old[-_]space[-_]size|max[-_]semi[-_]space[-_]size|stack[-_]trace[-_]limit|dns-result-order|max-http-header-size)(=|\s+)[\w-]+|\s*--(no-warnings|no-deprecation|enable-source-maps|trace-warnings|use-system-ca))*\s*$/;

/** The table: every key known to silence a host's hook. */
const switches: readonly SwitchRule[] = [
  {
    host: 'claude',
    key: ['disableAllHooks'],
    silences: (value) => value !== false && value !== undefined,
    what: 'switches off every hook of Claude Code, Holdpoint too',
    source: measured,
  },
  {
    host: 'claude',
    key: ['env', '*'],
    silences: (value, name) =>
      hijacking.test(name) || (/^NODE_OPTIONS$/i.test(name) && !harmlessNodeOptions.test(String(value))),
    what: 'loads foreign code into what Claude Code starts, and can silence the hook',
    source: measured,
  },
  {
    host: 'claude',
    key: ['allowManagedHooksOnly'],
    silences: (value) => value === true,
    what: "makes Claude Code ignore hooks in a person's own settings; connect with --managed instead",
    source: 'https://code.claude.com/docs/en/hooks',
  },
];

/** Every off-switch that stands now, of every host. Never throws: a file that cannot be read is itself a problem. */
export function inspectOffSwitches(machine: Machine, workspaceRoots: readonly string[]): OffSwitch[] {
  return Object.values(adapters).flatMap((adapter) => inspectHostOffSwitches(adapter.id, machine, workspaceRoots));
}

/** The off-switches of one host; none count where its hook is an administrator's. Never throws. */
export function inspectHostOffSwitches(
  host: AdaptedHost,
  machine: Machine,
  workspaceRoots: readonly string[],
): OffSwitch[] {
  if (isManaged(adapters[host], machine)) return [];
  return switchFiles(host, machine, workspaceRoots).flatMap((file) => [
    ...linkProblems(host, file, machine),
    ...valueProblems(host, file),
  ]);
}

/** Takes one off-switch out of its file, leaving every other byte. Throws {@link SettingsProblem} where it cannot. */
export function repairOffSwitch(offSwitch: OffSwitch): RepairUndo {
  const { file, key } = offSwitch;
  if (offSwitch.repair === null || key.length === 0) {
    throw new SettingsProblem(`${file} has to be put right by hand. ${offSwitch.problem}`);
  }
  const before = readSettings(file);
  if (before === null) return { file, before, after: before };
  const after = withoutProperty(before, key);
  if (after !== before) writeSettings(file, after, before);
  return { file, before, after };
}

/** Undoes a repair, unless the file has changed since. Throws {@link SettingsProblem}. */
export function undoRepair(undo: RepairUndo): void {
  writeSettings(undo.file, undo.before, undo.after);
}

/** Cursor loads nothing from a linked hooks.json (measured on cursor-agent 2026.09.15). */
function linkProblems(host: AdaptedHost, { file, owner }: SwitchFile, machine: Machine): OffSwitch[] {
  if (host !== 'cursor' || owner !== 'person' || file !== adapters.cursor.hookFile(machine) || !isLink(file)) return [];
  return [
    {
      host,
      file,
      key: [],
      problem: `${file} is a link, and Cursor may load no hooks from a link. Replace it by a real file.`,
      repair: null,
    },
  ];
}

function valueProblems(host: AdaptedHost, { file, owner }: SwitchFile): OffSwitch[] {
  const rules = switches.filter((rule) => rule.host === host);
  if (rules.length === 0 && owner !== 'person') return [];
  let value: unknown;
  try {
    const text = readSettings(file);
    if (text === null) return [];
    value = settingsValue(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = why.includes(file) ? why : `${file}: ${why}`;
    return [{ host, file, key: [], problem, repair: null }];
  }
  return rules.flatMap((rule) =>
    keysMatching(value, rule.key)
      .filter(({ key, found }) => rule.silences(found, key.at(-1) ?? ''))
      .map(({ key }) => ({
        host,
        file,
        key,
        problem: `${file}: "${key.join('.')}" ${rule.what}.`,
        repair: owner === 'administrator' ? null : `Remove "${key.join('.')}" from ${file}; the rest of it stays.`,
      })),
  );
}

function keysMatching(value: unknown, pattern: readonly string[]): { key: string[]; found: unknown }[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return [{ key: [], found: value }];
  if (!isRecord(value)) return [];
  const names = part === '*' ? Object.keys(value) : Object.hasOwn(value, part) ? [part] : [];
  return names.flatMap((name) =>
    keysMatching(value[name], rest).map(({ key, found }) => ({ key: [name, ...key], found })),
  );
}
