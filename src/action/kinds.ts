/** Where an action came from. The ids of DESIGN section 5, plus the layers below the hooks and our own command line. */
export const hostIds = [
  'cursor',
  'vscode',
  'copilot',
  'claude',
  'codex',
  'gemini',
  'qwen',
  'opencode',
  'windsurf',
  'cline',
  'kiro',
  'terminal',
  'task',
  'mcp',
  'cli',
] as const;

/** One of {@link hostIds}. */
export type HostId = (typeof hostIds)[number];

/**
 * A layer of Holdpoint's own below the hosts' hooks: `mcp` stands in front of a server, `exec` in front of programs,
 * `watch` sees what has begun and can only be recorded. What a person approved above need not be asked there again (confirmation/grants.ts).
 */
export type Layer = AskingLayer | 'watch';

/** The layers that ask before something happens. */
export type AskingLayer = 'mcp' | 'exec';

/** What sort of thing is about to happen. The same words everywhere: wire, log, `check`, `replay`. */
export const actionKinds = ['shell', 'mcp', 'http', 'sql', 'read', 'write', 'delete', 'search', 'web', 'task'] as const;

/** One of {@link actionKinds}. */
export type ActionKind = (typeof actionKinds)[number];

/** The grammar a command text is written in. `bash` stands for every POSIX-like shell. */
export type ShellDialect = 'bash' | 'zsh' | 'pwsh' | 'cmd';

/** Half-open range of UTF-16 code units, `[start, end)`, in the text a person can be shown. */
export type Span = readonly [start: number, end: number];
