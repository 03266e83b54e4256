import type { Effect } from '../../action/effect.ts';
import { look, type Place } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { type Call, effectOf, type Pack } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { type Arguments, has, literalOf, optionValue, readArguments, shown } from '../words.ts';
import { at, type GitCall, repository } from './git-call.ts';
import { checkout, clean, ifDirty, lossOfPath, pathsDiscarded } from './git-discard.ts';
import { push } from './git-push.ts';
import { gitRules as rules } from './git-rules.ts';

const globalValues = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--super-prefix']);
const noValues: ReadonlySet<string> = new Set();
/** Commands of git itself: none of them can be an alias, so that nothing has to be looked up for them. */
const builtins = new Set(
  (
    'add am annotate apply archive bisect blame branch bundle cat-file check-ignore checkout cherry cherry-pick clean clone commit ' +
    'config count-objects describe diff diff-tree difftool fetch filter-branch for-each-ref format-patch fsck gc grep hash-object ' +
    'help init log ls-files ls-remote ls-tree maintenance merge merge-base mergetool mv name-rev notes prune pull push range-diff ' +
    'rebase reflog remote repack replace rerere reset restore rev-list rev-parse revert rm send-email shortlog show show-branch ' +
    'show-ref sparse-checkout stash status submodule subtree switch symbolic-ref tag update-index update-ref version whatchanged ' +
    'worktree write-tree lfs filter-repo read-tree checkout-index var verify-commit cherry stage flow credential credential-manager'
  ).split(' '),
);

/** The words an alias of the repository's configuration stands for, or null. Shell aliases count where they call git. */
function aliased(name: string, directory: string | null, call: Call): string[] | null {
  if (builtins.has(name) || directory === null || call.inquiry.facts.place.context === 'ordinary') return null;
  const fact = look(call.inquiry, { kind: 'git', directory });
  return wordsOfAlias(fact.known ? fact.value?.aliases[name] : undefined);
}

function wordsOfAlias(value: string | undefined): string[] | null {
  if (!value) return null;
  const words = value
    .trim()
    .replace(/^!\s*git\s+/, '')
    .split(/\s+/);
  return words[0]?.startsWith('!') ? null : words;
}

function gitEffects(call: Call, depth = 0): Effect[] {
  const { args } = call.invocation;
  const given = new Map<string, string>();
  let unforced = false;
  let directory = call.invocation.cwd;
  let index = 0;
  for (; index < args.length; index += 1) {
    const word = args[index];
    if (!word) break;
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    if (!text.startsWith('-')) break;
    if (!globalValues.has(text)) continue;
    index += 1;
    if (text === '-c' && /^clean\.requireforce=(?:false|no|0|off)?$/i.test(literalOf(args[index]) ?? ''))
      unforced = true;
    const setting = text === '-c' ? /^alias\.([\w-]+)=(.+)$/s.exec(literalOf(args[index]) ?? '') : null;
    if (setting) given.set(setting[1] ?? '', setting[2] ?? '');
    if (text === '-C') directory = absolutePath(literalOf(args[index]) ?? '', directory, call.inquiry.facts.place);
  }
  const name = args[index];
  if (!name) return [];
  const rest = args.slice(index + 1);
  if (name.kind === 'unknown') {
    return [effectOf(rules.unresolved, { target: shown(name), span: call.invocation.span })];
  }
  const judge = subcommands[name.value];
  if (!judge) {
    const words = depth < 4 ? (wordsOfAlias(given.get(name.value)) ?? aliased(name.value, directory, call)) : null;
    if (!words) return [];
    const expanded = words.map((value): Word => ({ kind: 'known', value, span: name.span }));
    const invocation = { ...call.invocation, cwd: directory, args: [...expanded, ...rest] };
    return gitEffects({ ...call, invocation }, depth + 1);
  }
  const read = unabbreviated(readArguments(rest, valuedOf[name.value] ?? noValues));
  if (has(read.options, '--help', '-h') && !(name.value === 'grep')) return [];
  // A repository made in a temporary directory keeps nothing that anybody expects to find again; what it pushes, does.
  if (name.value !== 'push' && (isTemporary(directory, call.inquiry.facts.place) || isOwnClone(directory, call))) {
    if (!isPointedElsewhere(call)) return [];
  }
  return judge({ call, directory, args: rest, read, unforced });
}

function isTemporary(directory: string | null, place: Place): boolean {
  return directory !== null && readPath(directory, place).region === 'temporary';
}

/** `--git-dir`, `GIT_WORK_TREE`: the repository or its files lie elsewhere than the directory says. */
function isPointedElsewhere({ invocation }: Call): boolean {
  if (invocation.args.some((word) => /^--(?:git-dir|work-tree)/.test(shown(word)))) return true;
  for (const name in invocation.environment) if (/^GIT_(?:DIR|WORK_TREE)$/.test(name)) return true;
  return false;
}

/** A repository that the same text cloned: nobody has worked in it. */
function isOwnClone(directory: string | null, { inquiry, invocation }: Call): boolean {
  return directory !== null && inquiry.facts.madeBefore?.(directory, invocation.span[0]) === 'repository';
}

const grave = ['--hard', '--force', '--delete', '--mirror', '--prune', '--discard-changes'];

/** git takes the beginning of a long option for the whole of it (`--har`): a grave one is meant where it could be. */
function unabbreviated(read: Arguments): Arguments {
  const options = new Map(read.options);
  for (const name of read.options.keys()) {
    if (name.length < 4 || !name.startsWith('--')) continue;
    for (const whole of grave) if (whole.startsWith(name) && whole !== name) options.set(whole, null);
  }
  return { ...read, options };
}

const valuedOf: Readonly<Record<string, ReadonlySet<string>>> = {
  push: new Set(['-o', '--push-option', '--repo', '--receive-pack', '--exec']),
  clean: new Set(['-e', '--exclude']),
  checkout: new Set(['-b', '-B', '--orphan', '--conflict', '--pathspec-from-file']),
  switch: new Set(['-c', '-C', '--create', '--force-create', '--orphan']),
  restore: new Set(['-s', '--source', '--pathspec-from-file', '--conflict']),
  gc: noValues,
  branch: new Set(['-u', '--set-upstream-to', '--contains', '--format', '--sort']),
  tag: new Set(['-m', '--message', '-F', '-u', '--sort', '--format']),
};

const subcommands: Readonly<Record<string, (git: GitCall) => Effect[]>> = {
  push,
  reset: (git) => {
    const { options, operands } = git.read;
    if (!has(options, '--hard', '--merge')) return [];
    return ifDirty(git, rules.resetHard, literalOf(operands[0]) ?? 'HEAD');
  },
  clean,
  checkout,
  switch: (git) =>
    has(git.read.options, '-f', '--force', '--discard-changes') ? ifDirty(git, rules.discard, 'the working tree') : [],
  restore: (git) => {
    const { options, operands } = git.read;
    const staged = has(options, '--staged', '-S') && !has(options, '--worktree', '-W');
    if (staged || has(options, '-p', '--patch')) return [];
    return pathsDiscarded(git, operands, optionValue(options, '-s', '--source') ?? undefined);
  },
  stash: (git) => {
    const verb = literalOf(git.read.operands[0]);
    if (verb === 'clear') return stashLoss(git, 'all stashes');
    if (verb === 'drop') return stashLoss(git, literalOf(git.read.operands[1]) ?? 'stash@{0}');
    return [];
  },
  branch: (git) => {
    const { options, operands } = git.read;
    const force = options.has('-D') || (has(options, '-d', '--delete') && has(options, '-f', '--force'));
    if (!force || has(options, '-r', '--remotes')) return [];
    return operands.map((word) => at(git, rules.branchDelete, shown(word)));
  },
  tag: (git) =>
    has(git.read.options, '-d', '--delete')
      ? git.read.operands.map((word) => at(git, rules.tagDelete, shown(word)))
      : [],
  'update-ref': (git) => {
    const { options, operands } = git.read;
    if (options.has('-d')) return [at(git, rules.refDelete, shown(operands[0]))];
    const { stdin } = git.call.invocation;
    const reads = options.has('--stdin') && !(stdin.kind === 'text' && !/^[^\S\n]*delete\s/m.test(stdin.value));
    return reads ? [at(git, rules.refDelete, 'refs read from its input')] : [];
  },
  reflog: (git) => {
    const verb = literalOf(git.read.operands[0]);
    if (verb !== 'expire' && verb !== 'delete') return [];
    return has(git.read.options, '-n', '--dry-run') ? [] : [at(git, rules.reflogExpire, 'the reflog')];
  },
  gc: (git) => {
    const when = literalOf(optionValue(git.read.options, '--prune'));
    return when !== null && when !== 'never' && !/2\.weeks|month|year/.test(when)
      ? [at(git, rules.prune, 'unreachable objects')]
      : [];
  },
  prune: (git) => (has(git.read.options, '-n', '--dry-run') ? [] : [at(git, rules.prune, 'unreachable objects')]),
  'filter-branch': (git) => [at(git, rules.rewrite, shown(git.read.operands.at(-1) ?? git.args.at(-1)))],
  'filter-repo': (git) =>
    has(git.read.options, '--analyze', '--dry-run') ? [] : [at(git, rules.rewrite, 'the repository')],
  rebase: (git) =>
    has(git.read.options, '--continue', '--abort', '--skip', '--show-current-patch', '--quit', '--edit-todo')
      ? []
      : [at(git, rules.rebase, 'HEAD')],
  worktree: (git) => {
    const { options, operands } = git.read;
    if (literalOf(operands[0]) !== 'remove' || !has(options, '-f', '--force')) return [];
    const word = operands[1];
    const absolute =
      word && word.kind !== 'unknown' ? absolutePath(word.value, git.directory, git.call.inquiry.facts.place) : null;
    if (absolute === null) return [at(git, rules.worktreeRemove, shown(word))];
    if (readPath(absolute, git.call.inquiry.facts.place).region === 'temporary') return [];
    if (git.call.inquiry.facts.madeBefore?.(absolute, git.call.invocation.span[0])) return [];
    return worktreeLoss(git, absolute, shown(word));
  },
  rm: (git) => {
    const { options, operands } = git.read;
    if (has(options, '--cached', '-n', '--dry-run')) return [];
    if (!has(options, '-f', '--force')) return [];
    return operands.map((word) => lossOfPath(git, word) ?? at(git, rules.removeFiles, shown(word)));
  },
  mv: (git) => {
    const { options, operands } = git.read;
    if (!has(options, '-f', '--force') || has(options, '-n', '--dry-run')) return [];
    const target = operands.at(-1);
    const into = target && literalOf(target)?.endsWith('/');
    const effect = operands.length > 1 && !into ? lossOfPath(git, target) : null;
    return effect ? [effect] : [];
  },
  'read-tree': (git) =>
    git.read.options.has('--reset') && git.read.options.has('-u')
      ? ifDirty(git, rules.discard, 'the working tree')
      : [],
  'checkout-index': (git) =>
    !has(git.read.options, '--prefix') && has(git.read.options, '-f', '--force') && has(git.read.options, '-a', '--all')
      ? ifDirty(git, rules.discard, 'the working tree')
      : [],
  // git-extras: https://github.com/tj/git-extras/blob/main/Commands.md
  clear: (git) => [at(git, rules.clean, 'ignored ones too'), at(git, rules.resetHard, 'HEAD')],
  'clear-soft': (git) => [at(git, rules.clean, 'all of them'), at(git, rules.resetHard, 'HEAD')],
  'reset-file': (git) => pathsDiscarded(git, git.read.operands.slice(0, 1)),
  obliterate: (git) => [at(git, rules.rewrite, git.read.operands.map(shown).join(' '))],
  unpublish: (git) => [at(git, rules.deleteRemote, shown(git.read.operands[0] ?? git.args[0]))],
  undo: (git) => (has(git.read.options, '-h', '--hard') ? [at(git, rules.resetHard, 'HEAD~1')] : []),
  'delete-branch': (git) => git.read.operands.map((word) => at(git, rules.deleteRemote, shown(word))),
  'delete-tag': (git) => git.read.operands.map((word) => at(git, rules.deleteRemote, shown(word))),
  // git-annex: https://git-annex.branchable.com/git-annex-drop/
  annex: (git) => {
    const verb = literalOf(git.read.operands[0]) ?? '';
    const { options } = git.read;
    const drops = /^(?:drop|dropunused|move|unannex)$/.test(verb) && has(options, '--force');
    if (!drops && verb !== 'dead' && verb !== 'uninit') return [];
    const target = git.read.operands.slice(1).map(shown).join(' ') || 'annexed files';
    return [
      {
        ...at(git, rules.prune, target),
        reason: `Drops the content of ${target}, whether or not another copy is known.`,
      },
    ];
  },
  submodule: (git) =>
    literalOf(git.read.operands[0]) === 'deinit' && has(git.read.options, '-f', '--force')
      ? [at(git, rules.discard, shown(git.read.operands[1] ?? git.args.at(-1)))]
      : [],
};

/** A worktree that goes by force takes what no commit of it holds. */
function worktreeLoss(git: GitCall, directory: string, target: string): Effect[] {
  const { inquiry, invocation } = git.call;
  const lost = at(git, rules.worktreeRemove, target);
  const away = invocation.wrappers.some(({ place }) => place !== 'here');
  if (away || inquiry.facts.place.context === 'ordinary') return [lost];
  const there = look(inquiry, { kind: 'path', path: directory });
  if (there.known && !there.value.exists) return [];
  const fact = look(inquiry, { kind: 'git', directory });
  const clean =
    fact.known &&
    fact.value?.root === (there.known ? there.value.real : directory) &&
    !fact.value.dirty &&
    fact.value.untracked === 0 &&
    // Commits that no branch names go with the worktree's own reflog.
    (fact.value.branch !== null || fact.value.unpushedCommits === 0);
  return clean
    ? [
        {
          ...lost,
          reversibility: 'recoverable',
          wayBack: `git worktree add ${target}`,
          reason: `Deletes the worktree ${target}; its commits stay in this repository.`,
        },
      ]
    : [lost];
}

function stashLoss(git: GitCall, target: string): Effect[] {
  const found = repository(git);
  if (found && found.stashes === 0) return [];
  return [at(git, rules.stashDrop, target)];
}

/** `git-clean` is `git clean`: git's own programs by their names on the disk. */
function withVerb(call: Call): Call {
  const { invocation } = call;
  const verb = /^git-(.+)$/.exec(invocation.program ?? '')?.[1];
  if (verb === undefined) return call;
  const word: Word = { kind: 'known', value: verb, span: invocation.name.span };
  return { ...call, invocation: { ...invocation, args: [word, ...invocation.args] } };
}

/** git, and the history it keeps. */
export const gitPack: Pack = {
  id: 'git',
  programs: ['git'],
  rules: Object.values(rules),
  effects: (call) => gitEffects(withVerb(call)),
};
