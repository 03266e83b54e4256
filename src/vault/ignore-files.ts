import { minimatch } from 'minimatch';

/** One line of an ignore file, made ready. */
interface IgnoreRule {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  readonly matches: (relative: string) => boolean;
}

/** The rules of the ignore files met on the way to a folder: `.gitignore`, `.ignore` (gitignore(5)). */
export interface IgnoreRules {
  /** Whether a path relative to the scanned folder, with slashes, is ignored. */
  ignores(relative: string, isFolder: boolean): boolean;
  /** These rules and those of a file in a folder (relative, empty for the top). */
  with(text: string, folder: string): IgnoreRules;
}

/** Names of the files that say what is ignored. */
export const ignoreFileNames: readonly string[] = ['.gitignore', '.ignore'];

/** No rules yet. */
export const noIgnoreRules: IgnoreRules = rulesOf([]);

function rulesOf(rules: readonly IgnoreRule[]): IgnoreRules {
  return {
    ignores(relative, isFolder) {
      // The last rule that fits decides.
      const fitting = rules.findLast((rule) => (isFolder || !rule.folderOnly) && rule.matches(relative));
      return fitting !== undefined && !fitting.negated;
    },
    with: (text, folder) => rulesOf([...rules, ...linesOf(text, folder)]),
  };
}

/** Lines read of one file: a longer one is no list that a person keeps. */
const mostLines = 5_000;

function linesOf(text: string, folder: string): IgnoreRule[] {
  return text
    .split(/\r?\n/)
    .slice(0, mostLines)
    .flatMap((line) => ruleOf(line, folder) ?? []);
}

function ruleOf(line: string, folder: string): IgnoreRule | null {
  const plain = line.replace(/(?<!\\)\s+$/, '');
  if (plain === '' || plain.startsWith('#') || plain.length > 1_000) return null;
  const negated = plain.startsWith('!');
  const body = (negated ? plain.slice(1) : plain).replace(/^\\(?=[#!])/, '');
  const folderOnly = body.endsWith('/');
  const pattern = body.replace(/\/+$/, '');
  if (pattern === '') return null;
  const anchored = pattern.includes('/');
  const below = folder === '' ? '' : `${folder}/`;
  const glob = pattern.replace(/^\/+/, '');
  const literal = !/[*?[\]\\]/.test(glob);
  const matches = (relative: string): boolean => {
    if (!relative.startsWith(below)) return false;
    const inside = relative.slice(below.length);
    const tried = anchored ? inside : inside.slice(inside.lastIndexOf('/') + 1);
    return literal
      ? tried === glob
      : minimatch(tried, glob, { dot: true, nobrace: true, nocomment: true, noext: true });
  };
  return { negated, folderOnly, matches };
}
