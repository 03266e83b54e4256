import { existsSync } from 'node:fs';
import type { Action } from '../action/action.ts';
import type { AuditEntry } from '../action/audit.ts';
import type { Effect } from '../action/effect.ts';
import type { Mode, Verdict } from '../action/verdict.ts';
import { appendToSpool } from '../audit/spool.ts';
import { observeOutcome } from '../behaviour/reports.ts';
import { newSession } from '../behaviour/session.ts';
import type { Context } from '../context/context.ts';
import type { Answer, Gate } from './gate.ts';
import { failedVerdict, isHarmless, judgedEntry } from './judgement.ts';
import { type Judged, judge } from './judging.ts';
import { limits } from './limits.ts';
import { readPins } from './pins.ts';
import { unforeseeable } from './random.ts';
import { readModeRecord } from './record.ts';
import { type SavedVerdict, type Saving, savedFirst } from './saving.ts';
import { codeOf, makePrivateDirectory, statePaths } from './state-directory.ts';

/** What the pipeline needs where no window answers. */
export interface SoloDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds with fractions. */
  monotonic(): number;
  readonly context: Context;
  /** The state directory: pins, mode record and spool lie there. */
  readonly stateDirectory: string;
  /** Saves what a local destruction takes before it goes out. */
  readonly saving?: Saving;
}

/** What the person or the agent can do about a call that nobody here can confirm. */
export const howToConfirm =
  'Nobody can confirm it here. Open this folder in VS Code or Cursor with Holdpoint, then try again.';

/**
 * The same pipeline without a window and without memory: what is irreversible or unknown beyond the workspace is
 * denied with the sentence that says how to get it confirmed; touching the guard is denied; the rest is the host's.
 */
export function createSoloGate(deps: SoloDeps): Gate {
  const paths = statePaths(deps.stateDirectory);
  // Without memory a fingerprint is never compared with one of another process.
  const fingerprintKey = unforeseeable(32);

  const record = (entry: AuditEntry) => {
    makePrivateDirectory(paths.root);
    appendToSpool(paths.spool, entry, deps.now());
  };

  /** Nobody can be asked here: what would be held and can be saved is saved, whoever decides about it then. */
  const withSaved = async (action: Action, judged: Judged): Promise<SavedVerdict> => {
    const { saving } = deps;
    if (!saving || !judged.withSnapshot) return { verdict: judged.verdict };
    return savedFirst(action, judged, judged.verdict, { saving, milliseconds: limits.savingAloneMilliseconds });
  };

  const answer = async (action: Action): Promise<Answer> => {
    const started = deps.monotonic();
    const keys = readPins(paths.pins).map((pin) => pin.key);
    // Most machines have no record: what reads it is loaded only for one that is there.
    const mode = existsSync(paths.record) ? modeAlone(readModeRecord(paths.record, keys, deps.now())) : 'guarding';
    const judged = await judge({
      ...deps,
      fingerprintKey,
      action,
      created: () => [],
      state: newSession,
      commit: () => {},
      distrusted: false,
      mode,
      exceptions: [],
      canSnapshot: deps.saving !== undefined,
    });
    const { verdict: judgedVerdict, snapshot } = await withSaved(action, judged);
    const verdict = withoutWindow(judgedVerdict);
    const micros = Math.max(0, Math.round((deps.monotonic() - started) * 1000));
    try {
      record(judgedEntry({ ...judged, action, verdict, micros, unattested: true, ...(snapshot ? { snapshot } : {}) }));
    } catch (error) {
      const harmless = mode !== 'guarding' || isHarmless(action, judged.analysis);
      if (verdict.decision === 'allow' && !harmless) {
        const reason = `${verdict.reason} It could not be recorded (${codeOf(error)}), so it does not go out.`;
        return { goesOut: false, reason, verdict: { ...verdict, decision: 'deny', reason } };
      }
    }
    return { goesOut: verdict.decision === 'allow', reason: verdict.reason, verdict };
  };

  return {
    async answer(action) {
      try {
        return await answer(action);
      } catch (error) {
        const what = `Holdpoint failed while judging this call (${codeOf(error)}).`;
        const verdict = failedVerdict(action, null, 'guarding', what);
        return { goesOut: verdict.decision === 'allow', reason: verdict.reason, verdict };
      }
    },
    async report(action, outcome) {
      try {
        const { host, session, callId } = action;
        const output = outcome.output?.slice(0, limits.scannedBytes);
        const { ok, denied } = outcome;
        const bounded = { ok, denied, ...(output === undefined ? {} : { output }) };
        const { revealed, signals } = observeOutcome(newSession(), action, bounded, { fingerprintKey });
        if (revealed.length === 0 && signals.length === 0) return;
        record({
          type: 'outcome',
          host,
          session,
          ...(callId === undefined ? {} : { callId }),
          ok,
          ...(denied ? { denied } : {}),
          revealed,
          signals,
        });
      } catch {
        // What became of a call decides nothing here, and there is nobody to tell.
      }
    },
    reject(input, problem) {
      try {
        record({ type: 'rejected', input, problem });
      } catch {
        // The caller denies such input and says why; only the line in the spool is missing.
      }
    },
  };
}

/**
 * `observing` is the windows' to honour: they know the newest record, and here an older one put back in its place
 * would switch the guard off for good. `off` ends by itself.
 */
function modeAlone(mode: Mode): Mode {
  return mode === 'observing' ? 'guarding' : mode;
}

/** A hold nobody can answer: denied where it could not be undone, else left to the host's own rules. */
function withoutWindow(verdict: Verdict): Verdict {
  if (verdict.decision !== 'hold') return verdict;
  if (verdict.effects.length > 0 && !verdict.effects.some(reachesBeyond)) return { ...verdict, decision: 'allow' };
  return { ...verdict, decision: 'deny', reason: `${verdict.reason} ${howToConfirm}` };
}

function reachesBeyond({ reversibility, scope, asset }: Effect): boolean {
  if (reversibility !== 'irreversible' && reversibility !== 'unknown') return false;
  return scope !== 'workspace' || asset === 'data-store' || asset === 'backup';
}
