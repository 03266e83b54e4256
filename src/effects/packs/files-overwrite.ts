import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Call, effectOf } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { has, literalOf, readArguments, shown } from '../words.ts';
import { format, kernelTrigger, overwrite, overwriteDisk, shred } from './files-rules.ts';

const shredValues: ReadonlySet<string> = new Set(['-s', '--size', '-n', '--iterations', '--random-source']);

/** `dd of=…`. */
export function ddEffects({ invocation, inquiry }: Call): Effect[] {
  const output = invocation.args.find((word) => shown(word).startsWith('of='));
  if (!output) return [];
  const target = shown(output).slice(3);
  if (output.kind === 'unknown' && /^of=(?:\/dev\/.*)?$/.test(output.prefix)) {
    return [effectOf(overwriteDisk, { target, span: invocation.span, reversibility: 'unknown' })];
  }
  // dd is for devices: any that is no pseudo device may be a disk by another name.
  if (
    target.startsWith('/dev/') &&
    !/^\/dev\/(?:null|zero|u?random|full|tty|pts|ptmx|shm|std|fd|kmsg|console|lp|snd)/.test(target)
  ) {
    return [effectOf(overwriteDisk, { target, span: invocation.span })];
  }
  return overwriting(target, invocation, { inquiry, invocation });
}

/** What writing over `target` loses: a disk, or a file of the system or the person outside the workspace. */
export function overwriting(target: string, invocation: Invocation, { inquiry }: Call): Effect[] {
  const { place } = inquiry.facts;
  if (target === '' || target.startsWith('&')) return [];
  const elsewhere = invocation.wrappers.some((wrapper) => wrapper.place !== 'here');
  const absolute = absolutePath(target, invocation.cwd, place);
  if (absolute === null) return [];
  const reading = readPath(absolute, place);
  if (reading.region === 'device') {
    if (!/^\/dev\/(?:[hsv]d[a-z]|xvd|nvme|mmcblk|disk|rdisk|mapper|md\d|loop|dm-)/.test(absolute)) return [];
    return [effectOf(overwriteDisk, { target, span: invocation.span })];
  }
  if (elsewhere) return [];
  if (/^\/proc\/(?:sysrq-trigger|sys\/kernel\/sysrq)$/.test(absolute))
    return [effectOf(kernelTrigger, { target, span: invocation.span })];
  const precious = reading.region === 'system' || isPersonal(absolute, place.home);
  if (!precious || reading.regenerable === 'yes') return [];
  if (
    /^\/(?:proc|sys|run)\//.test(absolute) ||
    /^\/etc\/(?:[\w.-]+\.d|apt)\/./.test(absolute) ||
    /^\/(?:usr\/local|opt|mnt|media|srv|Volumes|data|private\/tmp)\//.test(absolute)
  ) {
    return [];
  }
  if (place.context === 'ask') {
    const fact = look(inquiry, { kind: 'path', path: absolute });
    if (fact.known && (!fact.value.exists || fact.value.bytes === 0)) return [];
  }
  const asset = reading.asset === 'files' ? 'other' : reading.asset;
  return [effectOf(overwrite, { target, span: invocation.span, asset })];
}

function isPersonal(absolute: string, home: string): boolean {
  if (!absolute.startsWith(`${home}/`)) return false;
  return /^(?:\.(?:ssh|gnupg|aws|kube|docker|config\/gcloud)\/.+|\.(?:bashrc|zshrc|profile|bash_profile|zprofile|gitconfig|npmrc|netrc|vimrc|bash_history|zsh_history))$/.test(
    absolute.slice(home.length + 1),
  );
}

/** `fdisk /dev/sdb` with its keys typed beforehand: what ends in `w` is written. */
export function partitionEffects({ invocation }: Call): Effect[] {
  const { stdin, span } = invocation;
  const disk = invocation.args.find((word) => /^\/dev\/(?:[hsv]d|xvd|nvme|mmcblk|disk)/.test(shown(word)));
  const writes = stdin.kind === 'text' && /^[^\S\n]*w[^\S\n]*$/m.test(stdin.value);
  return disk && writes ? [effectOf(overwriteDisk, { target: shown(disk), span })] : [];
}

/** Making file systems and taking partitions apart. */
export function formatEffects({ invocation }: Call): Effect[] {
  const { options, operands } = readArguments(invocation.args, new Set(['-t', '-L', '-b', '-n', '-N', '-m', '-U']));
  const program = invocation.program ?? '';
  if (has(options, '--help', '-V', '--version')) return [];
  const text = (index: number): string => literalOf(operands[index]) ?? '';
  const rule =
    program.startsWith('mkfs') || program.startsWith('mke2fs') || program === 'mkswap' ? format : overwriteDisk;
  if (program === 'wipefs' && (!has(options, '-a', '--all', '-o') || has(options, '-n', '--no-act'))) return [];
  if (program === 'sgdisk' && !has(options, '-Z', '--zap-all', '-z', '--zap', '-o', '--clear', '-d', '--delete'))
    return [];
  if (program === 'parted' && !/^(?:rm|mklabel|mkpart|mktable|resizepart)$/.test(text(1))) return [];
  if (program === 'diskutil' && !/^(?:erase|partition|zero|random|secureErase|reformat)|^apfs$/i.test(text(0)))
    return [];
  if (program === 'diskutil' && text(0) === 'apfs' && !/^(?:delete|erase)/i.test(text(1))) return [];
  if (program === 'cryptsetup' && !/^(?:luksErase|erase|luksFormat|luksKillSlot|luksRemoveKey)$/.test(text(0)))
    return [];
  const target = operands.map(shown).find((operand) => operand.startsWith('/dev/')) ?? shown(operands.at(-1));
  if (program.startsWith('mk') && !target.startsWith('/dev/') && !target.startsWith('$')) return [];
  return [effectOf(rule, { target, span: invocation.span })];
}

/** `shred`: files that nothing brings back. */
export function shredEffects({ invocation, inquiry }: Call): Effect[] {
  const { options, operands } = readArguments(invocation.args, shredValues);
  if (has(options, '--help', '--version')) return [];
  return operands.flatMap((word) => {
    const target = shown(word);
    const absolute = absolutePath(target, invocation.cwd, inquiry.facts.place);
    if (word.kind !== 'unknown' && absolute !== null) {
      const reading = readPath(absolute, inquiry.facts.place);
      if (reading.region === 'device') return [effectOf(overwriteDisk, { target, span: invocation.span })];
      if (reading.region === 'temporary') return [];
      const scope = reading.region === 'workspace' ? 'workspace' : 'machine';
      return [effectOf(shred, { target, span: invocation.span, scope, asset: reading.asset })];
    }
    return [effectOf(shred, { target, span: invocation.span, scope: 'machine', reversibility: 'unknown' })];
  });
}
