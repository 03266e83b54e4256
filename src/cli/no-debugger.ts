/**
 * Keeps Node's debugger out of this process: by SIGUSR1 any program of this person could else open it and answer for
 * them, for as long as a person is asked or a server is stood before. A hook's own Node from 22.14 is started without
 * it (hosts/launcher-script.ts); listening takes the signal from others. Windows has no such signal.
 */
export function openNoDebugger(): void {
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);
}
