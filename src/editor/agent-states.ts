import type { HostState } from '../hosts/connection.ts';
import type { AgentState } from './status-view.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** How the agents stand, as the status bar needs it: those that are installed or were connected. */
export function agentStates(states: readonly HostState[], isConsented: (host: string) => boolean): AgentState[] {
  return states
    .filter((state) => state.detection.installed || state.connection !== 'not-connected')
    .map((state) => ({
      title: state.title,
      connected: state.connection === 'connected',
      // What was never connected has no problem: it is just not connected.
      problems: state.connection === 'not-connected' && !isConsented(state.host) ? [] : state.problems,
    }));
}

/** One word for a host's connection. */
export function connectionTitle(state: HostState, t: Translate): string {
  if (state.connection === 'connected') return t('connected');
  if (state.connection === 'stale') return t('connected by another version or altered');
  if (state.connection === 'disabled') return t('connected, but silenced');
  if (state.connection === 'unreadable') return t('its settings cannot be read');
  return state.detection.installed ? t('not connected') : t('not found on this machine');
}

/** What the person is asked before anything is written: every file and how many lines it gains. */
export function consentText(
  plan: {
    /** `target`: where the file is a link, what it leads to. */
    edits: readonly { file: string; before: string | null; after: string | null; target?: string }[];
    ownFiles: readonly string[];
    pinnedEditors: readonly string[];
    /** What the person has to do besides. */
    steps?: readonly string[];
  },
  t: Translate,
): string {
  const lines = plan.edits.map((edit) => {
    const added = lineCount(edit.after) - lineCount(edit.before);
    if (edit.before === null) return t('{0} (new, {1} lines)', edit.file, lineCount(edit.after));
    return added === 0 ? t('{0} (changed)', edit.file) : t('{0} ({1} lines more)', edit.file, added);
  });
  return [
    t('Holdpoint writes its entries into these settings and leaves everything else in them as it is:'),
    ...lines.map((line) => `• ${line}`),
    ...plan.edits.flatMap(({ file, target }) =>
      target === undefined ? [] : t('{0} is a link and stays one; {1} is written.', file, target),
    ),
    ...(plan.steps ?? []).map((step) => visibleLine(step, 600)),
    t('and keeps its own files in:'),
    ...plan.ownFiles.map((file) => `• ${file}`),
    ...(plan.pinnedEditors.length > 0
      ? [
          t(
            'Agents believe these editors already: {0}.',
            plan.pinnedEditors.map((each) => visibleLine(each, 80)).join(', '),
          ),
        ]
      : []),
    t(
      'From then on it also takes settings out of the folders you open that would silence these agents’ hooks, tells you, and offers to restore them.',
    ),
  ].join('\n');
}

function lineCount(text: string | null): number {
  return text === null ? 0 : text.trimEnd().split('\n').length;
}
