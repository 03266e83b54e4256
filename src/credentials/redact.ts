import type { Span } from '../action/kinds.ts';

/** A text whose secrets are replaced, and the way from its old ranges to its new ones. */
export interface RedactedText {
  readonly text: string;
  /** Carries a range of the original text over; a range that cuts into a secret grows to the whole replacement. */
  map(span: Span): Span;
}

export function redactText(_text: string): RedactedText {
  throw new Error('not built yet');
}
