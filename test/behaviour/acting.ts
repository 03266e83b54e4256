import type { Action, Deed } from '../../src/action/action.ts';
import type { Effect } from '../../src/action/effect.ts';
import { factsFrom, type Place } from '../../src/action/facts.ts';
import type { Outcome } from '../../src/action/session.ts';
import type { CredentialOrigin, Signal } from '../../src/action/signal.ts';
import type { Analysis, Observation } from '../../src/action/verdict.ts';
import { observeOutcome } from '../../src/behaviour/reports.ts';
import { newSession, observeAction, type SessionState } from '../../src/behaviour/session.ts';
import { parseShell } from '../../src/parse/shell.ts';

/** Synthetic: the shape of a real Railway token, of nobody. */
export const token = '7f3c0a52-1b6e-4c0d-9a57-1f2e3d4c5b6a';
export const context = { fingerprintKey: 'a key for tests' };

/** Where {@link act} acts. */
export const place: Place = {
  workspaceRoot: '/w',
  cwd: '/w',
  home: '/home/dev',
  platform: 'linux',
  temporary: ['/tmp'],
  guardPaths: [],
  createdBySession: [],
  context: 'ordinary',
};

/** An action in the workspace /w, at second `t`. */
export function act(deed: Deed, t = 0, callId?: string): Action {
  const origin = { host: 'cli', session: 's', cwd: '/w', workspaceRoot: '/w', at: 1_000_000 + t * 1000 } as const;
  return { ...origin, ...(callId === undefined ? {} : { callId }), ...deed };
}

export const shell = (command: string, t = 0): Action => act({ kind: 'shell', command }, t);

/** Effects are given by hand: these tests are about behaviour. */
export function analysisOf(action: Action, effects: readonly Effect[] = []): Analysis {
  const needs: [] = [];
  const command = action.kind === 'shell' ? action.command : '';
  const inquiry = { facts: factsFrom(place, new Map()), needs };
  const { invocations, problems } = parseShell(command, { dialect: 'bash', cwd: action.cwd, inquiry });
  const url = /https?:\/\/[^\s'"]+/.exec(command)?.[0];
  const requests = /\bcurl\b/.test(command)
    ? [{ method: 'POST', url: url ?? null, headers: {}, body: { kind: 'none' } as const, span: [0, 1] as const }]
    : [];
  return { invocations, requests, effects, needs, problems };
}

export const volumeDelete: Effect = {
  verb: 'delete',
  provider: 'railway',
  resource: 'volume',
  target: 'vol_1',
  asset: 'data-store',
  environment: 'unknown',
  reversibility: 'irreversible',
  scope: 'remote',
  rule: 'railway/volume-delete',
  reason: 'Deletes the Railway volume vol_1 and its backups. This cannot be undone.',
  span: [0, 4],
};

export interface Scene {
  readonly action: Action;
  readonly effects?: readonly Effect[];
  readonly outcome?: Partial<Outcome>;
}

export interface Played {
  readonly action: Action;
  readonly analysis: Analysis;
  readonly observation: Observation;
  readonly after: readonly Signal[];
  readonly revealed: readonly CredentialOrigin[];
  readonly state: SessionState;
}

/** Plays a session, event by event. */
export function play(scenes: readonly Scene[], from: SessionState = newSession()): Played[] {
  const played: Played[] = [];
  let state = from;
  for (const { action, effects = [], outcome } of scenes) {
    const analysis = analysisOf(action, effects);
    const judged = observeAction(state, action, analysis, context);
    state = judged.after();
    let after: readonly Signal[] = [];
    let revealed: readonly CredentialOrigin[] = judged.revealed;
    if (outcome) {
      const ended = observeOutcome(state, action, { ok: true, denied: false, ...outcome }, context);
      state = ended.state;
      after = ended.signals;
      revealed = [...revealed, ...ended.revealed];
    }
    played.push({ action, analysis, observation: judged.observation, after, revealed, state });
  }
  return played;
}

export const names = (signals: readonly Signal[]): string[] => signals.map((signal) => signal.name);

/** The last of what was played. */
export function last(played: readonly Played[]): Played {
  const end = played.at(-1);
  if (!end) throw new Error('nothing was played');
  return end;
}
