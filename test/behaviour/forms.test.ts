import { describe, expect, it } from 'vitest';
import { fitsForm } from '../../src/behaviour/forms.ts';
import { cpuClock } from '../cpu.ts';

describe('a form of a text', () => {
  it.each([
    ['npm publish', 'npm publish', true],
    ['NPM Publish', 'npm publish', true],
    ['npm publish --tag x', 'npm publish*', true],
    ['cd a && npm publish', '*npm publish', true],
    ['a npm b publish c', '*npm*publish*', true],
    ['anything', '*', true],
    ['', '*', true],
    ['npm', 'npm*npm', false],
    ['publish npm', '*npm*publish*', false],
    ['npm publish', 'npm', false],
    ['', 'npm', false],
  ])('%s against %s: %s', (text, form, fits) => {
    expect(fitsForm(text, [form])).toBe(fits);
  });

  it('costs no more than the text and the form are long, whatever they are', () => {
    const milliseconds = cpuClock();
    expect(fitsForm('a'.repeat(100_000), [`${'*a'.repeat(100)}b`])).toBe(false);
    expect(milliseconds()).toBeLessThan(1000);
  });
});
