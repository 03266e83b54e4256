import type { HostId, Layer, ShellDialect } from './kinds.ts';

/** Who acts, where, and when. Common to every action. */
export interface Origin {
  readonly host: HostId;
  /** The host's own conversation id; a host without one gives a stable substitute. */
  readonly session: string;
  /** The host's id of this one call, where it has one. Several reports of one call carry the same id. */
  readonly callId?: string;
  /** The subagent that acts, where the host says so. */
  readonly agentId?: string;
  /** The layer below the hooks that reports it; absent for a host's hook. */
  readonly layer?: Layer;
  /** Absolute path. */
  readonly cwd: string;
  /** Absolute path: the folder given, else the nearest `.git` above `cwd`, else `cwd`. */
  readonly workspaceRoot: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A file edit as a host reports it when it does not send the whole new content. */
export interface TextEdit {
  readonly oldText: string;
  readonly newText: string;
}

/** What is about to happen, without who and where. */
export type Deed =
  | {
      readonly kind: 'shell';
      readonly command: string;
      readonly shell?: ShellDialect;
      /** True where the agent may type into it while it runs, and no hook sees what. */
      readonly typedInto?: boolean;
    }
  | {
      readonly kind: 'mcp';
      /** Empty where the host does not name the server. */
      readonly server: string;
      readonly tool: string;
      readonly input: unknown;
      /** The tool's own annotations (`destructiveHint`, `readOnlyHint`); they may raise, never lower. */
      readonly annotations?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'sql'; readonly dialect?: string; readonly text: string; readonly connection?: string }
  | { readonly kind: 'read'; readonly path: string; readonly content?: string }
  | { readonly kind: 'write'; readonly path: string; readonly content?: string; readonly edits?: readonly TextEdit[] }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'search'; readonly pattern: string; readonly path?: string }
  | { readonly kind: 'web'; readonly url?: string; readonly query?: string }
  | {
      readonly kind: 'task';
      readonly name: string;
      readonly program: string;
      readonly args: readonly string[];
      readonly shell: boolean;
    };

/** One thing about to happen, as a host reported it. Whatever the source, the guard judges an `Action`. */
export type Action = Origin & Deed;
