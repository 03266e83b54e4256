import type { Asset, Effect, Environment, Loss, Reversibility, Scope } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';

/**
 * One way to lose something, as data. `{target}` in `reason`, `safer` and `wayBack` stands for what is hit.
 * The cases of a rule (commands it must stop and look-alikes that must pass) live in `test/effects/packs/`.
 */
export interface Rule {
  /** `pack/rule`, for example `railway/volume-delete`. */
  readonly id: string;
  readonly verb: string;
  readonly provider: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  readonly scope: Scope;
  /** One plain sentence that names the target and says what is lost. */
  readonly reason: string;
  /** A command that does the harmless neighbour and itself passes. */
  readonly safer?: string;
  /** The way back of a recoverable effect. */
  readonly wayBack?: string;
  /** MITRE ATT&CK technique id. */
  readonly attack?: string;
  /** The vendor's page that says so. */
  readonly source: string;
  readonly discardsUnsaved?: boolean;
}

/** What rules about data on a server have in common: nobody brings it back. */
export const serverDataLoss = {
  scope: 'remote',
  asset: 'data-store',
  reversibility: 'irreversible',
  attack: 'T1485',
} as const;

/** Where a rule was met, and in what the case differs from the rule. */
export interface Sighting {
  readonly target: string;
  readonly span: Span;
  readonly environment?: Environment;
  readonly reversibility?: Reversibility;
  readonly scope?: Scope;
  readonly asset?: Asset;
  readonly resource?: string;
  readonly verb?: string;
  readonly provider?: string;
  readonly reason?: string;
  readonly safer?: string;
  readonly wayBack?: string;
  readonly attack?: string;
  readonly touchesGuard?: boolean;
  readonly loss?: Loss;
}

/** One program call as packs see it. */
export interface Call {
  readonly invocation: Invocation;
  readonly inquiry: Inquiry;
}

/** What is known about a set of programs. */
export interface Pack {
  readonly id: string;
  /** Base names of the programs, lower case, without `.exe`. */
  readonly programs: readonly string[];
  readonly rules: readonly Rule[];
  /** The effects of one call of one of the programs; empty where it destroys nothing. */
  effects(call: Call): readonly Effect[];
}

/** The effect of a rule met at a place. */
export function effectOf(rule: Rule, sighting: Sighting): Effect {
  const { target } = sighting;
  const safer = sighting.safer ?? rule.safer;
  const wayBack = sighting.wayBack ?? rule.wayBack;
  const attack = sighting.attack ?? rule.attack;
  const reversibility = sighting.reversibility ?? rule.reversibility;
  return {
    verb: sighting.verb ?? rule.verb,
    provider: sighting.provider ?? rule.provider,
    resource: sighting.resource ?? rule.resource,
    target,
    asset: sighting.asset ?? rule.asset,
    environment: sighting.environment ?? 'unknown',
    reversibility,
    scope: sighting.scope ?? rule.scope,
    rule: rule.id,
    reason: filled(sighting.reason ?? rule.reason, target),
    ...(wayBack && reversibility !== 'irreversible' ? { wayBack: filled(wayBack, target) } : {}),
    ...(safer ? { safer: filled(safer, isPlain(target) ? target : 'TARGET') } : {}),
    ...(attack ? { attack } : {}),
    documentation: rule.source,
    span: sighting.span,
    ...(sighting.touchesGuard ? { touchesGuard: true } : {}),
    ...(rule.discardsUnsaved && reversibility !== 'reversible' ? { discardsUnsaved: true } : {}),
    ...(sighting.loss ? { loss: sighting.loss } : {}),
  };
}

/** Replaces `{target}`; a target longer than a line of a panel is shortened. */
function filled(sentence: string, target: string): string {
  if (!sentence.includes('{target}')) return sentence;
  const shown = target.length > 120 ? `${target.slice(0, 117)}...` : target;
  // A function: `$&` in an agent's text is no instruction.
  return sentence.replaceAll('{target}', () => shown);
}

/** What a person may copy into a terminal as it stands: nothing in it that a shell would act on. */
function isPlain(target: string): boolean {
  // Within the function: such classes take time when they are first read, which most starts of a hook can do without.
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(target);
}
