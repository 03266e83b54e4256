import { isRecord } from '../guard/json.ts';
import type { AdaptedHost, Machine } from './adapter.ts';
import { isManaged } from './entries.ts';
import { type SwitchFile, switchFiles } from './host-files.ts';
import { places } from './places.ts';
import { adapters } from './registry.ts';
import { readSettings, writeSettings } from './settings-file.ts';
import { SettingsProblem, settingsValue, withoutProperty } from './settings-text.ts';
import { remainingStep } from './steps.ts';
import { readToml, withoutTomlEntry } from './toml.ts';

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
  const values = switchFiles(host, machine, workspaceRoots).flatMap((file) => valueProblems(host, file));
  return [...stepProblems(host, machine), ...values];
}

/** Takes one off-switch out of its file, leaving every other byte. Throws {@link SettingsProblem} where it cannot. */
export function repairOffSwitch(offSwitch: OffSwitch): RepairUndo {
  const { file, key } = offSwitch;
  if (offSwitch.repair === null || key.length === 0) {
    throw new SettingsProblem(`${file} has to be put right by hand. ${offSwitch.problem}`);
  }
  const before = readSettings(file);
  if (before === null) return { file, before, after: before };
  const after = file.endsWith('.toml') ? withoutTomlEntry(before, key) : withoutProperty(before, key);
  if (after !== before) writeSettings(file, after, before);
  return { file, before, after };
}

/** Undoes a repair, unless the file has changed since. Throws {@link SettingsProblem}. */
export function undoRepair(undo: RepairUndo): void {
  writeSettings(undo.file, undo.before, undo.after);
}

/** What the person has still to do, which no repair of ours can: until then the host skips the hook. */
function stepProblems(host: AdaptedHost, machine: Machine): OffSwitch[] {
  const problem = remainingStep(host, machine);
  return problem === undefined ? [] : [{ host, file: places[host].hookFile(machine), key: [], problem, repair: null }];
}

function valueProblems(host: AdaptedHost, { file, owner }: SwitchFile): OffSwitch[] {
  const rules = adapters[host].switches;
  // A plugin or a script of ours is no settings file.
  const isSettings = owner === 'person' && adapters[host].installation.kind === 'entries';
  if (rules.length === 0 && !isSettings) return [];
  let value: unknown;
  try {
    const text = readSettings(file);
    if (text === null) return [];
    value = file.endsWith('.toml') ? tomlValue(text) : settingsValue(text);
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

/** A TOML text as the object it stands for. */
function tomlValue(text: string): unknown {
  const root: Record<string, unknown> = Object.create(null);
  for (const { key, value } of readToml(text)) {
    let table: Readonly<Record<string, unknown>> = { [key.at(-1) ?? '']: value };
    for (const part of key.slice(0, -1).reverse()) table = { [part]: table };
    merge(root, table);
  }
  return root;
}

function merge(into: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(from)) {
    const there = into[name];
    if (isRecord(value) && isRecord(there)) {
      const table = { ...there };
      merge(table, value);
      into[name] = table;
    } else into[name] = value;
  }
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
