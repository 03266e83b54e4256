import type { Effect } from '../../action/effect.ts';
import { deletionEffect } from '../deletion.ts';
import { type Call, effectOf } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { has, optionValue, readArguments, shown } from '../words.ts';
import { emptied } from './files-empty.ts';
import { overwriting } from './files-overwrite.ts';
import { mirror, moveAway } from './files-rules.ts';

/** `mv`, `cp`, `install`: what is moved away, and what is written over. */
export function moveEffects(call: Call): Effect[] {
  const { invocation, inquiry } = call;
  const { options, operands } = readArguments(invocation.args, new Set(['-t', '--target-directory', '-S', '--suffix']));
  const { place } = inquiry.facts;
  const destination = optionValue(options, '-t', '--target-directory') ?? operands.at(-1);
  const sources = options.has('-t') || options.has('--target-directory') ? operands : operands.slice(0, -1);
  if (!destination || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  const effects: Effect[] = [];
  const lost =
    /^\/dev\/(?:null|zero|full)$/.test(shown(destination)) ||
    (invocation.dialect === 'cmd' && /^nul$/i.test(shown(destination)));
  for (const source of sources) {
    if (invocation.program === 'cp' || invocation.program === 'install') continue;
    if (lost) {
      const effect = deletionEffect(
        { rule: moveAway, word: source, cwd: invocation.cwd, wrappers: [], recursive: true, span: invocation.span },
        inquiry,
      );
      if (effect) effects.push(effect);
      continue;
    }
    if (source.kind === 'unknown') continue;
    const absolute = absolutePath(source.value.replace(/\/\*$/, '') || '/', invocation.cwd, place);
    if (absolute === null) continue;
    const { region } = readPath(absolute, place);
    const roots =
      region === 'root' ||
      region === 'home' ||
      /^\/(?:etc|bin|sbin|lib|lib64|boot|usr|var)(?:\/[^/]+)?$/.test(absolute);
    if (roots) effects.push(effectOf(moveAway, { target: source.value, span: invocation.span }));
  }
  // `cp /dev/null x` leaves nothing of x.
  const hollow =
    sources.length === 1 &&
    (/^\/dev\/(?:null|zero)$/.test(shown(sources[0])) ||
      (invocation.dialect === 'cmd' && /^nul$/i.test(shown(sources[0]))));
  if (hollow) effects.push(...emptied(destination, call));
  else if (!lost && destination.kind === 'known') effects.push(...overwriting(destination.value, invocation, call));
  return effects;
}

/** `rsync --delete`: what the source does not have. */
export function mirrorEffects({ invocation, inquiry }: Call): Effect[] {
  const { options, operands } = readArguments(
    invocation.args,
    new Set(['-e', '--rsh', '--exclude', '--include', '-f', '--filter']),
  );
  if (has(options, '-n', '--dry-run', '--help')) return [];
  const deleting = [...options.keys()].some((name) => name === '--del' || name.startsWith('--delete'));
  const destination = operands.at(-1);
  if (!deleting || !destination || operands.length < 2) return [];
  const target = shown(destination);
  if (/^[^/]+:/.test(target) && !/^[a-z]:[\\/]/i.test(target)) {
    return [
      effectOf(mirror, {
        target,
        span: invocation.span,
        scope: 'remote',
        safer: `rsync --dry-run ${invocation.args.map(shown).join(' ')}`,
      }),
    ];
  }
  const effect = deletionEffect(
    {
      rule: mirror,
      word: destination,
      cwd: invocation.cwd,
      wrappers: invocation.wrappers,
      recursive: true,
      span: invocation.span,
      filtered: true,
    },
    inquiry,
  );
  return effect ? [effect] : [];
}
