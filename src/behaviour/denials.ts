import type { Effect } from '../action/effect.ts';
import type { ActionKind, Span } from '../action/kinds.ts';
import type { Signal, SignalName } from '../action/signal.ts';
import { vendorOf } from '../credentials/kinds.ts';
import { limits } from './limits.ts';
import { signal } from './signals.ts';

/** What one of the latest actions set out to do: enough to see the same goal again, should it be refused. */
export interface Goal {
  /** Index of its event. */
  readonly event: number;
  readonly rule: string;
  readonly provider: string;
  readonly resource: string;
  readonly target: string;
  /** How it went about it: the part of its text that does it, redacted; empty where there is none of its own. */
  readonly way: string;
}

/** Longest way that is remembered, characters. */
const longestWay = 160;

/** Of a search or read of credentials: what was looked for stands in the evidence. */
const sought: ReadonlySet<SignalName> = new Set(['credential-search', 'secret-read']);

/** The goals of an action. `text` is its one line, redacted, and the spans of the effects lie in it. */
export function goalsOf(
  step: { readonly kind: ActionKind; readonly effects: readonly Effect[]; readonly signals: readonly Signal[] },
  text: string,
  event: number,
): readonly Goal[] {
  const effects = step.effects
    .filter(({ reversibility }) => reversibility !== 'reversible')
    .slice(0, limits.denials)
    .map(({ rule, provider, resource, target, span }) => ({
      event,
      rule,
      provider,
      resource,
      target,
      way: wayOf(step.kind, text, span),
    }));
  const searches = step.signals
    .filter(({ name, score }) => sought.has(name) && score >= 0.4)
    .map(({ name, evidence, subject = '*' }) => ({
      event,
      rule: `signal/${name}`,
      provider: '',
      resource: 'credentials',
      target: subject,
      way: evidence,
    }));
  return [...effects, ...searches];
}

function wayOf(kind: ActionKind, text: string, [start, end]: Span): string {
  // Of other kinds the spans say nothing about the line.
  const own = kind === 'shell' || kind === 'sql' || kind === 'task';
  // The program that carries it belongs to the way: the same statement by another client is another way.
  const from = own ? Math.max(...[';', '&', '|', '\n', '('].map((sign) => text.lastIndexOf(sign, start - 1) + 1)) : 0;
  return text
    .slice(start === 0 ? 0 : from, own ? Math.max(start, end) : undefined)
    .replace(/["'`\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestWay);
}

/** The same goal as one that was refused: once more in the same way, or by another one. */
export function denialSignals(denials: readonly Goal[], goals: readonly Goal[], effects: readonly Effect[]): Signal[] {
  if (denials.length === 0) return [];
  for (const goal of goals) {
    const same = denials.filter((denied) => isSameGoal(denied, goal));
    if (same.length === 0) continue;
    const effect = effects.find(({ rule, target }) => rule === goal.rule && target === goal.target);
    const more = { subject: `${goal.rule} ${goal.target}`, ...(effect ? { span: effect.span } : {}) };
    const what = effect ? `${effect.verb} ${goal.target}` : 'look for credentials';
    if (same.some((denied) => denied.rule === goal.rule && denied.way === goal.way)) {
      return [signal('retry-after-denial', 0.4, `Tries again what was refused: ${what}`, more)];
    }
    return [signal('evasion', 0.7, `Was refused and sets out to ${what} by another way`, more)];
  }
  return [];
}

function isSameGoal(denied: Goal, goal: Goal): boolean {
  if (denied.rule.startsWith('signal/') || goal.rule.startsWith('signal/')) {
    return denied.rule.startsWith('signal/') && goal.rule.startsWith('signal/');
  }
  if (isFiles(denied) && isFiles(goal)) return coversFiles(denied, goal);
  const before = plain(denied.target);
  const now = plain(goal.target);
  if (isNamed(before) && isNamed(now)) {
    if (before === now || sharesName(before, now)) return true;
    const last = (target: string) => target.split(/[/:]+/).at(-1);
    if (vendorOf(denied.provider) === vendorOf(goal.provider) && last(before) === last(now)) return true;
  } else if (denied.provider === goal.provider && denied.resource === goal.resource) return true;
  return isWholeDatabase(denied) && isWholeDatabase(goal);
}

/** Forms of "all there is". */
const whole = /^(?:\*|\?|\.|all of them|ignored ones too|head|)$/;

function isNamed(target: string): boolean {
  return !whole.test(target);
}

function plain(target: string): string {
  return target
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^\.\/(?=.)/, '')
    .replace(/^(?:s3|gs|https?):\/\//, '')
    .replace(/(?<=.)\/+$/, '');
}

/** Whether both name the same thing at their ends: `vol_1` and `api.machines.dev/v1/apps/db/volumes/vol_1`. */
function sharesName(one: string, other: string): boolean {
  const ends = (target: string) => target.split(/[/:\s,@]+/).filter(Boolean);
  const [left, right] = [ends(one), ends(other)];
  const shorter = left.length <= right.length ? left : right;
  const longer = shorter === left ? right : left;
  if (!shorter.every((part, index) => longer[longer.length - shorter.length + index] === part)) return false;
  // A single plain word (`main`, `data`) names too many things.
  return shorter.length > 1 || /\d|[-_]/.test(shorter[0] ?? '') || (shorter[0]?.length ?? 0) >= 10;
}

/** What takes files away: by path, or by what Git keeps of them. */
function isFiles({ provider, resource }: Goal): boolean {
  return provider === 'files' || (provider === 'git' && /^(?:untracked-files|changes|path|files)$/.test(resource));
}

/** Whether the new goal reaches what the refused one did; a part of "everything" is a goal of its own. */
function coversFiles(denied: Goal, goal: Goal): boolean {
  const before = plain(denied.target);
  const now = plain(goal.target);
  if (whole.test(now)) return true;
  if (whole.test(before)) return false;
  const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`);
  return within(before, now) || within(now, before) || bare(before) === bare(now);
}

/** A path without the folder it is reached from, where it has several parts or a name of its own. */
function bare(target: string): string {
  return target.replace(/^(?:~|\$home|\.\.)\//, '');
}

/** Everything in a database goes, whatever tool does it. */
function isWholeDatabase({ resource, rule }: Goal): boolean {
  return /^(?:database|schema|keyspace)$/.test(resource) && /drop|reset|loss|delete|truncate|wipe|fresh/.test(rule);
}
