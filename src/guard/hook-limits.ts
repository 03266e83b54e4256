/** Bounds that a hook itself knows: with the others beside them its start would be longer (limits.ts has all). */
export const hookLimits = {
  /** Bytes of a hook's standard input. */
  stdinBytes: 4 * 1024 * 1024,
  /** Bytes of one answer line. */
  answerBytes: 1024 * 1024,
  /** Time for a window to take the connection. */
  connectMilliseconds: 250,
  /** Time for a window's first signed frame. */
  firstFrameMilliseconds: 2_000,
  /** Windows one hook asks before it judges alone. */
  windowsAsked: 4,
  /** Longest time a client may wait for a person: 30 minutes. */
  waitMilliseconds: 30 * 60_000,
  /** Bytes of pins, record and window files. */
  smallFileBytes: 512 * 1024,
} as const;
