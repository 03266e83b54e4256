import type { Effect, Environment } from '../../action/effect.ts';
import { environmentOfName } from '../environment.ts';
import { has, shown } from '../words.ts';
import { at, type GitCall, repository } from './git-call.ts';
import { gitRules as rules } from './git-rules.ts';

const protectedBranch = /^(?:main|master|trunk|develop|production|prod|release(?:[/-].*)?|stable|gh-pages|default)$/;

/** `git push`: what it overwrites or deletes on the remote. */
export function push(git: GitCall): Effect[] {
  const { options, operands } = git.read;
  if (has(options, '-n', '--dry-run')) return [];
  const refs = operands.slice(1);
  const effects: Effect[] = [];
  if (has(options, '--mirror', '--prune')) effects.push(at(git, rules.mirrorPush, shown(operands[0] ?? null)));
  const deleting = has(options, '-d', '--delete');
  const force = has(options, '-f', '--force');
  const lease = has(options, '--force-with-lease', '--force-if-includes');
  for (const word of refs) {
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    const branch = text.replace(/^\+?(?:[^:]*:)?/, '').replace(/^refs\/(?:heads|tags)\//, '');
    const named = word.kind === 'unknown' ? shown(word) : branch;
    if (deleting || /^\+?:./.test(text))
      effects.push(at(git, rules.deleteRemote, named, { environment: ofBranch(named) }));
    else if (force || text.startsWith('+'))
      effects.push(at(git, rules.forcePush, named, { environment: ofBranch(named) }));
    else if (lease) effects.push(leased(git, named));
  }
  if (refs.length === 0 && force) {
    const branch = currentBranch(git);
    effects.push(at(git, rules.forcePush, branch ?? 'the current branch', { environment: ofBranch(branch ?? '') }));
  } else if (refs.length === 0 && lease) effects.push(leased(git, currentBranch(git)));
  return effects;
}

/** With a lease nobody else's commits are lost; the shared branches stay a person's business. */
function leased(git: GitCall, branch: string | null): Effect {
  const guarded = branch !== null && protectedBranch.test(branch.replace(/^HEAD$/, ''));
  return at(git, rules.leasePush, branch ?? 'the current branch', {
    environment: guarded ? 'production' : 'development',
  });
}

function ofBranch(branch: string): Environment {
  if (protectedBranch.test(branch)) return 'production';
  return environmentOfName(branch);
}

function currentBranch(git: GitCall): string | null {
  return repository(git)?.branch ?? null;
}
