import type { World } from './world.ts';

/** A number from 0 up to `below`; a seed makes the same row of them again. */
export type Chance = (below: number) => number;

/** Chance by a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const files = [
  'src/a.ts',
  'src/b.ts',
  'src/deep/c.ts',
  'run.sh',
  'drafts/one.md',
  'secret/key',
  'settings.local',
  'binary.bin',
];
const folders = ['src', 'src/deep', 'drafts', 'drafts/empty', 'docs', 'secret', '"odd names"', 'work', 'work/more'];

/** A call that makes work without destroying any: what lies there differs from call to call. */
export function harmless(chance: Chance): string {
  const n = chance(1_000);
  const one = [
    `mkdir -p work/more/e${n} && head -c ${chance(4_000)} /dev/urandom > work/f${n}.bin`,
    `mkdir -p work/more && echo ${n} > "work/more/n ${n}.txt" && chmod ${['600', '640', '755', '444'][chance(4)]} "work/more/n ${n}.txt"`,
    `echo ${n} >> src/a.ts && git add src/a.ts`,
    `echo ${n} >> src/b.ts`,
    `mkdir -p secret && echo ${n} > secret/k${n}`,
    `echo ${n} > stash-me.txt && git stash -q -u -- stash-me.txt`,
    `git branch -f side${n} feature`,
    `mkdir -p work && ln -sfn ../src work/link${n}`,
    `git commit -q --allow-empty -m c${n}`,
    `git rm -q --cached run.sh`,
  ];
  return one[chance(one.length)] ?? 'true';
}

/** A call that destroys local work, as agents make it. */
export function destructive(chance: Chance): string {
  const file = files[chance(files.length)] ?? '';
  const other = files[chance(files.length)] ?? '';
  const folder = folders[chance(folders.length)] ?? '';
  const all = [
    'git reset --hard',
    'git reset --hard HEAD~1',
    'git reset --hard feature',
    'git checkout -- .',
    'git checkout -f feature',
    'git checkout -f main',
    'git restore .',
    `git restore ${file}`,
    `git checkout HEAD -- ${file}`,
    'git clean -fd',
    'git clean -fdx',
    'git clean -fdX',
    'git stash drop',
    'git stash clear',
    'git branch -D feature',
    'git tag -d v1',
    `rm -f ${file}`,
    `rm -rf ${folder}`,
    `rm -rf ${folder} ${file}`,
    'rm -f *.local',
    'rm -rf work/more/*',
    'find drafts -name "*.md" -delete',
    `truncate -s 0 ${file}`,
    `: > ${file}`,
    `echo new > ${file}`,
    `sed -i s/1/9/ ${file}`,
    `cp src/a.ts ${file}`,
    `cp ${other} ${file}`,
    `git stash clear && git reset --hard feature && git clean -fdx`,
    `rm -rf ${folder} && git checkout -- .`,
  ];
  return all[chance(all.length)] ?? 'true';
}

/** Runs a call whatever becomes of it: a file it names may not be there. */
export function runAnyway(world: World, command: string): void {
  world.run(`{ ${command}; } || true`);
}
