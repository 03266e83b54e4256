import type { Action } from '../action/action.ts';
import type { AuditEntry } from '../action/audit.ts';
import type { RedactedAction } from '../action/confirmation.ts';
import type { Effect } from '../action/effect.ts';
import type { Span } from '../action/kinds.ts';
import type { Analysis } from '../action/verdict.ts';
import { type KnownSecret, rangesOf, withoutKnown } from '../behaviour/known-secrets.ts';
import { wellFormed, withoutSecrets } from '../confirmation/secrets.ts';
import { redactText } from '../credentials/redact.ts';
import { actionText } from './action-text.ts';

/** The longest text of an action that is shown and kept; of a longer one its beginning and its dangerous part. */
const longestText = 65_536;
const shownBefore = 2_048;
const shownAfter = 16_384;

interface ShownAction {
  readonly text: string;
  spanOf(effect: Pick<Effect, 'span' | 'target'>): Span;
}

/** The text a person sees, and where an effect's evidence stands in it. */
function shown(action: Action, effects: readonly Effect[], known: readonly KnownSecret[]): ShownAction {
  const { text, spanOf, secret } = actionText(action);
  const plain = wellFormed(text);
  const safe = redactText(plain, [...secret, ...rangesOf(plain, known)]);
  const inSafe = (effect: Pick<Effect, 'span' | 'target'>): Span => {
    const [start, end] = spanOf(effect);
    const from = Math.min(Math.max(0, start), plain.length);
    return safe.map([from, Math.min(Math.max(from, end), plain.length)]);
  };
  const first = Math.min(...effects.map((effect) => inSafe(effect)[0]));
  const cut = cutText(safe.text, first);
  return { text: cut.text, spanOf: (effect) => cut.map(inSafe(effect)) };
}

/** Keeps a long text's beginning and what stands around `dangerous`, with a note for what was left out. */
function cutText(text: string, dangerous: number): { text: string; map(span: Span): Span } {
  if (text.length <= longestText) return { text, map: (span) => span };
  const head = longestText - shownBefore - shownAfter - 256;
  const near = Number.isFinite(dangerous) && dangerous > head - shownBefore;
  const from = near ? Math.max(head, dangerous - shownBefore) : text.length;
  const to = near ? Math.min(text.length, from + shownBefore + shownAfter) : text.length;
  const gap = from > head ? `… (${from - head} characters left out) …` : '';
  const rest = text.length - to;
  const kept = `${text.slice(0, head)}${gap}${text.slice(from, to)}${rest > 0 ? `… (${rest} more characters)` : ''}`;
  const carry = (offset: number): number => {
    if (offset <= head) return offset;
    if (offset < from) return head;
    return head + gap.length + (Math.min(offset, to) - from);
  };
  return { text: wellFormed(kept), map: ([start, end]) => [carry(start), carry(end)] };
}

/**
 * The action as a person and the log may see it: one text, secrets replaced, dangerous parts marked. `known` are
 * credentials of the session that stand in it without looking like one.
 */
export function redactAction(
  action: Action,
  analysis: Pick<Analysis, 'effects'>,
  known: readonly KnownSecret[] = [],
): RedactedAction {
  const { text, spanOf } = shown(action, analysis.effects, known);
  const dangerous = analysis.effects.filter((effect) => effect.reversibility !== 'reversible');
  const marks = dangerous.map(spanOf).filter(([start, end]) => end > start);
  return { kind: action.kind, text, cwd: withoutKnown(action.cwd, known), marks: united(marks) };
}

/** Marks in order, those that touch made one. */
function united(marks: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)];
    else result.push([start, end]);
  }
  return result;
}

/** Effects whose spans lie in the text of {@link redactAction}, with secrets replaced in all their sentences. */
export function redactEffects(
  action: Action,
  effects: readonly Effect[],
  known: readonly KnownSecret[] = [],
): Effect[] {
  const { spanOf } = shown(action, effects, known);
  return effects.map(({ loss: _loss, ...effect }) => ({
    ...withoutSecrets(withoutKnown(effect, known)),
    span: spanOf(effect),
  }));
}

/**
 * The one door into the log: every text of an entry with its secrets replaced, marks carried over, nothing left
 * that canonical JSON cannot hold. `AuditLog.append` calls it.
 */
export function redactEntry(entry: AuditEntry): AuditEntry {
  const safe = withoutSecrets(entry);
  if (entry.type === 'judged' && safe.type === 'judged') return { ...safe, action: redactedAgain(entry.action) };
  if (entry.type === 'held' && safe.type === 'held') {
    return { ...safe, artifact: { ...safe.artifact, action: redactedAgain(entry.artifact.action) } };
  }
  return safe;
}

/** An action that came redacted stays as it is; one that did not is redacted here. */
function redactedAgain(action: RedactedAction): RedactedAction {
  const { text, map } = redactText(wellFormed(action.text));
  const cut = cutText(text, action.marks[0]?.[0] ?? 0);
  const marks = action.marks.map((mark) => cut.map(map(mark)));
  return { ...withoutSecrets({ ...action, text: '' }), text: cut.text, marks };
}
