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

/**
 * The way a person lends one: in the editor, for one call of one program. This tool hands out nothing; it says what to
 * ask for. `command` is Holdpoint's own, as a shell starts it.
 */
export function lentByHand(command: string): Lending {
  return async ({ provider }) => ({
    kind: 'refused',
    reason: [
      'No credential can be lent here by itself. Stop, and tell the person what you need and what for;',
      'do not search for one. With "Holdpoint: Lend Credential…" in the editor they lend one to a single call of one',
      `program, which you then start with: ${command} run --credential NAME -- ${provider ?? 'PROGRAM'} …`,
    ].join(' '),
  });
}
