/** Where things lie in the state directory. All absolute. */
export interface StatePaths {
  readonly root: string;
  readonly pins: string;
  readonly record: string;
  readonly windows: string;
  readonly run: string;
  readonly checkpoints: string;
  readonly spool: string;
  readonly bin: string;
  readonly lib: string;
  readonly audit: string;
}

/** The state directory of this person on this machine (Linux: XDG state home). Touches nothing. */
export function stateDirectory(_surroundings: {
  platform: NodeJS.Platform;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
}): string {
  throw new Error('not built yet');
}

/** The fixed places under a state directory. */
export function statePaths(_root: string): StatePaths {
  throw new Error('not built yet');
}

/** Makes a directory only this person may enter. Throws one plain sentence where it belongs to somebody else. */
export function makePrivateDirectory(_directory: string): void {
  throw new Error('not built yet');
}
