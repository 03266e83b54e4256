import { beforeEach, describe, expect, test, vi } from 'vitest';

/** What the editor's own module has, in this version of it. */
const editor = vi.hoisted(() => ({ api: {} as Record<string, unknown> }));
vi.mock('vscode', () => ({
  get lm() {
    return editor.api.lm;
  },
  get McpStdioServerDefinition() {
    return editor.api.McpStdioServerDefinition;
  },
  workspace: {
    get workspaceFolders() {
      return editor.api.folders;
    },
  },
  Uri: { joinPath: (base: { fsPath: string }, ...parts: string[]) => ({ fsPath: [base.fsPath, ...parts].join('/') }) },
}));

const { offerMcpServer } = await import('../../src/editor/mcp-provider.ts');
const extension = { fsPath: '/ext' } as never;

class Definition {
  readonly given: readonly unknown[];
  constructor(...given: readonly unknown[]) {
    this.given = given;
  }
}

beforeEach(() => {
  editor.api = {};
});

describe("Holdpoint's own MCP server", () => {
  test.each([
    ['an editor without language models', {}],
    ['an editor that takes no servers', { lm: {} }],
    ['half an API', { lm: { registerMcpServerDefinitionProvider: () => ({}) } }],
  ])('is not offered to %s', (_what, api) => {
    editor.api = api;
    expect(offerMcpServer(extension, '1.0.0')).toBeUndefined();
  });

  test("runs on the editor's own program, and nothing is started for it now", () => {
    const offered: { id: string; provider: { provideMcpServerDefinitions(): readonly unknown[] } }[] = [];
    const disposable = { dispose: () => undefined };
    editor.api = {
      McpStdioServerDefinition: Definition,
      lm: {
        registerMcpServerDefinitionProvider(id: string, provider: (typeof offered)[number]['provider']) {
          offered.push({ id, provider });
          return disposable;
        },
      },
    };
    expect(offerMcpServer(extension, '1.0.0')).toBe(disposable);
    expect(offered.map(({ id }) => id)).toEqual(['holdpoint.mcp']);
    const definition = new Definition(
      'Holdpoint',
      process.execPath,
      ['/ext/dist/cli.js', 'mcp', 'serve'],
      { ELECTRON_RUN_AS_NODE: '1' },
      '1.0.0',
    );
    expect(offered[0]?.provider.provideMcpServerDefinitions()).toEqual([definition]);
    // In the open folder, so that it finds the window that has it open.
    editor.api.folders = [{ uri: { fsPath: '/w' } }, { uri: { fsPath: '/w2' } }];
    expect(offered[0]?.provider.provideMcpServerDefinitions()).toEqual([
      Object.assign(definition, { cwd: { fsPath: '/w' } }),
    ]);
  });
});
