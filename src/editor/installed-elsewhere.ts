import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

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
];

/**
 * Whether some editor, this one in another version included, still has Holdpoint. `own` is the extension's folder that
 * goes away; both paths absolute. Reads only.
 */
export function isInstalledElsewhere(own: string, home: string): boolean {
  const known = extensionFolders.map((folder) => path.join(home, folder, 'extensions'));
  const folders = new Set([...known, path.dirname(own)]);
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
