/** What an agent that lacks a credential asks a person for (DESIGN R7). */
interface CredentialRequest {
  /** What it is for, in the agent's words. */
  readonly purpose: string;
  /** The service it opens, where the agent knows. */
  readonly provider?: string;
  /** Absolute. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** What a person gave, or one plain sentence why nothing. A credential itself never comes through here. */
type Lent =
  | { readonly kind: 'lent' /** How the agent uses it for one call. */; readonly how: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Lends a separately stored credential for one call, where a person picked one. Never rejects. */
export type Lending = (request: CredentialRequest) => Promise<Lent>;

/** Where nothing is stored to lend. */
export const lendsNothing: Lending = async () => ({
  kind: 'refused',
  reason:
    'No credential can be lent here. Stop, and ask the person for what you need in your answer; do not search for one.',
});
