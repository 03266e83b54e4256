import type { Effect, Loss } from '../../action/effect.ts';
import { type GitFact, look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { type Call, effectOf, type Rule, type Sighting } from '../pack.ts';
import { type Arguments, has, shown } from '../words.ts';

/** One git call, its subcommand found behind the global options. */
export interface GitCall {
  readonly call: Call;
  readonly directory: string | null;
  readonly args: readonly Word[];
  readonly read: Arguments;
  /** True where `-c clean.requireForce=false` makes `git clean` delete unasked. */
  readonly unforced: boolean;
}

/** The effect of a rule, where this call stands; on another machine what it loses is there. */
export function at(git: GitCall, rule: Rule, target: string, more: Partial<Sighting> = {}): Effect {
  const { wrappers } = git.call.invocation;
  const away = wrappers.find((wrapper) => wrapper.place === 'remote');
  const loss = wrappers.some((wrapper) => wrapper.place !== 'here') ? undefined : lossOf(git, rule);
  return effectOf(rule, {
    ...(loss ? { loss } : {}),
    target,
    span: git.call.invocation.span,
    ...(away && rule.scope === 'workspace' ? { scope: 'remote' as const } : {}),
    ...more,
  });
}

/** What is known of the repository; null where nothing was looked up or nothing is known. */
export function repository(git: GitCall): GitFact | null {
  if (git.call.inquiry.facts.place.context === 'ordinary' || git.directory === null) return null;
  const fact = look(git.call.inquiry, { kind: 'git', directory: git.directory });
  return fact.known ? fact.value : null;
}

/** Words that turn a call to a tree of files that its directory does not tell. */
const anotherTree =
  /^--(?:git-dir|work-tree|recurse-submodules|super-prefix)\b|^(?:core\.worktree|submodule\.\w+)=|^deinit$/i;

/** What a snapshot has to hold before a rule's verb goes out, where one can hold it all. */
function lossOf({ call, directory, read }: GitCall, rule: Rule): Loss | undefined {
  const { args, environment } = call.invocation;
  if (directory === null || args.some((word) => anotherTree.test(shown(word)))) return undefined;
  if (Object.keys(environment).some((name) => name.startsWith('GIT_'))) return undefined;
  switch (rule.id) {
    case 'git/rewrite-history':
      // The old commits stay behind: bringing HEAD's branch back brings them. `filter-repo` throws them away.
      return rewritesHead(args) ? { kind: 'work', directory, ignored: false } : undefined;
    case 'git/reset-hard':
    case 'git/discard':
      return { kind: 'work', directory, ignored: false };
    case 'git/clean':
      return {
        kind: 'work',
        directory,
        ignored: has(read.options, '-x', '-X'),
        ...(isForcedTwice(args) ? { nested: true as const } : {}),
      };
    case 'git/stash-drop':
      return { kind: 'refs', directory, of: 'stashes' };
    case 'git/ref-delete':
      // Which refs its input names is not known.
      return read.options.has('-d') && read.operands[0]?.kind === 'known'
        ? { kind: 'refs', directory, of: 'branches' }
        : undefined;
    case 'git/branch-delete':
    case 'git/tag-delete':
      return { kind: 'refs', directory, of: 'branches' };
    default:
      return undefined;
  }
}

/** `git filter-branch … HEAD~9..HEAD`: no other branch, and no tag, becomes another. */
function rewritesHead(args: readonly Word[]): boolean {
  const words = args.map((word) => (word.kind === 'known' ? word.value : '?'));
  const at = words.indexOf('filter-branch');
  const rest = words.slice(at + 1);
  if (
    at < 0 ||
    rest.some(
      (word) =>
        word === '?' ||
        /^(?:--(?:all|branches|tags|remotes|glob.*|tag-name-filter|original|state-branch|setup)|-d)$/.test(word),
    )
  )
    return false;
  const last = rest.at(-1) ?? '';
  return /^(?:[\w./~^-]+\.\.)?(?:HEAD|@)$/.test(last) || /-filter$/.test(rest.at(-2) ?? '');
}

/** `git clean -ff`: with one force it leaves other repositories alone. */
function isForcedTwice(args: readonly Word[]): boolean {
  const forces = args.map((word) => {
    const text = shown(word);
    if (/^--f/.test(text)) return 1;
    return /^-[a-zA-Z]+$/.test(text) ? text.split('f').length - 1 : 0;
  });
  return forces.reduce<number>((sum, one) => sum + one, 0) > 1;
}
