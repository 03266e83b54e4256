import type { Action } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import type { CredentialOrigin, Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { sourceOfOutput } from '../behaviour/output-source.ts';
import { observeFound, observeOutcome, observeText } from '../behaviour/reports.ts';
import { recogniseCredentials } from '../credentials/recognise.ts';
import { filesToCreate } from './created-files.ts';
import { limits } from './limits.ts';
import type { Notices } from './notices.ts';
import { beginningOf, type Seen, secretsRead } from './secret-search.ts';
import { callName, created, type Session, willCreate } from './sessions.ts';
import { codeOf } from './state-directory.ts';

/** What {@link createTraces} works with. */
export interface TracesDeps {
  now(): number;
  schedule(milliseconds: number, fn: () => void): () => void;
  readonly fingerprintKey: string;
  readonly notices: Notices;
}

/** What calls leave behind: files they make, secrets they read, what they print. Off the way of any answer. */
export interface Traces {
  /** Begins to follow a call that may go out. */
  follow(session: Session, action: Action, analysis: Analysis, meaning: string): void;
  /** What the host reports of a call's end. */
  ended(session: Session, action: Action, outcome: Outcome, meaning: string): void;
  /** Waits a moment for searches under way, so that a credential just read is known to the next call. */
  searched(session: Session): Promise<void>;
}

/** Nothing followed yet. */
export function createTraces(deps: TracesDeps): Traces {
  const { notices, fingerprintKey } = deps;

  const record = (
    action: Action,
    end: Pick<Outcome, 'ok' | 'denied'>,
    found: { readonly revealed: readonly CredentialOrigin[]; readonly signals: readonly Signal[] },
  ) => {
    const { host, session, callId } = action;
    const { revealed, signals } = found;
    notices.note({
      type: 'outcome',
      host,
      session,
      ...(callId === undefined ? {} : { callId }),
      ok: end.ok,
      ...(end.denied ? { denied: true } : {}),
      revealed,
      signals,
    });
  };

  /** Looks once more at a text that a secret stood in or may have, with rules that are too slow for every text. */
  const searchDeeply = async (
    session: Session,
    action: Action,
    { text, foundIn, firstLine }: { text: string; foundIn: string; firstLine: number | null },
  ) => {
    try {
      const { recogniseDeeply } = await import('../credentials/deep.ts');
      const part = text.slice(0, limits.deepCharacters);
      const known = recogniseCredentials(part);
      const found = (await recogniseDeeply(part, foundIn)).filter(
        ({ start, end }) => !known.some((one) => start < one.end && one.start < end),
      );
      if (found.length === 0) return;
      const seen = observeFound(
        session.state,
        { credentials: found, foundIn, at: deps.now(), firstLine },
        { fingerprintKey },
      );
      session.state = seen.state;
      if (seen.revealed.length > 0)
        record(action, { ok: null, denied: false }, { revealed: seen.revealed, signals: [] });
    } catch (error) {
      notices.problem(`A text could not be searched a second time for credentials (${codeOf(error)}).`);
    }
  };

  /** Lets a search run on while the next call waits a moment for it. */
  const run = (session: Session, searching: Promise<void>) => {
    const under = searching.finally(() => session.searches.delete(under));
    session.searches.add(under);
  };

  const search = async (session: Session, action: Action, files: readonly Seen[]) => {
    for (const { file, foundIn } of files) {
      const text = await beginningOf(file);
      if (text === null) continue;
      try {
        const found = observeText(session.state, { text, foundIn, at: deps.now() }, { fingerprintKey });
        session.state = found.state;
        if (found.revealed.length > 0 || found.signals.length > 0) record(action, { ok: null, denied: false }, found);
      } catch (error) {
        notices.problem(`A file could not be searched for credentials (${codeOf(error)}).`);
      }
      await searchDeeply(session, action, { text, foundIn, firstLine: 1 });
    }
    notices.changed();
  };

  return {
    follow(session, action, analysis, meaning) {
      try {
        willCreate(session, callName(action, meaning), filesToCreate(action, analysis), deps.now());
        const files = secretsRead(action, analysis);
        if (files.length === 0) return;
        run(session, search(session, action, files));
      } catch (error) {
        notices.problem(`What a call leaves behind could not be followed (${codeOf(error)}).`);
      }
    },
    ended(session, action, outcome, meaning) {
      created(session, callName(action, meaning), outcome.ok !== false && !outcome.denied);
      const output = outcome.output?.slice(0, limits.scannedBytes);
      const found = observeOutcome(
        session.state,
        action,
        { ok: outcome.ok, denied: outcome.denied, ...(output === undefined ? {} : { output }) },
        { fingerprintKey },
      );
      session.state = found.state;
      record(action, outcome, found);
      if (output === undefined || found.revealed.length === 0) return;
      const { foundIn, firstLine } = sourceOfOutput(action);
      run(session, searchDeeply(session, action, { text: output, foundIn, firstLine }));
    },
    async searched(session) {
      if (session.searches.size === 0) return;
      let cancel: () => void = () => {};
      const enough = new Promise<void>((resolve) => {
        cancel = deps.schedule(limits.searchMilliseconds, resolve);
      });
      await Promise.race([Promise.allSettled(session.searches), enough]);
      cancel();
    },
  };
}
