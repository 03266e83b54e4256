import type { Origin } from '../action/action.ts';
import { type FactAnswer, type FactRequest, factKey, type Place } from '../action/facts.ts';
import { type Run, runChild } from './child.ts';
import { beginningOf, fileText, pathFact } from './disk.ts';
import { gitFact } from './git.ts';
import { loadGrammar } from './grammar.ts';
import { answerLifetime, maximumAnswers } from './limits.ts';
import { placeOf } from './place.ts';
import { planFact, stateFact } from './terraform.ts';

/** The fixed surroundings a window, hook process or test gives its context. Paths absolute. */
export interface Surroundings {
  readonly platform: Place['platform'];
  readonly home: string;
  /** The environment an action would inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Directories whose content nobody expects to keep: `/tmp`, `$TMPDIR`, … */
  readonly temporary: readonly string[];
  /** Files and directories of Holdpoint itself and of the hosts' hook settings. */
  readonly guardPaths: readonly string[];
  /** True in a process that lives on after its answer, such as the editor's. */
  readonly stays?: boolean;
  /** How child processes are run; tests give their own. */
  readonly run?: Run;
  /** Milliseconds since any fixed moment; tests give their own. */
  readonly clock?: () => number;
}

/** Answers what the pure rooms ask about the world. */
export interface Context {
  /** The place of one judgement. `createdBySession`: absolute paths of files the session itself made. */
  place(action: Origin, createdBySession: readonly string[]): Place;
  /**
   * Answers every request, under its `factKey`, within the time given; what took longer or failed is answered as not
   * known. `fresh` uses no earlier answer: what an approval rests on is looked at anew. Never throws.
   */
  resolve(
    requests: readonly FactRequest[],
    budget: { readonly milliseconds: number; readonly fresh?: boolean },
    action: Origin,
  ): Promise<Map<string, FactAnswer>>;
}

/** Milliseconds a question may take in the background: an impatient first round leaves its answer to the next. */
const slowestChild = 500;

interface Kept {
  readonly answer: Promise<FactAnswer>;
  readonly until: number;
}

/** A context that looks at the disk, git and the environment. */
export function createContext(surroundings: Surroundings): Context {
  const clock = surroundings.clock ?? (() => performance.now());
  const kept = new Map<string, Kept>();
  const place: Context['place'] = (action, createdBySession) =>
    placeOf(surroundings, action, { createdBySession, context: 'ask' });

  function answerTo(
    request: FactRequest,
    { milliseconds, fresh }: { milliseconds: number; fresh: boolean },
    action: Origin,
  ): Promise<FactAnswer> {
    const key = `${action.workspaceRoot}\n${factKey(request)}`;
    const now = clock();
    const old = kept.get(key);
    // A file's text is what would run: an agent may have written it anew between two calls.
    const again = fresh || request.kind === 'file-text';
    if (!again && old && old.until > now) return old.answer;
    if (kept.size >= maximumAnswers) kept.clear();
    const answer = answered(request, place(action, []), { surroundings, milliseconds });
    kept.set(key, { answer, until: now + answerLifetime });
    // What could not be had is asked anew: a git that was too slow once may be quick now.
    void answer.then((had) => {
      if (!had.known) kept.delete(key);
    });
    return answer;
  }

  return {
    place,
    async resolve(requests, budget, action) {
      const answers = new Map<string, FactAnswer>();
      const access = { milliseconds: Math.max(budget.milliseconds, slowestChild), fresh: budget.fresh === true };
      await Promise.all(
        requests.map(async (request) => {
          const answer = await within(budget.milliseconds, answerTo(request, access, action));
          answers.set(factKey(request), answer);
        }),
      );
      return answers;
    },
  };
}

/** Why a fact is not known that was not there in the time given for it. */
export const tookTooLong = 'it took too long';

const late: FactAnswer = { known: false, why: tookTooLong };

function within(milliseconds: number, answer: Promise<FactAnswer>): Promise<FactAnswer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late), milliseconds);
    void answer.then((had) => {
      clearTimeout(timer);
      resolve(had);
    });
  });
}

const commandLine = /^\/proc\/\d+\/cmdline$/;

/** How a process was started, as much of it as tells what it is; its file is said to be empty. */
async function lineOf(absolute: string): Promise<{ text: string; bytes: number }> {
  const line = await beginningOf(absolute, 4_096);
  return { text: line.toString('utf8'), bytes: line.length };
}

/** Answers one request; every failure becomes "not known" with its reason. */
async function answered(
  request: FactRequest,
  place: Place,
  given: { readonly surroundings: Surroundings; readonly milliseconds: number },
): Promise<FactAnswer> {
  const { environment, run } = given.surroundings;
  const access = { run: run ?? runChild, milliseconds: given.milliseconds, environment };
  try {
    switch (request.kind) {
      case 'file-text':
        return { known: true, value: await (commandLine.test(request.path) ? lineOf : fileText)(request.path) };
      case 'path':
        return { known: true, value: await pathFact(request.path, request.pattern, place, access) };
      case 'git':
        return { known: true, value: await gitFact(request.directory, access) };
      case 'terraform-plan':
        return { known: true, value: await planFact(request.directory, request.path, access) };
      case 'terraform-state':
        return { known: true, value: await stateFact(request.directory, environment) };
      case 'variable':
        return { known: true, value: environment[request.name] ?? null };
      case 'grammar':
        return { known: true, value: await loadGrammar(request.name, given.surroundings) };
    }
  } catch (error) {
    return { known: false, why: error instanceof Error ? error.message : String(error) };
  }
}
