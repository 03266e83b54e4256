/** What became of an action, as far as the host reports it. */
export interface Outcome {
  /** What the tool printed, bounded by the door it came through. */
  readonly output?: string;
  /** Whether the tool succeeded; null where the host does not say. */
  readonly ok: boolean | null;
  /** True where a person or a rule refused it. */
  readonly denied: boolean;
}
