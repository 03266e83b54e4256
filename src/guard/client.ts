/** What a hook asks a window. */
export interface Question {
  readonly host: string;
  readonly cwd: string;
  readonly stdin: Buffer;
  /** Variables adapters ask for. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long this process may wait for a person, in milliseconds. */
  readonly waitMilliseconds: number;
}

/** What came back. */
export type Reply =
  /** A verified answer; to be printed as it is. */
  | {
      readonly kind: 'answered';
      readonly decision: 'allow' | 'hold' | 'deny';
      readonly output: { readonly stdout: string; readonly stderr: string; readonly exitCode: number };
    }
  /** A person was being asked when the window went away or the time ran out: deny with this sentence. */
  | { readonly kind: 'lost'; readonly hold: string; readonly reason: string }
  /** No window that can prove itself: judge without one. */
  | { readonly kind: 'none'; readonly why: string };

/** Asks the window that owns the folder, else the most recently focused one. Never rejects. */
export function askGuard(_stateDirectory: string, _question: Question): Promise<Reply> {
  throw new Error('not built yet');
}
