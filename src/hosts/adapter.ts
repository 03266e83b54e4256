import type { Action } from '../action/action.ts';
import type { HostId } from '../action/kinds.ts';
import type { Outcome } from '../action/session.ts';

/** The hosts that have an adapter. A new host adds its id here and one file beside this one. */
export type AdaptedHost = Extract<
  HostId,
  'claude' | 'cursor' | 'codex' | 'gemini' | 'qwen' | 'opencode' | 'windsurf' | 'cline' | 'kiro' | 'copilot' | 'vscode'
>;

/** A host's payload after the door: valid JSON, an object, no key named twice. */
export type Payload = Readonly<Record<string, unknown>>;

/** What a decoder may know besides the payload. All paths absolute. */
export interface Surroundings {
  /** Directory the hook process was started in; used where the payload names none. */
  readonly cwd: string;
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Given by `--workspace`; else found from the action's own directory. */
  readonly workspaceRoot?: string;
  /** The nearest folder with a `.git` above a directory, else the directory itself. */
  workspaceOf(directory: string): string;
}

/** What one hook event means. */
export type Decoded =
  /** Something is about to happen. More than one action where an unknown tool could mean several things: the strictest answer counts. */
  | { readonly kind: 'call'; readonly event: string; readonly actions: readonly [Action, ...Action[]] }
  /** Something has happened; nothing waits for an answer. */
  | { readonly kind: 'outcome'; readonly event: string; readonly action: Action; readonly outcome: Outcome }
  /** The event neither acts nor reads. */
  | { readonly kind: 'nothing'; readonly event: string }
  /** The payload does not say what is about to happen: one plain sentence why. */
  | { readonly kind: 'unreadable'; readonly event: string; readonly problem: string };

/** What the host is told, before it is written in its dialect. `neutral` means: the host's own rules apply. */
export type HookAnswer =
  | { readonly decision: 'neutral' }
  | {
      readonly decision: 'deny';
      /** What person and agent read: the reason, and what to do instead of retrying. */
      readonly message: string;
    };

/** Exactly what the hook process writes and how it ends. */
export interface HostOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** One entry that `connect` writes into a host's hook file. */
export interface HookEntry {
  /** The host's event name, the key under `hooks`. */
  readonly event: string;
  /** The entry as it stands in the file, with the launcher's command in it. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** The machine as hosts see it. `environment` is the person's own; only each host's home variable is read from it. */
export interface Machine {
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Holdpoint's state directory; the launcher lies in its `bin`. */
  readonly stateDirectory: string;
}

/** What is known of a host on this machine. */
export interface Detection {
  readonly installed: boolean;
  readonly version?: string;
  /** Why it counts as installed: the program or folder found. */
  readonly evidence?: string;
}

/** Hook entries in a settings file that belongs to the person: every other byte of it stays. */
interface EntriesInstallation {
  readonly kind: 'entries';
  /** The entries of this version of Holdpoint, given the launcher's command line. */
  entries(command: string): readonly HookEntry[];
  /** Keys beside `hooks` that a new file needs (`version` for Cursor). */
  readonly preamble: Readonly<Record<string, unknown>>;
  /** The host the launcher is called for, where several hosts read one file; else the host's own id. */
  readonly calledAs?: AdaptedHost;
}

/** A whole file of our own, for hosts that run what lies in a folder: a script or a plugin. */
interface FileInstallation {
  readonly kind: 'file';
  /** The file's text, given the launcher's command line, which stands in it. */
  text(command: string): string;
  /** `0o755` for a script that is started. */
  readonly mode: number;
}

/** One key that silences a host, wherever it stands in one of its files. */
export interface SwitchRule {
  /** Parts are exact; `*` stands for any key. */
  readonly key: readonly string[];
  /** Whether this value of the key silences the hook. `name` is what `*` stood for. */
  silences(value: unknown, name: string): boolean;
  /** What it does, after "file: key". */
  readonly what: string;
  /** Where that is known from. */
  readonly source: string;
}

/**
 * What a hook needs of its host, and what stands in the host's settings. An adapter decodes and encodes; it never decides.
 * Apart from it, because no hook needs them: its files (places.ts), how it is found (detect.ts), what a person has to do
 * (steps.ts).
 */
export interface HostAdapter {
  readonly id: AdaptedHost;
  /** The host's name as people know it. */
  readonly title: string;
  /** Seconds written as `timeout` into a gating entry. */
  readonly hostTimeoutSeconds: number;
  /** Milliseconds after which the hook itself denies: before the host's timeout, which would run the action. */
  readonly deadlineMs: number;
  /** The newest version this adapter was tested with, and the oldest on which a failing hook blocks. */
  readonly versions: { readonly tested: string; readonly oldest?: string };
  decode(payload: Payload, surroundings: Surroundings): Decoded;
  encode(answer: HookAnswer, event: string): HostOutput;
  /** The closed path for the hook's own failure: blocks on this host without any JSON. */
  failure(problem: string): HostOutput;
  readonly installation: EntriesInstallation | FileInstallation;
  /** Every key known to silence this host's hook. */
  readonly switches: readonly SwitchRule[];
  /** A shell call as the host would send it before it runs: a test sends it through the installed hook (canary.ts). */
  testCall(cwd: string, command: string): { readonly payload: object; readonly event: string };
}
