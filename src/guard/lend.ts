/** A call that goes out asks for a separately stored credential (DESIGN R7). */
export interface LendRequest {
  /** Name of the stored credential. */
  readonly credential: string;
  /** The program as the caller named it. */
  readonly program: string;
  /** Absolute: where the call comes from. */
  readonly cwd: string;
}

/** What it gets: the variable and the value for its environment, or one plain sentence why nothing. */
export type Lent =
  | { readonly kind: 'lent'; readonly variable: string; readonly value: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Hands a credential that a person offered to one call. `vault/lending.ts` does it in a window; nobody does without. */
export type Lend = (request: LendRequest) => Promise<Lent>;
