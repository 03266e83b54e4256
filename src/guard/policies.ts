import type { SequenceRule } from '../behaviour/sequence-rules.ts';
import type { Notices } from './notices.ts';
import { createPolicySource, type PolicyNow } from './policy-source.ts';

/** What the policy files of a window's folders ask for together: the stricter of each. */
export interface PoliciesNow {
  /** All their sequences; of two with one name the first. The same list as before while nothing changed. */
  readonly own: readonly SequenceRule[];
  readonly stopOnDiscovery: boolean;
}

const nothingAsked: PoliciesNow = { own: [], stopOnDiscovery: false };

/**
 * The policies in force, looked up at each call. They hold for every action of the window, also for one that names
 * another directory as its own: whoever sent it named it.
 */
export function createPolicies(deps: {
  now(): number;
  /** Absolute paths of the open folders, now. */
  folders(): readonly string[];
  readonly notices: Pick<Notices, 'note' | 'problem'>;
}): () => PoliciesNow {
  const { notices } = deps;
  const source = createPolicySource({
    now: deps.now,
    changed: (detail) => notices.note({ type: 'policy', detail }),
    problem: notices.problem,
  });
  let of: readonly PolicyNow[] = [];
  let together = nothingAsked;
  return () => {
    const read = deps.folders().map((folder) => source.of(folder));
    if (read.length === of.length && read.every((one, index) => one === of[index])) return together;
    of = read;
    const names = new Set<string>();
    const own = read
      .flatMap(({ policy }) => policy.sequences)
      .filter(({ name }) => !names.has(name) && names.add(name) !== undefined);
    together = { own, stopOnDiscovery: read.some(({ policy }) => policy.stopOnDiscovery) };
    return together;
  };
}
