import type { CredentialAnswer, CredentialRequest } from '../guard/credential-request.ts';
import type { OwnCall } from './own-server.ts';

/** What an agent says of the credential it lacks (DESIGN R7). */
export type CredentialWish = Omit<CredentialRequest, 'session' | 'host' | 'client'>;

/** What became of asking a window; the rest where no window answered. */
export type Asked =
  | CredentialAnswer
  /** `why` is one sentence. */
  | { readonly kind: 'nobody'; readonly why: string }
  /** The window went away while its person was asked. */
  | { readonly kind: 'gone' }
  /** A window answered in words this version does not know. */
  | { readonly kind: 'unreadable' };

/** What the agent reads. A credential itself never stands in it. */
interface Lent {
  readonly isLent: boolean;
  readonly text: string;
}

/** Has a person lend a separately stored credential for one call. Never rejects. */
export type Lending = (wish: CredentialWish, call: OwnCall) => Promise<Lent>;

/** Where the agent works, and how it starts Holdpoint. */
interface LendingPlace {
  /** Holdpoint's own command, as a shell starts it. */
  readonly command: string;
  /** Absolute. */
  readonly cwd: string;
}

/** Asks through `ask`, and tells what came of it in words an agent can act on. */
export function lendingThrough(
  ask: (wish: CredentialWish, call: OwnCall) => Promise<Asked>,
  place: LendingPlace,
): Lending {
  return async (wish, call) => {
    const asked = await ask(wish, call);
    return { isLent: asked.kind === 'offered', text: told(asked, wish, place) };
  };
}

function told(asked: Asked, { program }: CredentialWish, { command, cwd }: LendingPlace): string {
  const run = (name: string) => `${command} run --credential ${name} -- ${program} …`;
  const byHand = `with "Holdpoint: Lend Credential…" in the editor they lend one to a single call of one program, which you then start with: ${run('NAME')}`;
  switch (asked.kind) {
    case 'offered':
      return [
        `A person lends you ${asked.name} for one call of ${asked.program}, within ${minutes(asked.milliseconds)} minutes.`,
        `Make that call in ${asked.folder} as: ${run(asked.name)}`,
        `It stands in the environment of that one program, as ${asked.variable}; do not print or keep it.`,
        'The call is still checked when you make it, and a second call gets nothing.',
      ].join(' ');
    case 'refused':
      return 'A person refused. Nothing is lent. Do not search for a credential and do not ask for this one again: go on without it, or tell them what you cannot do.';
    case 'unanswered':
      return `Nobody answered in the editor, so nothing is lent. Stop, and tell the person what you need and what for; do not search for a credential. They can also do it without being asked: ${byHand}`;
    case 'waiting':
      return 'Nobody has answered yet, and this tool cannot wait longer. The question stays open in the editor: call request_credential again in the same words to learn the answer. Do not search for a credential meanwhile.';
    case 'empty':
      return `No credential is stored in the editor, so none can be lent. Stop, and tell the person what you need and what for; do not search for a credential. They can type one in, or move one there out of a file: ${byHand}`;
    case 'busy':
      return 'Too many requests for a credential wait for the person already. Ask again once they have answered those.';
    case 'elsewhere':
      return nobody(`No editor window with Holdpoint has ${cwd} open.`);
    case 'nobody':
      return nobody(asked.why);
    case 'gone':
      return nobody('The editor window went away before its person answered.');
    case 'unreadable':
      return nobody('The editor window gave no answer that this version of Holdpoint can read; reload that window.');
  }
}

function nobody(why: string): string {
  return `Nothing is lent. ${why} Stop, and tell the person what you need and what for; do not search for a credential. They open this folder in VS Code or Cursor with Holdpoint; then ask again.`;
}

const minutes = (milliseconds: number) => Math.floor(milliseconds / 60_000);
