import type { Effect } from '../../action/effect.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Call, effectOf, type Rule } from '../pack.ts';
import { shown } from '../words.ts';
import { isNothing } from './files-empty.ts';

/** A table of scheduled jobs is replaced by less than it was. */
export const crontabReplace: Rule = {
  id: 'system/crontab-replace',
  provider: 'system',
  verb: 'overwrite',
  resource: 'crontab',
  asset: 'state',
  reversibility: 'irreversible',
  scope: 'machine',
  reason: 'Puts nothing in the place of every scheduled job of {target}; there is no copy.',
  safer: 'crontab -l',
  attack: 'T1485',
  source: 'https://man7.org/linux/man-pages/man1/crontab.1.html',
};

/** `echo "" | crontab -`, `crontab /dev/null`: no job stays. What a table that is handed over runs is judged by its text. */
export function crontabReplaced({ invocation }: Call): Effect[] {
  const { program, args, span, wrappers } = invocation;
  if (program !== 'crontab' || wrappers.some(({ place }) => place === 'container')) return [];
  const texts = args.map(shown);
  const user = texts.indexOf('-u');
  const operands = texts.filter((_, index) => index !== user && (user < 0 || index !== user + 1));
  const fromInput =
    operands.join() === '/dev/null' || (operands.every((text) => text === '-') && isNothing(invocation));
  return fromInput
    ? [effectOf(crontabReplace, { target: user < 0 ? 'this user' : (texts[user + 1] ?? '?'), span })]
    : [];
}

/** Stages of a pipeline between `crontab -l` and `crontab -`; more are not followed. */
const maximumStages = 8;

/** `crontab -l | grep -v backup | crontab -`: jobs are taken out of the table, and nobody keeps a copy. */
export function crontabFiltered(invocations: readonly Invocation[]): Effect[] {
  return invocations.flatMap((invocation) => {
    const { program, args, span, wrappers, stdin } = invocation;
    if (program !== 'crontab' || stdin.kind !== 'pipe' || wrappers.some(({ place }) => place === 'container'))
      return [];
    if (args.map(shown).some((text) => text === '-l' || text === '-e')) return [];
    let from = invocations[stdin.from];
    let filtered = false;
    for (let stage = 0; from && stage < maximumStages; stage += 1) {
      if (from.program === 'crontab') {
        const listed = from.args.some((word) => shown(word) === '-l');
        const reason = 'Takes jobs out of the crontab of {target}; there is no copy.';
        return filtered && listed ? [effectOf(crontabReplace, { target: 'this user', span, reason })] : [];
      }
      if (!leavesOut(from)) return [];
      filtered = true;
      from = from.stdin.kind === 'pipe' ? invocations[from.stdin.from] : undefined;
    }
    return [];
  });
}

/** A filter that lets some lines go. */
function leavesOut({ program, args }: Invocation): boolean {
  const texts = args.map(shown);
  if (program === 'sed') return texts.some((text) => /(?:[/\d$|,]|^)d(?:;|$)|^-n$/.test(text));
  return /^(?:[ef]?grep|rg|head|tail|awk|gawk)$/.test(program ?? '');
}
