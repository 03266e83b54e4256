import type { Effect } from '../../action/effect.ts';
import type { Place } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import { deletionEffect } from '../deletion.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { has, literalOf, readArguments, shown } from '../words.ts';
import { emptied, isNothing, linkEffects, sedEffects, truncateEffects } from './files-empty.ts';
import { mirrorEffects, moveEffects } from './files-move.ts';
import { ddEffects, formatEffects, overwriting, partitionEffects, shredEffects } from './files-overwrite.ts';
import {
  findDelete,
  format,
  kernelTrigger,
  mirror,
  moveAway,
  overwrite,
  overwriteAll,
  overwriteDisk,
  permissions,
  remove,
  shred,
} from './files-rules.ts';

const none: ReadonlySet<string> = new Set();
const removers = ['rm', 'rmdir', 'unlink', 'del', 'erase', 'rd', 'remove-item', 'ri', 'srm', 'grm', 'rimraf', 'trash'];

function deletions({ invocation, inquiry }: Call): Effect[] {
  const program = invocation.program ?? '';
  if (program === 'trash') return [];
  const { options, operands } = readArguments(invocation.args, none);
  // BSD's rm takes what stands behind an operand for a file, so that `rm -rf x --help` deletes x.
  if ((operands.length === 0 && has(options, '--help', '--version')) || literalOf(operands[0]) === '/?') return [];
  if (has(options, '-WhatIf', '-whatif')) return [];
  const slashes =
    program === 'del' || program === 'erase' || program === 'rd' || (program === 'rmdir' && windows(invocation));
  const flags = slashes ? operands.filter((word) => /^\/[a-z]$/i.test(literalOf(word) ?? '')) : [];
  const recursive =
    program === 'rimraf' ||
    has(options, '-r', '-R', '--recursive', '-Recurse', '-recurse', '-rf', '-d') ||
    flags.some((word) => /^\/s$/i.test(literalOf(word) ?? ''));
  // rmdir without /s takes empty directories only: nothing is lost.
  if ((program === 'rmdir' || program === 'rd') && !recursive) return [];
  const effects: Effect[] = [];
  for (const word of operands) {
    if (flags.includes(word)) continue;
    const effect = deletionEffect(
      { rule: remove, word, cwd: invocation.cwd, wrappers: invocation.wrappers, recursive, span: invocation.span },
      inquiry,
    );
    if (effect) effects.push(narrowedByFind(effect, invocation, word));
  }
  return effects;
}

/** `find -exec rm {}` removes what find met: the wrapper's target says where. */
function narrowedByFind(effect: Effect, invocation: Invocation, word: Word): Effect {
  if (shown(word) !== '{}') return effect;
  const finder = invocation.wrappers.find((wrapper) => wrapper.program === 'find' || wrapper.program === 'fd');
  return finder?.target ? { ...effect, target: finder.target } : effect;
}

function windows(invocation: Invocation): boolean {
  return (
    invocation.dialect === 'cmd' ||
    invocation.dialect === 'pwsh' ||
    invocation.args.some((word) => /^\/[sq]$/i.test(literalOf(word) ?? ''))
  );
}

function findEffects({ invocation, inquiry }: Call): Effect[] {
  const texts = invocation.args.map((word) => literalOf(word));
  if (!texts.includes('-delete')) return [];
  const firstTest = invocation.args.findIndex((word) =>
    /^[-(!]/.test(word.kind === 'unknown' ? word.prefix : word.value),
  );
  const roots = invocation.args
    .slice(0, Math.max(firstTest, 0))
    .filter((word) => !/^-[HLP]$/.test(literalOf(word) ?? ''));
  const { asked, negated, alternatives, mixed } = findTests(texts);
  if (texts.includes('-empty') && !negated && !alternatives) return [];
  const regenerable = !mixed && asked.length > 0 && asked.every((name) => name !== null && isRegenerableName(name));
  // Nobody commits a `.env`.
  const unsaved = asked.some((name) => name !== null && /^(?:\*\/)?\.env/.test(name));
  const filtered = !alternatives && !unsaved && asked.some((name) => name !== null && /[A-Za-z]/.test(name));
  const here: Word = { kind: 'known', value: '.', span: invocation.span };
  const effects: Effect[] = [];
  for (const root of roots.length > 0 ? roots : [here]) {
    if (regenerable && isInWorkspace(root, invocation, inquiry.facts.place)) continue;
    const effect = deletionEffect(
      {
        rule: findDelete,
        word: root,
        cwd: invocation.cwd,
        wrappers: invocation.wrappers,
        recursive: true,
        filtered,
        span: invocation.span,
      },
      inquiry,
    );
    if (effect) effects.push(effect);
    effects.push(...asked.flatMap((name) => losesOneNamed(name, root, { invocation, inquiry })));
  }
  return effects;
}

/** What is lost where a file of such a name lies there: `*.sqlite3` is a database, `*.pem` a key. */
function losesOneNamed(name: string | null, root: Word, { invocation, inquiry }: Call): Effect[] {
  if (name === null || root.kind === 'unknown' || !/^[*\w.-]+$/.test(name)) return [];
  const word: Word = { kind: 'known', value: `${root.value}/${name.replaceAll('*', 'x')}`, span: root.span };
  const { cwd, wrappers, span } = invocation;
  const effect = deletionEffect({ rule: findDelete, word, cwd, wrappers, recursive: false, span }, inquiry);
  if (effect?.reversibility !== 'irreversible') return [];
  return [{ ...effect, target: name, reason: effect.reason.replaceAll(effect.target, name) }];
}

/**
 * The names `find` is asked for, those under `!` left out; whether anything is negated or an alternative; and whether
 * one is an alternative to the other: what is not asked for narrows what is, but there it may be all there is.
 */
function findTests(texts: readonly (string | null)[]): {
  asked: (string | null)[];
  negated: boolean;
  alternatives: boolean;
  mixed: boolean;
} {
  const asked: (string | null)[] = [];
  const negations: number[] = [];
  const choices: number[] = [];
  let not = false;
  let level = 0;
  // Whether all alternatives of the present bracket so far name something, and whether this one does.
  let [all, now] = [true, false];
  const around: (readonly [all: boolean, now: boolean])[] = [];
  let negatedFrom = Number.POSITIVE_INFINITY;
  for (const [index, text] of texts.entries()) {
    const counts = level < negatedFrom;
    if (text === '!' || text === '-not') {
      if (counts) negations.push(level);
      not = !not;
      continue;
    }
    if (text === '(') {
      around.push([all, now]);
      [all, now] = [true, false];
      level += 1;
      if (not && counts) negatedFrom = level;
    } else if (text === ')') {
      const [allAround, nowAround] = around.pop() ?? [true, false];
      [all, now] = [allAround, nowAround || (all && now)];
      level -= 1;
      if (level < negatedFrom) negatedFrom = Number.POSITIVE_INFINITY;
    } else if (counts && (text === '-o' || text === '-or' || text === ',')) {
      choices.push(level);
      [all, now] = [all && now, false];
    } else if (counts && isNameTest(text) && !not) {
      asked.push(texts[index + 1] ?? null);
      now = true;
    } else if (text === '-prune') now = true;
    not = false;
  }
  const outermost = Math.min(...choices);
  return {
    asked,
    negated: negations.length > 0,
    alternatives: choices.length > 0,
    // `-name '*.o' -o -type f`: one that names nothing takes anything.
    mixed: negations.some((depth) => depth >= outermost) || (choices.length > 0 && !(all && now)),
  };
}

function isNameTest(text: string | null): boolean {
  return /^-i?(?:name|path|wholename|regex)$/.test(text ?? '');
}

function isInWorkspace(root: Word, invocation: Invocation, place: Place): boolean {
  const absolute = root.kind === 'unknown' ? null : absolutePath(root.value, invocation.cwd, place);
  if (absolute === null) return false;
  const { region } = readPath(absolute, place);
  return region === 'workspace' || region === 'workspace-root' || region === 'temporary';
}

/** True where a name or glob of files says that tools make them again: `*.pyc`, `node_modules`. */
export function isRegenerableName(name: string): boolean {
  const bare = name.replace(/^[*./]+/, '').replace(/[*/]+$/, '');
  return /^(?:py[co]|__pycache__|\.?DS_Store|o|obj|class|log|tmp|temp|swp|swo|bak~|node_modules|\.?cache|orig|rej|tsbuildinfo|map|gcda|gcno|d\.ts|js\.map|egg-info|ipynb_checkpoints|pytest_cache|\.?pytest_cache|mypy_cache|ruff_cache|dist|\.?next|turbo|Zone\.Identifier|Thumbs\.db|coverage)$/i.test(
    bare,
  );
}

function permissionEffects({ invocation, inquiry }: Call): Effect[] {
  const { options, operands } = readArguments(invocation.args, none);
  if (!has(options, '-R', '--recursive', '-r')) return [];
  const { place } = inquiry.facts;
  const paths = invocation.args.some((word) => shown(word).startsWith('--reference')) ? operands : operands.slice(1);
  return paths.flatMap((word) => {
    if (word.kind === 'unknown' || invocation.wrappers.some((wrapper) => wrapper.place === 'container')) return [];
    const absolute = absolutePath(word.value.replace(/\/\*$/, '') || '/', invocation.cwd, place);
    if (absolute === null) return [];
    const { region } = readPath(absolute, place);
    const depth = absolute.split('/').length - 1;
    const grave =
      region === 'root' ||
      region === 'home' ||
      /^\/(?:home|Users|root|opt|srv|mnt)$/.test(absolute) ||
      (region === 'system' &&
        (/^\/(?:etc|bin|sbin|lib|lib64|boot|dev|System|Library)(?:\/|$)/.test(absolute) ||
          depth <= 1 ||
          /^\/var\/lib\/(?:mysql|postgresql|pgsql|mongodb|redis|docker|etcd|kubelet|dpkg|rpm)(?:\/|$)/.test(absolute) ||
          (/^\/(?:usr|var)\/[^/]+$/.test(absolute) && absolute !== '/usr/local'))) ||
      /\/\.(?:ssh|gnupg)(?:\/|$)/.test(absolute);
    return grave ? [effectOf(permissions, { target: word.value, span: invocation.span })] : [];
  });
}

/** What redirections of any program truncate. */
export function redirectionEffects(call: Call): Effect[] {
  const { invocation } = call;
  const effects: Effect[] = [];
  for (const redirection of invocation.redirections) {
    if (redirection.mode !== 'truncate') continue;
    const { target } = redirection;
    if (target.kind === 'unknown') continue;
    effects.push(...overwriting(target.value, invocation, call));
    if (effects.length === 0 && emptiesOnly(invocation)) effects.push(...emptied(target, call));
  }
  return effects;
}

/** A program that prints nothing, so that `>` leaves an empty file. */
function emptiesOnly({ program, name, args }: Invocation): boolean {
  if ((program === 'echo' || program === 'printf') && args.length <= 2) {
    return args.every((word) => /^(?:-[neE]+|\s*|\\n|%s)$/.test(literalOf(word) ?? 'x'));
  }
  if (program === '' || (program === null && name.kind === 'known' && name.value === '')) return true;
  if (program === ':' || program === 'true') return true;
  return (
    (program === 'cat' || program === 'type') &&
    args.length === 1 &&
    /^(?:\/dev\/null|nul)$/i.test(literalOf(args[0]) ?? '')
  );
}

const formatters =
  'mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mkfs.f2fs mke2fs mkswap wipefs blkdiscard sgdisk parted diskutil cryptsetup'.split(
    ' ',
  );

/** Local files, disks and file systems. */
export const filesPack: Pack = {
  id: 'files',
  programs: [
    ...removers,
    'find',
    'dd',
    ...formatters,
    'shred',
    'truncate',
    'chmod',
    'chown',
    'chgrp',
    'mv',
    'cp',
    'install',
    'tee',
    'sponge',
    'rsync',
    'ln',
    'sed',
    'gsed',
    'fdisk',
  ],
  rules: [
    remove,
    findDelete,
    overwriteDisk,
    format,
    overwrite,
    shred,
    permissions,
    moveAway,
    mirror,
    overwriteAll,
    kernelTrigger,
  ],
  effects(call) {
    const program = call.invocation.program ?? '';
    if (removers.includes(program)) return deletions(call);
    if (formatters.includes(program)) return formatEffects(call);
    switch (program) {
      case 'find':
        return findEffects(call);
      case 'dd': {
        const output = call.invocation.args.find((word) => /^of=./.test(shown(word)));
        const hollow = call.invocation.args.some((word) => literalOf(word) === 'if=/dev/null');
        return hollow && output?.kind === 'known'
          ? emptied({ ...output, value: output.value.slice(3) }, call)
          : ddEffects(call);
      }
      case 'shred':
        return shredEffects(call);
      case 'truncate':
        return truncateEffects(call);
      case 'chmod':
      case 'chown':
      case 'chgrp':
        return permissionEffects(call);
      case 'tee':
      case 'sponge': {
        const { options, operands } = readArguments(call.invocation.args, none);
        if (has(options, '-a', '--append')) return [];
        const nothing = isNothing(call.invocation);
        return operands.flatMap((word) =>
          nothing ? emptied(word, call) : overwriting(shown(word), call.invocation, call),
        );
      }
      case 'sed':
      case 'gsed':
        return sedEffects(call);
      case 'fdisk':
        return partitionEffects(call);
      case 'rsync':
        return mirrorEffects(call);
      case 'ln':
        return linkEffects(call);
      default:
        return moveEffects(call);
    }
  },
};

/** The rule a host's own delete tool is judged by. */
export const deleteRule: Rule = remove;
