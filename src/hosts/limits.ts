/** Bounds of the hosts' door. Over one of them the payload is unreadable, and what cannot be read does not run. */
export const limits = {
  /** Bytes of standard input. The largest payloads are writes of whole files. */
  inputBytes: 32 * 1024 * 1024,
  /** UTF-16 code units of a tool's output that are looked at for credentials. */
  outputLength: 256 * 1024,
  /** Files one read event may carry as attachments. */
  attachments: 64,
} as const;
