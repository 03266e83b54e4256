import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../../src/action/audit.ts';
import type { CredentialAnswer, CredentialRequest } from '../../src/guard/credential-request.ts';
import type { StoredCredential } from '../../src/vault/stored.ts';

/** A list at the top of the window, as far as a person can tell. */
class Pick {
  title = '';
  placeholder = '';
  ignoreFocusOut = false;
  items: readonly { label: string; description?: string; detail?: string; alwaysShow?: boolean; kind?: number }[] = [];
  activeItems: readonly object[] = [{}];
  selectedItems: readonly object[] = [];
  isShown = false;
  isDisposed = false;
  private readonly on: Record<string, () => void> = {};
  onDidChangeValue = (listener: () => void) => this.hear('type', listener);
  onDidAccept = (listener: () => void) => this.hear('accept', listener);
  onDidHide = (listener: () => void) => this.hear('hide', listener);
  private hear(event: string, listener: () => void) {
    this.on[event] = listener;
  }
  show() {
    this.isShown = true;
  }
  hide() {
    if (!this.isShown) return;
    this.isShown = false;
    this.on.hide?.();
  }
  dispose() {
    this.isDisposed = true;
  }
  type() {
    this.on.type?.();
  }
  /** Accepts the line with this text; Enter without one where there is none. */
  accept(text?: string) {
    if (text !== undefined) this.selectedItems = this.items.filter(({ label }) => label.includes(text)).slice(0, 1);
    this.on.accept?.();
  }
}

const editor = vi.hoisted(() => ({
  picks: [] as unknown[],
  told: [] as string[],
  press: undefined as string | undefined,
}));
const ran: string[] = [];
vi.mock('vscode', () => ({
  QuickPickItemKind: { Separator: -1 },
  window: {
    createQuickPick: () => {
      const pick = new Pick();
      editor.picks.push(pick);
      return pick;
    },
    showInformationMessage: async (text: string) => {
      editor.told.push(text);
      return editor.press;
    },
  },
  commands: { executeCommand: async (command: string) => void ran.push(command) },
}));

const { createSecretRequests } = await import('../../src/editor/secrets-requests.ts');
const { asWritten: t } = await import('../../src/editor/translate.ts');
const { createLending } = await import('../../src/vault/lending.ts');

const railway: StoredCredential = {
  name: 'RAILWAY_TOKEN',
  kind: 'railway-token',
  variable: 'RAILWAY_TOKEN',
  from: 'infra/.env',
  storedAt: 1,
};
const typed: StoredCredential = { ...railway, name: 'OTHER', variable: 'OTHER', kind: 'generic-token', from: '' };

beforeEach(() => {
  vi.useFakeTimers();
  editor.picks.length = 0;
  editor.told.length = 0;
  editor.press = undefined;
  ran.length = 0;
  return () => vi.useRealTimers();
});

async function asked(change: Partial<CredentialRequest> = {}, all: readonly StoredCredential[] = [typed, railway]) {
  const recorded: AuditEntry[] = [];
  const lending = createLending({ now: () => Date.now(), value: async () => 'SYNTHETIC', onLent: () => {} });
  const ask = createSecretRequests({
    t,
    stored: { list: async () => all },
    lending,
    record: (one) => recorded.push(one),
  });
  const answer: { value?: CredentialAnswer } = {};
  const start = (more: Partial<CredentialRequest> = {}) => {
    const said = { session: 's', host: 'claude', purpose: 'deploy', program: 'railway', ...change, ...more } as const;
    const watch = { signal: new AbortController().signal, waitMilliseconds: 840_000 };
    return ask(said, '/w/pocketos', watch);
  };
  void start().then((value) => {
    answer.value = value;
  });
  await vi.advanceTimersByTimeAsync(0);
  const pick = editor.picks[0] instanceof Pick ? editor.picks[0] : new Pick();
  const later = () => vi.advanceTimersByTimeAsync(1_000);
  return { pick, answer, lending, recorded, start, later };
}

describe('an agent that asks for a credential', () => {
  test('is shown with its words, what fits with what it can destroy, the rest, and a way to refuse', async () => {
    const { pick } = await asked({ provider: 'railway', kind: 'API token' });
    expect(pick).toMatchObject({
      title: 'Claude Code asks for a credential for one call of railway',
      ignoreFocusOut: true,
      isShown: true,
    });
    expect(pick.placeholder).toContain('close this to refuse');
    expect(pick.items.map(({ label, description = '', detail = '' }) => [label, description, detail])).toEqual([
      ['in its words', '', ''],
      ['$(comment) deploy', '', ''],
      ['$(terminal) railway', 'would get it for one call in pocketos', ''],
      ['$(info) railway · API token', 'is what it asks for', ''],
      ['fits', '', ''],
      ['$(key) RAILWAY_TOKEN', 'Railway token · from infra/.env', expect.stringContaining('can delete any volume')],
      ['others', '', ''],
      ['$(key) OTHER', expect.stringContaining('typed in'), ''],
      ['', '', ''],
      ['$(circle-slash) Refuse', '', ''],
    ]);
    expect(pick.activeItems).toEqual([]);
  });

  test('lends what is picked, says so, and lets the person take it back', async () => {
    editor.press = 'Take Back';
    const { pick, answer, lending, recorded, later } = await asked();
    await later();
    pick.accept('RAILWAY_TOKEN');
    await vi.advanceTimersByTimeAsync(0);
    expect(answer.value).toMatchObject({ kind: 'offered', name: 'RAILWAY_TOKEN', folder: '/w/pocketos' });
    expect(editor.told).toEqual([expect.stringContaining('RAILWAY_TOKEN is lent to one call of railway')]);
    expect(lending.offers()).toEqual([]);
    expect(recorded).toEqual([
      {
        type: 'policy',
        detail:
          'Claude Code asked for a credential for one call of railway, to “deploy”: a person lends RAILWAY_TOKEN.',
      },
    ]);
    expect([pick.isShown, pick.isDisposed]).toEqual([false, true]);
  });

  test.each<[string, (pick: Pick) => void]>([
    ['the person picks Refuse', (pick) => pick.accept('Refuse')],
    ['the list is closed', (pick) => pick.hide()],
  ])('gets nothing where %s', async (_what, act) => {
    const { pick, answer, lending, later } = await asked();
    await later();
    act(pick);
    await vi.advanceTimersByTimeAsync(0);
    expect([answer.value, lending.offers()]).toEqual([{ kind: 'refused' }, []]);
    expect(pick.isDisposed).toBe(true);
  });

  test('gets nothing by keys that were meant for something else', async () => {
    const { pick, answer, later } = await asked();
    pick.accept('RAILWAY_TOKEN');
    await later();
    // Enter where no line has the focus: what was pressed too early is forgotten.
    pick.accept();
    pick.accept('deploy');
    pick.type();
    pick.accept('RAILWAY_TOKEN');
    await vi.advanceTimersByTimeAsync(100);
    expect([answer.value, pick.isShown]).toEqual([undefined, true]);
    await later();
    pick.accept('RAILWAY_TOKEN');
    await vi.advanceTimersByTimeAsync(0);
    expect(answer.value?.kind).toBe('offered');
  });

  test('cannot draw icons, hide characters or break lines in what it says, and long words stand on lines of their own', async () => {
    const purpose = `$(verified) deploy\n\u202e ${'word '.repeat(30)}`;
    const { pick } = await asked({
      purpose,
      provider: '$(pass) x',
      host: 'mcp',
      client: `Claude\u200b $(shield) ${'x'.repeat(26)}`,
    });
    const texts = pick.items.map(({ label }) => label);
    expect(texts[1]).toMatch(/^\$\(comment\) \$ \(verified\) deploy /);
    expect(texts[2]).toMatch(/^\$\(blank\) word word/);
    expect(texts.join('\n')).not.toContain('\u202e');
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(80);
    expect(pick.title).toMatch(/^An agent \(“Claude.*\$\(shield\)[ x]*…”\) asks/);
    expect(pick.title).not.toContain('\u200b');
  });

  test('for a program that runs whatever it is given is shown with a warning', async () => {
    const { pick } = await asked({ program: 'bash' });
    expect(pick.items.map(({ label }) => label)).toContain(
      '$(warning) bash runs whatever it is given, so it can show or pass on what it is lent.',
    );
  });

  test('waits behind another, which the title says', async () => {
    const { pick, start } = await asked();
    void start({ purpose: 'another' });
    await vi.advanceTimersByTimeAsync(0);
    expect(pick.title).toBe('Claude Code asks for a credential for one call of railway (1 more waiting)');
    pick.hide();
    await vi.advanceTimersByTimeAsync(0);
    expect(editor.picks).toHaveLength(2);
  });

  test('is told that nothing is stored, and the person how to lend, once at a time', async () => {
    editor.press = 'Lend Credential…';
    const { answer } = await asked({ purpose: '[click](command:x)' }, []);
    expect([answer.value, editor.picks]).toEqual([{ kind: 'empty' }, []]);
    expect(editor.told).toEqual([expect.stringContaining('none is stored. It says: [click] (command:x)')]);
    expect(ran).toEqual(['holdpoint.lendCredential']);
  });
});
