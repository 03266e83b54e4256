import { realOf } from '../context/real-path.ts';
import {
  type CredentialAnswer,
  type CredentialRequest,
  credentialOutput,
  readCredentialRequest,
} from './credential-request.ts';
import { containsPath } from './discovery.ts';
import type { Exchange, HookCall, HookReply } from './server.ts';

/** How the asker follows its question. */
export interface AskerWatch {
  /** Aborted where the asker went away or took the question back. */
  readonly signal: AbortSignal;
  /** How long the asker can wait, in milliseconds. */
  readonly waitMilliseconds: number;
}

/** Asks the person at this window for a credential. `folder` is the open folder the asker works in. Never rejects. */
export type AskForCredential = (
  request: CredentialRequest,
  folder: string,
  watch: AskerWatch,
) => Promise<CredentialAnswer>;

/** Answers who asks this window for a credential. Only a window that has the asker's folder open asks its person. */
export async function answerCredential(
  call: HookCall,
  exchange: Exchange,
  deps: { readonly folders: readonly string[]; readonly platform: NodeJS.Platform; readonly ask: AskForCredential },
): Promise<HookReply> {
  const request = readCredentialRequest(call.stdin);
  if (!request) {
    const stderr = 'The request for a credential cannot be read.';
    return { decision: 'deny', output: { stdout: '', stderr, exitCode: 3 } };
  }
  const [folder] = deps.folders
    .filter((one) => containsPath(realOf(one), realOf(call.cwd), deps.platform))
    .sort((a, b) => b.length - a.length);
  if (folder === undefined) return replied({ kind: 'elsewhere' });
  exchange.held('credential');
  const { waitMilliseconds } = call;
  return replied(await deps.ask(request, realOf(folder), { signal: exchange.signal, waitMilliseconds }));
}

function replied(answer: CredentialAnswer): HookReply {
  return { decision: answer.kind === 'offered' ? 'allow' : 'deny', output: credentialOutput(answer) };
}
