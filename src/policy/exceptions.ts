import type { Action } from '../action/action.ts';
import { sha256 } from '../action/canonical.ts';
import type { Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import type { Analysis, Observation } from '../action/verdict.ts';

/** "Don't ask again for this": one rule, target, workspace and call, until a date (DESIGN 5.3). */
export interface Exception {
  /** `pack/rule` */
  readonly rule: string;
  readonly target: string;
  readonly workspaceRoot: string;
  /** {@link callOf} the approved effect: `build` in another folder, or on another server, is another target. */
  readonly call: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Whether any exception may ever cover this effect: development or local, and with its target known. */
function isExceptable(effect: Effect): boolean {
  if (effect.touchesGuard) return false;
  if (effect.target === '?' || effect.target === '') return false;
  switch (effect.scope) {
    case 'remote':
      return effect.environment === 'development' && effect.reversibility === 'recoverable';
    case 'machine':
    case 'workspace':
      return effect.environment === 'development' || effect.environment === 'unknown';
  }
}

/** Whether a credential was discovered in this session: nothing is excepted then. */
function afterDiscovery(observation: Pick<Observation, 'heightened' | 'sequences' | 'credential'>): boolean {
  return observation.heightened || observation.sequences.length > 0 || observation.credential !== undefined;
}

/** Whether an approval of these effects may offer not to ask again. */
export function mayExcept(effects: readonly Effect[], observation: Observation): boolean {
  const counting = effects.filter((effect) => effect.reversibility !== 'reversible');
  return counting.length > 0 && !afterDiscovery(observation) && counting.every(isExceptable);
}

/**
 * What exactly has an effect, as SHA-256: the program calls it comes from, with directory, arguments, environment and
 * input; the whole action where it comes from none; empty where the directory is not known. A rule and a target alone do not tell one `build` from another.
 */
export function callOf(effect: Effect, action: Action, analysis: Pick<Analysis, 'invocations'>): string {
  const [start, end] = effect.span;
  const calls = analysis.invocations.filter(({ span }) => span[0] <= start && end <= span[1]);
  if (calls.some(({ cwd }) => cwd === null)) return '';
  if (calls.length > 0) {
    const parts = calls.map(({ name, args, environment, stdin, wrappers, cwd }) => [
      cwd,
      [name, ...args].map(textOf),
      Object.entries(environment).map(([variable, word]) => [variable, textOf(word)]),
      wrappers.map(({ program, place, target }) => [program, place, target ?? '']),
      stdin.kind === 'file' ? ['file', textOf(stdin.path)] : stdin,
    ]);
    return sha256(JSON.stringify(parts, withoutSpans));
  }
  const { host: _host, session: _session, callId: _call, agentId: _agent, at: _at, ...deed } = action;
  return sha256(JSON.stringify(deed));
}

function textOf(word: Word): string {
  return word.kind === 'unknown' ? `?${word.text}` : word.value;
}

/** Where something stands in the text is no part of what it is. */
function withoutSpans(name: string, value: unknown): unknown {
  return name === 'span' ? undefined : value;
}

/** Whether an exception covers this effect of an action now. */
export function isExcepted(
  effect: Effect,
  action: Action,
  { observation, analysis }: { readonly observation: Observation; readonly analysis: Pick<Analysis, 'invocations'> },
  exceptions: readonly Exception[],
): boolean {
  if (exceptions.length === 0 || afterDiscovery(observation) || !isExceptable(effect)) return false;
  const call = callOf(effect, action, analysis);
  if (call === '') return false;
  return exceptions.some(
    (exception) =>
      exception.rule === effect.rule &&
      exception.target === effect.target &&
      exception.workspaceRoot === action.workspaceRoot &&
      exception.expiresAt > action.at &&
      exception.call === call,
  );
}
