import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import { stateDirectory } from '../guard/state-directory.ts';
import type { Machine } from '../hosts/adapter.ts';
import { platformOf } from '../hosts/answer.ts';
import type { LauncherSource } from '../hosts/launcher.ts';

/** This machine as the command line sees it. */
export function thisMachine(): Machine {
  const home = homedir();
  const { platform, env } = process;
  return {
    home,
    platform: platformOf(platform),
    environment: env,
    stateDirectory: env.HOLDPOINT_STATE || stateDirectory({ platform, home, environment: env }),
  };
}

/** What the launcher is made from: the Node that runs now and the build this command belongs to. */
export function thisBuild(machine: Machine): LauncherSource {
  const main = realpathSync(process.argv[1] ?? '');
  return {
    machine,
    version,
    bundle: path.dirname(main),
    runtime: { path: process.execPath, electron: process.versions.electron !== undefined },
  };
}
