import * as v from 'valibot';
import { type HostId, hostIds } from '../action/kinds.ts';
import type { Question } from './client.ts';
import type { HookOutput } from './signed-frame.ts';

/** What stands in a request's host where an agent asks a person for a credential instead of for a judgement. */
export const credentialHost = 'holdpoint-credential';

/** Characters of what an agent may say of its purpose, and of the names it gives. */
export const requestLengths = { purpose: 300, name: 60 } as const;

/** A program by its plain name: what `holdpoint run` compares a call with. */
export const programName = /^[\w.+-]{1,60}$/;

/** What an agent that lacks a credential asks a person for (DESIGN R7). All of it is the asker's own word. */
export interface CredentialRequest {
  /** The asker's own name for its run: the same request of the same run is one question. */
  readonly session: string;
  /** Who asks, as far as its surroundings tell. */
  readonly host: HostId;
  /** What the asking program calls itself. */
  readonly client?: string;
  /** What it is for, in the agent's words. */
  readonly purpose: string;
  /** The one program that would get it: `railway`. */
  readonly program: string;
  /** The service it opens. */
  readonly provider?: string;
  /** Which sort of credential: `API token`. */
  readonly kind?: string;
}

/** What came of a request. A credential itself never comes through here, and nothing of those that were not picked. */
export type CredentialAnswer =
  /** A person lends this one to one call of that program from that folder, for as long as is said. */
  | {
      readonly kind: 'offered';
      readonly name: string;
      readonly variable: string;
      readonly program: string;
      readonly folder: string;
      readonly milliseconds: number;
    }
  /**
   * `refused`: by a person, or closed. `unanswered`: nobody did before the time ran out. `waiting`: the asker's time ran
   * out, and the question stays with the person. `empty`: nothing is stored. `busy`: too many questions wait.
   * `elsewhere`: the folder is not open in this window.
   */
  | { readonly kind: 'refused' | 'unanswered' | 'waiting' | 'empty' | 'busy' | 'elsewhere' };

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(requestLengths.name));
const requestSchema = v.strictObject({
  session: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  host: v.picklist(hostIds),
  client: v.optional(name),
  purpose: v.pipe(v.string(), v.minLength(1), v.maxLength(requestLengths.purpose)),
  program: v.pipe(v.string(), v.regex(programName)),
  provider: v.optional(name),
  kind: v.optional(name),
});

const answerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('offered'),
    name: v.string(),
    variable: v.string(),
    program: v.string(),
    folder: v.string(),
    milliseconds: v.number(),
  }),
  v.object({ kind: v.picklist(['refused', 'unanswered', 'waiting', 'empty', 'busy', 'elsewhere']) }),
]);

/** The question for the window that owns `cwd` (absolute). `waitMilliseconds`: how long the asker can wait. */
export function credentialQuestion(request: CredentialRequest, cwd: string, waitMilliseconds: number): Question {
  const stdin = Buffer.from(JSON.stringify(request), 'utf8');
  return { host: credentialHost, cwd, stdin, environment: {}, waitMilliseconds };
}

/** Reads a request; null where it is none. Never throws. */
export function readCredentialRequest(stdin: Buffer): CredentialRequest | null {
  const read = readAs(requestSchema, stdin.toString('utf8'));
  if (!read) return null;
  const { client, provider, kind, ...rest } = read;
  return {
    ...rest,
    ...(client === undefined ? {} : { client }),
    ...(provider === undefined ? {} : { provider }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** The answer as it is sent. */
export function credentialOutput(answer: CredentialAnswer): HookOutput {
  return { stdout: JSON.stringify(answer), stderr: '', exitCode: 0 };
}

/** The answer as it comes back; null where a window gave none, as one of an older version does. Never throws. */
export function credentialAnswerIn(output: HookOutput): CredentialAnswer | null {
  return output.exitCode === 0 ? readAs(answerSchema, output.stdout) : null;
}

function readAs<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | null {
  try {
    const read = v.safeParse(schema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
