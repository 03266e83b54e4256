import type { AskerWatch, AskForCredential } from '../guard/answer-credential.ts';
import type { CredentialAnswer, CredentialRequest } from '../guard/credential-request.ts';
import { fits } from './fitting.ts';
import { type Lending, offerMilliseconds } from './lending.ts';
import type { StoredCredential } from './stored.ts';

/** An agent's request as a person is shown it. */
export interface CredentialChoice {
  readonly request: CredentialRequest;
  /** Absolute: where the call would come from. */
  readonly folder: string;
  /** Credentials that look like what was asked for, then the others. */
  readonly fitting: readonly StoredCredential[];
  readonly others: readonly StoredCredential[];
}

/** A choice in front of the person. */
export interface ShownChoice {
  /** What the person picked; null where they refused or closed it. */
  readonly picked: Promise<StoredCredential | null>;
  /** So many more wait behind this one. */
  behind(count: number): void;
  /** Takes it away: nobody wants the answer any more. */
  close(): void;
}

/** What {@link createCredentialRequests} works with. */
export interface CredentialRequestsDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `fn` later; the function it gives cancels that. */
  schedule(milliseconds: number, fn: () => void): () => void;
  stored(): Promise<readonly StoredCredential[]>;
  readonly lending: Pick<Lending, 'offer'>;
  show(choice: CredentialChoice): ShownChoice;
  /** Nothing is stored that could be lent. */
  onEmpty(request: CredentialRequest): void;
  /** What came of a request, one plain sentence without a credential. */
  onEnd(sentence: string): void;
  /** The asker as a person knows it. */
  askerOf(request: CredentialRequest): string;
}

/** How long a question stands in front of the person. */
export const choiceMilliseconds = 5 * 60_000;
/** How long a refusal answers the same request, whoever asks, without asking the person once more. */
export const refusalMilliseconds = 2 * 60_000;
/** Questions that wait at once; more are turned away. */
export const mostRequests = 5;
/** Kept back from the asker's own deadline, so that the answer is there before it gives up. */
const marginMilliseconds = 1_000;

/** A question until it is answered, and its answer until whoever asked has come for it. */
interface Entry {
  readonly key: string;
  readonly request: CredentialRequest;
  readonly folder: string;
  /** Askers that wait for it now. */
  askers: number;
  /** Somebody was told to ask again for the answer: it stays open though nobody waits. */
  isAwaited: boolean;
  shown?: ShownChoice;
  /** Ends it, unless it has ended. */
  settle(answer: CredentialAnswer | 'taken back'): void;
  readonly settled: Promise<CredentialAnswer>;
}

/**
 * Requests for a credential in front of the person, one after the other. What they pick is offered to one call of one
 * program (`lending.ts`); nothing else here lends. An asker whose time runs out first is told to ask again, and finds
 * the answer then.
 */
export function createCredentialRequests(deps: CredentialRequestsDeps): AskForCredential {
  const waiting: Entry[] = [];
  const open = new Map<string, Entry>();
  const answers = new Map<string, { readonly answer: CredentialAnswer; readonly until: number }>();
  const refusals = new Map<string, number>();
  let current: Entry | undefined;

  const isOpen = (entry: Entry) => open.get(entry.key) === entry;
  const tell = (request: CredentialRequest, end: string) => deps.onEnd(sentence(deps.askerOf(request), request, end));
  const forget = () => {
    for (const [key, { until }] of answers) if (until <= deps.now()) answers.delete(key);
    for (const [key, until] of refusals) if (until <= deps.now()) refusals.delete(key);
  };

  function opened(key: string, request: CredentialRequest, folder: string): Entry {
    let resolve: (answer: CredentialAnswer) => void = () => undefined;
    const settled = new Promise<CredentialAnswer>((done) => {
      resolve = done;
    });
    const entry: Entry = {
      key,
      request,
      folder,
      askers: 0,
      isAwaited: false,
      settled,
      settle(answer) {
        if (!isOpen(entry)) return;
        open.delete(key);
        if (waiting.includes(entry)) waiting.splice(waiting.indexOf(entry), 1);
        entry.shown?.close();
        const end = answer === 'taken back' ? { kind: 'unanswered' as const } : answer;
        if (entry.isAwaited && entry.askers === 0)
          answers.set(key, { answer: end, until: deps.now() + offerMilliseconds });
        if (end.kind === 'refused') refusals.set(sameWish(request, folder), deps.now() + refusalMilliseconds);
        tell(request, ended(answer));
        resolve(end);
      },
    };
    open.set(key, entry);
    waiting.push(entry);
    return entry;
  }

  /** Shows one after the other until none waits. */
  async function work(): Promise<void> {
    if (current) return;
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      current = entry;
      await ask(entry).catch(() => entry.settle({ kind: 'unanswered' }));
    }
    current = undefined;
  }

  async function ask(entry: Entry): Promise<void> {
    const { request, folder } = entry;
    const stored = await deps.stored();
    if (!isOpen(entry)) return;
    if (stored.length === 0) {
      deps.onEmpty(request);
      return entry.settle({ kind: 'empty' });
    }
    const fitting = stored.filter((one) => fits(one, request));
    const others = stored.filter((one) => !fitting.includes(one));
    const shown = deps.show({ request, folder, fitting, others });
    entry.shown = shown;
    shown.behind(waiting.length);
    const cancel = deps.schedule(choiceMilliseconds, () => entry.settle({ kind: 'unanswered' }));
    void shown.picked.then(
      (picked) => {
        // Taken away meanwhile: what is picked then is offered to nobody.
        if (isOpen(entry)) entry.settle(picked ? offered(picked, entry) : { kind: 'refused' });
      },
      () => entry.settle({ kind: 'unanswered' }),
    );
    await entry.settled;
    cancel();
  }

  function offered({ name, variable }: StoredCredential, { request: { program }, folder }: Entry): CredentialAnswer {
    deps.lending.offer({ name, variable, program, folder, until: deps.now() + offerMilliseconds });
    return { kind: 'offered', name, variable, program, folder, milliseconds: offerMilliseconds };
  }

  return async (request, folder, watch) => {
    forget();
    const key = JSON.stringify([request.session, request.purpose, sameWish(request, folder)]);
    const kept = answers.get(key);
    answers.delete(key);
    if (kept) return kept.answer;
    const known = open.get(key);
    if (!known && refusals.has(sameWish(request, folder))) {
      tell(request, 'a person had just refused it, and was not asked again.');
      return { kind: 'refused' };
    }
    if (!known && open.size >= mostRequests) {
      tell(request, 'turned away, since too many wait already.');
      return { kind: 'busy' };
    }
    const entry = known ?? opened(key, request, folder);
    const answer = awaited(entry, watch, deps.schedule);
    if (!known) {
      void work();
      current?.shown?.behind(waiting.length);
    }
    return answer;
  };
}

/** Waits as long as the asker does. A question that nobody waits for and nobody was told to come back for goes away. */
async function awaited(
  entry: Entry,
  { signal, waitMilliseconds }: AskerWatch,
  schedule: CredentialRequestsDeps['schedule'],
): Promise<CredentialAnswer> {
  entry.askers += 1;
  let stop = () => {};
  const over = new Promise<CredentialAnswer>((resolve) => {
    const cancel = schedule(Math.max(0, waitMilliseconds - marginMilliseconds), () => {
      entry.isAwaited = true;
      resolve({ kind: 'waiting' });
    });
    const gone = () => {
      entry.isAwaited = false;
      resolve({ kind: 'unanswered' });
    };
    stop = () => {
      cancel();
      signal.removeEventListener('abort', gone);
    };
    if (signal.aborted) gone();
    signal.addEventListener('abort', gone, { once: true });
  });
  const answer = await Promise.race([entry.settled, over]);
  // An asker that has its answer goes away, too.
  stop();
  entry.askers -= 1;
  if (entry.askers === 0 && !entry.isAwaited) entry.settle('taken back');
  return answer;
}

/** What a refusal is good for: the same program, service and sort in the same folder, however it is asked for. */
function sameWish({ program, provider, kind }: CredentialRequest, folder: string): string {
  return JSON.stringify([folder, program, provider?.toLowerCase() ?? '', kind?.toLowerCase() ?? '']);
}

function sentence(asker: string, request: CredentialRequest, end: string): string {
  const { program, provider, kind, purpose } = request;
  const said = [provider, kind].filter((word) => word !== undefined).join(', ');
  const what = `${asker} asked for a credential for one call of ${program}${said === '' ? '' : ` (${said})`}`;
  return `${what}, to “${purpose}”: ${end}`;
}

function ended(answer: CredentialAnswer | 'taken back'): string {
  if (answer === 'taken back') return 'taken back before anybody answered.';
  switch (answer.kind) {
    case 'offered':
      return `a person lends ${answer.name}.`;
    case 'refused':
      return 'a person refused.';
    case 'empty':
      return 'none is stored.';
    default:
      return 'nobody answered.';
  }
}
