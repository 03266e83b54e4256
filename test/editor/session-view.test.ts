import { describe, expect, it } from 'vitest';
import { readAuditMessage } from '../../src/editor/audit-messages.ts';
import { profileView, sessionKey, sessionNamed, sessionRow, sessionView } from '../../src/editor/session-view.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import { incidentCourse, incidentProfiles } from '../webview/session.ts';

const course = incidentCourse();

describe('a session as the view shows it', () => {
  const view = sessionView(course, t);

  it('says how it went in numbers and in words', () => {
    expect(view.facts[0]).toEqual({ label: 'Actions', value: '13: 12 allowed, 1 held, 0 refused' });
    expect(view.summary).toMatch(/over 13 actions\. Restraint is 0\.\d\d at its lowest, at action 10\.$/);
    expect(view.tone).toBe('danger');
    expect(view.reasons[0]).toMatch(/^Looked for credentials, then set out to destroy \(\d+ %\)$/);
    expect(view.dimensions.map(({ counts }) => counts)).toEqual([false, true, true, false, true, true]);
  });

  it('marks what a signal spoke of and what was held', () => {
    expect(view.points.mark).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 0, 0]);
    expect(view.steps[9]).toMatchObject({ label: 'Held', tone: 'warning' });
    expect(view.steps[9]?.notes).toContain(
      'Sequence: Looked for credentials, then set out to destroy (actions 7, 8, 10)',
    );
    expect(view.steps[6]).toMatchObject({ label: 'Signal', icon: 'eye' });
  });

  it('of 100 000 actions sends what a page can show, and all that stands out', () => {
    const [ordinary] = course.steps;
    const held = course.steps[9];
    if (!ordinary || !held) throw new Error('no steps');
    const steps = Array.from({ length: 100_000 }, (_, event) =>
      event === 50_000 ? { ...held, event } : { ...ordinary, event },
    );
    const long = sessionView({ ...course, steps }, t);
    expect(long.steps.length).toBeLessThanOrEqual(600);
    expect(long.steps.some(({ number }) => number === 50_001)).toBe(true);
    expect(long.left).toBe(100_000 - long.steps.length);
    expect(long.points.number.length).toBeLessThan(4_100);
    expect(long.points.mark.filter((mark) => mark === 2)).toHaveLength(1);
  });
});

describe('a session’s name between page and extension', () => {
  it('comes back as it went', () => {
    const name = { host: 'claude', session: 'a b c' } as const;
    expect(sessionNamed(sessionKey(name))).toEqual(name);
  });

  it.each(['', 'nobody x', 'claude'])('is none where it names no host: %j', (key) =>
    expect(sessionNamed(key)).toBeUndefined(),
  );

  it.each<[unknown, boolean]>([
    [{ type: 'session', key: 'claude x' }, true],
    [{ type: 'session', key: 7 }, false],
    [{ type: 'exportSession', key: 'claude x', format: 'markdown' }, true],
    [{ type: 'exportSession', key: 'claude x', format: 'exe' }, false],
    [{ type: 'sessions' }, true],
  ])('%j is a message: %s', (message, isOne) => expect(readAuditMessage(message) !== undefined).toBe(isOne));
});

it('a row and a profile are worded for people', () => {
  const row = sessionRow({ host: 'claude', session: 'x', at: '2026-11-20T09:00:00.000Z', actions: 3, lowest: 0.7 }, t);
  expect(row).toMatchObject({ host: 'Claude Code', tone: 'good' });
  const [profile] = incidentProfiles().map((each) => profileView(each, t));
  expect(profile?.parts.map(({ title }) => title)).toEqual(['Consistency', 'Restraint', 'Transparency']);
  expect(profile?.seen).toBe('13 actions in one session, 90 days');
});
