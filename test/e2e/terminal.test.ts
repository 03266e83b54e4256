import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdGone, holdPanel } from '../rig/editor/hold-panel.mts';
import { openTerminal, typeInTerminal } from '../rig/editor/terminal.mts';
import { deletionCommand, demoToken } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { demoVolume } from '../rig/railway/server.mts';
import { openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe('a terminal of the editor', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
    await openTerminal(scene.bench, scene.run);
  });
  afterAll(() => scene?.close());
  afterEach(async ({ task }) => {
    await pictureIfFailed(scene, task);
    if (scene) await scene.bench.closeEditors();
    scene?.railway.reset();
  });

  const inWorkspace = (name: string) => path.join(scene.run.workspace, name);
  const write = (name: string, text: string) => writeFileSync(inWorkspace(name), text);
  const deletion = () => deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) });
  /** Types a line; what it ended with stands in a file afterwards. */
  const started = async (line: string) => {
    write('ended', '');
    await typeInTerminal(scene.bench, `${line}; echo $? > ended`);
    return () => until('the line has ended', () => readFileSync(inWorkspace('ended'), 'utf8').trim() || undefined);
  };

  test('has the shims in front of PATH, and harmless work goes on', async () => {
    const ended = await started('command -v curl > where; git status --short > status');
    expect(await ended()).toBe('0');
    expect(readFileSync(inWorkspace('where'), 'utf8')).toMatch(/holdpoint\/exec\/[0-9a-f]+\/bin\/curl\n$/);
    expect(readFileSync(inWorkspace('status'), 'utf8')).toContain('?? ended');
  });

  test('keeps what a person typed until a person has decided; denied, nothing goes out', async () => {
    const ended = await started(deletion());
    const panel = await holdPanel(scene.bench);
    expect(await panel.text()).toContain(demoVolume);
    expect(await panel.text()).not.toContain(demoToken(scene.run.workspace));
    await panel.settled();
    await scene.bench.screenshot('panel-terminal');
    await panel.deny.click();
    expect(await ended()).toBe('126');
    await holdGone(scene.bench);
    expect(scene.railway.deletions()).toHaveLength(0);
  });

  test.each<[string, () => string]>([
    [
      'a script in a script',
      () => {
        write('inner.sh', deletion());
        write('outer.sh', 'sh ./inner.sh');
        return 'bash outer.sh';
      },
    ],
    [
      'a Makefile',
      () => {
        write('drop.txt', `${deletion()}\n`);
        write('Makefile', 'drop:\n\t@sh drop.txt\n');
        return 'make drop';
      },
    ],
    [
      'an npm script',
      () => {
        write('drop.sh', deletion());
        write('package.json', JSON.stringify({ name: 'x', scripts: { drop: 'sh drop.sh' } }));
        return 'npm run drop';
      },
    ],
    [
      'a Python subprocess',
      () => {
        write('drop.py', `import subprocess, sys\nsys.exit(subprocess.call(open("drop.sh").read(), shell=True))\n`);
        write('drop.sh', deletion());
        return 'python3 drop.py';
      },
    ],
    ['its full path', () => deletion().replace(/^curl/, '/usr/bin/curl')],
  ])('holds what comes from %s, and lets it out once approved', async (_, prepare) => {
    const ended = await started(prepare());
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    if (await panel.typedName.isVisible()) await panel.typedName.fill(demoVolume);
    await panel.approve.click();
    expect(await ended()).toBe('0');
    expect(scene.railway.deletions()).toHaveLength(1);
    await holdGone(scene.bench);
  });

  test('holds what a shell task does', async () => {
    const folder = inWorkspace('.vscode');
    mkdirSync(folder, { recursive: true });
    write('drop.sh', deletion());
    const task = { label: 'Drop it', type: 'shell', command: 'sh drop.sh; echo $? > ended', problemMatcher: [] };
    write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks: [task] }));
    write('ended', '');
    await scene.bench.choose('Tasks: Run Task', 'Drop it');
    const panel = await holdPanel(scene.bench);
    await panel.settled();
    await panel.deny.click();
    expect(
      await until('the task has ended', () => readFileSync(inWorkspace('ended'), 'utf8').trim() || undefined),
    ).toBe('126');
    expect(scene.railway.deletions()).toHaveLength(0);
  });
});
