import type { AuditEntry } from '../action/audit.ts';
import type { AuditLog } from '../audit/log.ts';
import { limits } from './limits.ts';
import { codeOf } from './state-directory.ts';

/** What the guard tells the person and whoever watches it. */
export interface Notices {
  /** Something watched has changed. */
  changed(): void;
  /** One plain sentence for the person; not said again while it is among the last. */
  problem(sentence: string): void;
  /** Records what no answer depends on; a failure becomes a problem. */
  note(entry: AuditEntry): void;
  readonly problems: readonly string[];
  onDidChange(listener: () => void): () => void;
}

/** Nothing said yet. */
export function createNotices(deps: {
  readonly audit: Pick<AuditLog, 'append'>;
  onProblem(problem: string): void;
}): Notices {
  const listeners = new Set<() => void>();
  const problems: string[] = [];
  const changed = () => {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        deps.onProblem(`A view of Holdpoint failed to refresh (${codeOf(error)}).`);
      }
    }
  };
  const problem = (sentence: string) => {
    const known = problems.indexOf(sentence);
    if (known >= 0) problems.splice(known, 1);
    problems.push(sentence);
    if (problems.length > limits.problems) problems.shift();
    if (known < 0) deps.onProblem(sentence);
    changed();
  };
  return {
    changed,
    problem,
    problems,
    note(entry) {
      try {
        deps.audit.append(entry);
      } catch (error) {
        problem(error instanceof Error ? error.message : String(error));
      }
    },
    onDidChange(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
