import type { Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { type Call, effectOf, type Rule } from './pack.ts';
import { overwriting } from './packs/files-overwrite.ts';
import { absolutePath, readPath } from './paths.ts';
import { literalOf, shown } from './words.ts';

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

const driveItem: Rule = {
  ...base,
  id: 'powershell/drive-item-delete',
  provider: 'powershell',
  resource: 'drive item',
  asset: 'state',
  reversibility: 'irreversible',
  scope: 'machine',
  reason: 'Deletes {target}, which is no file: no trash and no commit holds it.',
  safer: 'Get-Item {target}',
  source: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_providers',
};

/** `Cert:\\x`, `AD:\\x`: drives that are no folders. The registry's are judged with Windows' own commands. */
const drive = /^(?:[\w.]+::)?(?!HK|Registry|Temp|FileSystem|https?|file)[A-Za-z]\w+:/i;

/** Rules of removals that are found by listing, and of objects that delete themselves. */
export const listingRules: readonly Rule[] = [everywhere, driveItem, object];

/**
 * `Get-ChildItem -Recurse -Filter *.x | Remove-Item`, `del /s *.x`: a kind of file wherever it lies in the workspace
 * takes what is in no commit along, more surely than a path somebody typed. Where the disk may be looked at, what it
 * answers counts instead. `$_.Delete()` of an object that is no file is not known.
 */
export function listingEffects({ invocation, inquiry }: Call): Effect[] {
  const { program, args, span } = invocation;
  if (program === 'object-delete') return [effectOf(object, { target: shown(args[0]), span })];
  if (program !== null && /^(?:set-content|out-file|tee-object|new-item)$/.test(program))
    return written({ invocation, inquiry });
  const { place } = inquiry.facts;
  const removes = program === 'remove-item' || program === 'del' || program === 'erase';
  if (!removes || args.some((word) => /^-whatif$/i.test(shown(word)))) return [];
  const items = args.filter((word) => program === 'remove-item' && drive.test(shown(word)));
  if (items.length > 0) return items.map((word) => effectOf(driveItem, { target: shown(word), span }));
  if (place.context === 'ask' || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  const below = args.some((word) => /^\/s$/i.test(literalOf(word) ?? ''));
  return args.flatMap((word): Effect[] => {
    const found = folderOf(word, below);
    const folder = found && absolutePath(found.folder, invocation.cwd, place);
    if (!found || folder === null || isRegenerableName(found.name)) return [];
    // `bin` beside `obj` is what .NET builds.
    if (found.name === 'bin' && args.some((other) => /(?:^|\/)obj$/.test(shown(other)))) return [];
    if (readPath(folder, place).region !== 'workspace-root') return [];
    return [effectOf(everywhere, { target: found.name, span })];
  });
}

/** `Set-Content -Path x`, `Out-File x`: what the file held is replaced. */
function written(call: Call): Effect[] {
  const { args, program } = call.invocation;
  const texts = args.map(shown);
  if (
    program === 'new-item' &&
    !(texts.some((text) => /^-force/i.test(text)) && texts.some((text) => /^file$/i.test(text)))
  )
    return [];
  if (texts.some((text) => /^-(?:append|noclobber|whatif)$/i.test(text))) return [];
  const named = texts.findIndex((text) => /^-(?:path|literalpath|filepath)$/i.test(text));
  const bare = args.find(
    (word, at) => !shown(word).startsWith('-') && !/^-(?!force|confirm|nonewline|passthru)/i.test(texts[at - 1] ?? ''),
  );
  const target = named >= 0 ? args[named + 1] : bare;
  return target && target.kind !== 'unknown' ? overwriting(target.value, call.invocation, call) : [];
}

function folderOf(word: Word, below: boolean): { readonly folder: string; readonly name: string } | null {
  if (word.kind !== 'pattern') return null;
  const at = word.value.lastIndexOf('**/');
  if (at >= 0) return { folder: word.value.slice(0, at) || '.', name: word.value.slice(at + 3) };
  if (!below) return null;
  const slash = word.value.lastIndexOf('/');
  return { folder: word.value.slice(0, slash + 1) || '.', name: word.value.slice(slash + 1) };
}

/** True where a name or glob of files says that tools make them again: `*.pyc`, `node_modules`. */
function isRegenerableName(name: string): boolean {
  const bare = name.replace(/^[*./]+/, '').replace(/[*/]+$/, '');
  return /^(?:py[co]|__pycache__|\.?DS_Store|o|obj|class|log|tmp|temp|swp|swo|bak~|node_modules|\.?cache|orig|rej|tsbuildinfo|map|gcda|gcno|d\.ts|js\.map|egg-info|ipynb_checkpoints|pytest_cache|\.?pytest_cache|mypy_cache|ruff_cache|dist|\.?next|turbo|Zone\.Identifier|Thumbs\.db|coverage)$/i.test(
    bare,
  );
}
