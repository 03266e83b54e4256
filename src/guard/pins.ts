import { hookLimits } from './hook-limits.ts';
import { isObject } from './signed-frame.ts';
import { readSmallFile } from './small-file.ts';

/** A public key a person consented to, in the editor. */
export interface Pin {
  /** Raw Ed25519 public key, base64url. */
  readonly key: string;
  /** The editor it belongs to, for the person: `VS Code`, `Cursor`. */
  readonly editor: string;
  /** ISO 8601, UTC. */
  readonly pinnedAt: string;
}

/**
 * The pinned keys. Empty where the file is missing, too large, unreadable, not ours, or writable by others:
 * no pins means that no answer counts.
 */
export function readPins(file: string): Pin[] {
  try {
    const { text, stats } = readSmallFile(file, hookLimits.smallFileBytes);
    if (process.platform !== 'win32' && ((stats.mode & 0o022) !== 0 || stats.uid !== process.getuid?.())) return [];
    const content: unknown = JSON.parse(text);
    if (!isObject(content) || content.v !== 1 || !Array.isArray(content.pins)) return [];
    return content.pins.filter(isPin);
  } catch {
    return [];
  }
}

function isPin(value: unknown): value is Pin {
  return (
    isObject(value) &&
    typeof value.key === 'string' &&
    /^[\w-]{43}$/.test(value.key) &&
    typeof value.editor === 'string' &&
    typeof value.pinnedAt === 'string'
  );
}
