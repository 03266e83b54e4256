import type { CallRow } from '../call-table.ts';
import { callPack } from '../call-table.ts';

const unsaved = {
  verb: 'discard',
  resource: 'working copy',
  asset: 'files',
  reversibility: 'irreversible',
  scope: 'workspace',
  attack: 'T1485',
  otherwise: 'the working copy',
  target: /(?!)/,
  reason: 'Throws away changes in {target} that are in no commit.',
} as const;
const gone = {
  verb: 'delete',
  resource: 'history',
  asset: 'history',
  reversibility: 'irreversible',
  scope: 'remote',
  attack: 'T1490',
} as const;

const rows: readonly CallRow[] = [
  {
    ...unsaved,
    programs: 'hg',
    name: 'mercurial-discard',
    when: / (?:update|up|checkout|co) (?:\S+ )*(?:-C|--clean)(?: |$)| revert (?:\S+ )*(?:-a|--all)(?: |$)| (?:purge|clean)(?: |$)/,
    unless: / (?:-n|--dry-run|-p|--print)(?: |$)/,
    safer: 'hg status',
    source: 'https://www.mercurial-scm.org/help/commands/update',
  },
  {
    ...gone,
    programs: 'hg',
    name: 'mercurial-strip',
    when: / (?:strip|rollback|prune|debugstrip)(?: |$)/,
    scope: 'workspace',
    reason: 'Takes {target} out of the history.',
    safer: 'hg log',
    source: 'https://www.mercurial-scm.org/help/extensions/strip',
  },
  {
    ...unsaved,
    programs: 'svn',
    name: 'subversion-discard',
    when: / revert (?:\S+ )*(?:-R|--recursive|--depth)| cleanup (?:\S+ )*--(?:remove-unversioned|remove-ignored)/,
    safer: 'svn status',
    source: 'https://svnbook.red-bean.com/en/1.8/svn.ref.svn.c.revert.html',
  },
  {
    ...gone,
    programs: 'svn svnmucc',
    name: 'subversion-delete',
    when: / (?:delete|del|remove|rm) (?:\S+ )*(?:https?|svn(?:\+ssh)?|file|\^)(?::\/\/|\/)/,
    reversibility: 'recoverable',
    wayBack: 'svn copy of the revision before',
    reason: 'Deletes {target} at the repository, for everybody.',
    safer: 'svn ls x',
    source: 'https://svnbook.red-bean.com/en/1.8/svn.ref.svn.c.delete.html',
  },
  {
    ...gone,
    programs: 'p4',
    name: 'perforce-obliterate',
    when: / obliterate (?:\S+ )*-y/,
    reason: 'Erases {target} with its history from the server.',
    safer: 'p4 filelog x',
    source: 'https://help.perforce.com/helix-core/server-apps/cmdref/current/Content/CmdRef/p4_obliterate.html',
  },
  {
    ...unsaved,
    programs: 'p4',
    name: 'perforce-revert',
    when: / (?:revert|clean|client -d|unshelve -f|shelve -d)(?: |$)/,
    unless: / (?:-n|-a)(?: |$)/,
    safer: 'p4 opened',
    source: 'https://help.perforce.com/helix-core/server-apps/cmdref/current/Content/CmdRef/p4_revert.html',
  },
  {
    ...unsaved,
    programs: 'fossil',
    name: 'fossil-discard',
    when: / (?:revert$|clean (?:\S+ )*(?:-f|--force)|scrub|purge)/,
    safer: 'fossil changes',
    source: 'https://fossil-scm.org/home/help?cmd=revert',
  },
  {
    ...gone,
    programs: 'bfg git-filter-repo',
    name: 'rewrite-history',
    when: / (?:--delete-files|-D|--delete-folders|--strip-blobs-\S+|-b|-B|-bi|--replace-text|-rt|--invert-paths|--path\S*|--subdirectory-filter|--force)(?:[ =]|$)/,
    unless: / (?:--dry-run|--analyze)(?: |$)/,
    verb: 'rewrite',
    scope: 'workspace',
    target: /(?!)/,
    otherwise: 'the repository',
    reason: 'Rewrites the history of {target}; every commit after the first change gets a new id.',
    safer: 'git log --stat',
    source: 'https://rtyley.github.io/bfg-repo-cleaner/',
  },
];

/** Version control besides git and Jujutsu. */
export const otherVersionControlPack = callPack('version-control', rows);
