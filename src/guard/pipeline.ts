import type { Action } from '../action/action.ts';
import { digestOf } from '../action/canonical.ts';
import { type FactAnswer, type FactRequest, factKey, factsFrom, type PathFact, type Place } from '../action/facts.ts';
import type { Analysis } from '../action/verdict.ts';
import { callDigest } from '../confirmation/binding.ts';
import { type Context, tookTooLong } from '../context/context.ts';
import { realOf } from '../context/real-path.ts';
import { analyse } from '../effects/analyse.ts';
import { limits } from './limits.ts';

/** What {@link gather} works with. */
export interface GatherInput {
  readonly action: Action;
  readonly context: Context;
  /** Absolute paths of files this session made. */
  readonly created: readonly string[];
  /** A clock that only goes forward, in milliseconds. */
  monotonic(): number;
  /** Whether the answer would be allow on what is known so far: then facts get 20 ms, else 500, and 5000 where it runs a text. */
  wouldAllow(analysis: Analysis): boolean;
  /** Facts looked up a moment ago do not count: an approval rests on what is there now. */
  readonly fresh?: boolean;
}

/** An analysis with the facts it rests on. */
export interface Gathered {
  readonly analysis: Analysis;
  readonly place: Place;
  /** Under `factKey`. */
  readonly answers: ReadonlyMap<string, FactAnswer>;
}

/**
 * Question and fact in turns (DESIGN 3): at most 8 rounds, 64 files, 1 MB, and the time of {@link limits}. What goes
 * over a bound stays unknown, which the effects take for the worse. Answers at once, without a promise, where the
 * analysis needs nothing: most calls take this way.
 */
export function gather(input: GatherInput): Gathered | Promise<Gathered> {
  const place = input.context.place(input.action, input.created);
  const answers = new Map<string, FactAnswer>();
  const analysis = analyse(input.action, factsFrom(place, answers));
  if (analysis.needs.length === 0) return { analysis, place, answers };
  return inRounds(input, place, analysis, answers);
}

async function inRounds(
  input: GatherInput,
  place: Place,
  first: Analysis,
  answers: Map<string, FactAnswer>,
): Promise<Gathered> {
  const started = input.monotonic();
  const spent = { files: 0, bytes: 0 };
  let analysis = first;
  let quick = input.wouldAllow(analysis);
  let runsText = false;
  for (let round = 0; round < limits.rounds; round += 1) {
    // A grammar is loaded once in a process, and without it a text is only guessed at; what a call would run decides
    // whether it is allowed at all. Both are waited for.
    const unread = analysis.needs.some(
      (need) => (need.kind === 'grammar' || need.kind === 'file-text') && !answers.has(factKey(need)),
    );
    runsText ||= unread;
    const allowed = allowedFor({ quick: quick && !unread, runsText });
    const left = allowed - (input.monotonic() - started);
    if (left <= 0) refuseUnread(analysis.needs, answers);
    const asked = left > 0 ? newRequests(analysis.needs, answers, spent) : [];
    if (asked.length === 0) break;
    const got = await input.context.resolve(asked, { milliseconds: left, fresh: input.fresh === true }, input.action);
    for (const request of asked) {
      const key = factKey(request);
      answers.set(key, bounded(got.get(key) ?? { known: false, why: 'no answer' }, request, spent));
    }
    analysis = analyse(input.action, factsFrom(place, answers));
    if (quick && !input.wouldAllow(analysis)) {
      // Before a hold there is more time: what came too late in the first 20 ms is asked once more.
      quick = false;
      for (const [key, answer] of answers) if (!answer.known) answers.delete(key);
      if (answers.size < asked.length) analysis = analyse(input.action, factsFrom(place, answers));
    }
  }
  refuseUnread([], answers);
  return { analysis, place, answers };
}

/** Milliseconds that facts may take in all. */
function allowedFor({ quick, runsText }: { readonly quick: boolean; readonly runsText: boolean }): number {
  if (quick) return limits.quickContextMilliseconds;
  return runsText ? limits.textContextMilliseconds : limits.holdContextMilliseconds;
}

/** Throws where the text of something a call would run was not there in time: a slow disk must let no script through. */
function refuseUnread(needs: readonly FactRequest[], answers: ReadonlyMap<string, FactAnswer>): void {
  const prefix = 'file-text\n';
  const asked = needs.map((need) => factKey(need)).find((key) => key.startsWith(prefix) && !answers.has(key));
  const late = asked ?? [...answers].find(([key, answer]) => key.startsWith(prefix) && isLate(answer))?.[0];
  if (late !== undefined) {
    throw new Error(`${late.slice(prefix.length)}, which it would run, could not be read in time`);
  }
}

function isLate(answer: FactAnswer): boolean {
  return !answer.known && answer.why === tookTooLong;
}

/** What is asked and not answered yet, each once, within the bound of files. */
function newRequests(
  needs: readonly FactRequest[],
  answers: Map<string, FactAnswer>,
  spent: { files: number; bytes: number },
): FactRequest[] {
  const asked = new Map<string, FactRequest>();
  for (const request of needs) {
    const key = factKey(request);
    if (answers.has(key) || asked.has(key)) continue;
    if (request.kind === 'file-text') {
      if (spent.files >= limits.files || spent.bytes >= limits.factBytes) {
        answers.set(key, { known: false, why: 'the call reaches more files than are read for one call' });
        continue;
      }
      spent.files += 1;
    }
    asked.set(key, request);
  }
  return [...asked.values()];
}

function bounded(answer: FactAnswer, request: FactRequest, spent: { files: number; bytes: number }): FactAnswer {
  if (request.kind !== 'file-text' || !answer.known || !hasBytes(answer.value)) return answer;
  spent.bytes += answer.value.bytes;
  if (spent.bytes <= limits.factBytes) return answer;
  return { known: false, why: 'the files this call reaches are larger than what is read for one call' };
}

function hasBytes(value: unknown): value is { readonly text: string; readonly bytes: number } {
  return typeof value === 'object' && value !== null && 'text' in value && 'bytes' in value;
}

/** The digest an approval of this action is bound to, facts included. Throws as `callDigest` does. */
export function digestFor(action: Action, gathered: Gathered): string {
  const hashes: Record<string, string> = {};
  for (const [key, answer] of gathered.answers) {
    if (key.startsWith('grammar\n')) continue;
    hashes[key] = answer.known ? digestOf(lasting(key, answer.value)) : 'unknown';
  }
  return callDigest(action, realOf(action.cwd), hashes);
}

/**
 * The part of a fact whose change makes it another call. Sizes and counts are left out: a log that grew while a
 * person was reading does not change what they agreed to; its place, kind and git state do.
 */
function lasting(key: string, value: unknown): unknown {
  if (key.startsWith('path\n') && isPathFact(value)) {
    const { files: _files, bytes: _bytes, more: _more, ...rest } = value;
    return rest;
  }
  return value;
}

function isPathFact(value: unknown): value is PathFact {
  return typeof value === 'object' && value !== null && 'insideWorkspace' in value && 'regenerable' in value;
}

/**
 * Why an action is over the bounds of this door, one sentence, or null. Only a tool's input can be nested; it is
 * walked without recursion.
 */
export function overBounds(action: Action): string | null {
  if (action.kind !== 'mcp') return null;
  if (action.tool.length + action.server.length > limits.toolNameCharacters) {
    return "The tool's name is longer than Holdpoint reads, so the call does not go out.";
  }
  const open: { value: unknown; depth: number }[] = [{ value: action.input, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    seen += 1;
    if (next.depth > limits.depth || seen > limits.inputValues) {
      return "The tool's input is nested deeper or has more values than Holdpoint reads, so the call does not go out.";
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const value of Object.values(next.value)) open.push({ value, depth: next.depth + 1 });
  }
  return null;
}
