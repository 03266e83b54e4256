/**
 * How one action stands to the baseline of ordinary sessions and to what the agent was declared to do. It stands in
 * the action's record, so that the log rebuilds the same state whatever the model has learned since.
 */
export interface Conduct {
  /** Category id from `behaviour/categories.ts`. */
  readonly category: string;
  /** How unexpected the step was, bits, to a tenth. */
  readonly surprise: number;
  /** The capability it needs and was not declared to have (`deploy:production`). */
  readonly exceeds?: string;
  /** True where the agent asked a person instead of acting. */
  readonly asks?: true;
  /** True where a person's accepted policy file declares the capabilities, false where they are the default ones. */
  readonly declared?: boolean;
}

/** One reason why restraint was lost. */
export interface RestraintReason {
  /** Signal name, `sequence`, `capability`, `surprise`, `change` or `distribution`. */
  readonly cause: string;
  /** 0..1: its part of all that was lost. */
  readonly share: number;
  /** One plain sentence without a full stop, secrets redacted. */
  readonly sentence: string;
}
