import { describe, expect, it } from 'vitest';
import { clockText, crossed } from '../../src/webview/parts/clock.ts';
import { type KeyPlace, type KeyPress, keyMeaning } from '../../src/webview/parts/hold-keys.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shift: false,
  modified: false,
  repeat: false,
  composing: false,
  ...change,
});
const places: KeyPlace[] = ['approve', 'typed-name', 'reason', 'other-button', 'elsewhere'];
const keys = ['Enter', ' ', 'Escape', 'Tab', 'a', 'Delete', 'ArrowDown'];

describe('the keys of the confirmation panel', () => {
  it.each(places)('mean nothing while the panel is new, at %s', (place) => {
    for (const key of keys) expect(keyMeaning(press(key), place, true)).toBe('swallow');
  });

  it.each(places)('never approve with Enter, at %s', (place) => {
    for (const change of [{}, { repeat: true }, { modified: true }, { shift: true }]) {
      expect(keyMeaning(press('Enter', change), place, false)).not.toBe('approve');
    }
    if (place === 'approve') expect(keyMeaning(press('Enter'), place, false)).toBe('swallow');
  });

  it.each([
    ['approve', {}, 'approve'],
    ['approve', { repeat: true }, 'swallow'],
    ['approve', { modified: true }, 'swallow'],
    ['typed-name', {}, 'pass'],
    ['reason', {}, 'pass'],
    ['other-button', {}, 'pass'],
    ['other-button', { repeat: true }, 'swallow'],
    ['elsewhere', {}, 'pass'],
  ] as const)('Space at %s %j means %s', (place, change, meaning) => {
    expect(keyMeaning(press(' ', change), place, false)).toBe(meaning);
  });

  it.each([
    ['reason', {}, 'leave-reason'],
    ['approve', {}, 'close'],
    ['elsewhere', {}, 'close'],
    ['elsewhere', { repeat: true }, 'swallow'],
  ] as const)('Escape at %s %j means %s', (place, change, meaning) => {
    expect(keyMeaning(press('Escape', change), place, false)).toBe(meaning);
  });

  it('sends the reason with Enter, but not while an input method composes', () => {
    expect(keyMeaning(press('Enter'), 'reason', false)).toBe('send-reason');
    expect(keyMeaning(press('Enter', { composing: true }), 'reason', false)).toBe('pass');
  });

  it('keeps Tab inside the panel', () => {
    expect(keyMeaning(press('Tab'), 'approve', false)).toBe('next');
    expect(keyMeaning(press('Tab', { shift: true }), 'approve', false)).toBe('previous');
  });
});

describe('the countdown', () => {
  it.each([
    [290_000, '4:50'],
    [60_000, '1:00'],
    [59_001, '1:00'],
    [1, '0:01'],
    [0, '0:00'],
    [-5, '0:00'],
  ])('shows %i ms as %s', (milliseconds, text) => {
    expect(clockText(milliseconds)).toBe(text);
  });

  it('is announced at thresholds only', () => {
    expect(crossed(61_000, 60_000)).toBe(60);
    expect(crossed(60_000, 59_750)).toBeUndefined();
    expect(crossed(290_000, 289_750)).toBeUndefined();
    expect(crossed(31_000, 9_000)).toBe(10);
  });
});
