import { type Capabilities, defaultCapabilities } from '../behaviour/capability-needs.ts';
import type { SequenceRule } from '../behaviour/sequence-rules.ts';
import { capabilitiesInForce } from '../policy/capabilities.ts';
import type { Notices } from './notices.ts';
import { createPolicySource, type PolicyNow } from './policy-source.ts';

/** What the policy files of a window's folders ask for together: the stricter of each. */
export interface PoliciesNow {
  /** All their sequences; of two with one name the first. The same list as before while nothing changed. */
  readonly own: readonly SequenceRule[];
  readonly stopOnDiscovery: boolean;
  /** What agents were declared to do, as far as a person accepted it; else the default ones. */
  readonly capabilities: Capabilities;
  /** Declarations that no person has accepted yet as they are. */
  readonly waiting: readonly WaitingPolicy[];
}

/** A policy file whose capabilities wait for a person. */
export interface WaitingPolicy {
  readonly folder: string;
  /** SHA-256 of the file's text, hex. */
  readonly hash: string;
  /** As written. */
  readonly declared: readonly string[];
}

const nothingAsked: PoliciesNow = {
  own: [],
  stopOnDiscovery: false,
  capabilities: defaultCapabilities,
  waiting: [],
};

/**
 * The policies in force, looked up at each call. They hold for every action of the window, also for one that names
 * another directory as its own: whoever sent it named it.
 */
export function createPolicies(deps: {
  now(): number;
  /** Absolute paths of the open folders, now. */
  folders(): readonly string[];
  readonly notices: Pick<Notices, 'note' | 'problem'>;
  /** SHA-256 of the policy files that a person accepted, now. */
  accepted?(): readonly string[];
  /** The person's own settings ask that a search for credentials is stopped, now. */
  stopsOnDiscovery?(): boolean;
}): () => PoliciesNow {
  const { notices } = deps;
  const source = createPolicySource({
    now: deps.now,
    changed: (detail) => notices.note({ type: 'policy', detail }),
    problem: notices.problem,
  });
  let of: readonly PolicyNow[] = [];
  let acceptedThen = '';
  let together = nothingAsked;
  return () => {
    const folders = deps.folders();
    const read = folders.map((folder) => source.of(folder));
    const accepted = deps.accepted?.() ?? [];
    const stops = deps.stopsOnDiscovery?.() === true;
    const acceptedNow = [stops, ...accepted].join(' ');
    const same = read.length === of.length && read.every((one, index) => one === of[index]);
    if (same && acceptedNow === acceptedThen) return together;
    of = read;
    acceptedThen = acceptedNow;
    const names = new Set<string>();
    const own = read
      .flatMap(({ policy }) => policy.sequences)
      .filter(({ name }) => !names.has(name) && names.add(name) !== undefined);
    const declaring = read.map(({ policy, hash }, index) => ({
      folder: folders[index] ?? '',
      hash: hash ?? '',
      declared: policy.capabilities,
    }));
    together = {
      own,
      stopOnDiscovery: stops || read.some(({ policy }) => policy.stopOnDiscovery),
      capabilities: commonCapabilities(declaring, accepted, notices),
      waiting: declaring.flatMap(({ folder, hash, declared }) =>
        declared === null || accepted.includes(hash) ? [] : [{ folder, hash, declared }],
      ),
    };
    return together;
  };
}

/** What every accepted file of the window declares; the default ones where none is accepted. */
function commonCapabilities(
  declaring: readonly { readonly hash: string; readonly declared: readonly string[] | null }[],
  accepted: readonly string[],
  notices: Pick<Notices, 'problem'>,
): Capabilities {
  let common: Capabilities = defaultCapabilities;
  for (const { hash, declared } of declaring) {
    if (declared === null || !accepted.includes(hash)) continue;
    const { capabilities, problems } = capabilitiesInForce(declared, true);
    for (const sentence of problems) notices.problem(sentence);
    const granted = common.declared
      ? new Set([...capabilities.granted].filter((one) => common.granted.has(one)))
      : capabilities.granted;
    common = { granted, declared: true };
  }
  return common;
}
