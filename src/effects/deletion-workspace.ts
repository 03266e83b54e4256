import type { Effect, Loss } from '../action/effect.ts';
import { type Inquiry, look, type PathFact, type Place } from '../action/facts.ts';
import type { Word, Wrapper } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { effectOf, type Rule } from './pack.ts';
import { isTestName, type PathReading } from './paths.ts';

/** How a path is about to be lost. */
export interface Deletion {
  readonly rule: Rule;
  readonly word: Word;
  readonly cwd: string | null;
  readonly wrappers: readonly Wrapper[];
  /** Whether whole trees go. */
  readonly recursive: boolean;
  /** True where only files of a narrowing filter go (`find -name '*.snap' -delete`). */
  readonly filtered?: boolean;
  /** True where a link is followed: emptying a file empties what the link names. */
  readonly through?: true;
  readonly span: Span;
}

/**
 * The loss of a path in the workspace, by what the disk and git say of it, or by its name where nothing may be looked up.
 * `whole`: all that lies in the folder goes, not the folder's name alone.
 */
export function deletionInWorkspace(
  deletion: Deletion,
  reading: PathReading,
  seen: { readonly whole: boolean; readonly target: string },
  inquiry: Inquiry,
): Effect | null {
  const { rule, span } = deletion;
  const { target } = seen;
  const { place } = inquiry.facts;
  if (reading.repository) {
    // Lock files are git's own leftovers, made again by the next git command.
    if (/\.git\/(?:[\w/.-]*\.lock|hooks\/[^/]*\.sample|COMMIT_EDITMSG|MERGE_MSG|gc\.log|index)$/.test(reading.path))
      return null;
    return historyLoss(deletion, reading, target, inquiry);
  }
  const atRoot = reading.region === 'workspace-root';
  const glob = deletion.word.kind === 'pattern' ? deletion.word.value : '';
  // `find . -type f -exec rm {} +` takes every file below, one by one.
  const everything = !deletion.filtered && (deletion.recursive || /\*\*(?:\/\*)?$/.test(glob));
  if (place.context === 'ask') return deletionByFact(deletion, reading, { ...seen, everything }, inquiry);
  // Nobody commits a `.env`.
  if ((atRoot && everything) || (glob.includes('**/.env') && !/\.(?:example|sample|template)$/.test(glob))) {
    return effectOf(rule, {
      target,
      span,
      reversibility: 'irreversible',
      scope: 'workspace',
      reason: `Deletes ${atRoot ? 'the whole workspace ({target}), with all files' : '{target}, some of them'} that are in no commit.`,
      safer: 'git status --ignored',
    });
  }
  if (reading.asset !== 'files' && !isTestName(target) && reading.regenerable === 'no') {
    return effectOf(rule, {
      target,
      span,
      asset: reading.asset,
      reversibility: 'irreversible',
      scope: 'workspace',
      reason: `Deletes the ${assetWord(reading)} {target}.`,
      ...(reading.asset === 'backup' ? { attack: 'T1490' } : {}),
    });
  }
  return recoverable(deletion, target, reading);
}

/** The loss of a repository, or of a part of it. One that lies deeper in the workspace may be a copy of what is elsewhere. */
function historyLoss(deletion: Deletion, reading: PathReading, target: string, inquiry: Inquiry): Effect | null {
  const { rule, span } = deletion;
  const { place } = inquiry.facts;
  const shared = { target, span, resource: 'repository', asset: 'history', scope: 'workspace' } as const;
  const folder = reading.path.endsWith('/.git') ? reading.path.slice(0, -'/.git'.length) : place.workspaceRoot;
  const depth = folder.slice(place.workspaceRoot.length).split('/').length - 1;
  let copied = false;
  if (depth > 0 && place.context === 'ask') {
    const fact = look(inquiry, { kind: 'path', path: folder });
    if (fact.known && !fact.value.exists) return null;
    // Without a history of its own, `.git` is the file that leads a submodule or a worktree to theirs.
    copied = fact.known && fact.value.insideWorkspace && fact.value.history !== 'own';
  } else if (depth > 1) {
    // `rm -rf libs/x` passes in a checkout that is taken for clean and pushed; this takes less.
    copied = true;
  }
  if (copied) {
    return effectOf(rule, {
      ...shared,
      reversibility: 'recoverable',
      reason: 'Deletes the repository {target}, a copy of what lies elsewhere.',
      wayBack: 'Clone it again from where it came from.',
    });
  }
  return effectOf(rule, {
    ...shared,
    reversibility: 'irreversible',
    reason: 'Deletes the git repository {target}: every commit, branch and stash that is on no remote.',
    attack: 'T1490',
    safer: 'git status',
  });
}

function assetWord(reading: PathReading): string {
  switch (reading.asset) {
    case 'data-store':
      return 'database file';
    case 'backup':
      return 'backup';
    case 'key':
      return 'key file';
    case 'state':
      return 'infrastructure state';
    default:
      return 'file';
  }
}

/** What git gives back. */
export function recoverable(deletion: Deletion, target: string, reading: PathReading, loss?: Loss): Effect {
  return effectOf(deletion.rule, {
    ...(loss ? { loss } : {}),
    target,
    span: deletion.span,
    asset: reading.asset,
    reversibility: 'recoverable',
    scope: 'workspace',
    reason: `${deletion.rule.verb === 'truncate' ? 'Empties' : 'Deletes'} {target}; the last commit still holds it.`,
    wayBack: 'git checkout -- {target}',
  });
}

function deletionByFact(
  deletion: Deletion,
  reading: PathReading,
  seen: { readonly whole: boolean; readonly target: string; readonly everything: boolean },
  inquiry: Inquiry,
): Effect | null {
  const { rule, span } = deletion;
  const { target } = seen;
  const glob = reading.path.search(/[*?[{]/);
  const slash = glob >= 0 ? reading.path.lastIndexOf('/', glob) : -1;
  const fact = look(
    inquiry,
    glob >= 0
      ? { kind: 'path', path: reading.path.slice(0, slash) || '/', pattern: reading.path.slice(slash + 1) }
      : { kind: 'path', path: reading.path },
  );
  if (!fact.known) {
    return effectOf(rule, { target, span, asset: reading.asset, reversibility: 'irreversible', scope: 'workspace' });
  }
  const found = fact.value;
  if (!found.exists || (found.files === 0 && !found.more)) return null;
  // A link goes alone; behind a slash or a pattern it is what it leads to.
  const through = seen.whole || glob >= 0 || (deletion.word.kind === 'known' && deletion.word.value.endsWith('/'));
  if (found.type === 'link' && !through) return null;
  if (!found.insideWorkspace && !found.temporary && !found.regenerable) {
    return effectOf(rule, {
      target,
      span,
      reversibility: 'irreversible',
      scope: 'machine',
      reason: `Deletes ${found.real}, which {target} is a link to and which lies outside this workspace.`,
    });
  }
  if (found.temporary || found.regenerable) return null;
  if (found.history && deletion.recursive && reading.region !== 'workspace-root' && !seen.whole) {
    const kept = found.history === 'pushed' && found.git === 'clean';
    return effectOf(rule, {
      target,
      span,
      resource: 'repository',
      asset: 'history',
      scope: 'workspace',
      ...(kept ? { reversibility: 'recoverable' as const, wayBack: 'Clone it again from its remote.' } : {}),
      reason: kept
        ? 'Deletes the repository {target}, all of whose commits are on a remote.'
        : 'Deletes the repository {target} with commits, stashes or changes that are on no remote.',
    });
  }
  const folder = reading.path.slice(0, slash);
  const loss = savable(deletion, reading, { ...seen, folder, place: inquiry.facts.place })
    ? lossAt(found, reading, { whole: seen.whole, through })
    : undefined;
  if (found.git === 'clean' && !(reading.region === 'workspace-root' && seen.everything)) {
    return recoverable(deletion, target, reading, loss);
  }
  return effectOf(rule, {
    target,
    span,
    asset: reading.asset,
    reversibility: 'irreversible',
    scope: 'workspace',
    reason: lossSentence(found),
    ...(loss ? { loss } : {}),
  });
}

/**
 * Whether what goes is known well enough to be saved first: the workspace as a whole takes its repository along, and so
 * does what `find` filters in it; of what it filters in another folder, the folder is saved. And `shred` means to leave nothing.
 */
function savable(
  { rule, word, wrappers }: Deletion,
  { region }: PathReading,
  { whole, folder, place }: { readonly whole: boolean; readonly folder: string; readonly place: Place },
): boolean {
  if (region === 'workspace-root' || rule.verb === 'shred' || wrappers.some(({ place }) => place !== 'here'))
    return false;
  return (
    word.kind === 'known' ||
    (word.kind === 'pattern' && (whole || !word.value.includes('**') || folder !== place.workspaceRoot))
  );
}

function lossAt(
  found: PathFact,
  reading: PathReading,
  { whole, through }: { readonly whole: boolean; readonly through: boolean },
): Loss {
  const glob = whole ? -1 : reading.path.search(/[*?[{]/);
  if (glob < 0) return { kind: 'path', path: through ? found.real : reading.path };
  const slash = reading.path.lastIndexOf('/', glob);
  if (reading.path.includes('**', slash)) return { kind: 'path', path: found.real };
  return { kind: 'path', path: found.real, pattern: reading.path.slice(slash + 1) };
}

function lossSentence(found: PathFact): string {
  const many = amountOf(found);
  switch (found.git) {
    case 'dirty':
      return `Deletes {target}, ${many} with changes that are in no commit.`;
    case 'ignored':
      return `Deletes {target}, ${many} that git ignores and no commit holds.`;
    default:
      return `Deletes {target}, ${many}, some of it in no commit.`;
  }
}

/** How much lies at a path: `a file (2 kB)`, `more than 2000 files (at least 31.4 MB)`. */
export function amountOf({ files, bytes, more }: PathFact): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = `${Number((bytes / 1000 ** step).toPrecision(3))} ${units[step] ?? 'bytes'}`;
  const many = files > 1 ? `${more ? 'more than ' : ''}${files} files` : 'a file';
  return `${many} (${more ? 'at least ' : ''}${size})`;
}
