import { describe, expect, it } from 'vitest';
import { type AgentFacts, type ConnectRow, connectRows } from '../../src/editor/connect-view-rows.ts';
import { asWritten as t } from '../../src/editor/translate.ts';
import type { HostState } from '../../src/hosts/connection.ts';

const now = Date.parse('2026-05-01T12:00:00.000Z');
const state = (change: Partial<HostState> = {}): HostState => ({
  host: 'claude',
  title: 'Claude Code',
  detection: { installed: true, version: '2.1.400' },
  connection: 'connected',
  file: '/home/dev/.claude/settings.json',
  problems: [],
  ...change,
});
const quiet = { seen: new Map(), opened: 0 };
const rows = (facts: Partial<AgentFacts>, activity = quiet): ConnectRow[] =>
  connectRows([{ state: state(), servers: [], ...facts }], {
    activity,
    machine: { home: '/home/dev', platform: 'linux' },
    now,
    t,
  });
const flat = (all: readonly ConnectRow[]): ConnectRow[] => all.flatMap((row) => [row, ...flat(row.children)]);
const labels = (all: readonly ConnectRow[]) => flat(all).map(({ label }) => label);

describe('an agent', () => {
  it.each([
    ['connected', 'connected · no call seen yet', /^agent there right/, 'pass'],
    ['not-connected', 'not connected', /^agent absent/, 'debug-disconnect'],
    ['stale', 'connected by another version or altered · no call seen yet', /^agent there wrong stale/, 'warning'],
    ['disabled', 'connected, but silenced · no call seen yet', /^agent there wrong disabled/, 'warning'],
    ['unreadable', 'its settings cannot be read · no call seen yet', /^agent there wrong unreadable/, 'warning'],
  ] as const)('that is %s says so', (connection, description, context, icon) => {
    const [row] = rows({ state: state({ connection }) });
    expect(row).toMatchObject({ label: 'Claude Code', description, icon });
    expect(row?.context).toMatch(context);
  });

  it('whose entries are gone warns where a person had connected it', () => {
    const gone = { state: state({ connection: 'not-connected' }) };
    expect(rows({ ...gone, consented: true })[0]).toMatchObject({ icon: 'warning', colour: 'warning' });
    expect(rows({ ...gone, consented: false })[0]).toMatchObject({ icon: 'debug-disconnect' });
  });

  it.each([
    [{ seen: new Map([['claude', { at: now - 120_000, openedSince: 0 }]] as const), opened: 1 }, 'last call 2 min ago'],
    [
      { seen: new Map([['claude', { at: now - 7_200_000, openedSince: 3 }]] as const), opened: 4 },
      'last call 2 h ago, none in 3 sessions since',
    ],
    [{ seen: new Map(), opened: 3 }, 'no call in 3 sessions'],
  ])('says when its last call came', (activity, words) => {
    expect(rows({}, activity)[0]?.description).toBe(`connected · ${words}`);
  });

  it('shows what a person has still to do once, to be copied', () => {
    const step = 'Start codex and trust the hook.';
    const [row] = rows({ state: state({ connection: 'disabled', problems: [step] }), step });
    expect(row?.description).toMatch(/^a step of yours remains/);
    expect(row?.children.filter(({ label }) => label === step)).toMatchObject([{ context: 'step', step }]);
  });

  it('shows problems, a link, a version nobody tested, and how the test came out', () => {
    const test = { passed: false, milliseconds: 1, problems: ['A call that destroys was NOT stopped.'] };
    const shown = rows({
      state: state({ problems: ['a: "disableAllHooks" switches off every hook.'] }),
      linkTarget: '/home/dev/dotfiles/settings.json',
      newerThan: '2.1.328',
      test,
    });
    expect(shown[0]).toMatchObject({ icon: 'error', colour: 'error' });
    expect(shown[0]?.description).toMatch(/^the test failed/);
    expect(labels(shown)).toEqual([
      'Claude Code',
      'a: "disableAllHooks" switches off every hook.',
      'A call that destroys was NOT stopped.',
      'Version 2.1.400 is newer than 2.1.328, the newest Holdpoint was tested with',
      '~/.claude/settings.json',
    ]);
    expect(flat(shown).at(-1)?.description).toContain('/home/dev/dotfiles/settings.json');
  });

  it('offers to guard a server that goes past Holdpoint, and to stop', () => {
    const servers = (['open', 'wrapped', 'address', 'own'] as const).map((how) => ({ name: how, state: how }));
    const configuration = { host: 'claude' as const, file: '/home/dev/.claude.json', servers };
    const found = flat(rows({ servers: [configuration] })).filter(({ server }) => server);
    expect(found.map(({ context, label }) => [context, label])).toEqual([
      ['server open', 'open'],
      ['server wrapped', 'wrapped'],
      ['server address', 'address'],
      ['server own', 'own'],
    ]);
    expect(found[0]?.server).toEqual({ configuration, name: 'open' });
  });

  it('keeps characters of a name to itself that would rearrange the line', () => {
    const servers = [{ name: 'a\u202eb\n[x](command:y)', state: 'open' as const }];
    const found = flat(rows({ servers: [{ host: 'claude', file: '/f', servers }] }));
    expect(found.map(({ label }) => label).join()).not.toMatch(/[\u202e\n]/);
  });
});

it('gathers agents that are not on this machine in one row', () => {
  const absent = state({ host: 'kiro', title: 'Kiro', detection: { installed: false }, connection: 'not-connected' });
  const shown = connectRows(
    [
      { state: state(), servers: [] },
      { state: absent, servers: [] },
    ],
    { activity: quiet, machine: { home: '/home/dev', platform: 'linux' }, now, t },
  );
  expect(shown.map(({ label }) => label)).toEqual(['Claude Code', 'Not found on this machine']);
  expect(shown[1]?.children).toMatchObject([{ label: 'Kiro', host: 'kiro', description: 'not found on this machine' }]);
});

it('says on Windows that terminals and tasks are not guarded', () => {
  const on = (platform: 'darwin' | 'win32') =>
    connectRows([{ state: state(), servers: [] }], { activity: quiet, machine: { home: 'C:\\dev', platform }, now, t });
  expect(on('win32')[1]).toMatchObject({ label: 'Terminals and tasks are not guarded on Windows', icon: 'warning' });
  expect(on('win32')[1]?.tooltip).toMatch(/terminals, tasks and scripts are not\.$/);
  expect(on('darwin')).toHaveLength(1);
});

it('gives every row an id of its own', () => {
  const ids = flat(rows({ newerThan: '1', state: state({ problems: ['a', 'b'] }) })).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
