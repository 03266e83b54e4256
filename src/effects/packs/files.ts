import type { Effect } from '../../action/effect.ts';
import type { Invocation } from '../../action/invocation.ts';
import { deletionEffect } from '../deletion.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { has, literalOf, readArguments, shown } from '../words.ts';
import { emptied, isNothing, linkEffects, sedEffects, truncateEffects } from './files-empty.ts';
import { mirrorEffects, moveEffects } from './files-move.ts';
import { ddEffects, formatEffects, overwriting, partitionEffects, shredEffects } from './files-overwrite.ts';
import {
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
    if (effect) effects.push(effect);
  }
  return effects;
}

function windows(invocation: Invocation): boolean {
  return (
    invocation.dialect === 'cmd' ||
    invocation.dialect === 'pwsh' ||
    invocation.args.some((word) => /^\/[sq]$/i.test(literalOf(word) ?? ''))
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
  rules: [remove, overwriteDisk, format, overwrite, shred, permissions, moveAway, mirror, overwriteAll, kernelTrigger],
  effects(call) {
    const program = call.invocation.program ?? '';
    if (removers.includes(program)) return deletions(call);
    if (formatters.includes(program)) return formatEffects(call);
    switch (program) {
      case 'find':
        // What it runs, `-delete` as well, is read as calls of their own.
        return [];
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
