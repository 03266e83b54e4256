import { describe, expect, it } from 'vitest';
import type { VerifyResult } from '../../src/audit/verify.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import { verifiedText } from '../../src/editor/verified-text.ts';

const intact: VerifyResult = {
  intact: true,
  records: 12,
  windows: ['w1'],
  damaged: [],
  checkpoints: 'checked',
  keys: ['SHA256:own'],
  notes: [],
  unsigned: [],
};

describe('what a verification says', () => {
  it('says how much is intact and whose key signed', () => {
    expect(verifiedText([intact], 'SHA256:own', t)).toEqual({
      intact: true,
      text: 'The log is intact: 12 records of 1 window.',
      lines: ['Signed with this editor’s key SHA256:own.'],
    });
  });

  it('says so when the key is another one', () => {
    expect(verifiedText([intact], 'SHA256:other', t).lines[0]).toContain('not this editor’s');
  });

  it('names the first bad record and what happened to it', () => {
    const bad = {
      what: 'edited',
      window: 'w1',
      file: '2026-04-25-w1.jsonl',
      line: 41,
      seq: 41,
      detail: 'Record 41 was edited.',
    } as const;
    const said = verifiedText([intact, { ...intact, intact: false, bad }], undefined, t);
    expect(said.intact).toBe(false);
    expect(said.text).toBe('The log was changed. Record 41 was edited.');
    expect(said.lines[0]).toBe('It stands in 2026-04-25-w1.jsonl, line 41.');
  });

  it('says what cannot be told without checkpoints', () => {
    expect(verifiedText([{ ...intact, checkpoints: 'none' }], undefined, t).lines.join(' ')).toContain(
      'cut off cannot be told',
    );
  });

  it('does not praise an empty log', () => {
    expect(verifiedText([], undefined, t).text).toBe('Nothing is recorded yet, so there is nothing to verify.');
  });
});
