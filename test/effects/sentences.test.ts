import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/action/effect.ts';
import { readCheckInput } from '../../src/guard/check-input.ts';
import { readCorpus } from '../corpus/corpus.ts';
import { analysed, isStopped, ordinary } from './judging.ts';

/** Targets that are no name but the only thing of their kind. */
const general = /^(?:the |unreachable objects$)/;

/** Every effect that stops something in the corpus, one for each wording. */
async function effectsOfCorpus(): Promise<Effect[]> {
  const found = new Map<string, Effect>();
  for (const { rows } of readCorpus()) {
    for (const row of rows) {
      if (row.label !== 'stop') continue;
      const input = readCheckInput(row, { cwd: ordinary.cwd, workspaceRootOf: () => ordinary.cwd, at: 0 });
      if (!input.ok) continue;
      for (const effect of (await analysed(input.action)).effects) {
        if (isStopped(effect)) found.set(`${effect.rule}\n${effect.safer}\n${effect.reason}`, effect);
      }
    }
  }
  return [...found.values()];
}

const effects = effectsOfCorpus();

describe('what a person is told', () => {
  it('is plain sentences without gaps', async () => {
    const wrong = (await effects).filter(
      ({ reason }) =>
        !/^[A-Z"'`].*[.)]$/s.test(reason) || /\{target\}|undefined|\[object|! |\n/.test(reason.replace(/"[^"]*"/g, '')),
    );
    expect(wrong.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([]);
  }, 60_000);

  it('names the target', async () => {
    const wrong = (await effects).filter(
      ({ reason, target }) =>
        target.length > 1 && target.length < 100 && !general.test(target) && !reason.includes(target),
    );
    expect([...new Set(wrong.map(({ rule, reason, target }) => `${rule}: ${target}: ${reason}`))]).toEqual([]);
  });

  it('offers only safer ways that pass', async () => {
    const wrong: string[] = [];
    for (const command of new Set((await effects).flatMap(({ safer }) => (safer === undefined ? [] : [safer])))) {
      const stopped = (await analysed({ kind: 'shell', command })).effects.filter(isStopped);
      if (stopped.length > 0) wrong.push(`${command}: ${stopped.map(({ rule }) => rule).join(' ')}`);
    }
    expect(wrong).toEqual([]);
  });
});
