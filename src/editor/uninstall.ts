import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { thisMachine } from '../cli/machine.ts';
import { disconnectHost } from '../hosts/connection.ts';
import { adapters } from '../hosts/registry.ts';

// Run by the editor as `vscode:uninstall` after Holdpoint was removed from it, with a bare Node and no editor around.

/** Where editors of this family keep their extensions, below the home directory. */
const extensionFolders = [
  '.vscode',
  '.vscode-insiders',
  '.vscode-oss',
  '.vscode-server',
  '.vscode-server-insiders',
  '.cursor',
  '.cursor-server',
  '.windsurf',
  '.windsurf-server',
  '.local/share/code-server',
].map((folder) => path.join(homedir(), folder, 'extensions'));

/** Whether some editor, this one in another version included, still has Holdpoint. `own` is the folder going away. */
function isInstalledElsewhere(own: string): boolean {
  const folders = new Set([...extensionFolders, path.dirname(own)]);
  return [...folders].some((folder) => {
    if (!existsSync(folder)) return false;
    const gone = obsolete(path.join(folder, '.obsolete'));
    return readdirSync(folder).some(
      (name) => /^holdpoint\.holdpoint-\d/i.test(name) && path.join(folder, name) !== own && !gone.has(name),
    );
  });
}

/** Extensions the editor has marked as removed but not yet deleted. */
function obsolete(file: string): Set<string> {
  try {
    const marked: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Set(typeof marked === 'object' && marked !== null ? Object.keys(marked) : []);
  } catch {
    return new Set();
  }
}

// The launcher stays: sessions that run still call it, and without their guard it denies what cannot be undone.
if (!isInstalledElsewhere(path.dirname(__dirname))) {
  const machine = thisMachine();
  for (const { id, title } of Object.values(adapters)) {
    try {
      disconnectHost(id, machine);
    } catch (error) {
      console.error(`${title} could not be disconnected. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
