import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Effect, Loss, Reversibility } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import type { Analysis, Verdict } from '../action/verdict.ts';
import { redactAction } from '../audit/redact.ts';
import { withoutKnown } from '../behaviour/known-secrets.ts';
import type { Judged } from './judging.ts';

/** What is asked to be saved before an action goes out. */
export interface SaveOrder {
  readonly action: Action;
  readonly losses: readonly Loss[];
  /** What the action would lose, one plain sentence, secrets replaced. */
  readonly reason: string;
  /** The action as a person may see it, secrets replaced. */
  readonly shown: string;
  /** Time there is for it. */
  readonly milliseconds: number;
}

/** What became of it. `cannot`: `why` ends a sentence, in plain words. */
export type SaveResult =
  | { readonly kind: 'saved'; readonly snapshot: TakenSnapshot }
  /** Nothing of it is there, so that nothing is lost. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'cannot'; readonly why: string };

/** A snapshot as the record of an action names it. */
export interface TakenSnapshot {
  readonly id: string;
  /** Files, links and folders in it. */
  readonly files: number;
  /** Bytes that were written for it. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Saves what an action would take away. The guard asks; `undo/` does it. Neither of them rejects. */
export interface Saving {
  /** Before an action that would otherwise be held: it goes out only where this says `saved` or `nothing`. */
  save(order: SaveOrder): Promise<SaveResult>;
  /**
   * Before an action that goes out anyway: keeps the files it writes over, as far as its text tells them. Null at once
   * where there is none.
   */
  keep(order: Omit<SaveOrder, 'losses'> & { readonly analysis: Analysis }): Promise<SaveResult> | null;
  /** Whether a snapshot could be taken, without taking it. */
  could(order: SaveOrder): Promise<SaveResult>;
}

/** A verdict with what was saved for it. */
export interface SavedVerdict {
  readonly verdict: Verdict;
  readonly snapshot?: TakenSnapshot;
}

/**
 * What is saved before a call goes out. A held call that only takes what a snapshot holds is allowed once it is
 * taken, and stays held with the reason where it cannot be. A call that goes out anyway has what it takes or writes
 * over kept, as far as that goes in a moment. Never rejects.
 */
export async function savedFirst(
  action: Action,
  judged: Judged,
  wanted: Verdict,
  given: { readonly saving: Saving; readonly milliseconds: number },
): Promise<SavedVerdict> {
  const { saving, milliseconds } = given;
  const { withSnapshot, analysis } = judged;
  if (wanted.decision === 'deny') return { verdict: wanted };
  const losses = lossesOf(wanted, analysis);
  if (wanted.decision === 'hold') {
    if (wanted !== judged.verdict || !withSnapshot || losses.length === 0) return { verdict: wanted };
    const why = whyTooEarly(action, wanted, analysis);
    if (why !== null) return afterSaving(wanted, withSnapshot, { kind: 'cannot', why });
    const result = await saving.save({ ...orderOf(action, judged, wanted), losses, milliseconds });
    return afterSaving(wanted, withSnapshot, result);
  }
  const kept =
    losses.length > 0
      ? saving.save({ ...orderOf(action, judged, wanted), losses, milliseconds: recoverableMilliseconds })
      : saving.keep({ ...orderOf(action, judged, wanted), analysis, milliseconds: keptMilliseconds });
  const result = kept === null ? null : await kept;
  if (result?.kind !== 'saved') return { verdict: wanted };
  return {
    verdict: losses.length > 0 ? recovered(wanted, wayBackTo(result.snapshot)) : wanted,
    snapshot: result.snapshot,
  };
}

/** Programs that change nothing: beside them a step is the only one. */
const bystanders = new Set('cd echo printf pwd ls cat head tail grep wc true test [ sleep date'.split(' '));

/**
 * What a call takes, as it lies before the first of its steps. What one step takes may stand elsewhere before: `git stash
 * && git stash drop` loses what lies in the working tree, and after `git checkout other` another ignore file counts. So
 * where there are several, all of the working tree is saved.
 */
export function lossesOf(
  { effects }: Pick<Verdict, 'effects'>,
  { invocations }: Pick<Analysis, 'invocations'>,
): Loss[] {
  const losses = effects.flatMap(({ loss }) => loss ?? []);
  const steps = invocations.filter(({ program }) => program === null || !bystanders.has(program));
  if (steps.length < 2) return losses;
  // What `git stash pop` brings lies nowhere else once it is done.
  const popped = invocations.filter(
    ({ program, args }) =>
      program === 'git' &&
      ['stash', 'pop'].every((word) => args.some((arg) => arg.kind === 'known' && arg.value === word)),
  );
  const stashes = popped.flatMap(({ cwd }): Loss[] => (cwd ? [{ kind: 'refs', directory: cwd, of: 'stashes' }] : []));
  return losses.flatMap((loss): Loss[] => {
    if (loss.kind === 'path') return [loss, ...stashes];
    const nested = loss.kind === 'work' && loss.nested ? { nested: true as const } : {};
    const work: Loss = { kind: 'work', directory: loss.directory, ignored: true, ...nested };
    return loss.kind === 'work' ? [work] : [loss, work];
  });
}

/** Settings that decide where a later git call acts, and what it takes. */
const redirecting = /^(?:core\.(?:worktree|bare|excludesfile)|submodule\..*|include.*\.path|extensions\..*)$/i;
/** Programs that wait until something happens, however long that takes. */
const waiting = new Set('inotifywait fswatch entr watch watchexec at batch read'.split(' '));
/** Seconds of `sleep` in front of a loss in which nobody is taken to have worked on. */
const shortSleep = 10;

/**
 * Why what is saved now would not be what a call takes by then, the end of a sentence; null where it would. Steps behind
 * the last loss do not matter.
 */
export function whyTooEarly(
  action: Pick<Action, 'kind'> & { readonly command?: string },
  { effects }: Pick<Verdict, 'effects'>,
  { invocations }: Pick<Analysis, 'invocations'>,
): string | null {
  const last = Math.max(...effects.filter(({ loss }) => loss).map(({ span }) => span[0]));
  const before = invocations.filter(({ span }) => span[0] <= last);
  const looped = /\b(?:while|until)\b/.test(action.command ?? '');
  const pipes = before.some(({ program }) => program === 'mkfifo' || program === 'mknod' || program === null);
  for (const { program, args, stdin, cwd } of before) {
    // A file's lines are there at once: `while read p; do …; done < list`.
    const whole = stdin.kind === 'text' || (stdin.kind === 'file' && !pipes && isWhole(stdin.path, cwd));
    if (program === 'read' && whole) continue;
    const words = args.map((word) => (word.kind === 'unknown' ? word.text : word.value));
    const slept = program === 'sleep' ? words.reduce((sum, word) => sum + secondsOf(word), 0) : 0;
    if (slept > (looped ? 0 : shortSleep) || waiting.has(program ?? ''))
      return 'the call waits before it takes anything';
    if (program === 'git' && words.includes('config') && words.some((word) => redirecting.test(word))) {
      return 'the call changes where git acts first';
    }
  }
  return null;
}

/** A file whose lines are all there, or that the text writes first: no device, no pipe that somebody fills later. */
function isWhole(word: Word, cwd: string | null): boolean {
  if (word.kind !== 'known' || (cwd === null && !path.isAbsolute(word.value))) return false;
  try {
    return lstatSync(path.resolve(cwd ?? '/', word.value)).isFile();
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

/** `sleep`'s operand in seconds; without end where it is not known. */
function secondsOf(word: string): number {
  const found = /^(\d*\.?\d+)([smhd]?)$/.exec(word);
  if (!found) return Number.POSITIVE_INFINITY;
  return Number(found[1]) * ({ m: 60, h: 3_600, d: 86_400 }[found[2] ?? ''] ?? 1);
}

/** Time for saving what git holds as well: mostly a few dozen milliseconds, more where the machine is busy. */
const recoverableMilliseconds = 2_000;
/** Time for keeping what an allowed call writes over: a few milliseconds, more where the machine is busy. */
const keptMilliseconds = 1_500;

/** The verdict on a call that was to be held until it is saved, now that saving has ended. */
function afterSaving(held: Verdict, withSnapshot: Verdict, result: SaveResult): SavedVerdict {
  switch (result.kind) {
    case 'saved':
      return { verdict: recovered(withSnapshot, wayBackTo(result.snapshot)), snapshot: result.snapshot };
    case 'nothing':
      return { verdict: withSnapshot };
    case 'cannot':
      return { verdict: { ...held, reason: `${held.reason} No snapshot could be taken first: ${result.why}.` } };
  }
}

function orderOf(action: Action, { analysis, known }: Judged, { reason }: Verdict) {
  return { action, reason: withoutKnown(reason, known), shown: redactAction(action, analysis, known).text };
}

function wayBackTo({ id }: TakenSnapshot): string {
  return `holdpoint undo restore ${id}`;
}

/** A verdict whose losses have a way back. */
export function recovered(verdict: Verdict, wayBack: string): Verdict {
  const effects = verdict.effects.map((effect): Effect => {
    if (effect.loss === undefined || effect.reversibility === 'reversible') return effect;
    return { ...effect, reversibility: 'recoverable', wayBack };
  });
  const reversibility = worst.find((one) => effects.some((effect) => effect.reversibility === one)) ?? 'reversible';
  return { ...verdict, effects, reversibility };
}

const worst: readonly Reversibility[] = ['irreversible', 'unknown', 'recoverable'];
