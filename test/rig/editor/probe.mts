// Another extension in the same window, told what to do through a file beside the workspace.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import type { Run } from '../files.mts';

/** Packs the probe extension into a run's folder; gives the VSIX. */
export async function packProbe(run: Pick<Run, 'folder'>): Promise<string> {
  const packagePath = path.join(run.folder, 'probe.vsix');
  const cwd = path.join(import.meta.dirname, '..', 'probe');
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}

/** What the probe extension can be told. */
export interface Probe {
  /** Types a line into a terminal of its own. */
  type(line: string): void;
  /** Starts a task of the workspace by its name. */
  task(name: string): void;
  /** Asks the editor's own agent, in a new conversation. */
  ask(text: string): void;
}

/** Tells the probe extension of a run's window. */
export function probeOf(run: Pick<Run, 'folder'>): Probe {
  let count = 0;
  const tell = (what: string) => {
    count += 1;
    writeFileSync(path.join(run.folder, 'probe-control'), `${count} ${what}\n`);
  };
  return {
    type: (line) => tell(`type ${line}`),
    task: (name) => tell(`task ${name}`),
    ask: (text) => tell(`ask ${text}`),
  };
}
