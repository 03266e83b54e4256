import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import { effectOf, type Rule } from './pack.ts';

const base = {
  provider: 'holdpoint',
  asset: 'access',
  scope: 'machine',
  attack: 'T1562.001',
  source: 'https://code.visualstudio.com/api/references/commands',
} as const;

const guardRule: Rule = {
  ...base,
  id: 'guard/editor-command',
  reversibility: 'irreversible',
  verb: 'run',
  resource: 'editor-command',
  reason: 'Runs the editor command {target}, which can take Holdpoint out of this window.',
};
const windowRule: Rule = {
  ...base,
  id: 'guard/editor-window',
  reversibility: 'unknown',
  verb: 'run',
  resource: 'editor-command',
  reason: 'Runs the editor command {target}, which closes or restarts the window Holdpoint answers from.',
};

/** Commands that install, remove or switch extensions or profiles, give or take trust, or are Holdpoint's own. */
const takesGuard =
  /^(?:holdpoint\.|workbench\.extensions\.(?!search$|action\.(?:show|list|focus))|workbench\.profiles\.|extension\.(?:open|install)|workbench\.trust\.|workbench\.action\.(?:disable|enable|uninstall|install)\w*extension)/i;
/** Commands that end or restart the window or its extensions, or open another in its place. */
const endsWindow =
  /^(?:workbench\.action\.(?:closeWindow|quit|reloadWindow|restartExtensionHost|stopExtensionHost|newWindow|duplicateWorkspaceInNewWindow|closeFolder|openWorkspace|remote\.\w+)|vscode\.(?:openFolder|newWindow)|remote\.\w+|opensshremotes\.\w+)/i;

/** What a command of the editor itself does to Holdpoint, where an agent's tool runs it (`run_vscode_command`). */
export function editorCommandEffects(action: Extract<Action, { kind: 'mcp' }>): Effect[] {
  if (action.server !== 'vscode') return [];
  const target = action.tool;
  const span = [0, target.length] as const;
  if (takesGuard.test(target)) return [effectOf(guardRule, { target, span, touchesGuard: true })];
  return endsWindow.test(target) ? [effectOf(windowRule, { target, span })] : [];
}
