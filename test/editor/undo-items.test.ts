import { describe, expect, it } from 'vitest';
import { previewLines, reportLine, undoItems } from '../../src/editor/undo-items.ts';
import type { Snapshot } from '../../src/undo/snapshot.ts';

const t = (message: string, ...args: (string | number | boolean)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));

const snapshot: Snapshot = {
  v: 1,
  id: '261120-091500-abc123',
  at: 1_000_000,
  why: 'before',
  host: 'claude',
  session: 's',
  workspace: '/w',
  reason: 'Deletes drafts, 2 files (10 bytes), some of it in no commit.',
  action: 'rm -rf drafts $(rm)',
  bytes: 10,
  parts: [
    {
      kind: 'tree',
      base: '/w',
      roots: ['drafts'],
      entries: [
        { type: 'directory', path: 'drafts', mode: 0o755, mtime: 1 },
        { type: 'file', path: 'drafts/a', mode: 0o644, mtime: 1, size: 5, content: `git:${'a'.repeat(40)}` },
        { type: 'file', path: 'drafts/b', mode: 0o644, mtime: 1, size: 5, content: `git:${'b'.repeat(40)}` },
      ],
    },
  ],
};

describe('the list of snapshots', () => {
  it('names the call, when it was, who made it, and what was saved', () => {
    const [item] = undoItems([snapshot], 1_000_000 + 5 * 60_000, t);
    expect(item?.label).toBe('$(history) rm -rf drafts $ (rm)');
    expect(item?.description).toBe('5 min ago · Claude Code');
    expect(item?.detail).toContain('drafts · 2 files · Deletes drafts');
  });
});

describe('what bringing back would do', () => {
  it.each([
    [[], [], 'Everything is as it was then.'],
    [[{ file: '/w/a', kind: 'comes-back', before: null }], [], '1 file comes back'],
    [
      [
        { file: '/w/a', kind: 'comes-back', before: null },
        { file: '/w/b', kind: 'comes-back', before: null },
        { file: '/w/c', kind: 'goes', before: null },
      ],
      [],
      '2 files come back, 1 file that was not there goes',
    ],
    [[], ['main goes back to commit abc.'], ''],
  ] as const)('%#', (differences, notes, title) => {
    expect(previewLines({ differences, notes }, t)).toEqual({ title, lines: [...notes] });
  });

  it('is told when it is done', () => {
    const report = { snapshot, before: null, files: 1, notes: ['One stash came back.'] };
    expect(reportLine(report, t)).toBe('Brought back: 1 file changed. One stash came back.');
  });
});
