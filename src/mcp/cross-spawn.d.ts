declare module 'cross-spawn' {
  import type { ChildProcess, SpawnOptions } from 'node:child_process';

  /** As `spawn`, and on Windows for `.cmd` files too, `npx` among them. */
  export default function spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}
