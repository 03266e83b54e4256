import { describe, expect, it } from 'vitest';
import { type StatusInput, statusState, statusView } from '../../src/editor/status-view.ts';
import { asWritten as t } from '../../src/editor/translate.ts';

const now = 1_000_000;
const calm: StatusInput = {
  mode: 'guarding',
  now,
  heightened: false,
  held: 0,
  agents: [{ title: 'Claude Code', connected: true, problems: [] }],
  problems: [],
};
const view = (change: Partial<StatusInput>) => statusView({ ...calm, ...change }, t);

describe('the status bar item', () => {
  it('says which terminal a person drives, and for how long', () => {
    const driven = { name: 'bash', until: now + 12 * 60_000 };
    const view = statusView({ ...calm, driven }, t);
    expect(view.text).toBe('$(shield) Guarding $(account) driving 12 min');
    expect(view.tooltip[1]).toBe('You drive the terminal bash for 12 min more: nothing that runs in it is held.');
    expect(view.spoken).toContain('You drive the terminal bash');
    expect(statusView({ ...calm, driven, held: 1 }, t).text).toBe('$(debug-pause) 1 held');
  });

  it.each([
    ['guarding', {}, '$(shield) Guarding', undefined],
    ['heightened', { heightened: true }, '$(shield) Heightened', 'warning'],
    ['held', { held: 1 }, '$(debug-pause) 1 held', 'error'],
    ['held', { held: 3, mode: 'off' }, '$(debug-pause) 3 held', 'error'],
    ['observing', { mode: 'observing' }, '$(eye) Observing', 'warning'],
    ['off', { mode: 'off', until: now + 28 * 60_000 }, '$(circle-slash) Off, 28 min left', 'warning'],
    ['not-connected', { agents: [] }, '$(debug-disconnect) Not connected', undefined],
    ['starting', { agents: undefined }, '$(shield) Starting', undefined],
    ['failed', { failure: 'The socket cannot be made.' }, '$(error) Holdpoint is not running', 'error'],
  ] as const)('shows %s', (state, change, text, background) => {
    const shown = view(change as Partial<StatusInput>);
    expect(shown).toMatchObject({ state, text, background });
    expect(shown.spoken).toMatch(/^Holdpoint: \S/);
  });

  it('says what this platform’s terminals lack, in whatever state', () => {
    const limit = 'On Windows terminals are not guarded.';
    expect(view({ limit }).tooltip).toContain(limit);
    expect(view({ limit, mode: 'observing', agents: [] }).tooltip).toContain(limit);
  });

  it('names an agent that is silenced, although another one is connected', () => {
    const problem = '/w/.claude/settings.json: disableAllHooks switches off every hook.';
    const shown = view({
      agents: [
        { title: 'Cursor', connected: true, problems: [] },
        { title: 'Claude Code', connected: false, problems: [problem] },
      ],
    });
    expect(shown.text).toBe('$(shield) Guarding $(warning)');
    expect(shown.background).toBe('warning');
    expect(shown.tooltip).toContain(problem);
    expect(shown.tooltip).toContain('Claude Code: not connected');
  });

  it('counts a silenced agent as not connected', () => {
    expect(statusState({ ...calm, agents: [{ title: 'Claude Code', connected: false, problems: ['silenced'] }] })).toBe(
      'not-connected',
    );
  });
});
