import { describe, expect, it } from 'vitest';
import { agentStates, connectionTitle, consentText } from '../../src/editor/agent-states.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import type { HostState } from '../../src/hosts/connection.ts';

const state = (change: Partial<HostState>): HostState => ({
  host: 'claude',
  title: 'Claude Code',
  detection: { installed: true },
  connection: 'connected',
  file: '/home/dev/.claude/settings.json',
  problems: [],
  ...change,
});

describe('how the agents stand', () => {
  it.each([
    [{}, { connected: true, problems: [] }],
    [
      { connection: 'not-connected', problems: ['gone'] },
      { connected: false, problems: [] },
    ],
    [
      { connection: 'disabled', problems: ['silenced'] },
      { connected: false, problems: ['silenced'] },
    ],
    [
      { connection: 'stale', problems: ['altered'] },
      { connected: false, problems: ['altered'] },
    ],
    [{ problems: ['old version'] }, { connected: true, problems: ['old version'] }],
  ] as const)('%j', (change, expected) => {
    expect(agentStates([state(change)], () => false)[0]).toMatchObject(expected);
  });

  it('has a problem where a person connected it and the entries are gone', () => {
    const [agent] = agentStates([state({ connection: 'not-connected', problems: ['gone'] })], () => true);
    expect(agent?.problems).toEqual(['gone']);
  });

  it('passes over what is neither installed nor connected', () => {
    const absent = state({ detection: { installed: false }, connection: 'not-connected' });
    expect(agentStates([absent], () => false)).toEqual([]);
    expect(connectionTitle(absent, t)).toBe('not found on this machine');
  });
});

describe('the text of consent', () => {
  const file = '/home/dev/.claude/settings.json';
  const text = (before: string | null, after: string | null, pinnedEditors: string[] = []) =>
    consentText({ edits: [{ file, before, after }], ownFiles: ['/state/bin/holdpoint-hook'], pinnedEditors }, t);

  it.each([
    [null, '{\n}\n', `• ${file} (new, 2 lines)`],
    ['{}\n', '{\n  "hooks": {}\n}\n', `• ${file} (2 lines more)`],
    ['{ "a": 1 }\n', '{ "a": 1, "hooks": {} }\n', `• ${file} (changed)`],
  ])('names every file and what it gains', (before, after, line) => {
    expect(text(before, after).split('\n')).toContain(line);
  });

  it('names the folders of our own, and the editors that are believed already', () => {
    expect(text(null, '{}')).toContain('• /state/bin/holdpoint-hook');
    expect(text(null, '{}')).not.toContain('believe');
    expect(text(null, '{}', ['Cursor (2026-04-25)'])).toContain('Cursor (2026-04-25)');
  });

  it('says where a link leads, and what the person has to do besides', () => {
    const edits = [{ file, before: null, after: '{}', target: '/dotfiles/settings.json' }];
    const told = consentText({ edits, ownFiles: [], pinnedEditors: [], steps: ['Trust the hook in codex.'] }, t);
    expect(told).toContain(`${file} is a link and stays one; /dotfiles/settings.json is written.`);
    expect(told).toContain('Trust the hook in codex.');
  });
});
