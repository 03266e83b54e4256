import type { Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { type Call, effectOf, type Rule } from './pack.ts';
import { isRegenerableName } from './packs/files.ts';
import { absolutePath, readPath } from './paths.ts';
import { has, literalOf, readArguments, shown } from './words.ts';

const base = {
  provider: 'files',
  verb: 'delete',
  asset: 'files',
  attack: 'T1485',
} as const;

const everywhere: Rule = {
  ...base,
  id: 'files/listing-delete',
  resource: 'path',
  reversibility: 'irreversible',
  scope: 'workspace',
  reason: 'Deletes {target} in every folder of this workspace, with what is in no commit.',
  safer: 'Get-ChildItem -Recurse -Filter {target}',
  source: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-item',
};

const object: Rule = {
  ...base,
  id: 'powershell/object-delete',
  provider: 'powershell',
  resource: 'object',
  asset: 'other',
  reversibility: 'unknown',
  scope: 'machine',
  reason: 'Deletes what {target} stands for, which could not be worked out.',
  source: 'https://learn.microsoft.com/windows/win32/wmisdk/swbemobject-delete-',
};

/** Rules of removals that are found by listing, and of objects that delete themselves. */
export const listingRules: readonly Rule[] = [everywhere, object];

/**
 * `Get-ChildItem -Recurse -Filter *.x | Remove-Item`, `del /s *.x`: a kind of file wherever it lies in the workspace
 * takes what is in no commit along, more surely than a path somebody typed. Where the disk may be looked at, what it
 * answers counts instead. `$_.Delete()` of an object that is no file is not known.
 */
export function listingEffects({ invocation, inquiry }: Call): Effect[] {
  const { program, args, span } = invocation;
  if (program === 'object-delete') return [effectOf(object, { target: shown(args[0]), span })];
  const { place } = inquiry.facts;
  const removes = program === 'remove-item' || program === 'del' || program === 'erase';
  if (!removes || place.context === 'ask' || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  if (has(readArguments(args, new Set()).options, '-whatif')) return [];
  const below = args.some((word) => /^\/s$/i.test(literalOf(word) ?? ''));
  return args.flatMap((word): Effect[] => {
    const found = folderOf(word, below);
    const folder = found && absolutePath(found.folder, invocation.cwd, place);
    if (!found || folder === null || isRegenerableName(found.name)) return [];
    if (readPath(folder, place).region !== 'workspace-root') return [];
    return [effectOf(everywhere, { target: found.name, span })];
  });
}

function folderOf(word: Word, below: boolean): { readonly folder: string; readonly name: string } | null {
  if (word.kind !== 'pattern') return null;
  const at = word.value.lastIndexOf('**/');
  if (at >= 0) return { folder: word.value.slice(0, at) || '.', name: word.value.slice(at + 3) };
  if (!below) return null;
  const slash = word.value.lastIndexOf('/');
  return { folder: word.value.slice(0, slash + 1) || '.', name: word.value.slice(slash + 1) };
}
