import { hookLimits } from './hook-limits.ts';

// Apart from the client: a hook whose call goes out reads none of it.

/** Why input over the bound was sent to nobody. `bytes` is its size. */
export function tooLarge(bytes: number): string {
  const megabytes = (count: number) => (count / 1024 / 1024).toFixed(1);
  return (
    `This call is ${megabytes(bytes)} MB; Holdpoint reads up to ${megabytes(hookLimits.stdinBytes)} MB, ` +
    'so it does not go out. Split it into smaller calls.'
  );
}

/** Why a call whose asker left does not go out. */
export function askerWentAway(): string {
  return 'Whoever asked went away, so this call did not go out.';
}

/** Why a held call whose window was closed or killed does not go out. */
export function windowWentAway(): string {
  return (
    'The editor window went away while a person was being asked, so this call did not go out. ' +
    'Open the folder again in the editor, then try again.'
  );
}

/** Why a held call that no person answered in time does not go out. */
export function nobodyAnswered(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const span = minutes >= 1 ? `${minutes} min` : `${Math.round(milliseconds / 1000)} s`;
  return `Nobody answered in the editor within ${span}, so this call did not go out. Ask the person, then try again.`;
}
