import { beforeEach, describe, expect, test, vi } from 'vitest';

interface Asked {
  readonly title: string;
  readonly staysOpen: boolean;
}

/** What the person was asked at the top of the window, in order, and what they answer. */
const editor = vi.hoisted(() => ({ asked: [] as Asked[], answers: [] as unknown[] }));

vi.mock('vscode', () => {
  const answered = (options: { title: string; ignoreFocusOut?: boolean }) => {
    editor.asked.push({ title: options.title, staysOpen: options.ignoreFocusOut === true });
    return editor.answers.shift();
  };
  return {
    env: { language: 'en' },
    workspace: { workspaceFolders: undefined },
    window: {
      showQuickPick: async (items: readonly unknown[], options: { title: string }) => {
        const at = answered(options);
        return typeof at === 'number' ? items[at] : undefined;
      },
      showInputBox: async (options: { title: string }) => answered(options),
      showSaveDialog: async () => undefined,
      showWarningMessage: async () => undefined,
    },
  };
});

const { exportSomeSession } = await import('../../src/editor/session-export.ts');
const { lendCredential } = await import('../../src/editor/secrets-lend.ts');

const t = (message: string, ...args: readonly (string | number | boolean)[]) =>
  message.replace(/\{(\d)\}/g, (_, at) => String(args[Number(at)]));

const exporting = {
  t,
  sessions: async () => [
    { host: 'claude' as const, session: 's1', at: '2026-04-25T10:00:00.000Z', actions: 4, lowest: 0.5 },
  ],
  text: async () => null,
  signer: () => undefined,
};

const stored = { name: 'RAILWAY_TOKEN', kind: 'railway-token', variable: 'RAILWAY_TOKEN', from: '', storedAt: 0 };
const lending = {
  t,
  folders: () => ['/w'],
  stored: { list: async () => [stored], put: async () => {}, value: async () => null, remove: async () => {} },
  lending: {
    offer: () => {},
    offers: () => [],
    withdraw: () => {},
    take: async () => {
      throw new Error('Nothing is lent here.');
    },
  },
};

beforeEach(() => {
  editor.asked = [];
});

// A panel that had the focus before the first question gets it back when that closes, after the next one has opened.
describe('a question that follows another stays open when the focus goes', () => {
  test.each<[string, readonly unknown[], () => Promise<void>]>([
    ['as what a session is exported', [0, 0], () => exportSomeSession(exporting)],
    ['which program a credential is lent to', [0, 'railway'], () => lendCredential(lending)],
    ['the name and value of another credential', [1, 'TOKEN', 'SYNTHETIC', 'railway'], () => lendCredential(lending)],
  ])('%s', async (_what, answers, ask) => {
    editor.answers = [...answers];
    await ask();
    expect(editor.asked).toHaveLength(answers.length);
    expect(editor.asked.slice(1).filter(({ staysOpen }) => !staysOpen)).toEqual([]);
  });
});
