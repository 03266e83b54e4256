import { setTimeout } from 'node:timers/promises';
import { incidentDeeds } from '../../test/rig/incident.mts';
import type { LayerScene, Way } from './play.mts';

const shims = 'exec guard';
const race = 'stop, ask, continue (a race)';

/** A task of the workspace, started by another extension. */
const task = (name: string, definition: (scene: LayerScene) => object): Way['start'] => {
  return (scene) => {
    scene.write('drop.sh', scene.deletion());
    const tasks = [{ label: name, problemMatcher: [], ...definition(scene) }];
    scene.write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks }));
    scene.probe.task(name);
  };
};

/** Types a line that comes to the deletion through `drop.sh`, beside other files of the workspace. */
const script = (
  line: string,
  files: Readonly<Record<string, string>> = {},
  more?: (scene: LayerScene) => void,
): Way['start'] => {
  return (scene) => {
    scene.write('drop.sh', scene.deletion());
    for (const [name, text] of Object.entries(files)) scene.write(name, text);
    more?.(scene);
    scene.probe.type(line);
  };
};

const fullPath = (scene: LayerScene) => scene.write('full.sh', scene.deletion().replace(/^curl/, '/usr/bin/curl'));

/** The whole incident, done by the editor's own agent with or without Holdpoint's hook. */
const agent = (connected: boolean): Way['start'] => {
  return async (scene) => {
    await scene.hook(connected);
    // The editor reads hook files anew a moment after they changed.
    await setTimeout(1_500);
    scene.ask(incidentDeeds({ workspace: scene.run.workspace, url: scene.railway.url }));
  };
};

/** The words of a shell line that quotes by single and double quotes. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/g, (_, single, double) => single ?? double));
}

/** Every way the table names, in its order. */
export const ways: readonly Way[] = [
  { name: 'typed by a person', layer: shims, start: (scene) => scene.type(scene.deletion()) },
  { name: 'typed by an extension', layer: shims, start: (scene) => scene.probe.type(scene.deletion()) },
  {
    name: 'run by the real VS Code agent, without its hook',
    layer: shims,
    agent: true,
    asker: 'below',
    start: agent(false),
  },
  {
    name: 'run by the real VS Code agent, connected',
    layer: 'hook; what a person approved there, the exec guard does not ask again',
    agent: true,
    asker: 'hook',
    start: agent(true),
  },
  {
    name: 'shell task',
    layer: shims,
    start: task('shell task', () => ({ type: 'shell', command: 'sh drop.sh' })),
  },
  {
    name: 'process task that runs a script',
    layer: `${race}, then ${shims}`,
    start: task('process task', () => ({ type: 'process', command: '/bin/sh', args: ['drop.sh'] })),
  },
  {
    name: 'process task that is the program itself',
    layer: race,
    known: 'K38',
    start: task('bare task', (scene) => ({
      type: 'process',
      command: 'curl',
      args: wordsOf(scene.deletion()).slice(1),
    })),
  },
  {
    name: 'npm script',
    layer: shims,
    start: script('npm run drop', { 'package.json': '{ "name": "x", "scripts": { "drop": "sh drop.sh" } }' }),
  },
  { name: 'Makefile target', layer: shims, start: script('make drop', { Makefile: 'drop:\n\t@sh drop.sh\n' }) },
  { name: 'script in a script', layer: shims, start: script('bash outer.sh', { 'outer.sh': 'bash ./drop.sh\n' }) },
  {
    name: 'Python subprocess',
    layer: shims,
    start: script('python3 drop.py', { 'drop.py': 'import subprocess\nsubprocess.call(["sh", "drop.sh"])\n' }),
  },
  {
    name: 'full path, typed or in a bash script',
    layer: 'guard of the shell',
    start: script('bash full.sh', {}, fullPath),
  },
  {
    name: 'full path in a script of plain sh',
    layer: 'none',
    known: 'K39',
    start: script('sh full.sh', {}, fullPath),
  },
  {
    name: 'an emptied environment (env -i)',
    layer: shims,
    known: 'K39',
    start: script('env -i PATH=/usr/bin:/bin HOME="$HOME" sh drop.sh'),
  },
];
