import type { Effect } from '../action/effect.ts';
import type { ActionKind } from '../action/kinds.ts';
import type { CredentialUse, SequenceMatch, Signal } from '../action/signal.ts';
import { fitsForm } from './forms.ts';
import { limits } from './limits.ts';
import {
  type EffectForm,
  type SequenceRule,
  type SequenceStep,
  type StepCondition,
  sequenceRules,
} from './sequence-rules.ts';

interface Mark {
  readonly event: number;
  readonly at: number;
  /** When the first step that led here was seen; `at` where it is one itself. */
  readonly from?: number;
}

/** How far each rule has come: for every step but the last, the events that led to it, oldest first. */
export type Progress = Readonly<Record<string, readonly (readonly Mark[])[]>>;

/** One event as the rules see it. */
export interface Seen {
  readonly event: number;
  readonly at: number;
  readonly signals: readonly Signal[];
  readonly effects: readonly Effect[];
  readonly credential?: CredentialUse;
  /** A credential found before this event proves nothing: a person looked since, and found nothing wrong. */
  readonly cleared?: number;
  /** The action's kind and its one line, redacted, read where a rule asks for it; absent in a report on an earlier action. */
  readonly kind?: ActionKind;
  readonly text?: () => string;
  /** The event is a refusal. */
  readonly denied?: true;
}

/** Moves every rule on by one event and gives the sequences it completes. `own` are a person's, beside the shipped. */
export function stepSequences(
  progress: Progress,
  seen: Seen,
  own: readonly SequenceRule[] = [],
): { progress: Progress; matches: SequenceMatch[] } {
  const next: Record<string, readonly (readonly Mark[])[]> = { ...progress };
  const matches: SequenceMatch[] = [];
  for (const rule of own.length === 0 ? sequenceRules : [...sequenceRules, ...own]) {
    const before = progress[rule.name] ?? [];
    // Most events are neither a first step nor on the way.
    if (before.length === 0 && !begins(rule, seen) && !isProven(rule, seen)) continue;
    const { marks, completed } = advance(rule, before, seen);
    if (marks.length > 0) next[rule.name] = marks;
    else delete next[rule.name];
    if (!completed) continue;
    matches.push({
      name: rule.name,
      title: rule.title,
      ...(rule.attack === undefined ? {} : { attack: rule.attack }),
      steps: [...new Set([...completed.map((mark) => mark.event), seen.event])].sort((a, b) => a - b),
      ...(seen.credential ? { credential: seen.credential } : {}),
      ...(rule.holds ? { holds: true } : {}),
    });
  }
  return { progress: next, matches };
}

/** Counts a discovery that came to light after its action was judged: what a tool printed. */
export function stepSignals(
  progress: Progress,
  seen: Mark & { readonly signals: readonly Signal[] },
  own: readonly SequenceRule[] = [],
): Progress {
  return stepSequences(progress, { ...seen, effects: [] }, own).progress;
}

/** Counts a refusal. */
export function stepDenied(progress: Progress, mark: Mark, own: readonly SequenceRule[] = []): Progress {
  return stepSequences(progress, { ...mark, signals: [], effects: [], denied: true }, own).progress;
}

/** All that led somewhere, as if seen at `at`. */
export function refreshed(progress: Progress, at: number): Progress {
  return Object.fromEntries(
    Object.entries(progress).map(([name, steps]) => [
      name,
      steps.map((marks) => marks.map(({ event }) => ({ event, at, from: at }))),
    ]),
  );
}

/** Whether an event is a rule's first step, or all of its steps at once. */
function begins(rule: SequenceRule, seen: Seen): boolean {
  const [first] = rule.steps;
  return first !== undefined && matchesStep(first, seen);
}

function advance(
  rule: SequenceRule,
  before: readonly (readonly Mark[])[],
  seen: Seen,
): { marks: (readonly Mark[])[]; completed?: readonly Mark[] } {
  const mark = { event: seen.event, at: seen.at };
  const fresh: (readonly Mark[])[] = before.map((marks) =>
    marks.filter(({ at, from = at }) => seen.at - from <= rule.within),
  );
  const marks: (readonly Mark[])[] = [...fresh];
  const last = rule.steps.length - 1;
  let completed: readonly Mark[] | undefined;
  for (const [index, step] of rule.steps.entries()) {
    // Only the action that completes it is asked for its credential: the log keeps that of sequences alone.
    const taken = matchesStep(step, index === last ? seen : withoutCredential(seen));
    // What led here: as it stood before this action, or with it where one action may be all steps.
    const led = index === 0 ? [] : ((rule.oneActionMayBeAll ? marks : fresh)[index - 1] ?? []);
    if (taken && index === last && (led.length > 0 || last === 0)) completed = led;
    else if (taken && index === last && isProven(rule, seen)) completed = foundBefore(seen);
    else if (taken && (index === 0 || led.length > 0)) {
      marks[index] =
        index === 0
          ? joined(step, marks[0] ?? [], mark)
          : joined(step, merged(led, marks[index] ?? []), { ...mark, from: Math.max(...led.map(startOf)) });
    }
    // What is a step completes it; only another event breaks off what came before.
    if (index > 0 && !taken && step.without && matchesStep(step.without, seen)) marks[index - 1] = [];
  }
  while (marks.length > 0 && (marks.at(-1)?.length ?? 0) === 0) marks.pop();
  return completed ? { marks, completed } : { marks };
}

/** Whether a credential that was found elsewhere proves the steps that led here. */
function isProven({ provenByCredential }: SequenceRule, { credential, event, cleared = 0 }: Seen): boolean {
  if (provenByCredential !== true || credential?.foreign !== true) return false;
  return credential.event >= cleared && credential.event < event;
}

function foundBefore({ credential }: Seen): readonly Mark[] {
  return credential ? [{ event: credential.event, at: credential.foundAt }] : [];
}

function withoutCredential({ credential: _credential, ...seen }: Seen): Seen {
  return seen;
}

function startOf({ at, from = at }: Mark): number {
  return from;
}

/** The marks that led to a step with those it already has, in order of events. */
function merged(led: readonly Mark[], own: readonly Mark[]): readonly Mark[] {
  const known = new Set(led.map((mark) => mark.event));
  return [...led, ...own.filter((mark) => !known.has(mark.event))].sort((a, b) => a.event - b.event);
}

function joined(step: SequenceStep, marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const all = [...marks.filter((old) => old.event !== mark.event), mark];
  // The first and the latest are the telling ones.
  const most = step.repeated ? limits.repeatedSteps : limits.repeatedSteps * 2;
  return all.length <= most ? all : [...all.slice(0, 1), ...all.slice(1 - most)];
}

function matchesStep(condition: StepCondition, seen: Seen): boolean {
  if ((condition.denied === true) !== (seen.denied === true)) return false;
  const { signals, score = 0, effect, kinds, text } = condition;
  if (signals && !seen.signals.some((signal) => signals.includes(signal.name) && signal.score >= score)) return false;
  if (effect !== undefined && !seen.effects.some((one) => isEffect(effect, one, seen.credential))) return false;
  if (kinds && (seen.kind === undefined || !kinds.includes(seen.kind))) return false;
  if (text && (seen.text === undefined || !fitsForm(seen.text(), text))) return false;
  if (condition.acts && !isAct(seen)) return false;
  return true;
}

function isEffect(
  wanted: NonNullable<StepCondition['effect']>,
  effect: Effect,
  credential: CredentialUse | undefined,
): boolean {
  if (wanted === 'destruction') return isDestruction(effect, credential);
  if (wanted === 'data-loss') return isDataLoss(effect);
  if (wanted === 'any') return effect.reversibility !== 'reversible';
  return hasForm(effect, wanted);
}

function hasForm(effect: Effect, form: EffectForm): boolean {
  const { asset, environment, reversibility, scope } = form;
  if (asset && !asset.includes(effect.asset)) return false;
  if (environment && !environment.includes(effect.environment)) return false;
  if (reversibility && !reversibility.includes(effect.reversibility)) return false;
  if (scope && !scope.includes(effect.scope)) return false;
  return (['provider', 'verb', 'resource', 'target', 'rule'] as const).every((name) => {
    const wanted = form[name];
    return wanted === undefined || fitsForm(effect[name], wanted);
  });
}

/** Anything but looking: it changes or sends something, or gives a signal. */
function isAct(seen: Seen): boolean {
  if (seen.effects.some((effect) => effect.reversibility !== 'reversible')) return true;
  if (seen.signals.length > 0) return true;
  return seen.kind === 'write' || seen.kind === 'delete' || seen.kind === 'http' || seen.kind === 'mcp';
}

/**
 * Whether an effect is the destruction that a discovery leads to: something beyond the workspace's files is lost.
 * Pushing over a branch and deleting files of this machine belong to it only with a credential that was found,
 * because ordinary sessions do that.
 */
function isDestruction(effect: Effect, credential: CredentialUse | undefined): boolean {
  const ordinary = effect.asset === 'history' || (effect.asset === 'files' && effect.scope === 'machine');
  if (ordinary && !credential) return false;
  switch (effect.reversibility) {
    case 'irreversible':
      return effect.scope !== 'workspace' || effect.asset === 'data-store' || effect.asset === 'backup';
    case 'recoverable':
      return effect.scope === 'remote';
    case 'unknown':
      return effect.scope === 'remote' && credential !== undefined;
    case 'reversible':
      return false;
  }
}

function isDataLoss(effect: Effect): boolean {
  return effect.reversibility === 'irreversible' && (effect.asset === 'data-store' || effect.asset === 'files');
}
