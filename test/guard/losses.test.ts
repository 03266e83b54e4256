import { describe, expect, test } from 'vitest';
import { lossesOf } from '../../src/guard/saving.ts';
import { analysed, ordinary } from '../effects/judging.ts';

const work = (ignored: boolean) => ({ kind: 'work', directory: '/home/dev/shop', ignored });
const stashes = { kind: 'refs', directory: '/home/dev/shop', of: 'stashes' };

describe('what is saved before a call', () => {
  test.each([
    ['git reset --hard', [work(false)]],
    ['cd . && git reset --hard', [work(false)]],
    ['git clean -fd', [work(false)]],
    ['git clean -fdx', [work(true)]],
    ['git stash drop', [stashes]],
    // What a step takes may stand elsewhere before the first of them.
    ['git stash && git stash drop', [stashes, work(true)]],
    ['git checkout other && git clean -fd', [work(true)]],
    ['rm .gitignore; git clean -fd', [work(true)]],
    ['git stash drop && echo done', [stashes]],
  ])('%s', async (command, losses) => {
    const analysis = await analysed({ kind: 'shell', command }, { place: ordinary });
    const wanted = analysis.effects.filter(({ provider }) => provider === 'git');
    expect(lossesOf({ effects: wanted }, analysis)).toEqual(losses);
  });
});
