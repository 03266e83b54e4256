import path from 'node:path';
import { isRecord } from '../guard/json.ts';
import type { AdaptedHost, Machine } from './adapter.ts';
import { isLauncherCommand } from './launcher-command.ts';
import { places } from './places.ts';
import { isLink, readSettings } from './settings-file.ts';
import { settingsValue } from './settings-text.ts';
import { readToml } from './toml.ts';

/** What the person has still to do before a host runs the hook, one plain sentence; undefined where nothing. Never throws. */
export function remainingStep(host: AdaptedHost, machine: Machine): string | undefined {
  return steps[host]?.(machine);
}

const steps: Readonly<Partial<Record<AdaptedHost, (machine: Machine) => string | undefined>>> = {
  // Cursor loads nothing from a linked hooks.json (measured on cursor-agent 2026.09.15).
  cursor(machine) {
    const file = places.cursor.hookFile(machine);
    return isLink(file)
      ? `Cursor may ignore hooks in a linked file: replace the link ${file} by a real file.`
      : undefined;
  },
  codex: codexTrust,
};

/**
 * Codex skips a hook in silence until a person has reviewed it, and notes that in its config.toml by file, event and
 * place: `[hooks.state."/home/dev/.codex/hooks.json:pre_tool_use:0:0"]` with a `trusted_hash` (version 0.169.0). What
 * the hash is made of only Codex knows; `codex` asks again where an entry has changed.
 */
function codexTrust(machine: Machine): string | undefined {
  try {
    const file = places.codex.hookFile(machine);
    const text = readSettings(file);
    const place = text === null ? null : placeOfHook(text);
    if (place === null) return undefined;
    const key = `${file}:pre_tool_use:${place}`;
    const state = readToml(readSettings(path.join(path.dirname(file), 'config.toml')) ?? '').filter(
      (entry) => entry.key[0] === 'hooks' && entry.key[1] === 'state' && entry.key[2] === key,
    );
    const has = (name: string) => state.find((entry) => entry.key[3] === name)?.value;
    if (has('enabled') === false)
      return 'Holdpoint’s hook is switched off in Codex. Start codex, type /hooks and switch it on.';
    if (typeof has('trusted_hash') === 'string') return undefined;
    return 'Codex skips Holdpoint’s hook until you trust it. Start codex, type /hooks, and trust the two entries that name holdpoint-hook.';
  } catch {
    return undefined;
  }
}

/** Group and handler of our gate among the file's `PreToolUse` hooks, as Codex counts them. */
function placeOfHook(text: string): string | null {
  const value = settingsValue(text);
  const hooks = isRecord(value) && isRecord(value.hooks) ? value.hooks.PreToolUse : undefined;
  for (const [group, entry] of (Array.isArray(hooks) ? hooks : []).entries()) {
    const handlers = isRecord(entry) && Array.isArray(entry.hooks) ? entry.hooks : [];
    const handler = handlers.findIndex((one) => isRecord(one) && isLauncherCommand(String(one.command)));
    if (handler >= 0) return `${group}:${handler}`;
  }
  return null;
}
