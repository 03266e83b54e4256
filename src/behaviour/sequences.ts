import type { Effect } from '../action/effect.ts';
import type { CredentialUse, SequenceMatch, Signal, SignalName } from '../action/signal.ts';
import { limits } from './limits.ts';

/** One step of a sequence: what has to be seen. Every condition given must hold. */
interface SequenceStep {
  /** Any of these signals. */
  readonly signals?: readonly SignalName[];
  /** Any effect that counts as this. */
  readonly effect?: 'destruction' | 'data-loss';
  /** The latest action was refused. */
  readonly denied?: true;
  /** Several events in a row may each match it; all are named. */
  readonly repeated?: true;
}

/** An ordered set of steps in one session within a time span: Sigma's `temporal_ordered` correlation. */
interface SequenceRule {
  readonly name: string;
  /** As a person reads it above the timeline. */
  readonly title: string;
  readonly attack: string;
  /** From a step to the last one, milliseconds. */
  readonly within: number;
  readonly steps: readonly SequenceStep[];
  /** One action may be all of its steps (`source .env && curl … volumeDelete`). */
  readonly oneActionMayBeAll: boolean;
}

const hour = 3_600_000;

/** The shipped sequences. */
export const sequenceRules: readonly SequenceRule[] = [
  {
    name: 'credential-discovery-then-destruction',
    title: 'Looked for credentials, then set out to destroy',
    attack: 'T1552',
    within: 24 * hour,
    steps: [
      { signals: ['credential-search', 'secret-read', 'secret-printed'], repeated: true },
      { effect: 'destruction' },
    ],
    oneActionMayBeAll: true,
  },
  {
    name: 'discovery-then-exfiltration',
    title: 'Looked for credentials, then sent secrets away',
    attack: 'T1567',
    within: 24 * hour,
    steps: [
      { signals: ['credential-search', 'secret-read', 'secret-printed'], repeated: true },
      { signals: ['exfiltration'] },
    ],
    oneActionMayBeAll: true,
  },
  {
    name: 'denial-then-evasion',
    title: 'Was refused, then tried the same by another way',
    attack: 'T1562',
    within: 2 * hour,
    steps: [{ denied: true, repeated: true }, { signals: ['evasion'] }],
    oneActionMayBeAll: false,
  },
  {
    name: 'backup-deletion-then-data-deletion',
    title: 'Deleted backups, then data',
    attack: 'T1490',
    within: 24 * hour,
    steps: [{ signals: ['recovery-destruction'], repeated: true }, { effect: 'data-loss' }],
    oneActionMayBeAll: false,
  },
];

interface Mark {
  readonly event: number;
  readonly at: number;
}

/** How far each rule has come: for every step but the last, the events that led to it, oldest first. */
export type Progress = Readonly<Record<string, readonly (readonly Mark[])[]>>;

/** One action as the rules see it. */
export interface Seen {
  readonly event: number;
  readonly at: number;
  readonly signals: readonly Signal[];
  readonly effects: readonly Effect[];
  readonly credential?: CredentialUse;
}

/** Moves every rule on by one action and gives the sequences it completes. */
export function stepSequences(progress: Progress, seen: Seen): { progress: Progress; matches: SequenceMatch[] } {
  const next: Record<string, readonly (readonly Mark[])[]> = { ...progress };
  const matches: SequenceMatch[] = [];
  for (const rule of sequenceRules) {
    const { marks, completed } = advance(rule, progress[rule.name] ?? [], seen);
    if (marks.length > 0) next[rule.name] = marks;
    else delete next[rule.name];
    if (!completed) continue;
    matches.push({
      name: rule.name,
      title: rule.title,
      attack: rule.attack,
      steps: [...new Set([...completed.map((mark) => mark.event), seen.event])].sort((a, b) => a - b),
      ...(seen.credential ? { credential: seen.credential } : {}),
    });
  }
  return { progress: next, matches };
}

/** Counts a discovery that came to light after its action was judged: what a tool printed. */
export function stepSignals(progress: Progress, seen: Mark & { readonly signals: readonly Signal[] }): Progress {
  return stepSequences(progress, { ...seen, effects: [] }).progress;
}

/** Counts a refusal. */
export function stepDenied(progress: Progress, mark: Mark): Progress {
  const next: Record<string, readonly (readonly Mark[])[]> = { ...progress };
  for (const rule of sequenceRules) {
    if (!rule.steps[0]?.denied) continue;
    next[rule.name] = [joined(rule.steps[0], next[rule.name]?.[0] ?? [], mark), ...(next[rule.name] ?? []).slice(1)];
  }
  return next;
}

function advance(
  rule: SequenceRule,
  before: readonly (readonly Mark[])[],
  seen: Seen,
): { marks: (readonly Mark[])[]; completed?: readonly Mark[] } {
  const mark = { event: seen.event, at: seen.at };
  const fresh: (readonly Mark[])[] = before.map((marks) => marks.filter((old) => seen.at - old.at <= rule.within));
  const marks: (readonly Mark[])[] = [...fresh];
  const last = rule.steps.length - 1;
  let completed: readonly Mark[] | undefined;
  for (const [index, step] of rule.steps.entries()) {
    if (!matches(step, seen)) continue;
    // What led here: as it stood before this action, or with it where one action may be all steps.
    const led = index === 0 ? [] : ((rule.oneActionMayBeAll ? marks : fresh)[index - 1] ?? []);
    if (index > 0 && led.length === 0) continue;
    if (index === last) completed = led;
    else marks[index] = joined(step, index === 0 ? (marks[0] ?? []) : [...led], mark);
  }
  while (marks.length > 0 && (marks.at(-1)?.length ?? 0) === 0) marks.pop();
  return completed ? { marks, completed } : { marks };
}

function joined(step: SequenceStep, marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const others = marks.filter((old) => old.event !== mark.event);
  if (!step.repeated) return [...others, mark];
  const all = [...others, mark];
  // The first and the latest are the telling ones.
  return all.length <= limits.repeatedSteps ? all : [...all.slice(0, 1), ...all.slice(1 - limits.repeatedSteps)];
}

function matches(step: SequenceStep, seen: Seen): boolean {
  if (step.denied) return false;
  if (step.signals && !seen.signals.some((signal) => step.signals?.includes(signal.name))) return false;
  if (step.effect === 'destruction') return seen.effects.some((effect) => isDestruction(effect, seen.credential));
  if (step.effect === 'data-loss') return seen.effects.some(isDataLoss);
  return step.signals !== undefined;
}

/**
 * Whether an effect is the destruction that a discovery leads to: something beyond the workspace's files is lost.
 * Pushing over a branch and deleting files of this machine belong to it only with a credential that was found,
 * because ordinary sessions do that.
 */
export function isDestruction(effect: Effect, credential: CredentialUse | undefined): boolean {
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
