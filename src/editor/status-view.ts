import type { Mode } from '../action/verdict.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { shortTime } from './words.ts';

/** How one agent stands, for the status bar. */
export interface AgentState {
  readonly title: string;
  readonly connected: boolean;
  /** One plain sentence each. */
  readonly problems: readonly string[];
}

/** Everything the status bar item depends on. */
export interface StatusInput {
  readonly mode: Mode;
  /** When `off` ends, milliseconds since the epoch. */
  readonly until?: number;
  readonly now: number;
  readonly heightened: boolean;
  readonly held: number;
  /** Agents that are installed on this machine; undefined until they have been looked for. */
  readonly agents?: readonly AgentState[];
  /** A terminal that the person drives, and until when. */
  readonly driven?: { readonly name: string; readonly until: number };
  /** What does not work as it should, one sentence each. */
  readonly problems: readonly string[];
  /** What this platform's terminals and tasks lack: one sentence. */
  readonly limit?: string;
  /** Set where the guard itself does not run: one sentence why. */
  readonly failure?: string;
}

/** The state in one word, in the order of urgency. */
export type StatusState =
  | 'held'
  | 'failed'
  | 'off'
  | 'observing'
  | 'starting'
  | 'not-connected'
  | 'heightened'
  | 'guarding';

/** The status bar item, ready to be shown. */
export interface StatusView {
  readonly state: StatusState;
  /** With a codicon in front. */
  readonly text: string;
  /** Plain lines; the first says the state. */
  readonly tooltip: readonly string[];
  readonly spoken: string;
  readonly background: 'error' | 'warning' | undefined;
}

/** Which state counts when several do: what waits for the person, then what leaves them unguarded. */
export function statusState(input: StatusInput): StatusState {
  if (input.held > 0) return 'held';
  if (input.failure) return 'failed';
  if (input.mode === 'off') return 'off';
  if (input.mode === 'observing') return 'observing';
  if (!input.agents) return 'starting';
  if (!input.agents.some((agent) => agent.connected)) return 'not-connected';
  return input.heightened ? 'heightened' : 'guarding';
}

/** The status bar item for a state of affairs. Pure. */
export function statusView(input: StatusInput, t: Translate): StatusView {
  const state = statusState(input);
  const left = input.until === undefined ? undefined : shortTime(input.until - input.now, t);
  const words = wordsFor(state, input, left, t);
  const agents = input.agents ?? [];
  const silenced = agents.filter((agent) => !agent.connected && agent.problems.length > 0);
  const driving = input.driven && drivingWords(input.driven, input.now, t);
  const lines = [
    words.sentence,
    ...(driving ? [driving.sentence] : []),
    ...agents.map((agent) =>
      agent.connected ? t('{0}: connected', agent.title) : t('{0}: not connected', agent.title),
    ),
    ...agents.flatMap((agent) => agent.problems),
    ...(input.limit === undefined ? [] : [input.limit]),
    ...input.problems.slice(-3),
    t('Click to switch state, see what is held, or open the audit log.'),
  ];
  const troubled = silenced.length > 0 || agents.some((agent) => agent.connected && agent.problems.length > 0);
  const text = driving && state !== 'held' ? `${words.text} $(account) ${driving.text}` : words.text;
  return {
    state,
    text: troubled && state !== 'held' ? `${text} $(warning)` : text,
    tooltip: [...new Set(lines)],
    spoken: t('Holdpoint: {0}', driving ? `${words.sentence} ${driving.sentence}` : words.sentence),
    background: words.background ?? (silenced.length > 0 ? 'warning' : undefined),
  };
}

function drivingWords({ name, until }: { name: string; until: number }, now: number, t: Translate) {
  const left = shortTime(until - now, t);
  return {
    text: t('driving {0}', left),
    sentence: t('You drive the terminal {0} for {1} more: nothing that runs in it is held.', visibleLine(name), left),
  };
}

interface StateWords {
  readonly text: string;
  readonly sentence: string;
  readonly background?: 'error' | 'warning';
}

function wordsFor(state: StatusState, input: StatusInput, left: string | undefined, t: Translate): StateWords {
  switch (state) {
    case 'held':
      return {
        text: `$(debug-pause) ${t('{0} held', input.held)}`,
        sentence:
          input.held === 1 ? t('1 call waits for your decision.') : t('{0} calls wait for your decision.', input.held),
        background: 'error',
      };
    case 'failed':
      return {
        text: `$(error) ${t('Holdpoint is not running')}`,
        sentence: input.failure ?? '',
        background: 'error',
      };
    case 'off':
      return {
        text: `$(circle-slash) ${left ? t('Off, {0} left', left) : t('Off')}`,
        sentence: left
          ? t('Off: nothing is held or judged. Guarding starts again in {0}.', left)
          : t('Off: nothing is held or judged.'),
        background: 'warning',
      };
    case 'observing':
      return {
        text: `$(eye) ${t('Observing')}`,
        sentence: t('Observing: everything is recorded and shown, nothing is held.'),
        background: 'warning',
      };
    case 'starting':
      return { text: `$(shield) ${t('Starting')}`, sentence: t('Starting: looking for agents on this machine.') };
    case 'not-connected':
      return {
        text: `$(debug-disconnect) ${t('Not connected')}`,
        sentence: t('Not connected: no agent asks Holdpoint, so nothing can be held.'),
      };
    case 'heightened':
      return {
        text: `$(shield) ${t('Heightened')}`,
        sentence: t('Heightened: an agent went looking for credentials, so more is held.'),
        background: 'warning',
      };
    case 'guarding':
      return {
        text: `$(shield) ${t('Guarding')}`,
        sentence: t('Guarding: what cannot be undone is held for you.'),
      };
  }
}
