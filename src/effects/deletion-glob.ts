import type { Place } from '../action/facts.ts';
import type { Deletion } from './deletion-workspace.ts';
import { absolutePath, mayName, type PathReading, readPath } from './paths.ts';

/** A glob of names at any depth below a folder. */
export interface FoundBelow {
  readonly root: string;
  /** True where that is a whole machine or home: there no name says that a tool made it. */
  readonly everywhere: boolean;
  readonly asset: PathReading['asset'];
}

/** A path that may be a glob: with `-r`, one that `.git` fits takes the repository along. */
export function readGlob(
  absolute: string,
  found: FoundBelow | null,
  { word, recursive }: Deletion,
  place: Place,
): PathReading {
  const reading = readPath(absolute, place);
  if (word.kind !== 'pattern') return reading;
  const slash = absolute.lastIndexOf('/');
  const last = absolute.slice(slash + 1);
  // To `find`, a leading `*` is any name.
  const names = found ? mayName(`.${last}`, '..git') : mayName(last, '.git');
  const repository = recursive && names && `${found?.root ?? absolute.slice(0, slash)}/.git`;
  return {
    ...reading,
    ...(found ? { asset: found.asset } : {}),
    ...(repository ? { path: repository, repository: true } : {}),
  };
}

/** Of a glob of names at any depth (`src/**\/*.snap`): where it begins, and what a file of such a name is. */
export function foundBelow(glob: string, cwd: string | null, place: Place): FoundBelow | null {
  const at = glob.indexOf('**/');
  const root = at < 0 ? null : absolutePath(glob.slice(0, at) || '.', cwd, place);
  if (root === null) return null;
  const { region } = readPath(root, place);
  const name = glob.slice(at + 3).replaceAll('*', 'x');
  return {
    root,
    everywhere: region === 'root' || region === 'home',
    asset: readPath(`${root}/${name}`, place).asset,
  };
}
