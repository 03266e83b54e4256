import type { HostAdapter, Machine } from './adapter.ts';
import { countOurs, type HookSettings, holdsExactly, withHooks, withoutHooks } from './hook-settings.ts';
import { isLauncherCommand, launcherCommand } from './launcher-command.ts';
import { places } from './places.ts';
import { readSettings } from './settings-file.ts';
import { SettingsProblem } from './settings-text.ts';

/** How our part of a host's file stands. */
type Standing = 'none' | 'altered' | 'exactly';

/** The file's text with our entries in it, or our own file. Throws {@link SettingsProblem}. */
export function installed(text: string | null, adapter: HostAdapter, machine: Machine): string {
  const { installation } = adapter;
  if (installation.kind === 'entries') return withHooks(text, hookSettings(adapter, machine));
  if (text !== null && !isOurFile(text)) {
    throw new SettingsProblem('The file is not Holdpoint’s. Move it away, then try again; it was left as it is.');
  }
  return installation.text(launcherCommand(machine, adapter.id));
}

/** The text without our entries; null where the file was ours alone. Throws {@link SettingsProblem}. */
export function uninstalled(text: string, adapter: HostAdapter, machine: Machine): string | null {
  if (adapter.installation.kind === 'entries') return withoutHooks(text, hookSettings(adapter, machine));
  return isOurFile(text) ? null : text;
}

/** Whether our entries stand in the user's or the administrator's file. Throws {@link SettingsProblem}. */
export function standing(adapter: HostAdapter, machine: Machine): Standing {
  const user = standingIn(places[adapter.id].hookFile(machine), adapter, machine);
  return user === 'exactly' || !isManaged(adapter, machine) ? user : 'exactly';
}

/** Whether the entries stand in the administrator's file, which a person's or project's settings cannot switch off. */
export function isManaged(adapter: HostAdapter, machine: Machine): boolean {
  const file = places[adapter.id].managedFile?.(machine);
  try {
    return file !== undefined && standingIn(file, adapter, machine) === 'exactly';
  } catch {
    return false;
  }
}

/** Runs a reading of one file, so that its problem names the file. */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsProblem && !error.message.startsWith(file)) {
      throw new SettingsProblem(`${file}: ${error.message}`);
    }
    throw error;
  }
}

function standingIn(file: string, adapter: HostAdapter, machine: Machine): Standing {
  const text = readSettings(file);
  if (text === null) return 'none';
  if (adapter.installation.kind === 'file') {
    if (text === installed(null, adapter, machine)) return 'exactly';
    return isOurFile(text) ? 'altered' : 'none';
  }
  const settings = hookSettings(adapter, machine);
  return inFile(file, () => {
    if (holdsExactly(text, settings)) return 'exactly';
    return countOurs(text, settings) > 0 ? 'altered' : 'none';
  });
}

/** What `connect` puts into a host's file, and how our entries are known again. */
function hookSettings(adapter: HostAdapter, machine: Machine): HookSettings {
  if (adapter.installation.kind === 'file') throw new SettingsProblem(`${adapter.title} has no file of entries.`);
  const { entries, preamble, calledAs } = adapter.installation;
  return { entries: entries(launcherCommand(machine, calledAs ?? adapter.id)), preamble, isOurs: isLauncherCommand };
}

/** A file of ours says so on one of its first lines, whichever version wrote it. */
function isOurFile(text: string): boolean {
  return text.slice(0, 400).includes("Holdpoint's hook:");
}
