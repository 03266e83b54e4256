import type { ConfirmationRequired, RedactedAction, TimelineEntry } from '../action/confirmation.ts';
import type { Effect, Environment } from '../action/effect.ts';
import type { HostId } from '../action/kinds.ts';
import type { CredentialUse } from '../action/signal.ts';
import type { Verdict } from '../action/verdict.ts';
import { provenanceOf } from './provenance.ts';
import { withoutSecrets } from './secrets.ts';

/** What a {@link ConfirmationRequired} is made of. Times in milliseconds since the epoch. */
export interface ConfirmationInput {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly host: HostId;
  readonly session: string;
  /** The subagent that asks. */
  readonly agentId?: string;
  /** From `audit/redact.ts`. */
  readonly action: RedactedAction;
  /** From {@link ../confirmation/binding.ts | callDigest}. */
  readonly digest: string;
  /** `effects` with spans in the redacted text (`redactEffects`). */
  readonly verdict: Pick<Verdict, 'reason' | 'effects' | 'sequences' | 'typedName'>;
  readonly credential?: CredentialUse;
  readonly timeline: readonly TimelineEntry[];
}

/** Worst first: what cannot be told may be production, so only production itself is worse. */
const gravity: readonly Environment[] = ['production', 'unknown', 'staging', 'development'];

/** The gravest environment any of the effects lies in; `unknown` where there is none. */
export function gravestEnvironment(effects: readonly Effect[]): Environment {
  const found = new Set(effects.map((effect) => effect.environment));
  return gravity.find((environment) => found.has(environment)) ?? 'unknown';
}

/**
 * The artifact of a hold (DESIGN 5.3), with secrets replaced in every text but the name a person has to type.
 * The last sequence is the one the held action completes.
 */
export function confirmationRequired(input: ConfirmationInput): ConfirmationRequired {
  const { verdict, credential } = input;
  const sequence = verdict.sequences.at(-1);
  const safer = verdict.effects.find((effect) => effect.safer !== undefined)?.safer;
  const artifact = withoutSecrets<ConfirmationRequired>({
    kind: 'confirmation_required',
    version: 1,
    id: input.id,
    createdAt: isoTime(input.createdAt),
    expiresAt: isoTime(input.expiresAt),
    action: input.action,
    digest: input.digest,
    reason: verdict.reason,
    effects: verdict.effects,
    ...(sequence && { sequence }),
    ...(credential && {
      credential: {
        kind: credential.kind,
        fingerprint: credential.fingerprint,
        foundIn: credential.foundIn,
        ...(credential.line !== undefined && { line: credential.line }),
        foundAt: isoTime(credential.foundAt),
        canDestroy: credential.canDestroy,
        ...(credential.foreign && { foreign: true as const }),
        says: provenanceOf(credential, input.createdAt),
      },
    }),
    environment: gravestEnvironment(verdict.effects),
    ...(safer !== undefined && { safer }),
    session: input.session,
    host: input.host,
    ...(input.agentId !== undefined && { agentId: input.agentId }),
    timeline: input.timeline,
  });
  return verdict.typedName === undefined ? artifact : { ...artifact, typedName: verdict.typedName };
}

/** ISO 8601, UTC. A time from outside that is none must not keep a call from being held: it is shown as 1970. */
function isoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}
