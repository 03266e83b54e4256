import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/action/effect.ts';
import { holdView, queueEntry } from '../../src/editor/hold-view.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import { incident } from './incident.ts';

const now = Date.parse('2026-04-25T10:00:09Z');
const surroundings = { now, folders: ['/home/dev/pocketos'], t };
const [effect] = incident(now).effects;
if (!effect) throw new Error('The incident has an effect.');
const withEffects = (...changes: Partial<Effect>[]) =>
  holdView(incident(now, { effects: changes.map((change) => ({ ...effect, ...change })) }), surroundings);

describe('the view of a hold', () => {
  const view = holdView(incident(now), surroundings);

  it('says what would be lost first, once', () => {
    expect(view.headline).toBe('Deletes the Railway volume vol_prod_1 and every backup on it.');
    expect(view.further).toEqual([]);
  });

  it('says where, without the part of the path the person knows', () => {
    expect(view.facts).toEqual([
      { label: 'Target', value: 'railway volume: vol_prod_1' },
      { label: 'Directory', value: 'pocketos' },
    ]);
    expect(view.badges.map((badge) => badge.text)).toEqual(['Production', 'Outside this machine']);
  });

  it('names the file, the line and the time of a credential found in the session', () => {
    expect(view.credential).toEqual({
      title: 'It uses a credential that was found during this session: Railway token',
      found: 'Found in infra/domains/.env, line 3, 7 s before this call',
      canDestroy: 'A Railway token can delete every project, volume and backup its account owns.',
    });
  });

  it('marks the dangerous part of the exact command', () => {
    const marked = view.command.filter((piece) => piece.marked);
    expect(marked).toHaveLength(1);
    expect(marked[0]?.text).toMatch(/^volumeDelete\(/);
    expect(view.command.map((piece) => piece.text).join('')).toBe(incident(now).action.text);
  });

  it('counts down on its own clock', () => {
    expect(view.remainingMs).toBe(290_000);
    expect(holdView(incident(now), { ...surroundings, now: now + 999_000 }).remainingMs).toBe(0);
  });

  it.each([
    [{ reversibility: 'irreversible' }, 'There is no way back.', 'danger'],
    [{ reversibility: 'unknown' }, 'Whether there is a way back is not known.', 'warning'],
    [{ reversibility: 'recoverable', wayBack: 'git reflog' }, 'Way back: git reflog', 'neutral'],
    [{ reversibility: 'recoverable' }, 'It can be recovered.', 'neutral'],
    [{ reversibility: 'reversible' }, 'It can be undone.', 'neutral'],
  ] as const)('says whether there is a way back: %o', (change, text, tone) => {
    expect(withEffects(change).wayBack).toMatchObject({ text, tone });
  });

  it('fears the worst of several effects and lists the others', () => {
    const several = withEffects(
      { reversibility: 'recoverable', reason: 'Deletes a branch.' },
      { reversibility: 'irreversible' },
    );
    expect(several.wayBack.text).toBe('There is no way back.');
    expect(several.further).toEqual(['Deletes a branch.']);
  });

  it('keeps signals and the call itself when the timeline is long', () => {
    const ordinary = Array.from({ length: 40 }, (_, index) => ({
      at: now - 60_000 + index,
      what: `step ${index}`,
      weight: 'ordinary' as const,
    }));
    const signal = { at: now - 61_000, what: 'Searched for tokens.', weight: 'signal' as const };
    const last = { at: now, what: 'Deletes it.', weight: 'this' as const };
    const { timeline } = holdView(incident(now, { timeline: [signal, ...ordinary, last] }), surroundings);
    expect(timeline).toHaveLength(7);
    expect(timeline[0]?.what).toBe('Searched for tokens.');
    expect(timeline.at(-1)).toEqual({ when: 'now', what: 'Deletes it.', weight: 'this' });
  });

  it('says what it leaves out of a very long command, and never the dangerous part', () => {
    const text = `${'a'.repeat(50_000)}rm -rf /data${'b'.repeat(50_000)}`;
    const action = { kind: 'shell', text, cwd: '/w', marks: [[50_000, 50_012]] } as const;
    const { command } = holdView(incident(now, { action }), surroundings);
    const shown = command.map((piece) => piece.text).join('');
    expect(shown.length).toBeLessThan(26_000);
    expect(command.find((piece) => piece.marked)?.text).toBe('rm -rf /data');
    expect(shown).toContain('‹38000 characters are not shown here›');
  });

  it('counts the targets it does not name', () => {
    const many = withEffects(...Array.from({ length: 9 }, (_, index) => ({ target: `t${index}` })));
    expect(many.facts[0]?.value).toMatch(/t5, and 3 more$/);
  });

  it('tells no story where there is only the call itself', () => {
    const timeline = [{ at: now, what: 'Ran it.', weight: 'this' as const }];
    expect(holdView(incident(now, { timeline }), surroundings).timeline).toEqual([]);
  });

  it('writes hidden characters out, so that no text can deceive', () => {
    const reason = 'Deletes \u202Enothing\u200B';
    expect(holdView(incident(now, { reason }), surroundings).headline).toBe('Deletes ‹U+202E›nothing‹U+200B›');
    expect(queueEntry(incident(now, { reason }), t).headline).toBe('Deletes ‹U+202E›nothing‹U+200B›');
  });
});
