/** A part of a text that may be a credential, before overlaps are taken out. */
export interface Candidate {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly variable?: string;
  /** Somebody called it a credential in words. */
  readonly spoken?: true;
}

/** The most that is reported of one text. */
export const recognisedCredentials = 1000;

/** What stands before an offset on its own line, at most `most` characters. */
export function beforeOnLine(text: string, offset: number, most: number): string {
  const near = text.slice(Math.max(0, offset - most), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}
