/** A credential seen in a text. */
export interface FoundCredential {
  /** Kind id of `kinds.ts`. */
  readonly kind: string;
  /** The secret itself. Never store it: fingerprint it. */
  readonly value: string;
  /** Half-open range of the secret in the text, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of the text. */
  readonly line: number;
  /** The variable or key it was assigned to, where it was. */
  readonly variable?: string;
}

/** `foundIn` is the file (or description) the text came from: it helps to guess the provider. */
export function recogniseCredentials(_text: string, _options?: { readonly foundIn?: string }): FoundCredential[] {
  throw new Error('not built yet');
}
