import type { Effect } from '../../action/effect.ts';
import { type GitFact, look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { type Call, effectOf, type Rule, type Sighting } from '../pack.ts';
import type { Arguments } from '../words.ts';

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
  const away = git.call.invocation.wrappers.find((wrapper) => wrapper.place === 'remote');
  return effectOf(rule, {
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
