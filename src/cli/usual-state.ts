import { homedir } from 'node:os';
import { stateDirectory } from '../guard/state-directory.ts';

/** Where the state lies for a hook started without the launcher, which names it. */
export function usualState(): string {
  return stateDirectory({ platform: process.platform, home: homedir(), environment: process.env });
}
