import path from 'node:path';

/** Folders agents were started in, besides those that are open. */
export interface StartFolders {
  /** True where the folder was not known: what could silence a hook there has not been looked at yet. */
  add(directory: string): boolean;
  all(): readonly string[];
}

/** Folders kept; the one longest unused goes first. Whoever connects to the guard can name as many as they like. */
const mostFolders = 32;

/** None yet. Claude Code reads `.claude/settings.json` of the folder it was started in, which may lie below an open one. */
export function createStartFolders(): StartFolders {
  const kept = new Set<string>();
  return {
    add(directory) {
      if (!path.isAbsolute(directory) || directory.length > 4_096) return false;
      const isNew = !kept.delete(directory);
      kept.add(directory);
      const [oldest] = kept;
      if (kept.size > mostFolders && oldest !== undefined) kept.delete(oldest);
      return isNew;
    },
    all: () => [...kept],
  };
}
