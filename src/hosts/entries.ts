import type { HostAdapter, Machine } from './adapter.ts';
import { countOurs, type HookSettings, holdsExactly } from './hook-settings.ts';
import { isLauncherCommand, launcherCommand } from './launcher-command.ts';
import { readSettings } from './settings-file.ts';
import { SettingsProblem } from './settings-text.ts';

/** What `connect` puts into a host's file, and how our entries are known again. */
export function hookSettings(adapter: HostAdapter, machine: Machine): HookSettings {
  return {
    entries: adapter.entries(launcherCommand(machine, adapter.id)),
    preamble: adapter.preamble,
    isOurs: isLauncherCommand,
  };
}

/** Whether this host's entries stand in the user's or the administrator's file. Throws {@link SettingsProblem}. */
export function entriesStanding(adapter: HostAdapter, machine: Machine): 'none' | 'altered' | 'exactly' {
  const user = entriesIn(adapter.hookFile(machine), adapter, machine);
  return user === 'exactly' || !isManaged(adapter, machine) ? user : 'exactly';
}

/** Whether the entries stand in the administrator's file, which a person's or project's settings cannot switch off. */
export function isManaged(adapter: HostAdapter, machine: Machine): boolean {
  const file = adapter.managedFile?.(machine);
  try {
    return file !== undefined && entriesIn(file, adapter, machine) === 'exactly';
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

function entriesIn(file: string, adapter: HostAdapter, machine: Machine): 'none' | 'altered' | 'exactly' {
  const settings = hookSettings(adapter, machine);
  const text = readSettings(file);
  if (text === null) return 'none';
  return inFile(file, () => {
    if (holdsExactly(text, settings)) return 'exactly';
    return countOurs(text, settings) > 0 ? 'altered' : 'none';
  });
}
