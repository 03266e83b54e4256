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
    start: (scene) => {
      scene.write('drop.sh', scene.deletion());
      scene.write('package.json', JSON.stringify({ name: 'x', scripts: { drop: 'sh drop.sh' } }));
      scene.probe.type('npm run drop');
    },
  },
  {
    name: 'Makefile target',
    layer: shims,
    start: (scene) => {
      scene.write('drop.sh', scene.deletion());
      scene.write('Makefile', 'drop:\n\t@sh drop.sh\n');
      scene.probe.type('make drop');
    },
  },
  {
    name: 'script in a script',
    layer: shims,
    start: (scene) => {
      scene.write('drop.sh', scene.deletion());
      scene.write('outer.sh', 'bash ./drop.sh\n');
      scene.probe.type('bash outer.sh');
    },
  },
  {
    name: 'Python subprocess',
    layer: shims,
    start: (scene) => {
      scene.write('drop.sh', scene.deletion());
      scene.write('drop.py', 'import subprocess\nsubprocess.call(["sh", "drop.sh"])\n');
      scene.probe.type('python3 drop.py');
    },
  },
  {
    name: 'full path, typed or in a bash script',
    layer: 'guard of the shell',
    start: (scene) => {
      scene.write('drop.sh', scene.deletion().replace(/^curl/, '/usr/bin/curl'));
      scene.probe.type('bash drop.sh');
    },
  },
  {
    name: 'full path in a script of plain sh',
    layer: 'none',
    known: 'K39',
    start: (scene) => {
      scene.write('drop.sh', scene.deletion().replace(/^curl/, '/usr/bin/curl'));
      scene.probe.type('sh drop.sh');
    },
  },
  {
    name: 'an emptied environment (env -i)',
    layer: 'none',
    known: 'K39',
    start: (scene) => {
      scene.write('drop.sh', scene.deletion());
      scene.probe.type('env -i PATH=/usr/bin:/bin HOME="$HOME" sh drop.sh');
    },
  },
];
