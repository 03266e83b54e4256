/** Bounds of the proxy. What goes over one of them is not passed on where it could act. */
export const limits = {
  /** Bytes of one message from the host. A call over the guard's own bound (4 MB) is refused with a sentence. */
  frameBytes: 32 * 1024 * 1024,
  /** Bytes of one message of the server that are looked at for tools and results; longer ones pass unread. */
  readBytes: 8 * 1024 * 1024,
  /** Tools whose annotations are remembered. */
  tools: 10_000,
  /** Calls judged or held at once. */
  callsAtOnce: 64,
  /** Calls passed on whose result is waited for. */
  callsOpen: 1_000,
  /** Characters of a tool's result that are searched for credentials. */
  outputLength: 64 * 1024,
  /** Milliseconds a call waits for a person: 60 s before the longest hold of the hosts' hooks ends. */
  waitMilliseconds: 840_000,
  /**
   * The same for a client that wants no signs of life: most give up after 60 s. The question then stays open in the
   * editor, and the next try of the same call goes out once it was approved.
   */
  silentWaitMilliseconds: 50_000,
  /** Milliseconds between two signs of life while a person is asked: clients give up after 60 s of silence. */
  progressMilliseconds: 10_000,
} as const;
