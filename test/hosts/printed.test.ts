import { describe, expect, it } from 'vitest';
import { printedText } from '../../src/hosts/printed.ts';

describe('what a tool printed', () => {
  it.each<[what: string, response: unknown, text: string]>([
    ['a command', { stdout: 'a\n', stderr: 'b', interrupted: false }, 'a\n\nb'],
    ['a file', { type: 'text', file: { filePath: '/w/.env', content: 'A=1\n', startLine: 1 } }, 'A=1\n'],
    ['a part of a file', { type: 'text', file: { content: 'C=3\n', startLine: 3, numLines: 1 } }, '\n\nC=3\n'],
    ['an MCP answer', { content: [{ type: 'text', text: 'A=1' }] }, 'A=1'],
    ['an edit', { filePath: 'a.ts', oldString: 'a', newString: 'b', originalFile: 'a' }, ''],
    ['a line beyond all files', { content: 'x', startLine: 1e9 }, 'x'],
  ])('%s', (_what, response, text) => {
    expect(printedText(response)).toBe(text);
  });
});
