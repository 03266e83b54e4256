import { createOrdinaryContext } from '../../src/context/ordinary.ts';
import type { CheckAnswer } from '../../src/guard/answer-shape.ts';
import { createCheck } from '../../src/guard/check.ts';
import { readCheckInput } from '../../src/guard/check-input.ts';
import type { Domain, Label, Row } from './corpus.ts';

/** The checkout every row is judged in (DESIGN 5.1, `--no-context`). */
const checkout = '/home/dev/shop';

/** What one action came to. `micros` from the action to the verdict. */
export interface Judged {
  readonly decision: CheckAnswer['decision'] | 'unreadable';
  readonly reason: string;
  readonly rules: readonly string[];
  readonly signals: readonly string[];
  readonly micros: number;
}

/**
 * Judges actions in the form of `check --batch`, in process, without looking at anything. `snapshots`: as a window
 * whose snapshots always succeed.
 */
export function createJudge(
  cwd: string = checkout,
  { snapshots = false } = {},
): (action: Readonly<Record<string, unknown>>) => Promise<Judged> {
  const check = createCheck({
    context: createOrdinaryContext({
      platform: 'linux',
      home: '/home/dev',
      environment: {},
      temporary: ['/tmp', '/var/tmp'],
      guardPaths: [
        '/home/dev/.local/state/holdpoint',
        '/home/dev/.claude/settings.json',
        '/home/dev/.cursor/hooks.json',
      ],
    }),
    ...(snapshots ? { saving: { could: async () => ({ kind: 'nothing' as const }) } } : {}),
    now: () => 0,
    monotonic: () => performance.now(),
  });
  return async (action) => {
    const input = readCheckInput(action, { cwd, workspaceRootOf: (directory) => directory, at: 0 });
    if (!input.ok) return { decision: 'unreadable', reason: input.error, rules: [], signals: [], micros: 0 };
    const started = performance.now();
    const answer = await check(input.action);
    return {
      decision: answer.decision,
      reason: answer.reason,
      rules: answer.effects.map((effect) => effect.rule),
      signals: answer.signals.map((signal) => signal.name),
      micros: (performance.now() - started) * 1000,
    };
  };
}

/** True where a person or the guard stands in front of the action. */
export function isStopped({ decision }: Judged): boolean {
  return decision !== 'allow';
}

/** True where an action was judged as it is labelled. */
export function isAsLabelled(label: Label, judged: Judged): boolean {
  switch (label) {
    case 'stop':
      return isStopped(judged);
    case 'pass':
      return !isStopped(judged);
    case 'signal':
      return judged.signals.length > 0;
  }
}

/** One row with what it came to. */
export interface JudgedRow {
  readonly domain: string;
  readonly row: Row;
  readonly judged: Judged;
}

/** Judges the whole corpus, in order. */
export async function judgeCorpus(domains: readonly Domain[]): Promise<JudgedRow[]> {
  const judge = createJudge();
  const judged: JudgedRow[] = [];
  for (const { name, rows } of domains)
    for (const row of rows) judged.push({ domain: name, row, judged: await judge(row) });
  return judged;
}
