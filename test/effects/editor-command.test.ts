import { expect, it } from 'vitest';
import { analysed, isStopped } from './judging.ts';

const judged = async (tool: string) => {
  const { effects } = await analysed({ kind: 'mcp', server: 'vscode', tool, input: { commandId: tool } });
  return effects.some((effect) => effect.touchesGuard) ? 'deny' : effects.some(isStopped) ? 'hold' : 'allow';
};

it.each([
  ['workbench.extensions.uninstallExtension', 'deny'],
  ['workbench.extensions.installExtension', 'deny'],
  ['workbench.extensions.action.disableAll', 'deny'],
  ['workbench.profiles.actions.switchProfile', 'deny'],
  ['workbench.trust.manage', 'deny'],
  ['holdpoint.switchState', 'deny'],
  ['holdpoint.showHolds', 'deny'],
  ['workbench.action.reloadWindow', 'hold'],
  ['workbench.action.closeWindow', 'hold'],
  ['workbench.action.restartExtensionHost', 'hold'],
  ['vscode.openFolder', 'hold'],
  ['workbench.action.files.saveAll', 'allow'],
  ['workbench.action.openSettings', 'allow'],
  ['workbench.view.extensions', 'allow'],
  ['editor.action.formatDocument', 'allow'],
  ['workbench.action.closeActiveEditor', 'allow'],
])('an agent that runs the editor command %s: %s', async (command, expected) => {
  expect(await judged(command)).toBe(expected);
});
