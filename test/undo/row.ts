import { openSavedWork } from '../../src/undo/saved-work.ts';
import { chanceFrom, destructive, harmless, runAnyway } from './edits.ts';
import { fillRepository, openWorld } from './world.ts';

/** What became of a row of destructive calls. */
export interface Row {
  readonly calls: number;
  /** Calls that changed something that a person could miss. */
  readonly changing: number;
  /** Calls that were held, so that they would not have gone out unasked. */
  readonly held: number;
  /** Snapshots that were brought back. */
  readonly undone: number;
  /** Calls after which something was not as before, with the first line that differs. */
  readonly wrong: readonly string[];
}

/**
 * Random calls in one repository: some work is made, then a destructive call is judged, saved, run and undone, and the
 * whole tree, index, HEAD, branches, tags and stashes are compared with what was there before it.
 */
export async function undoneRow(
  root: string,
  { seed, calls, onCall }: { seed: number; calls: number; onCall?: (index: number) => void },
): Promise<Row> {
  const world = openWorld(root);
  fillRepository(world);
  const chance = chanceFrom(seed);
  const work = openSavedWork(world.deps);
  const wrong: string[] = [];
  let [changing, held, undone] = [0, 0, 0];
  for (let index = 0; index < calls; index += 1) {
    onCall?.(index);
    for (let made = chance(3); made > 0; made -= 1) runAnyway(world, harmless(chance));
    const command = destructive(chance);
    const before = withoutEmpty(world.print());
    const { verdict, snapshot } = await world.saved(command);
    if (verdict.decision !== 'allow') {
      held += 1;
      continue;
    }
    runAnyway(world, command);
    if (!isLoss(before, withoutEmpty(world.print()))) continue;
    changing += 1;
    if (snapshot) {
      await work.restore(await work.find(snapshot.id));
      undone += 1;
    }
    const after = withoutEmpty(world.print());
    if (after !== before) wrong.push(`${index}: ${command} | ${verdict.reason} | ${firstDifference(before, after)}`);
  }
  return { calls, changing, held, undone, wrong };
}

/** Without folders that hold nothing: taking such a one away loses nothing, and is no reason for a snapshot. */
function withoutEmpty(print: string): string {
  const lines = print.split('\n');
  const names = lines.flatMap((line) => /^(?:file|link) (.*?)(?: [0-7]{3,4}(?: .*)?| -> .*)$/.exec(line)?.[1] ?? []);
  return lines
    .filter((line) => {
      const folder = /^folder (.*) [0-7]{3,4}$/.exec(line)?.[1];
      return folder === undefined || names.some((name) => name.startsWith(`${folder}/`));
    })
    .join('\n');
}

/** Whether a file, link, folder, branch, tag or stash is not as it was: what only came is no loss. */
function isLoss(before: string, after: string): boolean {
  const there = new Set(after.split('\n'));
  return before.split('\n').some((line) => !/^[12?!u] /.test(line) && !there.has(line));
}

function firstDifference(before: string, after: string): string {
  const [one, other] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const gone = [...one].filter((line) => !other.has(line));
  const came = [...other].filter((line) => !one.has(line));
  return `gone: ${gone.slice(0, 2).join(' ; ').slice(0, 200)} came: ${came.slice(0, 2).join(' ; ').slice(0, 200)}`;
}
