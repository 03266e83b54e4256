import type { Action } from '../action/action.ts';
import type { Effect, Reversibility } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import type { SequenceMatch, Signal, SignalName } from '../action/signal.ts';
import type { Analysis, Decision, Mode, Observation, Verdict } from '../action/verdict.ts';
import { packFor } from '../effects/packs/registry.ts';
import { type Exception, isExcepted } from './exceptions.ts';
import { type Cell, decisionIn, rowOf, type TableRow, verdictTable } from './table.ts';

/** Everything a decision rests on. */
export interface DecisionInput {
  readonly action: Action;
  readonly analysis: Analysis;
  readonly observation: Observation;
  readonly mode: Mode;
  /** Whether a snapshot of what a local destruction would take away can be made first. */
  readonly canSnapshot: boolean;
  readonly exceptions: readonly Exception[];
  /** A search for credentials does not run: a policy file asks for that. */
  readonly stopOnDiscovery?: boolean;
}

interface Judged {
  readonly effect: Effect;
  readonly row: TableRow;
  readonly decision: Decision;
}

const decisionRanks: readonly Decision[] = ['allow', 'hold', 'deny'];
const reversibilityRanks: readonly Reversibility[] = ['reversible', 'recoverable', 'unknown', 'irreversible'];

/**
 * The verdict on one action: the table of DESIGN 5.6 on its gravest effect. `observing` holds nothing and `off` denies
 * nothing either, but effects, signals and reason stand as they would. Never throws.
 */
export function decide(input: DecisionInput): Verdict {
  const { analysis, observation, mode } = input;
  const discovered = isDiscovered(observation);
  const judged = analysis.effects.map((effect) => judge(effect, input, discovered));
  const worst = judged.reduce<Judged | undefined>(
    (most, one) => (most && !isGraver(one, most) ? most : one),
    undefined,
  );
  const handed = worst === undefined && isHandedCredential(input);
  const stopped = input.stopOnDiscovery && worst?.decision !== 'deny' ? searchIn(observation) : undefined;
  if (stopped && mode === 'guarding') return stoppedVerdict(input, judged, stopped);
  const table: Decision = handed ? 'hold' : (worst?.decision ?? 'allow');
  const asked = table === 'allow' ? observation.sequences.find((sequence) => sequence.holds) : undefined;
  const guarding: Decision = asked ? 'hold' : table;
  const decision = decisionIn(mode, guarding);
  const typedName = guarding === 'hold' && discovered ? nameToType(judged) : undefined;
  return {
    decision,
    reversibility: reversibilityOf(judged, handed || asked !== undefined),
    reason: handed
      ? handedReason(observation)
      : asked
        ? askedReason(asked, observation)
        : reasonFor(worst, judged, input),
    effects: analysis.effects,
    signals: observation.signals,
    sequences: observation.sequences,
    ...(typedName === undefined || decision !== 'hold' ? {} : { typedName }),
  };
}

/** A shipped sequence says what was seen; a person's own is known by its title. */
function askedReason({ name, title }: SequenceMatch, { signals }: Observation): string {
  const sent = signals.find((signal) => signal.name === 'exfiltration');
  if (name === 'discovery-then-exfiltration' && sent)
    return `${sent.evidence}. What was sent away cannot be called back.`;
  return `Completes “${title}”, which the policy file of this workspace holds.`;
}

/** A look for credentials as strong as one that heightens a session by itself, beyond the task's own settings file. */
const stoppedSearch: Readonly<Partial<Record<SignalName, number>>> = { 'credential-search': 0.3, 'secret-read': 0.5 };

function searchIn(observation: Observation): Signal | undefined {
  return observation.signals.find(({ name, score }) => score >= (stoppedSearch[name] ?? Number.POSITIVE_INFINITY));
}

/** The search itself is answered with what to do instead. */
function stoppedVerdict({ analysis, observation }: DecisionInput, judged: readonly Judged[], found: Signal): Verdict {
  return {
    decision: 'deny',
    reversibility: reversibilityOf(judged, false),
    reason: `${found.evidence}. Looking for credentials is stopped in this workspace. If the task lacks one, say which access it needs and why, and ask the person for it.`,
    effects: analysis.effects,
    signals: observation.signals,
    sequences: observation.sequences,
  };
}

/** Whether the right column of the table counts: a discovery not yet decayed, or a sequence it leads to. */
function isDiscovered(observation: Observation): boolean {
  return observation.heightened || observation.sequences.length > 0 || usesForeignCredential(observation);
}

function usesForeignCredential(observation: Observation): boolean {
  return observation.signals.some((signal) => signal.name === 'foreign-credential');
}

function judge(effect: Effect, input: DecisionInput, discovered: boolean): Judged {
  const name = rowOf(effect);
  const row = verdictTable.find((candidate) => candidate.row === name) ?? unreadableRow;
  const cell = discovered ? row.discovered : row.quiet;
  const decision = decisionOf(cell, input.canSnapshot);
  const excepted = decision === 'hold' && isExcepted(effect, input.action, input, input.exceptions);
  return { effect, row, decision: excepted ? 'allow' : decision };
}

/** Stands for a row the table does not have: held like what is not known. */
const unreadableRow: TableRow = { row: 'unknown-beyond', quiet: 'hold', discovered: 'hold', typedName: false };

function decisionOf(cell: Cell, canSnapshot: boolean): Decision {
  switch (cell) {
    case 'allow':
      return 'allow';
    case 'snapshot':
      return canSnapshot ? 'allow' : 'hold';
    case 'hold':
      return 'hold';
    case 'deny':
      return 'deny';
  }
}

function isGraver(one: Judged, other: Judged): boolean {
  const byDecision = decisionRanks.indexOf(one.decision) - decisionRanks.indexOf(other.decision);
  if (byDecision !== 0) return byDecision > 0;
  return verdictTable.indexOf(one.row) < verdictTable.indexOf(other.row);
}

/**
 * "A program no pack knows": held where it is handed a credential that was found in this session outside the task.
 * Programs that packs know, and requests, have their effects; none means that they destroy nothing.
 */
function isHandedCredential({ analysis, observation }: DecisionInput): boolean {
  if (analysis.effects.length > 0 || analysis.requests.length > 0 || !usesForeignCredential(observation)) return false;
  return analysis.invocations.some(
    ({ program, name }) => program === null || !isInstalled(name) || (!packFor(program) && !plainTools.has(program)),
  );
}

/** Whether a program is called by its bare name or from the system's folders: `./echo` may be anything. */
function isInstalled(name: Word): boolean {
  if (name.kind === 'unknown') return false;
  return !/[\\/]/.test(name.value) || /^(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/s?bin\/[^/]+$/.test(name.value);
}

/** Programs in no pack that hand nothing on: what they are given they show, compare or keep. */
const plainTools = new Set(
  'echo printf cat grep rg head tail sed awk cut tr wc sort uniq jq yq test [ [[ export set source . cd true false read declare env ls'.split(
    ' ',
  ),
);

function handedReason({ credential }: Observation): string {
  const where = credential ? ` from ${credential.foundIn}` : '';
  return `Hands a credential${where} that this session came across to a program that Holdpoint does not know. Check what it does before letting it run.`;
}

function reversibilityOf(judged: readonly Judged[], handed: boolean): Reversibility {
  if (handed) return 'unknown';
  return judged.reduce<Reversibility>(
    (worst, { effect }) =>
      reversibilityRanks.indexOf(effect.reversibility) > reversibilityRanks.indexOf(worst)
        ? effect.reversibility
        : worst,
    'reversible',
  );
}

function reasonFor(worst: Judged | undefined, judged: readonly Judged[], { canSnapshot }: DecisionInput): string {
  if (!worst) return 'Nothing it does is known to destroy anything.';
  const { effect } = worst;
  if (worst.row.row === 'harmless' && judged.every((one) => one.row.row === 'harmless')) return effect.reason;
  const others = judged.filter(
    (one) => one !== worst && one.decision === worst.decision && one.row.row !== 'harmless',
  ).length;
  const more = ['', ' And one more effect of this call.'][others] ?? ` And ${others} more effects of this call.`;
  const snapshot = worst.row.row === 'irreversible-workspace' && canSnapshot ? ' A snapshot is taken first.' : '';
  return `${effect.reason}${more}${snapshot}`;
}

/** The name a person types: the target of the gravest irreversible effect after a discovery. */
function nameToType(judged: readonly Judged[]): string | undefined {
  const typed = judged.filter(({ row, decision }) => row.typedName && decision === 'hold');
  const named = typed.find(({ effect }) => effect.target !== '' && effect.target !== '?' && effect.target !== '*');
  if (named) return named.effect.target;
  // Nothing to name: the kind of thing stands for it.
  return typed[0] ? typed[0].effect.resource : undefined;
}
