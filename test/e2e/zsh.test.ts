import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasZshLine, zshProgram } from '../../src/exec/zsh-line.ts';
import { holdGone, holdPanel } from '../rig/editor/hold-panel.mts';
import { openTerminal, typeInTerminal } from '../rig/editor/terminal.mts';
import { deletionCommand, demoToken } from '../rig/incident.mts';
import { until } from '../rig/processes.mts';
import { connectClaude, openScene, pictureIfFailed, type Scene } from '../rig/scene.mts';

describe.skipIf(zshProgram({ environment: process.env }) === null)('a zsh terminal of the editor', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: false });
    const settings = path.join(scene.run.folder, 'user-data', 'User', 'settings.json');
    const own: unknown = JSON.parse(readFileSync(settings, 'utf8'));
    const zsh = { 'terminal.integrated.defaultProfile.linux': 'zsh', 'terminal.integrated.defaultProfile.osx': 'zsh' };
    writeFileSync(settings, JSON.stringify(Object.assign({}, own, zsh)));
    // Without a file of its own zsh greets a new person, and their answers would be written.
    writeFileSync(inHome('.zshrc'), 'PATH=/usr/local/bin:/usr/bin:/bin\nOWN=read\n');
    await connectClaude(scene);
  });
  afterAll(() => scene?.close());
  afterEach(({ task }) => pictureIfFailed(scene, task));

  const inHome = (name: string) => path.join(scene.run.home, name);
  const inWorkspace = (name: string) => path.join(scene.run.workspace, name);
  const ended = () => until('the line has ended', () => readFileSync(inWorkspace('ended'), 'utf8').trim() || undefined);
  const typed = async (line: string) => {
    writeFileSync(inWorkspace('ended'), '');
    await typeInTerminal(scene.bench, `${line}; echo $? > ended`);
  };

  test('is guarded in full once a person has agreed to one line of .zshenv', async () => {
    const { bench } = scene;
    await bench.command('Holdpoint: Guard zsh by One Line of .zshenv');
    await bench.dialog().waitFor();
    expect(await bench.dialog().textContent()).toContain(inHome('.zshenv'));
    await bench.screenshot('zsh-line');
    expect(existsSync(inHome('.zshenv'))).toBe(false);
    await bench.dialog().getByRole('button', { name: 'Write the Line' }).click();
    await until('the line stands', () => existsSync(inHome('.zshenv')));
    expect(hasZshLine(readFileSync(inHome('.zshenv'), 'utf8'))).toBe(true);
    await bench.dismissNotifications();

    await openTerminal(bench, scene.run);
    await typed('print -r -- $ZSH_VERSION $OWN $ZDOTDIR $HISTFILE ${+VSCODE_SHELL_INTEGRATION} $path[1] > seen');
    expect(await ended()).toBe('0');
    const home = scene.run.home;
    expect(readFileSync(inWorkspace('seen'), 'utf8')).toMatch(
      new RegExp(`^5\\.\\S+ read ${home} ${home}/\\.zsh_history 1 \\S+/holdpoint/exec/[0-9a-f]+/bin\n$`),
    );
  });

  test('holds a full path, typed and in a script of zsh', async () => {
    const full = deletionCommand({ url: scene.railway.url, token: demoToken(scene.run.workspace) }).replace(
      /^curl/,
      '/usr/bin/curl',
    );
    writeFileSync(inWorkspace('full.zsh'), full);
    for (const line of [full, 'zsh full.zsh']) {
      await typed(line);
      const panel = await holdPanel(scene.bench);
      await panel.settled();
      await panel.deny.click();
      expect(await ended()).toBe('126');
      await holdGone(scene.bench);
      await scene.bench.closeEditors();
    }
    expect(scene.railway.deletions()).toHaveLength(0);
  });

  test('and the same command takes the line out again', async () => {
    await scene.bench.command('Holdpoint: Guard zsh by One Line of .zshenv');
    await scene.bench.dialog().getByRole('button', { name: 'Take It Out' }).click();
    await until('the line is gone', () => !existsSync(inHome('.zshenv')));
  });
});
