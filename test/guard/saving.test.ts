import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import type { FactAnswer } from '../../src/action/facts.ts';
import type { SaveOrder, SaveResult, Saving } from '../../src/guard/saving.ts';
import { guardRig, shell } from './guard-rig.ts';

const taken = { id: '261120-091500-abc123', files: 3, bytes: 10, milliseconds: 4 };

/** A saving that answers as it is told, and remembers what it was asked. */
function saving(result: SaveResult): Saving & { asked: SaveOrder[]; kept: number } {
  const self = {
    asked: [] as SaveOrder[],
    kept: 0,
    save: async (order: SaveOrder) => {
      self.asked.push(order);
      return result;
    },
    could: async () => result,
    keep: () => {
      self.kept += 1;
      return null;
    },
  };
  return self;
}

const dirty: FactAnswer = {
  known: true,
  value: {
    root: '/w',
    branch: 'main',
    upstream: null,
    defaultBranch: 'main',
    remotes: {},
    dirty: true,
    untracked: 1,
    stashes: 0,
    unpushedCommits: 0,
    aliases: {},
  },
};

/** A file that is not there yet. */
const absent = {
  exists: false,
  type: 'absent',
  real: '/w/notes',
  insideWorkspace: true,
  temporary: false,
  regenerable: false,
  git: 'unknown',
  pushed: false,
  files: 0,
  bytes: 0,
  more: false,
} as const;

async function judged(command: string, saves: Saving | null, mode: 'guarding' | 'observing' | 'off' = 'guarding') {
  const rig = guardRig({ saving: saves });
  rig.facts['git\n/w'] = dirty;
  rig.facts['path\n/w/notes\n'] = { known: true, value: absent };
  rig.record = { mode };
  const { verdict, hold } = await rig.guard.evaluate(shell(command));
  const record = rig.records.find((entry) => entry.type === 'judged');
  return { verdict, hold, record };
}

describe('a call that takes later than it is saved', () => {
  test.each([
    'sleep 3600; git reset --hard',
    'sleep $N && git clean -fd',
    '(sleep 5m; git reset --hard) &',
    'while ! test -f go; do sleep 1; done; git reset --hard',
    'inotifywait . && git reset --hard',
    'read x; git reset --hard',
    'tail -f log | while read x; do git checkout -- a; done',
    'mkfifo list; while read x; do git checkout -- "$x"; done < list',
    'while read x; do git checkout -- "$x"; done < /dev/tty',
    'while read x; do git checkout -- "$x"; done < "$LIST"',
    'git config core.worktree /srv/other && git reset --hard',
    'git config --local core.worktree=/x y; git config set core.worktree /srv/other; git reset --hard',
  ])('%s is held', async (command) => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    const { verdict } = await judged(command, saves);
    expect(verdict.decision).toBe('hold');
    expect(verdict.reason).toMatch(/No snapshot could be taken first/);
    expect(saves.asked).toEqual([]);
  });

  test.each([
    'sleep 2; git reset --hard',
    'git diff --name-only > list; while read x; do git checkout -- "$x"; done < list',
    'git reset --hard && sleep 60',
    'git config user.name x && git reset --hard',
    'for f in a b; do echo $f; sleep 1; done; git reset --hard',
    'pwd & wait; git reset --hard',
  ])('%s goes out', async (command) => {
    const { verdict } = await judged(command, saving({ kind: 'saved', snapshot: taken }));
    expect(verdict.decision).toBe('allow');
  });

  test('saves the stashes where one of them is brought back first', async () => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    await judged('git stash pop && rm -rf notes', saves);
    expect(saves.asked[0]?.losses).toContainEqual({ kind: 'refs', directory: '/w', of: 'stashes' });
  });
});

describe('a call that only takes what a snapshot holds', () => {
  test('goes out once it is taken, and the record names its way back', async () => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    const { verdict, hold, record } = await judged('git reset --hard', saves);
    expect(verdict.decision).toBe('allow');
    expect(verdict.reversibility).toBe('recoverable');
    expect(verdict.reason).toMatch(/A snapshot is taken first\.$/);
    expect(hold).toBeUndefined();
    expect(saves.asked[0]?.losses).toEqual([{ kind: 'work', directory: '/w', ignored: false }]);
    expect(record).toMatchObject({ decision: 'allow', snapshot: taken });
    expect(JSON.stringify(record)).toContain(`holdpoint undo restore ${taken.id}`);
    expect(JSON.stringify(record)).not.toContain('"loss"');
  });

  test('is held with the reason where it cannot be taken', async () => {
    const { verdict, hold } = await judged(
      'git reset --hard',
      saving({ kind: 'cannot', why: 'the disk is nearly full' }),
    );
    expect(verdict.decision).toBe('hold');
    expect(verdict.reason).toMatch(/No snapshot could be taken first: the disk is nearly full\.$/);
    expect(hold).toBeDefined();
  });

  test('is held where nothing can be saved', async () => {
    expect((await judged('git reset --hard', null)).verdict.decision).toBe('hold');
  });

  test('observing, it is saved all the same; switched off, nothing is', async () => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    expect((await judged('git reset --hard', saves, 'observing')).record).toMatchObject({ snapshot: taken });
    expect(saves.asked).toHaveLength(1);
    await judged('git reset --hard', saves, 'off');
    expect(saves.asked).toHaveLength(1);
  });
});

describe('a snapshot never stands in for consent', () => {
  test.each([
    ['beside it something remote goes', 'git reset --hard && terraform destroy -auto-approve'],
    ['the guard is touched', 'git reset --hard && rm -rf .holdpoint'],
    ['part of what goes is not known', 'git reset --hard && git update-ref --stdin < refs.txt'],
    ['what goes lies outside', 'rm -rf /home/a/other'],
    ['the whole workspace goes', 'rm -rf /w'],
    ['it is another tree', 'git --work-tree=/x reset --hard'],
    ['it runs elsewhere', 'ssh host git reset --hard'],
  ])('where %s: %s', async (_, command) => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    const { verdict } = await judged(command, saves);
    expect(verdict.decision).not.toBe('allow');
    expect(saves.asked).toHaveLength(0);
  });

  test('where it changes what a held call would run', async () => {
    const saves = saving({ kind: 'saved', snapshot: taken });
    const rig = guardRig({ saving: saves });
    const text = 'terraform destroy -auto-approve\n';
    rig.facts['git\n/w'] = dirty;
    rig.facts['file-text\n/w/deploy.sh'] = { known: true, value: { text, bytes: text.length } };
    const held = await rig.guard.evaluate(shell('bash deploy.sh', { callId: 'a' }));
    expect(held.hold).toBeDefined();
    const write: Action = { ...shell('', { callId: 'b' }), kind: 'write', path: 'deploy.sh', content: 'x' } as Action;
    expect((await rig.guard.evaluate(write)).verdict.decision).toBe('hold');
    expect(saves.kept).toBe(0);
  });
});

test('a call that takes nothing is not kept waiting for a snapshot', async () => {
  const saves = saving({ kind: 'cannot', why: 'never asked' });
  expect((await judged('ls -la', saves)).verdict.decision).toBe('allow');
  expect(saves.asked).toHaveLength(0);
});
